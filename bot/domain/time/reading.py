"""Parse a whole option text as one time, or refuse it with three examples."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain.time.calendar import LAST_YEAR, NoSuchDayError, Prefer, format_time, month_span
from bot.domain.time.mentions import TimeMention, TimeRole, mention_of
from bot.domain.time.patterns import Phrase, parse_phrases
from bot.domain.time.phrases.clocks import place_seconds
from bot.domain.time.phrases.compounds import TIMES, place
from bot.domain.time.phrases.relative import read_ahead
from bot.domain.time.placing import Granularity, Placed, PlacingContext
from bot.domain.time.tense import Tense
from bot.domain.time.tokens import TimeToken, tokenize

if TYPE_CHECKING:
    from datetime import tzinfo

    from bot.domain.time.patterns import Item

LONGEST = 60  # characters; no time typed as an option is longer
DAY_END = time(23, 59, 59)
_SECONDS = re.compile(r"\d{9,10}|\d{12,13}")


class TimeForm(StrEnum):
    """What an option accepts: a deadline, one day, a range of days, or a moment."""

    DEADLINE = "deadline"
    DAY = "day"
    SPAN = "span"
    MOMENT = "moment"


class UnreadTimeError(ValueError):
    """Why a text is no such time: the input, the reason, three examples."""

    def __init__(self, typed: str, why: str, examples: tuple[str, str, str]) -> None:
        super().__init__(why or f"“{typed}” is not a time that can be read")
        self.typed, self.why, self.examples = typed, why, examples


@dataclass(frozen=True, slots=True)
class TimeReading:
    """The time an option means; ``first`` or ``last`` is None where its role is open.

    ``moment`` (UTC) is the moment it names, else the end of its last day on the reader's clock; None where its end is
    open. ``note`` says how an ambiguous form was read, for the reply.
    """

    mention: TimeMention
    first: date | None
    last: date | None
    moment: datetime | None
    note: str = ""

    @property
    def day(self) -> date:
        """The last day it allows.

        Raises:
            ValueError: its end is open.
        """
        if self.last is None:
            raise ValueError("this time has no last day")
        return self.last


def parse_time(
    text: str,
    now: datetime,
    accept: TimeForm = TimeForm.DEADLINE,
    prefer: Prefer = Prefer.FUTURE,
    zone: tzinfo | str = UTC,
) -> TimeReading:
    """Parse a text as one time: "30 Apr", "end of Q2", "in 2 weeks", "<t:1777507200>".

    Raises:
        UnreadTimeError: it is not a time, the day does not exist, or it is not of the accepted kind.
    """
    where = zone if isinstance(zone, ZoneInfo) else ZoneInfo(str(zone))
    context = PlacingContext(now, where, prefer)
    try:
        mention = _whole(text, context, deadline=accept in (TimeForm.DEADLINE, TimeForm.MOMENT))
    except NoSuchDayError as error:
        raise UnreadTimeError(text, str(error), examples(now, accept, where)) from None
    if mention is None:
        raise UnreadTimeError(text, "", examples(now, accept, where))
    first, last = mention.bounds
    moment = mention.moment if mention.moment is not None and last == mention.last else None
    if moment is None and last is not None:
        moment = datetime.combine(last, DAY_END, where).astimezone(UTC)
    why = _not_accepted(accept, mention)
    if why:
        raise UnreadTimeError(text, why, examples(now, accept, where))
    return TimeReading(mention, first, last, moment, mention.note)


def _not_accepted(accept: TimeForm, mention: TimeMention) -> str:
    first, last = mention.bounds
    if accept is not TimeForm.SPAN and last is None:
        return "it has no last day"
    if accept is TimeForm.DAY and mention.first != mention.last:
        return f"it covers {(mention.last - mention.first).days + 1} days; one day is needed"
    if first is not None and last is not None and first > last:
        return "it ends before it begins"
    return ""


def _whole(text: str, context: PlacingContext, *, deadline: bool) -> TimeMention | None:
    """Parse the text as one time; None if it contains anything else.

    Raises:
        NoSuchDayError: that day does not exist.
    """
    typed = text.strip().strip("?!,;\"'“”").strip()
    if not typed or len(typed) > LONGEST:
        return None
    if _SECONDS.fullmatch(typed):
        seconds = int(typed) // (1000 if len(typed) > 10 else 1)  # noqa: PLR2004 - digits of a stamp in seconds
        placed = place_seconds(seconds, context)
        return TimeMention(
            typed,
            0,
            len(typed),
            0,
            len(typed),
            TimeRole.ON,
            placed.first,
            placed.last,
            placed.granularity,
            placed.moment,
            year_written=True,
        )
    items = parse_phrases(tokenize(typed))
    for index, item in enumerate(items):
        found = _place(item, context)
        if found is None:
            continue
        mention = mention_of(typed, items, index, found, Tense.NONE, deadline=deadline)
        if mention.lead_start <= items[0].start and mention.tail_end >= _end(items):
            return mention
    if len(items) == 1 and isinstance(items[0], TimeToken) and items[0].kind == "BADYEAR":
        raise NoSuchDayError(f"the year {items[0].value} is outside 2000–{LAST_YEAR}")
    return None


def _end(items: tuple[Item, ...]) -> int:
    kept = [item for item in items if item.kind != "DOT"]
    return kept[-1].end if kept else 0


def _place(item: Item, context: PlacingContext) -> Placed | None:
    if not isinstance(item, Phrase):
        return None
    if item.kind in ("OFFSET", "LENGTH"):  # "58 days" typed alone is counted from today
        return replace(read_ahead(item, context), approximate=False)
    return place(item, context) if item.kind in (*TIMES, "CLOCKTIME") else None


def examples(now: datetime, accept: TimeForm = TimeForm.DEADLINE, zone: tzinfo | str = UTC) -> tuple[str, str, str]:
    """Return three inputs that such an option accepts today."""
    where = zone if isinstance(zone, ZoneInfo) else ZoneInfo(str(zone))
    today = now.astimezone(where).date()
    if accept is TimeForm.MOMENT:
        return format_time(today, "%d %b"), "2 days ago", f"{now.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    ahead = month_span(today.year, today.month + 1).last if today.year < LAST_YEAR else today
    if accept is TimeForm.SPAN:
        return f"{ahead:%B}", "last week", f"{today:%Y-%m-%d} to {ahead:%Y-%m-%d}"
    return format_time(ahead, "%d %b"), "in 2 weeks", ahead.isoformat()


__all__ = ["Granularity", "TimeForm", "TimeReading", "UnreadTimeError", "examples", "parse_time"]
