"""How far a model has come: the one answer that every card, list and grade reads.

A model is out by a release of its own, of the model that it is confirmed to be, or of a variant of it ("Qwen4" by
"Qwen4 Max"): the grade of "it is out" counts the same three.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.catalogs.vendor_facts import not_taken_back, past_end, retiring
from bot.domain.evidence.bearing import OF_MEMBERS
from bot.domain.evidence.evidence import EvidenceContext, Statement
from bot.domain.names.subjects import NOT_OUT, AliasStatus, Subject, SubjectState, SubjectStateRow
from bot.messages.lifetimes import ended_said, out_said, variant_said
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.shared_reads import shared
from bot.queries.aliases import Reading, Readings, other_readings, world_of
from bot.queries.catalog_evidence import listing_evidence, unlisted_since
from bot.queries.evidence import named_in
from bot.queries.known_up_to import known_up_to
from bot.queries.names import covered, is_family

QUIET: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class ModelState:
    """The state of a model at a moment; None for a model that nothing is recorded of.

    ``since`` is when it came out, ``out`` the subject whose release that was: itself, what it is confirmed to be, or
    with ``by_variant`` a variant of it. ``quiet``: nothing was learned of it for `QUIET`, so that nobody here knows
    whether it is still offered; ``unlisted`` is when the last list that showed it stopped. ``ends`` are the rows of a
    model that was shut down, one a surface; ``end_set`` is the day of an announced shutdown that is over, where nobody
    told whether it was kept.
    """

    state: SubjectState | None
    since: datetime | None = None
    out: Subject | None = None
    by_variant: bool = False
    quiet: bool = False
    unlisted: datetime | None = None
    ends: tuple[SubjectStateRow, ...] = ()
    end_set: date | None = None

    @property
    def is_out(self) -> bool:
        """Whether it came out and was not shut down."""
        return self.state is SubjectState.RELEASED

    @property
    def is_not_out(self) -> bool:
        """Whether something is recorded of it and no release, cancellation or shutdown is."""
        return self.state in NOT_OUT

    @property
    def variant(self) -> Subject | None:
        """The variant by which alone it is out."""
        return self.out if self.by_variant else None

    def release_said(self, name: str) -> str:
        """Format that a model is out, by which variant, or that it was shut down; empty for one that is not out."""
        if self.ends:
            return ended_said(name, self.ends, self.since)
        if self.since is None:
            return ""
        if self.variant is not None:
            return variant_said(name, self.variant.name, self.since)
        return out_said(name, self.since, quiet=self.quiet, unlisted=self.unlisted, end=self.end_set)


NOTHING_RECORDED: Final = ModelState(None)


def model_state(ports: Ports, slug: str, view: View) -> ModelState:
    """Return the state of a model by then."""
    return _model_state(ports, slug, view)


@shared
def _model_state(ports: Ports, slug: str, view: View) -> ModelState:
    subject, at = ports.ledger.subject(slug, view), view.as_of
    good = [one.slug for one in other_readings(ports, [slug], view) if one.standing is AliasStatus.GOOD]
    for one in (subject, *ports.ledger.subjects(good, view).values()):
        if one is not None and (ends := one.shut_down(at)):
            return ModelState(SubjectState.RETIRED, one.out_since(at), one, ends=ends)
        if one is not None and (since := one.out_since(at)) is not None:
            gone, end = unlisted_since(ports, one.slug, view), _end_set(ports, one, view)
            quiet = _is_quiet(ports, one, view)
            return ModelState(SubjectState.RELEASED, since, one, quiet=quiet, unlisted=gone, end_set=end)
    if subject is not None and subject.state is SubjectState.CANCELLED:
        return ModelState(subject.state)
    several = subject is None and is_family(ports, view, slug)
    variant = released_variants(ports, [slug], view).get(slug) if not several else None
    if variant is not None:
        return ModelState(SubjectState.RELEASED, variant.out_since(at), variant, by_variant=True)
    if subject is None:
        return NOTHING_RECORDED
    if subject.state is SubjectState.RELEASED:  # on a day still to come
        return ModelState(SubjectState.RUMOURED)
    return ModelState(subject.state)


def _end_set(ports: Ports, subject: Subject, view: View) -> date | None:
    """The day of the last announced shutdown that is over; None while another is ahead."""
    ends = not_taken_back(ports.vendor_facts.about([subject.slug], view))
    past = past_end(ends, view.as_of)
    return None if past is None or any(retiring(ends, view.as_of)) else past.fact.day


def _is_quiet(ports: Ports, subject: Subject, view: View) -> bool:
    """Whether nothing was learned of a subject for `QUIET`."""
    if any(view.as_of - row.learned_at <= QUIET for row in subject.states):
        return False
    about = [subject.slug]
    items = (*ports.claims.evidence(about, view), *listing_evidence(ports, about, view))
    others = [one.learned_at for one in ports.ledger.events(about, view)]
    others += [one.learned_at for one in ports.vendor_facts.about(about, view)]
    known = known_up_to(ports, view, subject, items, others)
    return known is None or view.as_of - known > QUIET


def released_variants(ports: Ports, slugs: Sequence[str], view: View) -> Mapping[str, Subject]:
    """Return the variant of each model that came out first and is still out, where there is one."""
    members = {slug: covered(ports, slug, view) for slug in slugs}
    known = ports.ledger.subjects(list(dict.fromkeys(one for each in members.values() for one in each)), view)
    found = {}
    for slug, each in members.items():
        out = [one for one in map(known.get, each) if one is not None and _is_out(one, view.as_of)]
        if out:
            found[slug] = min(out, key=lambda one: (one.out_since(view.as_of) or view.as_of, one.slug))
    return found


def _is_out(subject: Subject, at: datetime) -> bool:
    return subject.out_since(at) is not None and not subject.shut_down(at)


@dataclass(frozen=True, slots=True)
class GradingContext:
    """What a statement is graded within: the world, the readings of its names, the models its subject covers."""

    world: EvidenceContext
    readings: tuple[Reading, ...]
    family: tuple[str, ...]


_OF_RELEASE: Final = OF_MEMBERS | {"release_date"}


def context_of(ports: Ports, said: Statement, view: View, known: Readings | None = None) -> GradingContext:
    """Return the context of a statement; ``known`` caches the readings of names."""
    world, readings = world_of(ports, named_in(said), view, known)
    if said.type not in _OF_RELEASE:
        return GradingContext(world, readings, ())
    family = covered(ports, said.subject, view) if said.type in OF_MEMBERS else ()
    good = (one.slug for one in readings if one.standing is AliasStatus.GOOD)
    about = ports.ledger.subjects(list(dict.fromkeys((said.subject, *good, *family))), view)
    world = EvidenceContext(
        same=world.same,
        codenames=world.codenames,
        benchmarks=world.benchmarks,
        members={said.subject: frozenset(family)} if family else {},
        not_out=frozenset(slug for slug, one in about.items() if one.state in NOT_OUT),
    )
    return GradingContext(world, readings, family)
