"""Times in a sentence: position, role, days and precision of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain.time.calendar import NoSuchDayError, Prefer
from bot.domain.time.lexicon import lexicon
from bot.domain.time.patterns import Phrase, parse_phrases
from bot.domain.time.phrases.compounds import TIMES, place
from bot.domain.time.placing import Granularity, Placed, PlacingContext
from bot.domain.time.tense import Tense, tense_around
from bot.domain.time.tokens import fold, tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

    from bot.domain.time.patterns import Item

__all__ = ["Granularity", "TimeMention", "TimeRole", "find_times"]
MAX_TEXT = 10_000  # characters of a text that are parsed
LEAD_WORDS, TAIL_WORDS = 4, 3
_WORD = re.compile(r"\bi/o\b|[^\W_\d](?:[^\W_]|'(?=\w))*")
_DATED = re.compile(
    r"\d{4}|\d[-/:+]\w|\d[ac-jl-wyz]|[^\W\d_]{3}\d|\b[qh]\d|'\d\d|<|\.\d+\.\d"
    r"|(?<![$€£.\d])\d\d?\.(?:0?[1-9]|1[0-2])(?![\w%])"
)
"""Numbers that are written as a time; "5.5" may be a day, "$5.5" and "82.7%" are none."""
DAY = timedelta(days=1)


class TimeRole(StrEnum):
    """How a sentence uses a time.

    ``by`` includes its last day; ``before`` ends on the day before it begins. ``from``: it begins then ("since May",
    "2027 or later"); ``not_before``: not earlier than then; ``within``: within a number of days from today; ``on`` a
    day and ``in`` a period: at that time; ``none``: no word gives a role.
    """

    NONE = "none"
    ON = "on"
    IN = "in"
    BY = "by"
    BEFORE = "before"
    UNTIL = "until"
    AFTER = "after"
    FROM = "from"
    NOT_BEFORE = "not_before"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time that a text names.

    ``start``..``end`` are the characters of the time itself, ``lead_start``..``tail_end`` also those of the words that
    give its role. ``first``..``last`` are the days it names, both included, on the reader's calendar; ``moment`` is set
    where it names one (UTC). ``year_supplied``: no year was written and the grammar supplied it; ``year_written``: the
    text has one. ``relative``: counted from now. ``ending``: it names the end of a period. ``tense`` is that of its
    clause. ``note`` says how an ambiguous form was read.
    """

    text: str
    start: int
    end: int
    lead_start: int
    tail_end: int
    role: TimeRole
    first: date
    last: date
    granularity: Granularity
    moment: datetime | None = None
    year_supplied: bool = False
    year_written: bool = False
    relative: bool = False
    approximate: bool = False
    ending: bool = False
    tense: Tense = Tense.NONE
    note: str = ""
    event: bool = False

    @property
    def bounds(self) -> tuple[date | None, date | None]:
        """The first and last day its role allows; None where open.

        "before May" is (None, 30 April).
        """
        match self.role:
            case TimeRole.BY | TimeRole.UNTIL:
                return None, self.last
            case TimeRole.BEFORE:
                return None, (self.last if self.ending else self.first) - DAY
            case TimeRole.AFTER:
                return self.last + DAY, None
            case TimeRole.FROM | TimeRole.NOT_BEFORE:
                return self.first, None
            case _:
                return self.first, self.last

    @property
    def deadline(self) -> date | None:
        """The last day on which it can come true; None if its end is open."""
        return self.bounds[1]


def find_times(
    text: str, now: datetime, zone: tzinfo | str = UTC, prefer: Prefer | None = None, *, strict: bool = False
) -> tuple[TimeMention, ...]:
    """Find the times in a text, in order, without overlap.

    Non-existent days are left out. Args:
        text: a sentence or a few; at most the first 10,000 characters are parsed.
        now: the moment that relative times are counted from.
        zone: the calendar and clock to use where the text names none.
        prefer: how to choose a missing year; by default the tense of the clause decides.
        strict: the text answers the question "when?", so a clock time or "now" alone counts.

    Raises:
        NoSuchDayError: in strict mode, a day or clock time that does not exist.
    """
    if not may_name_a_time(text):
        return ()
    items = parse_phrases(tokenize(text[:MAX_TEXT]))
    texts = [item.text if not isinstance(item, Phrase) else _TIME for item in items]
    where = zone if isinstance(zone, ZoneInfo) else ZoneInfo(str(zone))
    found = []
    for index, item in enumerate(items):
        if not isinstance(item, Phrase) or item.kind not in _TIME_KINDS or _is_weak(items, index, strict=strict):
            continue
        role, led = _lead(items, index)
        deadline = role in (TimeRole.BY, TimeRole.BEFORE)
        tense = tense_around(items, index, texts, led=led, deadline=deadline)
        if tense is Tense.PAST and item.reads in _DURATIONS_IN_THE_PAST:
            continue
        meant = prefer or _prefer(tense, texts[index - 1] if index else "", deadline=deadline)
        placed = _place(item, PlacingContext(now, where, meant), strict=strict)
        if placed is not None:
            found.append(mention_of(text, items, index, placed, tense))
    return tuple(found)


def may_name_a_time(text: str) -> bool:
    """Whether a text has a word or number of times; most have neither."""
    folded = fold(text)
    return not _telling().isdisjoint(_WORD.findall(folded)) or _DATED.search(folded) is not None


@cache
def _telling() -> frozenset[str]:
    """Words of which every phrase that means something in a time has one."""
    rows = (row for found in lexicon().phrases.values() for row in found)
    phrases = [words for words, kind, _ in rows if kind not in _SILENT]
    alone = frozenset(words[0] for words in phrases if len(words) == 1)
    return alone | {max(reversed(words), key=len) for words in phrases if alone.isdisjoint(words)}


def _place(phrase: Phrase, context: PlacingContext, *, strict: bool) -> Placed | None:
    """Place a phrase on the calendar; None if that day does not exist.

    Raises:
        NoSuchDayError: the day does not exist, in strict mode.
    """
    try:
        return place(phrase, context)
    except NoSuchDayError:
        if strict:
            raise
        return None


_DURATIONS_IN_THE_PAST = frozenset(("ahead", "ahead_between", "within"))  # "was trained in 2 weeks"
_SHORT_ANSWERS = frozenset(("now", "numeric_day", "day_of_month"))
_TIME = "\0"  # placeholder for a time among the words used to detect tense and role
_TIME_KINDS = (*TIMES, "CLOCKTIME")
_SILENT = frozenset((
    "OTHER", "NAME", "THE", "OF", "IN", "ON", "AT", "FROM", "TO", "AND", "OR", "COMMA", "DASH", "DOT", "DAY", "NUM",
    "COUNT", "OPEN", "CLOSE", "SLASH", "ABOUT", "OVER", "WITHIN", "BETWEEN", "BEFORE", "AFTER", "SUCH", "PLUS", "TIME",
    "HENCE",
))  # fmt: skip


def _prefer(tense: Tense, before: str, *, deadline: bool) -> Prefer:
    """Return how a clause chooses a missing year.

    An event moved "to" a time is in the future, and so is a bare deadline.
    """
    return Prefer.FUTURE if before == "to" or (deadline and tense is Tense.NONE) else tense.prefer


def mention_of(
    text: str, items: Sequence[Item], index: int, placed: Placed, tense: Tense, *, deadline: bool = False
) -> TimeMention:
    """Build the mention of a placed phrase, with its role from the surrounding words.

    The start of a period is its first day if a ``deadline`` is expected or stated, else its early part.
    """
    item = items[index]
    role, before = _lead(items, index)
    tail, after = _tail(items, index)
    if tail is not None:
        role = TimeRole.FROM if role is TimeRole.AFTER and tail is TimeRole.FROM else tail
    if role is TimeRole.FROM and item.kind == "RANGE" and placed.first < placed.last:
        role = TimeRole.IN  # "from 12 to 14 June" is those days
    if role is TimeRole.UNTIL and _is_denied(items[: index - before]):
        role = TimeRole.NOT_BEFORE
    if placed.within:
        role = TimeRole.WITHIN
    elif role in (TimeRole.ON, TimeRole.IN, TimeRole.NONE):
        role = _plain_role(role, placed)
    first, last = placed.first, placed.last
    if placed.starting and (deadline or role in (TimeRole.BY, TimeRole.BEFORE, TimeRole.UNTIL, TimeRole.FROM)):
        last = first
    return TimeMention(
        text[item.start : item.end], item.start, item.end, items[index - before].start, items[index + after].end, role,
        first, last, placed.granularity, placed.moment, placed.year_supplied, placed.year_written,
        placed.relative, placed.approximate, placed.ending, tense, placed.note,
        any(one.kind == "EVENT" for one in getattr(item, "items", ())),
    )  # fmt: skip


def _is_denied(before: Sequence[Item]) -> bool:
    """Whether a clause negates a time.

    What is "not out until May" comes not before May.
    """
    for item in reversed(before):
        if item.text in (".", ";"):
            return False
        contracted = item.text.endswith("n't") or f"{item.text[:-1]}'t" in lexicon().tense
        if contracted or item.text in ("not", "no", "never", "cannot"):
            return True
    return False


def _plain_role(role: TimeRole, placed: Placed) -> TimeRole:
    """Return ``on`` for a day and ``in`` for a period, whatever the preposition.

    The end of a period is a deadline.
    """
    if placed.ending:
        return TimeRole.BY
    if role is TimeRole.NONE:
        return role
    return TimeRole.ON if placed.first == placed.last else TimeRole.IN


def _lead(items: Sequence[Item], index: int) -> tuple[TimeRole, int]:
    """Return the role from the words before a time, and how many items they are."""
    return _longest(lexicon().leads, items[max(0, index - LEAD_WORDS) : index][::-1], backwards=True)


def _tail(items: Sequence[Item], index: int) -> tuple[TimeRole | None, int]:
    role, size = _longest(lexicon().tails, items[index + 1 : index + 1 + TAIL_WORDS], backwards=False)
    return (role if size else None), size


def _longest(table: Mapping[tuple[str, ...], str], near: Sequence[Item], *, backwards: bool) -> tuple[TimeRole, int]:
    words: list[str] = []
    best = TimeRole.NONE, 0
    for size, item in enumerate(near, start=1):
        if isinstance(item, Phrase):
            break
        words = [*item.text.split(), *words] if backwards else [*words, *item.text.split()]
        if role := table.get(tuple(words)):
            best = TimeRole(role), size
    return best


def _is_weak(items: Sequence[Item], index: int, *, strict: bool) -> bool:
    """Whether a phrase needs a preposition to be a time.

    "may", "2026", "the week", "5 pm".
    """
    item = items[index]
    if not isinstance(item, Phrase) or item.of("DOTTED"):
        return True
    if strict and (item.kind == "CLOCKTIME" or item.reads in _SHORT_ANSWERS):
        return False
    if item.kind == "CLOCKTIME":
        return not _is_sure_clock(item) and _lead(items, index)[1] == 0
    if item.reads == "named_quarter":
        return _lead(items, index)[1] == 0
    if item.reads in _NEED_A_LEAD:
        return item.reads == "now" or _lead(items, index)[0] in (TimeRole.NONE, TimeRole.IN)
    return _is_ambiguous(item) and not _led(items, index)


_NEED_A_LEAD = frozenset(("this_unit", "day_of_month", "now", "spaced_day"))


def _is_sure_clock(phrase: Phrase) -> bool:
    """Whether a clock time has am, pm or a zone, so that it is not a ratio or score."""
    return bool(phrase.of("AMPM", "HOUR", "ZONE")) or any(value[2] for value in phrase.values("CLOCK"))


def _is_ambiguous(phrase: Phrase) -> bool:
    """Whether a phrase is a single word or number that may be something else."""
    items = [item for item in phrase.items if item.kind != "THE"]
    if len(items) != 1 or isinstance(items[0], Phrase):
        return False
    token = items[0]
    if token.kind == "NUMERIC" and len(token.value[3]) == 4:  # noqa: PLR2004 - digits of a year
        return False
    return token.kind in ("YEAR", "YM", "NUMERIC", "MONTHYEAR") or token.text in lexicon().weak


def _led(items: Sequence[Item], index: int) -> bool:
    """Whether a preposition precedes a time, or it is alone or before punctuation."""
    return bool(_lead(items, index)[1] or _tail(items, index)[1]) or len(items) == 1
