"""What became of claims and of the five waits in a span: the part of the feed that grades, at both ends of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.domain.catalogs.listings import ids_of
from bot.domain.evidence.evidence import Claim, Evidence, EvidenceContext
from bot.domain.evidence.grades import grade
from bot.domain.evidence.release_checklist import Certainty, ChecklistItem, ReleaseChecklist, readiness
from bot.domain.names.subjects import Subject
from bot.domain.notify.changes import Change, ChangeKind, ClaimState, mark, of_claim, within
from bot.messages.errors import shorten
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.aliases import world_of
from bot.queries.catalog_evidence import read_twice
from bot.queries.evidence import named_in, witnesses
from bot.queries.time_range import TimeRange

VALUE = 48  # characters of what was found for one of the five waits; the checklist has the rest
_SECOND = timedelta(seconds=1)


def claims(ports: Ports, span: TimeRange, subjects: Sequence[Subject]) -> Iterable[Change]:
    """What became of the claims about these subjects, and of the five waits of those that were released or listed.

    Only subjects about which something was learned in the span are graded again: grades come from evidence alone.
    """
    known = {subject.slug for subject in subjects}
    shown = ports.listings.borne_out(span.after, span.since)
    for subject in subjects:
        filed = ports.claims.about([subject.slug], span.after)
        if not (filed or _listed(shown, [subject.slug]) or ports.claims.evidence([subject.slug], span.after)):
            continue  # most names of a ledger are only names
        world, readings = world_of(ports, [subject.slug], span.after)
        about = tuple(dict.fromkeys((subject.slug, *(r.slug for r in readings if r.standing == "good"))))
        evidence = tuple(ports.claims.evidence(about, span.after))
        fresh = any(_touched(item, span) for item in evidence) or _listed(shown, about) or _reached(subject, span)
        for claim in filed:
            if claim.statement.subject != subject.slug and claim.statement.subject in known:
                continue  # told with its own subject
            ends = claim.statement.day is not None and claim.statement.type == "release_date"
            resolved = claim.resolved_at is not None and within(claim.resolved_at, span.since, span.until)
            if fresh or ends or resolved or claim.tenant:
                yield from _claim(ports, span, claim, subject)
        if fresh and world.one(subject.slug) not in known - {subject.slug}:
            yield from _waits(ports, span, subject, evidence, about, world)


def _listed(shown: frozenset[str], slugs: Iterable[str]) -> bool:
    return bool(shown) and any(not shown.isdisjoint(ids_of(slug)) for slug in slugs)


def _reached(subject: Subject, span: TimeRange) -> bool:
    return any(within(row.learned_at, span.since, span.until) for row in subject.states)


def _released(ports: Ports, slug: str, view: View) -> bool:
    subject = ports.ledger.subject(slug, view)
    told = ports.ledger.events([slug], view)
    return (subject is not None and subject.released() is not None) or any(event.kind == "release" for event in told)


def _touched(item: Evidence, span: TimeRange) -> bool:
    withdrawn = item.withdrawn_at is not None and within(item.withdrawn_at, span.since, span.until)
    return withdrawn or within(max(item.learned_at, item.so_at), span.since, span.until)


def _claim(ports: Ports, span: TimeRange, claim: Claim, subject: Subject) -> Iterable[Change]:
    before, now = _standing(ports, claim, span.before), _standing(ports, claim, span.after)
    if claim.learned_at is not None and claim.learned_at > span.since:
        before = None
    if now is None:
        return
    standing, newest = now
    if claim.learned_at is not None and before is None:
        at = newest.learned_at if newest and within(newest.learned_at, span.since, span.until) else claim.learned_at
    elif before is not None and (before[0].grade, before[0].outcome) != (standing.grade, standing.outcome):
        at, newest = _became(ports, claim, span, standing, newest)
    else:
        at = span.until  # nothing changed
    if claim.resolved_at is not None and within(claim.resolved_at, span.since, span.until):
        at = claim.resolved_at
    about = tuple(dict.fromkeys(slug for slug in (subject.slug, claim.statement.subject) if "/" in slug))
    change = of_claim(
        claim.id,
        claim.text,
        about,
        before[0] if before else None,
        standing,
        at,
        source=newest.source if newest else claim.source,
        tenant=claim.tenant,
    )
    if change is not None:
        yield change


def _became(
    ports: Ports, claim: Claim, span: TimeRange, standing: ClaimState, newest: Evidence | None
) -> tuple[datetime, Evidence | None]:
    """The second from which a claim stands where it stands at the end of a span, and the newest item of that second.

    Nearly always something was learned then; where only time passed (a deadline), it is narrowed down between those.
    """

    def stands(at: datetime) -> bool:
        seen = _standing(ports, claim, View(span.tenant, at))
        return seen is not None and (seen[0].grade, seen[0].outcome) == (standing.grade, standing.outcome)

    first = newest.learned_at if newest else span.until
    if within(first, span.since, span.until) and stands(first) and not stands(first - _SECOND):
        return first, newest
    _, readings = world_of(ports, named_in(claim.statement), span.after)
    items = witnesses(ports, claim.statement, readings, span.after, claim.id)
    moments = {at for item in items for at in (item.learned_at, item.so_at, item.withdrawn_at) if at is not None}
    steps = sorted({span.since, span.until, *(at for at in moments if within(at, span.since, span.until))})
    low, high = 0, len(steps) - 1  # it does not stand there at the first, and does at the last
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if stands(steps[middle]) else (middle, high)
    early, late = steps[low], steps[high]
    if late != span.until and not stands(late - _SECOND):
        return late, _newest(ports, claim, span, late)
    while late - early > _SECOND:
        middle_at = (early + (late - early) / 2).replace(microsecond=0)
        if middle_at <= early:
            break
        early, late = (early, middle_at) if stands(middle_at) else (middle_at, late)
    return late, _newest(ports, claim, span, late)


def _newest(ports: Ports, claim: Claim, span: TimeRange, at: datetime) -> Evidence | None:
    seen = _standing(ports, claim, View(span.tenant, at))
    return seen[1] if seen else None


def _standing(ports: Ports, claim: Claim, view: View) -> tuple[ClaimState, Evidence | None] | None:
    """A claim's standing at a moment, and the newest item it rests on."""
    world, readings = world_of(ports, named_in(claim.statement), view)
    items = witnesses(ports, claim.statement, readings, view, claim.id)
    graded = grade(claim, items, view.as_of, world)
    used = [item for item in items if item.id in graded.used and item.known(view.as_of)]
    gone = any(item.withdrawn_at is not None and item.withdrawn_at <= view.as_of for item in items)
    standing = ClaimState(graded.grade.value, claim.outcome_at(view.as_of), graded.rule.name, gone)
    return standing, max(used, key=lambda item: (item.learned_at, item.id), default=None)


def _waits(
    ports: Ports,
    span: TimeRange,
    subject: Subject,
    filed: Sequence[Evidence],
    about: Sequence[str],
    world: EvidenceContext,
) -> Iterable[Change]:
    # That a list has a model which was out before is news from the second thing the list says of it.
    out = _released(ports, subject.slug, span.before)
    lists = read_twice(ports, about, span.after, ports.listings.first_read() if out else {})
    if not (out or lists or _released(ports, subject.slug, span.after)):
        return
    before = readiness(subject.slug, (*filed, *lists), span.since, world)
    after = readiness(subject.slug, (*filed, *lists), span.until, world)
    pairs = zip(before.waits, after.waits, strict=True)
    filled = [(old, new) for old, new in pairs if new.findings and _differs(old, new)]
    if not filled:
        return
    at = max(max(finding.at for finding in new.findings) for _, new in filled)
    news = "; ".join(_filled(old, new) for old, new in filled)
    missing = ", ".join(after.waiting_for)
    yield Change(
        mark(ChangeKind.WAIT, subject.slug, _counted(after) + news, min(at, span.until)),
        ChangeKind.WAIT,
        subject.slug,
        tuple(about),
        f"{subject.name}, five waits",
        _counted(before) if before.known != after.known else "",
        f"{_counted(after)} of 5 known",
        min(max(at, span.since + _SECOND), span.until),
        next((f.url for _, new in filled for f in new.findings if f.url), ""),
        why=news + (f". Still waiting for: {missing}" if missing else ". All five are known"),
        formed=after.known >= before.known,
    )


def _differs(old: ChecklistItem, new: ChecklistItem) -> bool:
    """Whether more or less is known of it, or a public list says another value than was said before."""
    if old.state is not new.state or not old.findings:
        return old.state is not new.state
    return new.findings[0].listed and new.findings[0].value != old.findings[0].value


def _filled(old: ChecklistItem, new: ChecklistItem) -> str:
    first = new.findings[0]
    who = f" by {first.party}" if first.listed and new.state is Certainty.CLAIMED else ""
    was = old.findings[0].value if old.findings else first.value
    changed = f"; was {shorten(was, VALUE)}" if old.state is new.state and was != first.value else ""
    return f"{new.name}: {shorten(first.value, VALUE)} ({new.state.value}{who}{changed})"


def _counted(readiness: ReleaseChecklist) -> str:
    return str(readiness.known)
