"""What changed between two moments, read from every record kind at both: the one place that looks.

Digests, alerts, corrections and /catchup all read this list, so that what one of them tells is what the others know. A
record kind that cannot be read costs its own lines and is named among the sources in trouble: a broken source must not
look like a quiet day.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.catalogs.findings import FindingKind
from bot.domain.names.subjects import Subject, fold
from bot.domain.notify.changes import (
    Change,
    ChangeKind,
    in_order,
    mark,
    of_event,
    of_market,
    of_states,
    within,
)
from bot.domain.notify.digest import ChangeFeed, SourceHealth
from bot.domain.sightings.sightings import grade as grade_of_label
from bot.messages.errors import SpudwatchError
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.aliases import world_of
from bot.queries.claim_changes import claims
from bot.queries.names import slug_of
from bot.queries.time_range import TimeRange

log = logging.getLogger(__name__)

# A renamed namespace, a row that was hidden again, an anonymous row without a name: for the desk, not for news.
_LISTED = frozenset(
    {
        FindingKind.STEALTH,
        FindingKind.CODENAME,
        FindingKind.PROVIDER,
        FindingKind.REVEAL,
        FindingKind.UNMASKED,
        FindingKind.FREE,
        FindingKind.GONE,
    }
)

MOST_SUBJECTS = 5_000


def read(ports: Ports, span: TimeRange, about: Sequence[str] = ()) -> ChangeFeed:
    """What changed in a span (its beginning excluded, its end included), about some subjects or about all.

    ``about`` may also hold what a person can open (``CL-0044``): then all is read, and what is of it kept.
    """
    subjects = _subjects(ports, span, about if all("/" in one for one in about) else ())
    readers: tuple[tuple[str, Callable[[Ports, TimeRange, Sequence[Subject]], Iterable[Change]]], ...] = (
        ("the history", history),
        ("the record of claims", claims),
        ("the record of markets", markets),
        ("the record of sightings", sightings),
        ("the record of model lists", listed),
    )
    changes: list[Change] = []
    troubled: list[SourceHealth] = []
    for name, reader in readers:
        try:
            changes += reader(ports, span, subjects)
        except Exception as error:  # the loop: one kind's broken record must not silence the others
            why = error.what if isinstance(error, SpudwatchError) else "a record of it is broken"
            log.exception("feed incomplete", extra={"part": name, "why": why})
            troubled.append(SourceHealth(name, None, why, span.until))
    wanted = {*same_as(ports, span.after, about)}
    own = (replace(one, tenant=span.tenant) for one in changes if not about or wanted & {one.ref, *one.subjects})
    return ChangeFeed(in_order(own), (*health(ports, span.until), *troubled))


def health(ports: Ports, now: datetime) -> tuple[SourceHealth, ...]:
    """How each watched source is doing, as it was known by then."""
    known = [state for state in ports.sources.states() if state.tried_at <= now]
    return tuple(SourceHealth(one.source, one.good_at, *one.trouble_at(now)) for one in known)


def _subjects(ports: Ports, span: TimeRange, about: Sequence[str]) -> tuple[Subject, ...]:
    if not about:
        listed = tuple(ports.ledger.suggest("", span.after, MOST_SUBJECTS))
        known = {subject.slug for subject in listed}
        claimed = dict.fromkeys(claim.statement.subject for claim in ports.claims.every(span.after))
        return (*listed, *(_unlisted(slug) for slug in claimed if "/" in slug and slug not in known))
    followed = same_as(ports, span.after, about)
    return tuple(ports.ledger.subject(slug, span.after) or _unlisted(slug) for slug in followed)


def _unlisted(slug: str) -> Subject:
    """A subject the ledger has no row of; what is said about it is followed all the same."""
    vendor, _, name = slug.rpartition("/")
    return Subject(slug, name, vendor)


def same_as(ports: Ports, view: View, slugs: Sequence[str]) -> tuple[str, ...]:
    """The subjects, and those that the ledger says or suspects their names mean: who follows Spud follows GPT-5.5."""
    found = dict.fromkeys(slugs)
    for slug in slugs:
        found.update(dict.fromkeys(alias.slug for alias in ports.ledger.namesakes(slug, view) if _may(alias)))
    return tuple(found)


def _may(alias: object) -> bool:
    return getattr(alias, "standing", "") != "refuted"


def history(ports: Ports, span: TimeRange, subjects: Sequence[Subject]) -> Iterable[Change]:
    """Releases, sightings, the vendor's own word; a state that an event of the span tells is not told twice."""
    slugs = [subject.slug for subject in subjects]
    events = [
        event for event in ports.ledger.events(slugs, span.after) if within(event.learned_at, span.since, span.until)
    ]
    told = [change for event in events if (change := of_event(event))]
    yield from told
    covered = {(change.kind, slug) for change in told for slug in change.subjects}
    slugs_here = set(slugs)
    for subject in subjects:
        if span.since < span.until and _under_another_name(ports, subject, span, slugs_here):
            continue
        for change in of_states(subject, span.since, span.until):
            if (change.kind, subject.slug) not in covered:
                yield change


def _under_another_name(ports: Ports, subject: Subject, span: TimeRange, known: set[str]) -> bool:
    """Whether the subject is a codename of one that is followed, too: its states are that one's, told there."""
    if not any(within(row.learned_at, span.since, span.until) for row in subject.states):
        return False
    world, _ = world_of(ports, [subject.slug], span.after)
    return world.one(subject.slug) in known - {subject.slug}


def markets(ports: Ports, span: TimeRange, subjects: Sequence[Subject]) -> Iterable[Change]:
    """What became of the markets mapped to these subjects."""
    for subject in subjects:
        after = ports.markets.of_subject(subject.slug, span.after)
        if after:
            before = {market.number: market for market in ports.markets.of_subject(subject.slug, span.before)}
            for market in after:
                yield from of_market(before.get(market.number), market, span.since, span.until)


def sightings(ports: Ports, span: TimeRange, subjects: Sequence[Subject]) -> Iterable[Change]:
    """What became of the labels reported in this tenant; and which labels of the field guide got a name."""
    yield from _named(ports, span)
    if not span.tenant:
        return
    wanted = {subject.slug for subject in subjects}
    for label in ports.sightings.labels(span.after, span.since):
        events = ports.sightings.events(label.key, span.after)
        after = grade_of_label(events, span.until)
        early = [event for event in events if event.at <= span.since]
        before = grade_of_label(early, span.since) if early else None
        if before is not None and before.grade is after.grade:
            continue
        about = tuple(dict.fromkeys(said.subject for said in ports.sightings.attributions(span.after, label.key)))
        settled = ports.sightings.settled(span.after, label.key)
        at = after.changes[-1].at if after.changes else label.changed_at
        reports = ports.sightings.reports(label.key, span.after, 1)
        kind = ChangeKind.REVEAL if after.grade.value == "RESOLVED" else ChangeKind.SIGHTING
        yield Change(
            mark(kind, label.key, after.grade.value, at),
            kind,
            reports[0].id if reports else label.shown,
            tuple(slug for slug in about if slug in wanted) or about,
            f"“{label.shown}” on {label.surface}",
            before.grade.value if before else "",
            after.grade.value,
            at,
            grade=after.grade.value,
            why=f"it was {settled[-1].subject}" if settled and settled[-1].subject else after.reason,
            formed=before is None or after.grade.value in ("CORROBORATED", "RESOLVED"),
        )


def _named(ports: Ports, span: TimeRange) -> Iterable[Change]:
    for label in ports.sightings.guide().labels(span.until):
        if label.known_at is None or not within(label.known_at, span.since, span.until) or not label.identified_as:
            continue
        if fold(label.label) == fold(label.identified_as):
            continue
        about = {slug_of(ports, span.after, label.identified_as)} - {""}
        yield Change(
            mark(ChangeKind.REVEAL, label.label, label.identified_as, label.known_at),
            ChangeKind.REVEAL,
            label.label,
            tuple(sorted(about | label.subjects)),
            f"“{label.label}” on {label.surface}",
            "",
            f"it was {label.identified_as}",
            label.known_at,
            next(iter(label.sources), ""),
            grade="SUPPORTED",
            why=label.how_known,
        )


def listed(ports: Ports, span: TimeRange, _subjects: Sequence[Subject]) -> Iterable[Change]:
    """What public model lists showed: stealth ids, reveals, ids that are gone with those that may have followed."""
    for shown in ports.listings.showed(span.after, span.since):
        if shown.kind not in _LISTED or not within(shown.at, span.since, span.until):
            continue
        names = [name for name in (shown.named, *shown.candidates[:1]) if name]
        about = dict.fromkeys(slug for name in names if (slug := slug_of(ports, span.after, name)))
        after = f"{shown.kind.value}: {shown.named}" if shown.named else shown.kind.value
        maybe = f"; perhaps now {', '.join(shown.candidates[:3])} (candidates, not facts)" if shown.candidates else ""
        kind = ChangeKind.REVEAL if shown.kind.names else ChangeKind.SIGHTING
        yield Change(
            mark(kind, shown.id, after, shown.at),
            kind,
            shown.id,
            tuple(about),
            f"“{shown.label}” on {shown.catalog}",
            "",
            after,
            shown.at,
            shown.source,
            shown.catalog,
            grade="SUPPORTED" if shown.kind.names else "UNCONFIRMED",
            why=shown.why + maybe,
            formed=shown.kind is not FindingKind.GONE,
        )
