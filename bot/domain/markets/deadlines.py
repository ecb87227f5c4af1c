"""Read a rung's deadline and kind from its question, its label, or the end date.

The venue's ``endDate`` is more than a day off on half of all dated AI rungs, and no flag distinguishes a "by" ladder
from an "on" ladder; the wording does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain.time import (
    NEW_YORK,
    Granularity,
    NoSuchDayError,
    Prefer,
    TimeMention,
    TimeRole,
    day_of,
    end_of_day,
    find_times,
    format_day,
    shift,
)
from bot.domain.time.lexicon import lexicon

Kind = Literal["by", "on", "window", "unbounded"]
DISAGREE = timedelta(hours=36)  # SPEC rule 1
WORDS = 400  # a question longer than this is cut before any pattern sees it
NOON = time(12)
DAY = timedelta(days=1)
YEARS = range(2000, 2101)  # of days that words can name
# YES means that it did not happen by then.
DENIALS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bno\s+(?!later|earlier|sooner)(?:[\w.'-]+\s+){0,3}?(?:release|launch|announcement)\b",
        r"\bnot\s+(?:be\s+)?(?:\w+\s+)?(?:released?|launched?|announced)\b",
        r"\bwon'?t\s+(?:be\s+)?(?:release|launch)",
        r"\bfails?\s+to\s+(?:be\s+)?(?:release|launch|ship|announce)",
        r"\b(?:unreleased|none|there\s+be\s+no)\b|^\W*never\b",
        r"\bdelayed\s+(?:past|beyond|until\s+after)\b",
    )
)
NEGATED = re.compile(r"\bnot\s*$", re.IGNORECASE)
HOUR = re.compile(r"11:59(?::59)?\s*p\.?m\.?,?\s*\(?(?P<zone>[A-Z]{2,4})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RungDate:
    """When a rung is decided.

    ``first``..``last`` are its days in the rules' zone; ``by`` has no first day. ``complement``: YES means it did *not*
    happen by then. ``read_from`` names the text that gave the date; ``note`` tells the reader when two of them
    disagree.
    """

    kind: Kind
    first: date | None
    last: date | None
    deadline: datetime | None
    complement: bool = False
    read_from: Literal["question", "label", "end date", "nothing"] = "nothing"
    note: str = ""


def rules_zone(rules: str) -> ZoneInfo:
    """Return the deadline's zone as named in the rules ("11:59 PM ET"), else New York."""
    named = HOUR.search(rules[:20_000])
    place = lexicon().zones.get(named["zone"].lower()) if named else None
    return ZoneInfo(place) if place else NEW_YORK


@lru_cache(maxsize=4_096)  # the same text is parsed for every question about it
def read_rung(
    question: str,
    label: str,
    end_date: datetime | None,
    *,
    title: str = "",
    rules: str = "",
    seen: datetime | None = None,
    traded: datetime | None = None,
) -> RungDate:
    """Read a rung's deadline and kind; a rung without any date is ``unbounded``.

    Never raises; a moment outside of `YEARS` counts as none. ``title`` (of the event) decides only what the rung's own
    words leave open: "released on...?" over "September 25". A day without a year is the one nearest the end date, else
    the first one after the rung was first ``seen``; never one already past when the rung still ``traded``.
    """
    zone = rules_zone(rules)
    end_date, seen, traded = map(_plausible, (end_date, seen, traded))
    question, label = question[:WORDS], label[:WORDS]
    from_question, from_label = _mentions(question, label, end_date, seen, zone)
    if traded is not None:
        alive = day_of(traded, zone)
        from_question, from_label = _not_over(from_question, alive), _not_over(from_label, alive)
    found = from_question or from_label
    read_from: Literal["question", "label"] = "question" if from_question else "label"
    if found is None:
        return _undated(question, label, title, end_date, zone)
    onward = _begins_there(from_question) or _begins_there(from_label)
    eve = onward and found.role is not TimeRole.AFTER  # "D or later" is "not by D−1"
    last = found.first - DAY if eve else _last(found, end_date, zone)
    denies = found.role is TimeRole.AFTER or onward or _denies(question) or _denies(label)
    kind = "by" if denies else _kind(found) or _kind(from_label) or _kind_of_title(title, found)
    deadline = end_of_day(last, zone)
    note = _disagreement(last, read_from, end_date, zone)
    first = None if kind == "by" else found.first
    return RungDate(kind, first, last, deadline, denies, read_from, note)


def _plausible(moment: datetime | None) -> datetime | None:
    """A moment, or None for one that stands for no time ("9999-12-31")."""
    return moment if moment is not None and moment.year in YEARS else None


def _disagreement(last: date, read_from: str, end_date: datetime | None, zone: ZoneInfo) -> str:
    """Describe a gap of over 36 hours between the words and the end date; else empty."""
    if end_date is None or abs(end_of_day(last, zone) - end_date) <= DISAGREE:
        return ""
    return f"The venue's end date says {format_day(day_of(end_date, zone))}; the {read_from} says {format_day(last)}"


def _begins_there(mention: TimeMention | None) -> bool:
    """Whether a time is a beginning: "November or later", "not before November"."""
    return mention is not None and mention.role in (TimeRole.FROM, TimeRole.NOT_BEFORE)


def _last(found: TimeMention, end_date: datetime | None, zone: ZoneInfo) -> date:
    """Return the last day; "by 2027" may end on the eve of 2027 or with that year.

    It is the eve if the venue closes then.
    """
    if found.role is TimeRole.BEFORE:
        return found.deadline or found.last
    if found.role is TimeRole.BY and found.first < found.last and end_date is not None:
        eve = found.first - DAY
        if abs(end_of_day(eve, zone) - end_date) <= DISAGREE:
            return eve
    return found.last


def _denies(text: str) -> bool:
    return any(denial.search(text) for denial in DENIALS) or any(
        NEGATED.search(text[: mention.lead_start]) for mention in find_times(text, datetime(2026, 1, 1, tzinfo=UTC))
    )


_KINDS: dict[TimeRole, Kind] = {
    TimeRole.BY: "by",
    TimeRole.BEFORE: "by",
    TimeRole.UNTIL: "by",
    TimeRole.ON: "on",
    TimeRole.IN: "window",
    TimeRole.WITHIN: "by",
}


def _kind(mention: TimeMention | None) -> Kind | None:
    """Return the kind that the words around a date give; None without a preposition."""
    if mention is None:
        return None
    if mention.first < mention.last and mention.role in (TimeRole.NONE, TimeRole.ON, TimeRole.FROM):
        return "window"
    return _KINDS.get(mention.role)


def _mentions(
    question: str, label: str, end_date: datetime | None, seen: datetime | None, zone: ZoneInfo
) -> tuple[TimeMention | None, TimeMention | None]:
    """Return the times of the question and the label.

    A label alone takes the year of the question's time.
    """
    around = end_date - DISAGREE if end_date is not None else seen  # "by EOY" may close on 1 January
    prefer = Prefer.NONE if end_date is not None else Prefer.FUTURE
    from_question = _read(question, around, zone, prefer)
    known = datetime.combine(from_question.last, NOON, UTC) if from_question else None
    return from_question, _read(label, around or known, zone, prefer)


def _read(text: str, around: datetime | None, zone: ZoneInfo, prefer: Prefer) -> TimeMention | None:
    """Return the last time in the text with a preposition, else the last time."""
    best: TimeMention | None = None
    for mention in find_times(text, around or datetime(2026, 1, 1, tzinfo=UTC), zone, prefer):
        if (around is None and not mention.year_written) or _is_loose(mention):
            continue
        led = mention.role is not TimeRole.NONE or mention.granularity is Granularity.SPAN
        if best is None or led or best.role is TimeRole.NONE:
            best = mention
    return best


def _is_loose(mention: TimeMention) -> bool:
    """Whether a period without year or preposition is ambiguous.

    "May" may be a surname.
    """
    whole = (Granularity.MONTH, Granularity.SEASON, Granularity.QUARTER, Granularity.HALF, Granularity.YEAR)
    return mention.role is TimeRole.NONE and mention.granularity in whole and not mention.year_written


def _not_over(mention: TimeMention | None, alive: date) -> TimeMention | None:
    """Add a year if the year was supplied and trading continued after the day."""
    if mention is None or not mention.year_supplied or mention.last >= alive - 2 * DAY:
        return mention
    try:
        return replace(mention, first=shift(mention.first, 1, "year"), last=shift(mention.last, 1, "year"))
    except NoSuchDayError:
        return mention


def _kind_of_title(title: str, span: TimeMention) -> Kind:
    words = title.lower()
    if span.last > span.first:
        return "window"
    if re.search(r"\bon\s*(?:\.|…|\?|_)", words) and not re.search(r"\bby\b", words):
        return "on"
    return "by"


def _undated(question: str, label: str, title: str, end_date: datetime | None, zone: ZoneInfo) -> RungDate:
    """Handle a rung without a date in its words.

    "Before GTA VI" has no deadline; "released by…?" with an end date has that one.
    """
    words = f"{question} {label}"
    if end_date is None or re.search(r"\bbefore\s+(?!\d)", words, re.IGNORECASE):
        return RungDate("unbounded", None, None, None, complement=_denies(words))
    last = day_of(end_date, zone)
    kind: Kind = (
        "by" if re.search(r"\bby\b|\brelease|\blaunch|\bwill\b", f"{words} {title}", re.IGNORECASE) else "unbounded"
    )
    found = RungDate(kind, None, last, end_of_day(last, zone), complement=_denies(words), read_from="end date")
    return found if kind == "by" else replace(found, last=None, deadline=None)
