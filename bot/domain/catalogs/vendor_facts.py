"""Dated facts from vendors' own pages: release, price, limits, retirement.

A fact is valid from the reading that first had it until the page changed. Days are the page's own; without one, only
the reading is dated. Prices are US dollars per million tokens, limits tokens.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from bot.domain.evidence.evidence import Value
from bot.domain.evidence.grade_rules import Grade
from bot.domain.names import NameReader

LEDGER = "ledger"  # the reader of the public files' own rows
SHRUNK = 0.5  # a page left with less than this share of its models has changed its layout, not its content
SMALL = 4  # fewer models than this say nothing about the layout
NOON = timedelta(hours=12)
REMINDERS = (90, 30, 7, 1, 0)  # days before a shutdown at which followers of the model are reminded
_DATED = re.compile(r"-(?:20\d{6}|20\d{2}-\d{2}-\d{2}|\d{4})$")  # the day at the end of a snapshot's id
_NUMBERS = re.compile(r"(?<=\d)-(?=\d)")


FactKey = tuple[str, str, str, str]  # vendor, model, kind, surface


class FactKind(StrEnum):
    """What a fact is about."""

    RELEASED = "released"
    PRICE = "price"
    LIMITS = "limits"
    RETIREMENT = "retirement"
    MODEL_CARD = "model card"
    NAMED = "named"  # a status page or release notes name it; ``surface`` says which. No word of a release
    SCORE = "score"  # measured by a board, whose name and terms ``via`` has; ``surface`` is the benchmark


class FactCertainty(StrEnum):
    """How a page means a day."""

    DAY = "day"
    EARLIEST = "earliest"  # "not sooner than", "earliest possible"
    ROUTED = "routed"  # calls are answered by the successor from that day on


_ENDS = {
    FactCertainty.DAY: "is shut down on",
    FactCertainty.EARLIEST: "is shut down on or after",
    FactCertainty.ROUTED: "is answered by another model from",
}


@dataclass(frozen=True, slots=True)
class VendorFact:
    """One statement of a page about one model.

    ``model`` is the id or name as printed, ``url`` the page it was read on. ``day`` is the page's own day: of the
    release, or of the shutdown for a retirement; ``announced`` when a retirement was. ``via`` names who passes a
    vendor's word on where the page is not the vendor's.
    """

    vendor: str
    model: str
    kind: FactKind
    url: str
    day: date | None = None
    certainty: FactCertainty = FactCertainty.DAY
    surface: str = ""
    values: tuple[Value, ...] = ()
    successor: str = ""
    announced: date | None = None
    via: str = ""

    @property
    def key(self) -> FactKey:
        """The identity of a statement: a page has one value per key at a time."""
        return self.vendor, self.model, self.kind.value, self.surface

    @property
    def slug(self) -> str:
        """The subject it is about."""
        return subject_of(self.vendor, self.model)

    @property
    def snapshot(self) -> bool:
        """Whether it is about one dated snapshot of a model: others may stay."""
        return _DATED.search(self.model) is not None

    @property
    def foreign(self) -> bool:
        """Whether a vendor's page speaks of another lab's model here."""
        return not self.via and is_foreign(self.vendor, self.model)


@dataclass(frozen=True, slots=True)
class KeptFact:
    """A fact with its times.

    ``read_at`` first, ``learned_at`` knowable, ``until`` its end.
    """

    reader: str
    page: str
    fact: VendorFact
    read_at: datetime
    learned_at: datetime
    until: datetime | None = None

    @property
    def slug(self) -> str:
        """The subject it is about; a row of the public files names it as its page."""
        return self.page if self.reader == LEDGER else self.fact.slug


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page as read.

    It has its facts (None if unchanged or, with ``trouble``, unread) and validators for the next request. ``lasting``
    marks a page that shows its newest entries only: what it no longer shows still stands.
    """

    page: str
    facts: tuple[VendorFact, ...] | None = None
    etag: str = ""
    modified: str = ""
    skipped: int = 0
    lasting: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class PageChange:
    """What a reading changes in the stored facts of a page."""

    added: tuple[KeptFact, ...] = ()
    ended: tuple[KeptFact, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Validators:
    """The validators last sent by pages, by page: headers for a conditional request."""

    by_page: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def headers(self, page: str) -> Mapping[str, str]:
        """Return the headers of a conditional request; none for a page without validators."""
        etag, modified = self.by_page.get(page, ("", ""))
        given = (("if-none-match", etag), ("if-modified-since", modified))
        return {name: value for name, value in given if value}


@lru_cache(maxsize=1)
def _names() -> NameReader:
    return NameReader(())


@lru_cache(maxsize=4096)
def subject_of(vendor: str, model: str) -> str:
    """Return the slug of the subject that an id or name means, by the name reader.

    A family outside the table of names keeps its spelling, without a snapshot day and with dots in its version.
    """
    read = _names().of_id(f"{vendor}/{'-'.join(model.split())}")
    if read is not None and read[0].known_family:
        return read[1].slug or read[0].slug
    name = "-".join(model.casefold().rpartition("/")[2].replace("\u2011", "-").split())
    name = _DATED.sub("", name)
    return f"{vendor}/{_NUMBERS.sub('.', name)}"


@lru_cache(maxsize=4096)
def is_foreign(vendor: str, model: str) -> bool:
    """Whether the family of an id or a name is known to be another lab's."""
    read = _names().of_id(f"{vendor}/{'-'.join(model.split())}")
    return read is not None and read[0].known_family and read[0].name.family.lab != vendor


def changed(reader: str, reading: PageReading, kept: Sequence[KeptFact], at: datetime, *, baseline: bool) -> PageChange:
    """Compare a reading of a page with its stored facts: what it adds and ends.

    The first reading of a page is its baseline: a dated fact could be known since its day. A page that lost most of its
    models changes nothing and is reported. Statements about another lab's models are left out. A ``lasting`` page only
    adds, and may name no model.
    """
    if reading.facts is None:
        return PageChange(trouble=reading.trouble)
    said = {fact.key: fact for fact in reading.facts if not fact.foreign}
    before = {one.fact.key: one for one in kept if one.until is None}
    known = {key: one.fact for key, one in before.items()}
    if not reading.lasting and (trouble := _trouble(said.values(), known.values())):
        return PageChange(trouble=trouble)
    held = known.keys() if reading.lasting else _same(said, known)
    new = (fact for key, fact in said.items() if key not in held)
    added = tuple(KeptFact(reader, reading.page, fact, at, _learned(fact, at, baseline=baseline)) for fact in new)
    return PageChange(added, tuple(one for key, one in before.items() if key not in held))


def _same(said: Mapping[FactKey, VendorFact], known: Mapping[FactKey, VendorFact]) -> Collection[FactKey]:
    """Return the keys of the statements that stand unchanged."""
    return {key for key, fact in known.items() if said.get(key) == fact}


def _trouble(said: Collection[VendorFact], before: Collection[VendorFact]) -> str:
    """Return why a page is not believed: it lost most of its models, or is unreadable."""
    models, known = {fact.model for fact in said}, {fact.model for fact in before}
    if len(known) >= SMALL and len(models & known) < SHRUNK * len(known):
        return f"it shows {len(models & known)} of the {len(known)} models it had"
    return "" if said or before else "nothing in it could be read"


def _learned(fact: VendorFact, at: datetime, *, baseline: bool) -> datetime:
    day = fact.announced if fact.kind is FactKind.RETIREMENT else fact.day
    if not baseline or day is None:
        return at
    return min(at, datetime.combine(day, time(12), UTC))


def shutdown_said(fact: VendorFact) -> str:
    """Say what happens to a model on the day that follows: "is shut down on or after"."""
    return _ENDS[fact.certainty]


def grade_of(fact: VendorFact) -> Grade:
    """Return CONFIRMED for a vendor's page that we read, SUPPORTED for a relayed one."""
    return Grade.SUPPORTED if fact.via else Grade.CONFIRMED


def retiring(facts: Iterable[KeptFact], as_of: datetime, first: date | None = None) -> tuple[KeptFact, ...]:
    """Return the shutdowns from a day on, by default today, soonest first.

    A vendor's own statement precedes others.
    """
    best: dict[tuple[str, str], KeptFact] = {}
    since = first or as_of.date()
    for one in facts:
        fact = one.fact
        over = fact.day is None or fact.day < since
        if fact.kind is not FactKind.RETIREMENT or over or fact.certainty is FactCertainty.ROUTED:
            continue
        key = (fact.vendor, fact.model)
        if key not in best or (bool(fact.via), -one.learned_at.timestamp()) < (
            bool(best[key].fact.via),
            -best[key].learned_at.timestamp(),
        ):
            best[key] = one
    return tuple(sorted(best.values(), key=lambda one: (one.fact.day or date.max, one.fact.vendor, one.fact.model)))


def past_end(facts: Iterable[KeptFact], as_of: datetime) -> KeptFact | None:
    """Return the last announced shutdown whose day is over; None without any.

    Snapshots end without the model that they are of, and what is at the earliest or routed is no end.
    """
    over = [
        one
        for one in facts
        if one.fact.kind is FactKind.RETIREMENT
        and one.fact.certainty is FactCertainty.DAY
        and one.fact.day is not None
        and one.fact.day < as_of.date()
        and not one.fact.snapshot
    ]
    return max(over, key=lambda one: one.fact.day or date.min, default=None)


def undated_end(facts: Iterable[KeptFact]) -> KeptFact | None:
    """Return the first shutdown that is announced without a day; None without any."""
    ends = (one for one in facts if one.fact.kind is FactKind.RETIREMENT and one.fact.day is None)
    return next((one for one in ends if one.fact.certainty is FactCertainty.DAY), None)


def not_taken_back(facts: Iterable[KeptFact]) -> tuple[KeptFact, ...]:
    """Leave out what its page took back: undated, or before its day had come."""
    return tuple(
        one for one in facts if one.until is None or (one.fact.day is not None and one.until.date() >= one.fact.day)
    )


def recorded_since(ends: Iterable[KeptFact], lab: str) -> datetime | None:
    """When the first shutdown of any model of a lab was recorded; None where none was."""
    return min((one.learned_at for one in ends if one.fact.vendor == lab), default=None)


def days_left(day: date, as_of: datetime) -> int:
    """Whole days until a day begins in UTC."""
    return (day - as_of.date()) // timedelta(days=1)


def reminder_moments(day: date) -> tuple[datetime, ...]:
    """Return the reminder times of a shutdown.

    Noon UTC on the days of `REMINDERS`, and the beginning of its own day.
    """
    begin = datetime.combine(day, time(), UTC)
    return tuple(begin - timedelta(days=days) + (NOON if days else timedelta(0)) for days in REMINDERS)
