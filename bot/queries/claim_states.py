"""What claims and the release checklist of a model are at a moment: the gradings that the log of changes rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.domain.evidence.evidence import Claim, Evidence, Statement
from bot.domain.evidence.grade_rules import Grade
from bot.domain.evidence.release_checklist import readiness
from bot.domain.names.subjects import SubjectOrigin, SubjectState
from bot.domain.notify.change_log import ChecklistState, of_checklist
from bot.domain.notify.changes import ClaimState
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.aliases import Readings, world_of
from bot.queries.catalog_evidence import lasting_at, read_twice
from bot.queries.claim_grades import grade_claim
from bot.queries.evidence import named_in
from bot.queries.vendor_evidence import vendor_items


@dataclass(frozen=True, slots=True)
class GradedClaim:
    """A claim's grade and outcome at a moment, the newest item it rests on, and when time alone may change them."""

    state: ClaimState
    newest: Evidence | None
    again: tuple[datetime, ...]


def state_of(ports: Ports, claim: Claim, view: View, known: Readings | None = None) -> GradedClaim:
    """Grade a claim as a view sees it."""
    found = grade_claim(ports, claim, view, known)
    graded, items = found.graded, found.items
    used = [item for item in items if item.id in graded.used and item.known(view.as_of)]
    gone = any(item.withdrawn_at is not None and item.withdrawn_at <= view.as_of for item in items)
    state = ClaimState(graded.grade.value, claim.outcome_at(view.as_of), graded.rule.name, gone)
    newest = max(used, key=lambda item: (item.learned_at, item.id), default=None)
    later = {at for item in items for at in (item.so_at, item.withdrawn_at) if at is not None}
    later |= {over_at(claim)} if claim.statement.day is not None else set()
    later.update(lasting_at(ports, named_in(claim.statement), view) if claim.statement.type == "available" else ())
    return GradedClaim(state, newest, tuple(sorted(at for at in later if at > view.as_of)))


def release_grade(ports: Ports, slug: str, view: View, known: Readings | None = None) -> str:
    """The grade of "it is out" by then, as `/claimcheck` gives it; UNCONFIRMED where only a row of ours says so."""
    state = state_of(ports, Claim(Statement("available", slug)), view, known).state
    return state.grade if state.rule != "nothing" else Grade.UNCONFIRMED.value


def over_at(claim: Claim) -> datetime:
    """When the day of a claim is past everywhere: a day ends last in UTC-12."""
    assert claim.statement.day is not None  # noqa: S101 - narrows for the type checker
    return datetime.combine(claim.statement.day, time(), UTC) + timedelta(days=1, hours=12)


@dataclass(frozen=True, slots=True)
class SubjectFamily:
    """A subject with all that its names may mean, and those of them that are known to be the same."""

    all: tuple[str, ...]
    same: frozenset[str]

    def touches(self, claim: Claim) -> bool:
        """Whether what is learned of the subject may speak to a claim."""
        return not self.same.isdisjoint(named_in(claim.statement))


def family_of(ports: Ports, slug: str, view: View, known: Readings | None = None) -> SubjectFamily:
    """The subject and every other that one of its names may mean."""
    _, readings = world_of(ports, [slug], view, known)
    same = frozenset((slug, *(one.slug for one in readings if one.standing == "good")))
    return SubjectFamily(tuple(dict.fromkeys((slug, *(one.slug for one in readings)))), same)


@dataclass(frozen=True, slots=True)
class ModelChecklist:
    """The names a model goes by, its release checklist, and whether it is out or listed, so that they are news."""

    about: tuple[str, ...]
    waits: tuple[ChecklistState, ...]
    news: bool


def checklist_of(ports: Ports, slug: str, view: View, known: Readings | None = None) -> ModelChecklist | None:
    """The release checklist of a model; None where nothing was filed about it, and for a codename of another.

    What stood in a list when the list was first read may have stood there for long: of a model that was out by then it
    is no news.
    """
    world, readings = world_of(ports, [slug], view, known)
    about = tuple(dict.fromkeys((slug, *(one.slug for one in readings if one.standing == "good"))))
    if world.one(slug) != slug:
        return None
    out = _released_at(ports, slug, view)
    old = {name: at for name, at in ports.listings.first_read().items() if out is not None and out <= at}
    lists = read_twice(ports, about, view, old)
    pages = vendor_items(ports, about, view)
    filed = (*ports.claims.evidence(about, view), *pages)
    if not (lists or filed or out):
        return None
    waits = of_checklist(readiness(slug, (*filed, *lists), view.as_of, world))
    return ModelChecklist(about, waits, bool(lists) or out is not None or any(map(_says_it_is_out, pages)))


def _says_it_is_out(item: Evidence) -> bool:
    return any(said.type == "available" and said.polarity > 0 for said in item.says)


def _released_at(ports: Ports, slug: str, view: View) -> datetime | None:
    """When a release became known; what a list told, when the list first showed the model."""
    subject = ports.ledger.subject(slug, view)
    rows = [row for row in subject.states if row.state is SubjectState.RELEASED] if subject else []
    known = [row.so_at if row.origin is SubjectOrigin.LIST else row.learned_at for row in rows]
    known += [event.learned_at for event in ports.ledger.events([slug], view) if event.kind == "release"]
    return min(known, default=None)
