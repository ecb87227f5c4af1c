"""A family, a version with variants, or everything of a lab."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.evidence.evidence import ClaimOutcome
from bot.domain.names import Family, NameKind, NameReading, lab_table
from bot.domain.names.subjects import Subject, SubjectState, fold
from bot.domain.names.vendors import vendor_name
from bot.domain.text import shorten
from bot.messages.errors import NotFound
from bot.messages.request import RequestContext, View
from bot.ports import Ports
from bot.queries.evidence import identity_claims
from bot.queries.families.expected_models import expected_models
from bot.queries.names import names, resolve

RELEASED = 100  # of the releases, the latest that are looked through
EVERY_RELEASE = 5_000  # of those of some days
_LABELS = "label/"
_GONE = (SubjectState.RETIRED, SubjectState.CANCELLED)
_CALLED = (NameKind.FAMILY, NameKind.LAB, NameKind.GRAMMAR)


@dataclass(frozen=True, slots=True)
class ModelFamily:
    """Models that one name covers.

    ``slug`` is the family's or the lab's, empty for all labs.

    ``out`` are those that can be used, the latest release first; ``expected`` those still to come, the latest news
    first; ``gone`` those shut down or cancelled, and ``limited`` those in limited access, each the latest first.
    ``app`` is the app that was asked for, where the models are its lab's.
    """

    slug: str
    name: str
    lab: str
    out: tuple[Subject, ...] = ()
    expected: tuple[Subject, ...] = ()
    gone: tuple[Subject, ...] = ()
    limited: tuple[Subject, ...] = ()
    app: str = ""

    @property
    def slugs(self) -> tuple[str, ...]:
        """Every model it has."""
        return tuple(one.slug for one in (*self.out, *self.expected, *self.limited, *self.gone))

    @property
    def size(self) -> int:
        """How many models it has."""
        return len(self.slugs)


def family_called(ports: Ports, ctx: RequestContext, text: str) -> NameReading | None:
    """The family, lab, version or app that a text names, or a model with variants.

    None for all else. A family may be called by the word its names begin with alone, which no sentence would take for a
    name.
    """
    family = lab_table().by_key.get(text.strip().casefold())
    if family is not None and not family.product:
        return _family_reading(family)
    found = resolve(ports, ctx, text).best
    of_a_lab = found is not None and found.kind is NameKind.PRODUCT and found.lab in lab_table().labs
    if found is not None and (found.kind in _CALLED or found.members or of_a_lab):
        return found
    if found is not None and not found.is_guess:
        return None
    return family_by_word(text)


def no_such_lab(text: str) -> NotFound:
    """Refuse a name that is no lab's and no family's."""
    return NotFound(
        f"No lab and no family is called “{shorten(text, 40)}” here.",
        todo="Name a lab, or the first word of its models' names.",
    )


def lab_called(ports: Ports, view: View, text: str) -> tuple[str, NameReading | None]:
    """The slug of the lab that a text names or whose models it names, and the reading.

    Raises:
        NotFound: it names none, and no model of such a lab is known.
    """
    best = next(iter(names(ports, view).resolve(text).readings), None)
    if best is not None and best.lab:
        return best.lab.casefold(), best
    if not ports.ledger.of_lab(text.strip().casefold(), view, 1):
        raise no_such_lab(text)
    return text.strip().casefold(), best


def family_by_word(word: str) -> NameReading | None:
    """The family whose names begin with a word; None if not exactly one."""
    folded = word.strip().casefold()
    every = lab_table().by_key.values()
    found = [one for one in every if folded in (one.name, one.title.casefold()) and not (one.ordinary or one.product)]
    if len(found) != 1:
        return None
    return _family_reading(found[0])


def _family_reading(family: Family) -> NameReading:
    return NameReading(NameKind.FAMILY, family.key, family.title or family.name, family.lab, family.name)


def family_of(ports: Ports, view: View, reading: NameReading) -> ModelFamily:
    """Read every model that a reading covers, grouped by state."""
    lab = vendor_name(reading.lab) or reading.lab
    if reading.is_place:
        app = reading.name if reading.kind is NameKind.PRODUCT else ""
        every = tuple(ports.ledger.of_lab(reading.lab, view))
        return _sorted_out(ports, view, ModelFamily(reading.lab, lab, lab, app=app), every)
    index = names(ports, view).reader.index
    line = tuple(sorted(reading.variant.split("-"))) if reading.variant else ()
    identity = (reading.lab, reading.family, reading.version, line)
    slugs = (*index.members(identity, view.as_of), *(one.slug for one in index.meant(identity)))
    known = ports.ledger.subjects([one for one in slugs if one != reading.slug], view) if slugs else {}
    return _sorted_out(ports, view, ModelFamily(reading.slug, reading.name, lab), tuple(known.values()))


def newest_of_all(ports: Ports, view: View) -> ModelFamily:
    """The newest release of each lab, and what is expected of any.

    The latest `RELEASED` releases are looked through.
    """
    newest: dict[str, Subject] = {}
    for one in sorted(ports.ledger.latest_releases(view, RELEASED), key=_released):
        if one.state not in _GONE and one.vendor in lab_table().labs and one.out_since(view.as_of):
            newest[one.vendor] = one
    out = sorted(newest.values(), key=_released, reverse=True)
    return ModelFamily("", "", "", tuple(out), _expected(ports, view, None))


@dataclass(frozen=True, slots=True)
class ReleasesOfDays:
    """The models first released from ``first`` to ``last``, the latest first.

    They are of a lab or a family, or of all labs where there is no ``name``. ``before`` and ``after`` are the nearest
    releases beside those days.
    """

    name: str
    first: date
    last: date
    models: tuple[Subject, ...]
    before: Subject | None = None
    after: Subject | None = None


def releases_of_days(ports: Ports, view: View, first: date, last: date, of: NameReading | None) -> ReleasesOfDays:
    """Read the recorded releases of some days, those since shut down among them."""
    if of is None:
        found: tuple[Subject, ...] = tuple(ports.ledger.latest_releases(view, EVERY_RELEASE))
    else:
        family = family_of(ports, view, of)
        found = (*family.out, *family.gone)
    dated = [(day, one) for one in found if (day := release_day(one)) is not None and one.out_since(view.as_of)]
    dated = sorted(
        (pair for pair in dated if not pair[1].slug.startswith(_LABELS)), key=lambda pair: _released(pair[1])
    )
    return ReleasesOfDays(
        of.name if of is not None else "",
        first,
        last,
        _told_once(ports, view, [one for day, one in reversed(dated) if first <= day <= last]),
        next((one for day, one in reversed(dated) if day < first), None),
        next((one for day, one in dated if day > last), None),
    )


def _told_once(ports: Ports, view: View, released: Sequence[Subject]) -> tuple[Subject, ...]:
    """Leave out names that stand for variants of the same day in the list.

    Its own name lists them ("2.6 Flare and Sunburst"), or a claim that it is one of them turned out true.
    """
    found: dict[str, list[Subject]] = {}
    of_day: defaultdict[date | None, list[Subject]] = defaultdict(list)
    for one in released:
        of_day[release_day(one)].append(one)
    for one in released:
        same = of_day[release_day(one)]
        if variants := [other for other in same if other.slug.startswith(f"{one.slug}-")]:
            found[one.slug] = variants
    named = {*found, *(one.slug for variants in found.values() for one in variants)}
    claims = identity_claims(ports, sorted(named), view) if named else ()
    true = [one.statement for one in claims if one.outcome_at(view.as_of) is ClaimOutcome.TRUE]
    pairs = {frozenset((said.subject, said.object)) for said in true if said.polarity > 0}
    return tuple(one for one in released if not _is_listed(one, found.get(one.slug, ()), pairs))


def _is_listed(one: Subject, variants: Sequence[Subject], same: Collection[frozenset[str]]) -> bool:
    """Whether some variants of a name are all that it stands for."""
    words = set(fold(one.name).split())
    named = [other for other in variants if set(fold(other.slug.removeprefix(one.slug)).split()) <= words]
    return bool(named) or any(frozenset((one.slug, other.slug)) in same for other in variants)


def _sorted_out(ports: Ports, view: View, made: ModelFamily, subjects: tuple[Subject, ...]) -> ModelFamily:
    models = [one for one in subjects if not one.slug.startswith(_LABELS)]
    gone = sorted((one for one in models if one.state in _GONE), key=_changed, reverse=True)
    out = [one for one in models if one.state not in _GONE and one.out_since(view.as_of)]
    limited = sorted((one for one in models if one.state is SubjectState.LIMITED), key=_changed, reverse=True)
    mine = frozenset(one.slug for one in models) - {one.slug for one in (*gone, *out, *limited)}
    return replace(
        made,
        out=_told_once(ports, view, sorted(out, key=_released, reverse=True)),
        expected=_expected(ports, view, mine) if mine else (),
        gone=tuple(gone),
        limited=tuple(limited),
    )


def _expected(ports: Ports, view: View, slugs: frozenset[str] | None) -> tuple[Subject, ...]:
    """Those still to come, the latest news first; with ``slugs``, of these only."""
    waited = (one.subject for one in expected_models(ports, view))
    return tuple(one for one in waited if slugs is None or one.slug in slugs)


def release_day(subject: Subject) -> date | None:
    """The day of its first release."""
    day = subject.released()
    return day.date() if day is not None else None


def _released(subject: Subject) -> tuple[float, str]:
    day = subject.released()
    return (day.timestamp() if day is not None else 0.0, subject.slug)


def _changed(subject: Subject) -> tuple[float, str]:
    return (subject.changed_at.timestamp() if subject.changed_at is not None else 0.0, subject.slug)
