"""One clause with its roles: whom it is about, against whom, when, and whether it is denied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot.domain.claims.denials import corrected_at
from bot.domain.claims.moments import Moment
from bot.domain.claims.parts import Part
from bot.domain.claims.pieces.comparisons import Comparison
from bot.domain.claims.pieces.numbers import Amount
from bot.domain.claims.pieces.ratios import Ratio, ratio_of
from bot.domain.claims.polarity import pieces
from bot.domain.names.reading import NameReading
from bot.domain.time.schedule import WEEKDAY_NAMES

_NEAR = 4  # parts from a day to the word of saying
_JOINTS = frozenset({",", "and", "but", "while", "the", "—"})
_ROUND = 0.15  # of a round number that is told exactly behind it
_SILENT = (
    "corrects", "exact", "plain", "filler", "be", "pronoun", "first person", "rumour", "report", "affirmed", "may",
)  # fmt: skip
_HAPPENS = ("release", "expected", "train", "finish", "start", "retire", "delay", "available", "exist", "trace")
_SAID = frozenset({":", "that", "'", '"'})  # before what somebody says


@dataclass(frozen=True)
class Clause:
    """A clause in parts with the roles that every type of claim needs.

    ``subject_at`` and ``comparator_at`` are places in ``parts``, None where the name was carried over from the clause
    or the context before. ``used`` are the places that these roles hold. ``asked`` marks a question.
    """

    parts: tuple[Part, ...]
    today: date
    subject: NameReading | None = None
    subject_at: int | None = None
    comparator: NameReading | None = None
    comparator_at: int | None = None
    comparison: Comparison | None = None
    moment: Moment | None = None
    moment_at: int | None = None
    polarity: int = 1
    asked: bool = False
    said_by: str | None = None
    used: frozenset[int] = field(default_factory=frozenset)

    def has(self, *classes: str) -> bool:
        """Whether some part belongs to one of these classes."""
        return not self._classes.isdisjoint(classes)

    @cached_property
    def _classes(self) -> frozenset[str]:
        """The classes of all parts, worked out once: a sentence's types ask some thirty times."""
        return frozenset(entry.name for part in self.parts for entry in part.entries)

    def places(self, *classes: str) -> list[int]:
        """Where the parts of these classes stand."""
        return [n for n, part in enumerate(self.parts) if part.has(*classes)]

    def means(self, name: str) -> str:
        """What the first part of a class stands for; empty without one."""
        return next((part.means(name) for part in self.parts if part.has(name)), "")

    def models(self) -> list[int]:
        """Where models, codenames and labels stand."""
        return [n for n, part in enumerate(self.parts) if part.model]

    def amounts(self) -> list[int]:
        """Where amounts stand; of "from $5 to $4" the second, of "2.50, not 3" the first."""
        every = [n for n, part in enumerate(self.parts) if part.amount is not None]
        return [n for n in every if not _superseded(self.parts, n, every)]

    def measured(self) -> list[tuple[int, Amount]]:
        """The amounts with their places, as `amounts` chooses them."""
        return [(n, one) for n in self.amounts() if (one := self.parts[n].amount) is not None]

    def numbers(self) -> list[Amount]:
        """Every amount."""
        return [part.amount for part in self.parts if part.amount is not None]

    def slug(self, place: int) -> str:
        """The slug of the name at a place; empty without one."""
        name = self.parts[place].name
        return name.slug if name is not None else ""

    def makers(self) -> list[int]:
        """Where the subject's own lab stands."""
        return [n for n in self.labs() if self.subject is not None and self.slug(n) == self.subject.lab]

    def benchmarks(self) -> list[int]:
        """Where benchmarks stand."""
        return [n for n, part in enumerate(self.parts) if part.benchmark]

    def labs(self) -> list[int]:
        """Where labs stand."""
        return [n for n, part in enumerate(self.parts) if part.lab]

    def nearest(self, place: int, places: Iterable[int]) -> int | None:
        """The one of some places that is nearest to a place; of two as near, the one before it."""
        return min(places, key=lambda at: (abs(at - place), at > place), default=None)

    @property
    def ahead(self) -> bool:
        """Whether it speaks of what is still to come: a day after today, or a word of the future and no day past."""
        if self.moment is not None:
            return self.moment.day > self.today
        return self.has("expected")

    @property
    def standing(self) -> bool:
        """Whether its day only says that something is there now: "as of today"."""
        if self.moment_at is None or self.moment is None or not self.has("surface", "plan"):
            return False
        if self.has("release", "expected", "retire"):
            return False
        words = self.parts[self.moment_at].text.lower()
        becomes = self.has("becomes") or (self.moment.since == self.moment.day and not words.startswith("starting"))
        return words.startswith("as of") or (self.moment.day == self.today and not becomes)

    @property
    def there_now(self) -> bool:
        """Whether it says that it can be used now: "is available today on Vertex"."""
        at = self.moment
        near = at is not None and 0 <= (self.today - at.day).days <= (at.since is None)
        return near and self.has("available", "unavailable")

    @property
    def seen_on(self) -> date | None:
        """The day, now over, on which a trace was found: "spotted on Tuesday"."""
        found = self.has("trace") and not self.has("identity")
        return self.moment.day if found and self.moment is not None and self.moment.day < self.today else None

    @property
    def withdrawn(self) -> bool:
        """Whether it names the day from which something is there no more: "gone since May 3", "not usable since …"."""
        if self.moment is None or self.moment_at is None:
            return False
        words = self.parts[self.moment_at].text.lower()
        since = words.startswith(("since", "as of"))
        denied = self.polarity < 0 and self.has("available", "surface")
        return self.has("gone") or (since and (denied or self.has("unavailable") or self.off_a_place))

    @property
    def off_a_place(self) -> bool:
        """Whether an "off", "from" or "out of" stands before a surface: "has been off the API"."""
        places = (n for n, part in enumerate(self.parts) if part.has("surface"))
        before = (" ".join(part.norm for part in self.parts[max(0, n - 2) : n]) for n in places)
        return any(words.endswith(("off", "off the", "from", "from the", "out of")) for words in before)

    @property
    def ordered(self) -> int | None:
        """Where the "before" or "after" stands that sets it in order with another model; None where none does."""
        named = [n for n in self.models() if n and n != self.subject_at]
        return next((n - 1 for n in named if self.parts[n - 1].has("order") or _span_ends(self.parts[:n])), None)

    @property
    def weekday(self) -> tuple[int, tuple[int, ...]] | None:
        """The weekday "on a Friday" that it names, 0 for Monday, and its places: that of whatever day it is about."""
        for place, part in enumerate(self.parts[1:], 1):
            if part.norm in WEEKDAY_NAMES and self.parts[place - 1].norm in ("a", "an"):
                return WEEKDAY_NAMES.index(part.norm), (place - 1, place)
        return None

    @property
    def ratio(self) -> Ratio | None:
        """How many times the amount of its comparator that of its subject is said to be."""
        return ratio_of(self.parts, self.comparison, self.comparator_at)

    @property
    def text(self) -> str:
        """The clause in its own words."""
        return " ".join(part.text for part in self.parts)


def _span_ends(parts: Sequence[Part]) -> bool:
    """Whether some parts end in a span to what is behind them: "within a month of"."""
    norms = [part.norm for part in parts[-4:]]
    return norms[-1] == "of" and "within" in norms[:-2]


def _superseded(parts: Sequence[Part], place: int, every: Sequence[int]) -> bool:
    """Whether an amount is what a later one replaces, or what it is said not to be ("2.50, not 3")."""
    if len(every) > 1 and place and parts[place - 1].norm == "not":
        return True
    later = next((n for n in every if n > place), None)
    if later is None:
        return False
    if [part.norm for part in parts[place + 1 : later]] == ["→"]:
        return all(part.norm != "→" for part in parts[later + 1 :])  # "$5 → $30 per 1M (in → out)"
    moved = parts[place - 1].norm.endswith("from") and parts[later - 1].norm in ("to", "into")
    corrected = later in (corrected_at(parts, n) for n, part in enumerate(parts[:place]) if part.has("negation"))
    return moved or corrected or _set_right(parts, place, later)  # "from $5 to $4"


def _set_right(parts: Sequence[Part], place: int, later: int) -> bool:
    """Whether a later number tells exactly what one says roundly, or corrects it.

    "Nearly 90 on MMLU, 88.6 to be exact", "first to break 1600, 1601 I believe", "256k, sorry, 512k".
    """
    one, other, inner = parts[place].amount, parts[later].amount, parts[place + 1 : later]
    if one is None or other is None or (one.unit and other.unit):
        return False
    if any(part.has("corrects") for part in inner):
        return _says_nothing(inner)
    apart = any(part.norm in (",", "(", ":", "—") for part in inner)
    rounded = abs(one.value - other.value) <= _ROUND * one.value and _digits(one.value) < _digits(other.value)
    return apart and rounded and _says_nothing(parts[later + 1 :])


def _says_nothing(parts: Sequence[Part]) -> bool:
    return all(part.kind == "mark" or part.has(*_SILENT) for part in parts)


def _digits(number: float) -> int:
    """How many digits a number tells: 1600 tells two."""
    return len(f"{number:.12f}".replace(".", "").strip("0"))


def place_of_moment(parts: Sequence[Part], subject_at: int | None) -> int | None:
    """Where a clause's day stands: the one most tied to the subject, or the first."""
    days = [n for n, part in enumerate(parts) if part.moment is not None]
    own = [n for n in days if not _said_on(parts, subject_at, n)]
    own = [n for n in own if not _of_another(parts, subject_at, n)]
    return max(own, key=lambda n: _tie(parts, subject_at, n, own), default=None)


def _tie(parts: Sequence[Part], subject_at: int | None, day: int, days: Sequence[int]) -> int:
    """How much a day is tied to the subject: behind it in brackets, in its piece."""
    piece = next((piece for piece in pieces(parts) if subject_at in piece), range(0))
    bracketed = subject_at is not None and day == subject_at + 2
    return 2 * bracketed + (day in piece) - 4 * _replaced(parts, day, days)


def _replaced(parts: Sequence[Part], day: int, days: Sequence[int]) -> bool:
    """Whether another day stands for a day: that of a delay, or "fiscal Q3 (May)"."""
    later = next((n for n in days if n > day), day)
    one, other = parts[day].moment, parts[later].moment
    if later == day or one is None or other is None:
        return False
    told = later == day + 2 and (parts[day + 1].norm == "→" or (parts[day + 1].norm == "(" and one.day != other.day))
    return told or one.operator == "after" or parts[day].text.lower().startswith("from ")  # put off from that day


def _said_on(parts: Sequence[Part], subject_at: int | None, day: int) -> bool:
    """Whether a day is that of the saying: "told them on 2 March that …"."""
    moment = parts[day].moment
    bounds = moment is not None and moment.operator in ("not_before", "before", "by")  # 'told us "not before May"'
    if subject_at is None or day > subject_at or bounds or _happened_on(parts, day):
        return False
    between = parts[day + 1 : subject_at]
    quoted = [part.norm for part in between[:2]] == [":", '"']
    spoken = quoted or any(part.has("speech") for part in parts[max(0, day - _NEAR) : day + 2])
    if not spoken and not any(map(_is_saying, parts[:subject_at])):
        return False
    return any(part.norm in _SAID or _is_saying(part) or (spoken and part.norm == ",") for part in between)


def _happened_on(parts: Sequence[Part], day: int) -> bool:
    """Whether what stands before a day in its piece tells what happened on it."""
    piece = next(piece for piece in pieces(parts) if day in piece)
    return any(part.has(*_HAPPENS) for part in parts[piece.start : day])


def _is_saying(part: Part) -> bool:
    return part.has("report", "deny") and not part.norm.startswith("expect")


def _of_another(parts: Sequence[Part], subject_at: int | None, day: int) -> bool:
    """Whether a day is of another matter: ", and the free tier follows on 10 May"."""
    piece = next(piece for piece in pieces(parts) if day in piece)
    if subject_at is None or day < subject_at or subject_at in piece:
        return False
    first = next((parts[n] for n in piece if parts[n].norm not in _JOINTS), parts[day])
    return first.has("surface", "plan", "train")
