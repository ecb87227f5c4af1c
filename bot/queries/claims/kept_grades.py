"""Grades of claims as lists print them.

Those of public claims are kept until what they rest on changes.

A public grade rests on the edition of the ledger and the names in it, on what lists and vendors' pages say of its
subjects, and on the moment: on the UTC day, and on each moment at which an item begins or ends to count. After a write,
whether lists or pages said anything more of its subjects is asked for all claims at once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from weakref import WeakKeyDictionary

from bot.domain.catalogs.listings import ids_of
from bot.domain.evidence.evidence import Claim, Statement
from bot.domain.evidence.grade_result import Graded
from bot.domain.evidence.grade_rules import NO_EVIDENCE
from bot.domain.time import over_everywhere
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.claims import Claims
from bot.queries.aliases import confirmed_slugs
from bot.queries.catalog_evidence import lasting_at
from bot.queries.claims.claim_grades import ClaimGrading, grade_claim
from bot.queries.claims.claim_parts import parts_of
from bot.queries.evidence import named_in
from bot.queries.public_position import subjects_position
from bot.queries.records.model_state import context_of
from bot.reads.shared_reads import origin

MOST = 10_000  # claims whose grades are kept of a store, the last graded; each takes half a kilobyte


@dataclass(frozen=True, slots=True)
class GradeSummary:
    """What a list prints of a grade."""

    word: str
    origins: int
    repeats: int
    first_party: int
    last_origin: datetime | None

    @property
    def known(self) -> bool:
        """Whether anything in the ledger concerns the claim."""
        return self.word != NO_EVIDENCE


def summary_of(graded: Graded) -> GradeSummary:
    """Return the summary of a grade."""
    return GradeSummary(graded.word, len(graded.origins), graded.repeats, graded.first_party, graded.last_origin)


@dataclass(slots=True)
class _Kept:
    """A public claim's grade, for how long it stands, and what it rests on.

    That is what was told of its subjects at a version.
    """

    claim: Claim
    summary: GradeSummary
    position: Hashable
    since: datetime
    until: datetime
    about: tuple[str, ...]
    told: tuple[Hashable, ...]
    version: int

    def stands(self, claim: Claim, position: Hashable, as_of: datetime) -> bool:
        """Whether it is of this claim, ledger and time."""
        return self.since <= as_of < self.until and self.claim == claim and self.position == position


_KEPT: WeakKeyDictionary[Claims, dict[str, _Kept]] = WeakKeyDictionary()
_LOCK = Lock()


def grade_summaries(ports: Ports, claims: Sequence[Claim], view: View, most: int = MOST) -> Mapping[str, GradeSummary]:
    """Grade claims for a list, by id; of public ones the last ``most`` are kept."""
    if view.tenant:
        return {one.id: summary_of(grade_claim(ports, one, view).graded) for one in claims}
    version = ports.changes.version()  # before anything is read that it counts
    position = ports.claims.position(view.as_of), subjects_position(ports, view.as_of)
    with _LOCK:
        kept = _KEPT.setdefault(origin(ports.claims), {})
        known = [(one, kept[one.id]) for one in claims if one.id in kept]
    standing = [one for claim, one in known if one.stands(claim, position, view.as_of)]
    found = {one.claim.id: one for one in _unchanged(ports, standing, view.as_of, version)}
    if new := [one for one in claims if one.id not in found]:
        graded = {one.claim.id: one for one in _graded(ports, new, view, position, version)}
        found |= graded
        if ports.changes.version() == version:  # else some of it may have been read before a write
            with _LOCK:
                for name, one in graded.items():
                    if name not in kept or kept[name].since <= one.since:  # a page of the past leaves the present
                        kept.pop(name, None)
                        kept[name] = one
                while len(kept) > most:
                    kept.pop(next(iter(kept)))
    return {name: one.summary for name, one in found.items()}


def _unchanged(ports: Ports, standing: Sequence[_Kept], as_of: datetime, version: int) -> Iterator[_Kept]:
    """Yield the grades of whose subjects nothing more was said since their version."""
    changed = [one for one in standing if one.version != version]
    told = _told(ports, (slug for one in changed for slug in one.about), as_of)
    for one in standing:
        if one.version == version or one.told == tuple(told[slug] for slug in one.about):
            one.version = version
            yield one


def _graded(ports: Ports, claims: Sequence[Claim], view: View, position: Hashable, version: int) -> Iterator[_Kept]:
    """Grade claims; what was told of their subjects is counted before it is read."""
    parts = {
        one.id: [Claim(part.statement, part.text) for part in parts_of(ports, one, view) if part.statement]
        for one in claims
    }
    about = {one.id: _subjects(ports, (one, *parts[one.id]), view) for one in claims}
    told = _told(ports, (slug for each in about.values() for slug in each), view.as_of)
    for claim in claims:
        slugs, said = about[claim.id], parts[claim.id]
        graded = [grade_claim(ports, one, view) for one in (claim, *said)]
        moments = {_end_of_day(view.as_of), *_moments(ports, (claim, *said), graded, slugs, view)}
        moments.update(at for slug in slugs for _, _, at in told[slug] if at is not None)
        if said:  # the grade is that of one of them, and the items of the claim itself are not known here
            moments.add(view.as_of + timedelta(hours=1))
        until = min(at for at in moments if at > view.as_of)
        if any(_is_of_label(one.statement) for one in (claim, *said)):
            until = view.as_of  # it rests on findings about the label, too: it is graded each time
        summary, counted = summary_of(graded[0].graded), tuple(told[slug] for slug in slugs)
        yield _Kept(claim, summary, position, view.as_of, until, slugs, counted, version)


def _is_of_label(said: Statement) -> bool:
    return said.type == "identity" and any(slug.startswith("label/") for slug in named_in(said))


def _subjects(ports: Ports, claims: Iterable[Claim], view: View) -> tuple[str, ...]:
    """The subjects whose evidence is read for some claims."""
    found: dict[str, None] = {}
    for one in claims:
        within = context_of(ports, one.statement, view)
        found |= dict.fromkeys(confirmed_slugs((*named_in(one.statement), *within.family), within.readings))
    return tuple(found)


def _end_of_day(at: datetime) -> datetime:
    """The next midnight (UTC): what vendors say of a day turns with it."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _moments(
    ports: Ports, claims: Iterable[Claim], gradings: Iterable[ClaimGrading], about: tuple[str, ...], view: View
) -> Iterator[datetime]:
    """Yield the moments at which time alone may change a grade."""
    for item in (item for one in gradings for item in one.items):
        yield from (at for at in (item.so_at, item.withdrawn_at) if at is not None)
    yield from (over_everywhere(day) for one in claims if (day := one.statement.last_day) is not None)
    yield from (row.so_at for one in ports.ledger.subjects(about, view).values() for row in one.states)
    yield from lasting_at(ports, about, view)


def _told(
    ports: Ports, about: Iterable[str], as_of: datetime
) -> Mapping[str, tuple[tuple[int, int, datetime | None], ...]]:
    """How much lists and vendors' pages say of each of some subjects.

    Beside it when the next of it counts.
    """
    ids = {slug: ids_of(slug) for slug in about}
    if not ids:
        return {}
    listed = ports.listings.counts([one for each in ids.values() for one in each], as_of)
    facts = ports.vendor_facts.counts(list(ids), as_of)
    none = (0, 0, None)
    return {
        slug: (facts.get(slug, none), *(listed[one] for one in each if one in listed)) for slug, each in ids.items()
    }
