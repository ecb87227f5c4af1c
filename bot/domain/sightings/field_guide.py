"""The field guide, and what was known of a label at a moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit

from bot.domain.sightings.base_rates import (
    BaseRate,
    Checkpoint,
    CheckpointOutcome,
    SurfaceCensus,
    of_surface,
    of_vendor,
)
from bot.domain.sightings.labels import key
from bot.domain.sightings.methods import Attribution, LabelTruth
from bot.domain.sightings.report_basis import ReportBasis
from bot.domain.sightings.sightings import Report, SightingEvent, SightingEventKind


@dataclass(frozen=True)
class FieldGuide:
    """All checkpoints, censuses and public attributions.

    Methods answer as of a moment.
    """

    checkpoints: tuple[Checkpoint, ...] = ()
    censuses: tuple[SurfaceCensus, ...] = ()
    attributions: tuple[Attribution, ...] = ()

    @cached_property
    def _by_key(self) -> Mapping[str, Checkpoint]:
        return {key(name): one for one in self.checkpoints for name in (*one.also, one.label)}

    def find(self, label: str, as_of: datetime) -> Checkpoint | None:
        """Return what was known of a label by then; None if nothing could be known."""
        one = self._by_key.get(key(label))
        if one is None or one.learned_at > as_of:
            return None
        then = self._known(one, as_of)
        return replace(then, cited=tuple((url, at) for url, at in self._pages(then) if at <= as_of))

    @cached_property
    def _written(self) -> Mapping[str, datetime]:
        """Return when each page can first have existed.

        After the last sighting it describes. Growing pages (lists and their histories) existed before.
        """
        cited = [(url, one.learned_at) for one in self.checkpoints for url in one.sources]
        cited += [(said.link, said.at) for said in self.attributions if said.link]
        latest: dict[str, datetime] = {}
        for url, at in cited:
            if not _grows(url):
                latest[url] = max(at, latest.get(url, at))
        return latest

    def _pages(self, one: Checkpoint) -> Iterator[tuple[str, datetime]]:
        """The sources of a checkpoint, each with the time since when it could be read."""
        early = _early(one.sources)
        for url in one.sources:
            since = one.learned_at if url in early or one.known_at is None else max(one.learned_at, one.known_at)
            yield url, max(since, self._written.get(url, since))

    def labels(self, as_of: datetime) -> tuple[Checkpoint, ...]:
        """Every label known by then."""
        return tuple(self._known(one, as_of) for one in self.checkpoints if one.learned_at <= as_of)

    def _known(self, one: Checkpoint, as_of: datetime) -> Checkpoint:
        """A checkpoint as known by then; what it is said to be only once somebody said so."""
        then, said = known(one, as_of), self._first_said.get(key(one.label))
        return then if said is None or said <= as_of else replace(then, said_to_be="")

    @cached_property
    def _first_said(self) -> Mapping[str, datetime]:
        """When anybody first said what each label is."""
        return {key(one.label): one.at for one in sorted(self.attributions, key=lambda one: one.at, reverse=True)}

    def surface_rate(self, family: str, as_of: datetime) -> BaseRate | None:
        """Return the base rate of a kind of surface as known by then."""
        return of_surface(family, self.checkpoints, as_of, self.censuses)

    def vendor_rate(self, vendor: str, as_of: datetime) -> BaseRate | None:
        """The base rate of a vendor's names as known by then."""
        return of_vendor(vendor, self.checkpoints, as_of)

    def attributed(self, label: str, as_of: datetime) -> tuple[Attribution, ...]:
        """Return the public attributions of a label by then."""
        said = (a for a in self.attributions if key(a.label) == key(label) and a.at <= as_of)
        return tuple(self._linked(one, as_of) for one in said)

    def _linked(self, one: Attribution, as_of: datetime) -> Attribution:
        """Drop a link to a page written later, and date the link that remains."""
        written = self._written.get(one.link, one.at)
        if written > as_of:
            return replace(one, link="")
        return replace(one, read_at=written) if written > one.at else one

    def truths(self, as_of: datetime) -> tuple[LabelTruth, ...]:
        """Return the labels whose identity was known by then."""
        return tuple(
            LabelTruth(one.label, one.subjects, one.known_at, inferred=not one.how_known.startswith(_SETTLES))
            for one in self.checkpoints
            if one.identified(as_of) and one.subjects and one.known_at is not None
        )


def known(one: Checkpoint, as_of: datetime) -> Checkpoint:
    """Return a checkpoint without anything learned after ``as_of``."""
    later: dict[str, object] = {}
    if not one.identified(as_of):
        later = {**_UNIDENTIFIED, "sources": _early(one.sources)}
    if one.vendor_known_at is None or one.vendor_known_at > as_of:
        later |= {"vendor": "", "vendor_known_at": None}
    if one.noted_at is None or one.noted_at > as_of:
        later |= {"note": "", "noted_at": None}
    changed = any(getattr(one, name) != value for name, value in later.items())
    return replace(one, **later) if changed else one  # type: ignore[arg-type]


_UNIDENTIFIED: Mapping[str, object] = {
    "fate": CheckpointOutcome.UNKNOWN,
    "identified_as": "",
    "how_known": "",
    "known_at": None,
    "released": "",
    "days": None,
    "subjects": frozenset(),
    "confidence": "",
}


def _early(sources: tuple[str, ...]) -> tuple[str, ...]:
    """Return pages readable before the name was known.

    Lists and their histories, else all.
    """
    return tuple(filter(_grows, sources)) or sources


def _grows(url: str) -> bool:
    return urlsplit(url).hostname in _LISTS


_LISTS = frozenset({"github.com", "huggingface.co", "openrouter.ai"})
BY_CLAIM = "the claim turned out true"  # how a name is known that a claim named
_SETTLES = ("same row id", "press", "lab statement", "id leak", BY_CLAIM)


def events(one: Checkpoint, as_of: datetime) -> tuple[SightingEvent, ...]:
    """Return a checkpoint as events: listed or written about, then identified.

    A name on a public list is a trace of the label; a name others wrote about is second-hand. What a crowd inferred or
    only timing suggests does not settle a label; it stays an attribution.
    """
    if one.family in ("openrouter", "arena", "gateway"):
        found = [SightingEvent(one.learned_at, SightingEventKind.LISTED, about=one.surface)]
    else:
        account = Report("public", "public", ReportBasis.POST, one.seen_at, complete=False)
        found = [SightingEvent(one.learned_at, SightingEventKind.REPORTED, account, about="public")]
    if one.identified(as_of) and one.known_at is not None and one.how_known.startswith(_SETTLES):
        found.append(
            SightingEvent(one.known_at, SightingEventKind.RESOLVED, reason=f"{one.identified_as}: {one.how_known}")
        )
    return tuple(found)
