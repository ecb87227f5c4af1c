"""The days that a sentence asks about, and what is said where the answer is not of those days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.dispatch.plain_words.question_forms import Intent
from bot.domain.time import Granularity, Prefer, Tense, TimeMention, TimeRole
from bot.messages.order import Order

TimeFinder = Callable[[str, Prefer | None], Sequence[TimeMention]]  # the times in a text, and which year they prefer

YEAR: Final = 365  # days that a list goes back at the most
LATELY: Final = timedelta(days=7)  # what "this week" goes back to, whatever day it is
_AS_OF: Final = "as of"
_TAKEN: Final = frozenset({"since", "until", "by", "as_of", "days"})  # options that say which days an answer is of
_TOLD: Final = frozenset({"model prices", "model first"})  # whose titles give days themselves
# Intents whose answers are of no days, or read the days of a sentence themselves.
_OF_NO_DAYS: Final = frozenset((
    Intent.CLAIM, Intent.WATCH, Intent.DIGEST, Intent.HELP, Intent.CHAT, Intent.NONE, Intent.SOURCE,
))  # fmt: skip
_INSTEAD: Final = {
    "model coming": "most of what is expected has no day",
    "model show": "this is what is known today",
    "odds record": "the record is of all days",
    "odds compare": "these are the prices of today",
    "odds show": "these are the prices of today",
    "checkpoint show": "this is every sighting",
    "checkpoint list": "these are the names of the last 14 days",
    "catchup": "nothing has changed on days that are to come",
}


def days_of_news(text: str, times: TimeFinder, now: datetime) -> dict[str, str]:
    """The options for the days of what happened; none where none are named, or such as are to come.

    Of a week that is not over, seven days.
    """
    for mention in times(text, Prefer.PAST)[:1]:
        today, (first, last) = now.date(), mention.bounds
        if mention.first > today:
            break
        if last is not None and last >= today:
            last = None
        if mention.granularity is Granularity.WEEK and last is None and first is not None:
            first = min(first, today - LATELY)
        return _options(first, last)
    return {}


def days_of_names(text: str, times: TimeFinder, now: datetime) -> int | None:
    """How many days back the names of a time are looked for: "in the last 60 days"; None without one."""
    mention = next(iter(times(text, Prefer.PAST)), None)
    days = (now.date() - mention.first).days if mention is not None else 0
    return days if 0 < days <= YEAR else None


def days_of_shutdowns(text: str, times: TimeFinder) -> dict[str, str]:
    """The options for the days whose shutdowns are asked for; where no tense says which, the nearest."""
    for mention in times(text, None)[:1]:
        return _options(*mention.bounds)
    return {}


def _options(first: date | None, last: date | None) -> dict[str, str]:
    days = {"since": first, "until": last}
    return {key: day.isoformat() for key, day in days.items() if day is not None}


def past_day(text: str, times: TimeFinder, now: datetime) -> str:
    """The day that is over whose odds are asked for ("what were the odds on 1 May", "as of May"); '' without one."""
    prefer = Prefer.PAST if _AS_OF in text.casefold() else None
    for mention in times(text, prefer)[-1:]:
        dated = text[mention.lead_start : mention.start].casefold().strip() == _AS_OF
        over = mention.last < now.date() and (dated or mention.role in (TimeRole.ON, TimeRole.IN, TimeRole.NONE))
        if over and (dated or mention.tense is Tense.PAST or mention.relative or mention.year_written):
            return mention.last.isoformat()
    return ""


def deadline(text: str, times: TimeFinder, now: datetime, *, out: bool) -> str:
    """The last day that odds are asked for, as the option ``by`` takes it; '' without one.

    One that is past is asked about only of a model that is ``out``: whether it was by then.
    """
    for mention in times(text, Prefer.FUTURE)[-1:]:
        if mention.deadline is not None and (mention.deadline >= now.date() or out):
            on = mention.role is TimeRole.ON and mention.granularity is Granularity.DAY
            return f"{'on ' if on else ''}{mention.deadline.isoformat()}"
    return ""


def not_applied(mention: TimeMention, text: str, intent: Intent, run: Order, *, out: bool, now: datetime) -> str:
    """What is said where a sentence names days and the answer is not of them; '' where it is, or needs none.

    ``out``: its model is out, and the card's title says since when.
    """
    today = now.date()
    if intent in _OF_NO_DAYS or run.name in _TOLD or any(key in _TAKEN for key, _ in run.values):
        return ""
    if mention.first == mention.last == today:
        return ""
    if run.name == "model show":
        fact = next((value for key, value in run.values if key == "fact"), "")
        if fact == "shutdown" or (not fact and (out or mention.first <= today <= mention.last)):
            return ""
    said = text[mention.lead_start : mention.tail_end]
    instead = _INSTEAD.get(run.name, "this is of all days")
    return f"“{said}” is not applied: {instead}."
