"""How far a model has come: the one answer that every card, list and grade reads.

A model is out by a release of its own, of the model that it is confirmed to be, or of a variant of it ("Qwen4" by
"Qwen4 Max"): the grade of "it is out" counts the same three.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.catalogs.vendor_facts import KeptFact, not_taken_back, past_end, retiring
from bot.domain.evidence.bearing import OF_MEMBERS
from bot.domain.evidence.evidence import EvidenceContext, Statement
from bot.domain.names.subjects import NOT_OUT, AliasStatus, Subject, SubjectState, SubjectStateRow
from bot.messages.lifetimes import ended_said, out_said, variant_said
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.aliases import Reading, Readings, confirmed_slugs, world_of
from bot.queries.catalog_evidence import unlisted_since
from bot.queries.evidence import named_in
from bot.queries.known_up_to import OLD, is_known_within, known_up_to
from bot.queries.names import covered, is_family
from bot.reads.shared_reads import shared

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
        """Format that a model is out, by which variant, or that it was shut down.

        Empty for one that is not out.
        """
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
    return model_states(ports, [slug], view)[slug]


def model_states(ports: Ports, slugs: Iterable[str], view: View) -> Mapping[str, ModelState]:
    """Return the state of each model by then; few reads, however many are asked about."""
    return _model_states(ports, tuple(dict.fromkeys(slugs)), view)


@shared
def _model_states(ports: Ports, slugs: tuple[str, ...], view: View) -> Mapping[str, ModelState]:
    same = _confirmed_to_be(ports, slugs, view)
    known = ports.ledger.subjects(list(dict.fromkeys((*slugs, *(one for good in same.values() for one in good)))), view)
    found = {slug: _released([known[one] for one in (slug, *same[slug]) if one in known], view) for slug in slugs}
    states = _by_release(ports, {slug: one for slug, one in found.items() if one is not None}, view)
    open_ = [slug for slug in slugs if slug not in states and not _is_cancelled(known.get(slug))]
    variants = _variants_of(ports, open_, known, view)
    return states | {slug: _ahead(known.get(slug), variants.get(slug), view) for slug in slugs if slug not in states}


def _is_cancelled(subject: Subject | None) -> bool:
    return subject is not None and subject.state is SubjectState.CANCELLED


def _variants_of(ports: Ports, slugs: Sequence[str], known: Mapping[str, Subject], view: View) -> Mapping[str, Subject]:
    """The variants by which models are out; a family that is no model has none."""
    families = {slug for slug in slugs if slug not in known and is_family(ports, view, slug)}
    return released_variants(ports, [slug for slug in slugs if slug not in families], view)


def _confirmed_to_be(ports: Ports, slugs: Sequence[str], view: View) -> Mapping[str, Sequence[str]]:
    """The models that each subject is confirmed to be, by a name that both have."""
    aliases = [one for one in ports.ledger.namesakes(slugs, view) if one.standing is AliasStatus.GOOD]
    own: defaultdict[str, set[str]] = defaultdict(set)
    for one in aliases:
        own[one.slug].add(one.folded)
    return {
        slug: sorted({one.slug for one in aliases if one.slug != slug and one.folded in own[slug]}) for slug in slugs
    }


def _released(subjects: Iterable[Subject], view: View) -> Subject | None:
    """The first of some subjects that came out or was shut down."""
    at = view.as_of
    return next((one for one in subjects if one.shut_down(at) or one.out_since(at) is not None), None)


def _by_release(ports: Ports, found: Mapping[str, Subject], view: View) -> dict[str, ModelState]:
    """The state of models by the subject of each that came out or was shut down."""
    at = view.as_of
    out = list(dict.fromkeys(one.slug for one in found.values() if not one.shut_down(at)))
    gone, ends = (unlisted_since(ports, out, view), _ends_set(ports, out, view)) if out else ({}, {})
    states = {}
    for slug, one in found.items():
        if ended := one.shut_down(at):
            states[slug] = ModelState(SubjectState.RETIRED, one.out_since(at), one, ends=ended)
            continue
        states[slug] = ModelState(
            SubjectState.RELEASED,
            one.out_since(at),
            one,
            quiet=_is_quiet(ports, one, view),
            unlisted=gone[one.slug],
            end_set=ends.get(one.slug),
        )
    return states


def _ahead(subject: Subject | None, variant: Subject | None, view: View) -> ModelState:
    """The state of what did not come out itself."""
    if variant is not None:
        return ModelState(SubjectState.RELEASED, variant.out_since(view.as_of), variant, by_variant=True)
    if subject is None:
        return NOTHING_RECORDED
    if subject.state is SubjectState.RELEASED:  # on a day still to come
        return ModelState(SubjectState.RUMOURED)
    return ModelState(subject.state)


def _ends_set(ports: Ports, slugs: Sequence[str], view: View) -> Mapping[str, date | None]:
    """The day of each subject's last announced shutdown that is over.

    None while another is ahead.
    """
    told: defaultdict[str, list[KeptFact]] = defaultdict(list)
    for one in ports.vendor_facts.about(slugs, view):
        told[one.slug].append(one)
    kept = {slug: not_taken_back(facts) for slug, facts in told.items()}
    past = {slug: past_end(ends, view.as_of) for slug, ends in kept.items() if not any(retiring(ends, view.as_of))}
    return {slug: one.fact.day for slug, one in past.items() if one is not None}


def _is_quiet(ports: Ports, subject: Subject, view: View) -> bool:
    """Whether nothing was learned of a subject for `QUIET`."""
    if any(view.as_of - row.learned_at <= QUIET for row in subject.states):
        return False
    return not is_known_within(ports, subject.slug, view, QUIET)


def last_known(ports: Ports, slug: str, view: View) -> datetime | None:
    """Return up to when a model is known; None if never.

    A variant by which alone it is out counts, too.
    """
    variant = model_state(ports, slug, view).variant if "/" in slug else None
    found = (known_up_to(ports, one, view) for one in (slug, *((variant.slug,) if variant is not None else ())))
    return max((at for at in found if at is not None), default=None)


def known_long_ago(ports: Ports, slug: str, view: View) -> datetime | None:
    """As `last_known`, where that is long ago; fewer reads tell that it is not."""
    return None if is_known_within(ports, slug, view, OLD) else last_known(ports, slug, view)


def released_variants(ports: Ports, slugs: Sequence[str], view: View) -> Mapping[str, Subject]:
    """Return the variant of each model that came out first and is still out."""
    if not slugs:
        return {}
    members = {slug: covered(ports, view, slug) for slug in slugs}
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
    """What a statement is graded within.

    The world, the readings of its names, the models its subject covers.
    """

    world: EvidenceContext
    readings: tuple[Reading, ...]
    family: tuple[str, ...]


_OF_RELEASE: Final = OF_MEMBERS | {"release_date", "identity"}  # the day and the lab of a variant are its model's


def context_of(ports: Ports, said: Statement, view: View, known: Readings | None = None) -> GradingContext:
    """Return the context of a statement; ``known`` caches the readings of names."""
    world, readings = world_of(ports, named_in(said), view, known)
    if said.type not in _OF_RELEASE or (said.type == "identity" and "/" in said.object):
        return GradingContext(world, readings, ())
    family: tuple[str, ...] = ()
    if said.type in OF_MEMBERS:
        family = covered(ports, view, said.subject)
        world = replace(world, members={said.subject: frozenset(family)} if family else {})
    elif (variant := model_state(ports, said.subject, view).variant) is not None:
        family, world = (variant.slug,), replace(world, same={**world.same, variant.slug: said.subject})
    about = ports.ledger.subjects(confirmed_slugs([said.subject, *family], readings), view)
    world = replace(world, not_out=frozenset(slug for slug, one in about.items() if one.state in NOT_OUT))
    return GradingContext(world, readings, family)
