"""States of claims and release checklists at a moment.

The basis of the change log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.evidence.evidence import Claim, Evidence, EvidenceForm, Statement
from bot.domain.evidence.grade_rules import Grade
from bot.domain.evidence.release_checklist import readiness
from bot.domain.names.subjects import SubjectOrigin, SubjectState
from bot.domain.notify.change_log import ChecklistState, of_checklist
from bot.domain.notify.changes import ClaimState
from bot.domain.time import over_everywhere
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.aliases import Readings, confirmed_slugs, world_of
from bot.queries.catalog_evidence import lasting_at, read_twice
from bot.queries.claims.claim_grades import grade_claim
from bot.queries.evidence import named_in
from bot.queries.vendor_evidence import vendor_items


@dataclass(frozen=True, slots=True)
class GradedClaim:
    """A claim's grade and outcome, its newest item, and when time alone can change it."""

    state: ClaimState
    newest: Evidence | None
    again: tuple[datetime, ...]


def state_of(ports: Ports, claim: Claim, view: View, known: Readings | None = None) -> GradedClaim:
    """Grade a claim as a view sees it."""
    found = grade_claim(ports, claim, view, known)
    graded, items = found.graded, found.items
    used = [item for item in items if item.id in graded.used and item.known(view.as_of)]
    last = max((item.learned_at for item in used), default=None)
    gone = any(_bore(item, claim) and _ended_after(item, last, view.as_of) for item in items)
    state = ClaimState(graded.grade.value, claim.outcome_at(view.as_of), graded.rule.name, gone)
    newest = max(used, key=lambda item: (item.learned_at, item.id), default=None)
    later = {at for item in items for at in (item.so_at, item.withdrawn_at) if at is not None}
    over = claim.statement.last_day
    later |= {over_everywhere(over)} if over is not None else set()
    later.update(lasting_at(ports, found.about, view) if claim.statement.type == "available" else ())
    return GradedClaim(state, newest, tuple(sorted(at for at in later if at > view.as_of)))


def _bore(item: Evidence, claim: Claim) -> bool:
    """Whether an item spoke of a claim; the next row of a list replaces one."""
    said = claim.id in item.links or any(one.type == claim.statement.type for one in item.says)
    return said and item.form is not EvidenceForm.LISTING


def _ended_after(item: Evidence, last: datetime | None, as_of: datetime) -> bool:
    """Whether an item was withdrawn after the last one that counts was learned."""
    gone = item.withdrawn_at
    return gone is not None and gone <= as_of and (last is None or gone >= last)


def release_grade(ports: Ports, slug: str, view: View, known: Readings | None = None) -> str:
    """Return the grade of "it is out" by then, as `/claimcheck` gives it.

    UNCONFIRMED if only the ledger's own row says so.
    """
    state = state_of(ports, Claim(Statement("available", slug)), view, known).state
    return state.grade if state.rule != "nothing" else Grade.UNCONFIRMED.value


@dataclass(frozen=True, slots=True)
class SubjectFamily:
    """A subject with its possible meanings and its confirmed identities."""

    all: tuple[str, ...]
    same: frozenset[str]

    def touches(self, claim: Claim) -> bool:
        """Whether news about the subject may affect a claim."""
        return not self.same.isdisjoint(named_in(claim.statement))


def family_of(ports: Ports, slug: str, view: View, known: Readings | None = None) -> SubjectFamily:
    """The subject and every other that one of its names may mean."""
    _, readings = world_of(ports, [slug], view, known)
    same = frozenset(confirmed_slugs([slug], readings))
    return SubjectFamily(tuple(dict.fromkeys((slug, *(one.slug for one in readings)))), same)


@dataclass(frozen=True, slots=True)
class ModelChecklist:
    """A model's names and release checklist; ``news`` where it is out or listed."""

    about: tuple[str, ...]
    waits: tuple[ChecklistState, ...]
    news: bool


def recorded_checklist(ports: Ports, slug: str, view: View, known: Readings | None = None) -> ModelChecklist | None:
    """Return a model's release checklist for the change log.

    What a second reading of a list confirmed counts. It is None without records, or for another's codename. Entries of
    a list's first reading may be old: for a model already out by then they are not news.
    """
    world, readings = world_of(ports, [slug], view, known)
    about = confirmed_slugs([slug], readings)
    if world.one(slug) != slug:
        return None
    out = _released_at(ports, slug, view)
    old = {name: at for name, at in ports.listings.first_read().items() if out is not None and out <= at}
    lists = read_twice(ports, about, view, old)
    pages = vendor_items(ports, about, view)
    subject = ports.ledger.subject(slug, view)
    since = subject.out_since(view.as_of) if subject is not None else None
    filed = (*ports.claims.evidence(about, view), *pages)
    if not (lists or filed or out):
        return None
    waits = of_checklist(readiness(slug, (*filed, *lists), view.as_of, world, since))
    return ModelChecklist(about, waits, bool(lists) or out is not None or any(map(_says_it_is_out, pages)))


def _says_it_is_out(item: Evidence) -> bool:
    return any(said.type == "available" and said.polarity > 0 for said in item.says)


def _released_at(ports: Ports, slug: str, view: View) -> datetime | None:
    """Return when a release became known; from a list, when it first showed the model."""
    subject = ports.ledger.subject(slug, view)
    rows = [row for row in subject.states if row.state is SubjectState.RELEASED] if subject else []
    known = [row.so_at if row.origin is SubjectOrigin.LIST else row.learned_at for row in rows]
    known += [event.learned_at for event in ports.ledger.events([slug], view) if event.kind == "release"]
    return min(known, default=None)
