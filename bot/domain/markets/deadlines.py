"""What deadline a rung has, and of which kind: read from its question, then its label, then the venue's end date.

The venue's ``endDate`` is more than a day off on half of all dated AI rungs, and no flag of theirs tells a "by" ladder
from an "on" ladder; the words do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain.time.dates import (
    MONTH,
    NEW_YORK,
    DateSpan,
    NoSuchDayError,
    day_of,
    days_of,
    end_of_day,
    month_span,
    nearest_year,
    said,
)
from bot.domain.time.months import MONTHS

Kind = Literal["by", "on", "window", "unbounded"]
DISAGREE = timedelta(hours=36)  # SPEC rule 1
WORDS = 400  # a question longer than this is cut before any pattern sees it
M = MONTH.replace("(?P<month>", "(?:")
D = r"\d{1,2}(?:st|nd|rd|th)?(?!\d)"
Y = r"(?:,?\s*\b\d{4}\b)?"
DASH = r"\s*(?:-|–|—|to|through|and)\s*"
ONE_DAY = rf"(?:{M}\s*{D}{Y}|{D}\s+(?:of\s+)?{M}{Y}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}/\d{{1,2}}/\d{{4}})"
RANGE = rf"(?:{ONE_DAY}{DASH}{ONE_DAY}|{M}\s*{D}{DASH}{D}{Y}|week\s+of\s+{ONE_DAY})"
HALF = r"(?:H[12]|(?:first|second)\s+half)(?:\s+of)?"
PART = r"(?:early|mid|late)[-\s]+"
LONG = rf"(?:Q[1-4]{Y}|{HALF}{Y}|EOY{Y}|(?:{PART})?{M}(?!\s*\d{{1,2}}\b){Y}|(?:(?:calendar\s+)?year\s+)?\b20\d{{2}}\b)"
EDGE = r"(?:the\s+)?(?:end|close)\s+of\s+(?:the\s+)?"
LEAD = (
    r"(?P<lead>no\s+later\s+than|on\s+or\s+(?:prior\s+to|before)|in\s+or\s+before|prior\s+to|before|by|until|through|"
    r"between|during|later\s+than|after|on|in|from)?"
)
DATED = re.compile(
    rf"(?:\b{LEAD}\s+)?(?P<edge>{EDGE})?(?:(?P<range>{RANGE})|(?P<day>{ONE_DAY})|(?P<long>{LONG}))", re.IGNORECASE
)
DENIES = re.compile(
    r"\b(?:no\s+(?!later|earlier|sooner)(?:[\w.'-]+\s+){0,3}?(?:release|launch|announcement)|not\s+(?:be\s+)?(?:\w+\s+)?(?:released?|launched?|announced)"
    r"|won'?t\s+(?:be\s+)?(?:release|launch)|fails?\s+to\s+(?:be\s+)?(?:release|launch|ship|announce)|unreleased|none"
    r"|there\s+be\s+no|delayed\s+(?:past|beyond|until\s+after))\b|^\W*never\b"
    rf"|\bnot\s+(?:in|by|before)\s+(?:{ONE_DAY}|{LONG})",
    re.IGNORECASE,
)
OPEN_END = re.compile(r"\bor\s+(?:later|after)\b", re.IGNORECASE)
DEADWORD = re.compile(r"\b(?:before|by|until)\s+[^\d\W]", re.IGNORECASE)
HOUR = re.compile(r"11:59(?::59)?\s*p\.?m\.?,?\s*\(?(?P<zone>[A-Z]{2,4})\b", re.IGNORECASE)
ZONES = {"ET": NEW_YORK, "EST": NEW_YORK, "EDT": NEW_YORK} | {
    name: ZoneInfo(key)
    for key, names in {
        "America/Los_Angeles": ("PT", "PST", "PDT"),
        "America/Chicago": ("CT", "CST", "CDT"),
        "UTC": ("UTC", "GMT"),
        "Europe/Berlin": ("CET", "CEST"),
    }.items()
    for name in names
}


@dataclass(frozen=True, slots=True)
class RungDate:
    """When a rung is decided. ``first``..``last`` are its days in the rules' zone; ``by`` has no first day.

    ``complement``: YES means it did *not* happen by then. ``read_from`` says which words gave the date; ``note`` is for
    the reader when two of them disagree.
    """

    kind: Kind
    first: date | None
    last: date | None
    deadline: datetime | None
    complement: bool = False
    read_from: Literal["question", "label", "end date", "nothing"] = "nothing"
    note: str = ""


def rules_zone(rules: str) -> ZoneInfo:
    """The zone of the deadline's hour as the rules name it ("11:59 PM ET"); New York when they do not."""
    found = HOUR.search(rules[:20_000])
    return ZONES.get(found["zone"].upper(), NEW_YORK) if found else NEW_YORK


@lru_cache(maxsize=4_096)  # the same words are read at every question asked about them
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
    """The rung's deadline and kind. Never raises; a rung without any date is ``unbounded``.

    ``title`` (of the event) decides only what the rung's own words leave open: "released on...?" over "September 25".
    A day without a year is the one nearest the end date, else the first one after the rung was first ``seen``; never
    one that was over when the rung still ``traded``.
    """
    zone = rules_zone(rules)
    hint = end_date or seen
    around = day_of(hint, zone) if hint is not None else None
    question, label = question[:WORDS], label[:WORDS]
    alive = day_of(traded, zone) if traded is not None else None
    from_question = _not_over(_read(question, around, None), question, alive)
    known = from_question.last if from_question else None
    from_label = _not_over(_read(label, around, known), label, alive)
    found, read_from = (from_question, "question") if from_question else (from_label, "label")
    if found is None:
        return _undated(question, label, title, end_date, zone)
    kind, span = found.kind, found
    if kind is None:
        kind = (from_label.kind if from_label else None) or _kind_of_title(title, span)
    denies = bool(DENIES.search(question) or DENIES.search(label))
    onward = not found.after and any(
        OPEN_END.search(words) and not DEADWORD.search(words) for words in (question, label)
    )
    later = found.after or onward
    if denies or later:
        kind = "by"
    last = span.first - timedelta(days=1) if onward else span.last  # "D or later" is "not by D−1"
    deadline = end_of_day(last, zone)
    note = ""
    if end_date is not None and abs(deadline - end_date) > DISAGREE:
        note = f"The venue's end date says {said(day_of(end_date, zone))}; the {read_from} says {said(last)}"
    first = None if kind == "by" else span.first
    return RungDate(kind, first, last, deadline, denies or later, "question" if from_question else "label", note)


@dataclass(frozen=True, slots=True)
class _DateMatch:
    first: date
    last: date
    kind: Kind | None
    after: bool = False


LEADS: dict[str, Kind] = {
    "by": "by",
    "until": "by",
    "through": "by",
    "before": "by",
    "prior to": "by",
    "no later than": "by",
    "on or prior to": "by",
    "on or before": "by",
    "in or before": "by",
    "on": "on",
    "in": "window",
    "during": "window",
    "between": "window",
    "from": "window",
}


def _not_over(found: _DateMatch | None, text: str, alive: date | None) -> _DateMatch | None:
    """A year nobody wrote is one too early when the day was over while people still traded on it."""
    if found is None or alive is None or re.search(r"\d{4}", text) or found.last >= alive - timedelta(days=2):
        return found
    try:
        return replace(
            found,
            first=found.first.replace(year=found.first.year + 1),
            last=found.last.replace(year=found.last.year + 1),
        )
    except ValueError:  # 29 February
        return found


def _read(text: str, around: date | None, other: date | None) -> _DateMatch | None:
    """The last date of the text that a preposition leads to, else the last date at all."""
    best: _DateMatch | None = None
    for found in DATED.finditer(" ".join(text.replace("’", "'").split())):
        try:
            now = _one(found, around or other)
        except (NoSuchDayError, ValueError):
            continue
        if now is not None and (best is None or now.kind is not None or now.after or best.kind is None):
            best = now
    return best


def _one(found: re.Match[str], around: date | None) -> _DateMatch | None:
    lead = " ".join((found["lead"] or "").lower().split())
    kind = LEADS.get(lead)
    if found["range"]:
        span = _range(found["range"], around)
        kind = "window"
    elif found["day"]:
        span = _day(found["day"], around)
    else:
        if not lead and not found["edge"] and not _stands_alone(found):
            return None
        span = _long(found["long"], around)
        if found["long"].upper().startswith("EOY"):
            kind = "by"
        if kind in (None, "on") and span is not None:
            kind = "window"
    if span is None:
        return None
    if lead in ("before", "prior to"):
        eve = (span.last if found["edge"] else span.first) - timedelta(days=1)
        return _DateMatch(eve, eve, "by")
    if lead in ("after", "later than"):
        return _DateMatch(span.last, span.last, None, after=True)
    if found["edge"] and kind in (None, "window", "on"):
        kind = "by"
    return _DateMatch(span.first, span.last, kind)


def _stands_alone(found: re.Match[str]) -> bool:
    """Whether a period without a preposition is one: "May" may be a surname, the year of "summer 2026" is not all."""
    text = found["long"]
    return bool(re.search(r"\d{4}", text)) and (not text.isdecimal() or not found.string[: found.start()].strip())


def _day(text: str, around: date | None) -> DateSpan | None:
    if iso := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
        day = date(int(iso[1]), int(iso[2]), int(iso[3]))
        return DateSpan(day, day)
    if "/" in text:
        return days_of(text, around or date.min)  # refuses what could be read as day/month or month/day
    month = re.search(MONTH, text, re.IGNORECASE)
    number = re.search(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?!\d)", text)
    if month is None or number is None:
        return None
    year = re.search(r"\b(\d{4})\b", text)
    month_number = MONTHS[month["month"].lower()]
    if year:
        day = date(int(year[1]), month_number, int(number[1]))
    elif around is not None:
        day = _closest(month_number, int(number[1]), around)
    else:
        return None
    return DateSpan(day, day)


def _closest(month: int, day: int, around: date) -> date:
    """The year is not said: the nearest such day to the end date; the later one when two are about as near."""
    days = []
    for year in (around.year - 1, around.year, around.year + 1):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    if not days:
        raise NoSuchDayError(f"there is no day {day} in month {month}")
    return min(
        days, key=lambda found: (abs(found - around) - (timedelta(30) if found > around else timedelta(0)), found)
    )


def _range(text: str, around: date | None) -> DateSpan | None:
    if week := re.match(r"week\s+of\s+", text, re.IGNORECASE):
        begins = _day(text[week.end() :], around)
        return begins and DateSpan(begins.first, begins.first + timedelta(days=6))
    if whole := re.fullmatch(rf"({ONE_DAY}){DASH}({ONE_DAY})", text, re.IGNORECASE):
        last = _day(whole[2], around)
        first = _day(whole[1], last.last if last else around)
    else:
        parts = re.fullmatch(rf"({M})\s*({D}){DASH}({D})({Y})", text, re.IGNORECASE)
        if parts is None:
            return None
        last = _day(f"{parts[1]} {parts[3]}{parts[4]}", around)
        first = _day(f"{parts[1]} {parts[2]}", last.last if last else around)
    if first is None or last is None:
        return None
    start = first.first
    if start > last.last:
        start = start.replace(year=start.year - 1)
    return DateSpan(start, last.last)


def _long(text: str, around: date | None) -> DateSpan | None:
    year_found = re.search(r"\b(\d{4})\b", text)
    year = int(year_found[1]) if year_found else None
    if quarter := re.match(r"Q([1-4])", text, re.IGNORECASE):
        if year is None and around is None:
            return None
        start = (int(quarter[1]) - 1) * 3 + 1
        chosen = year or (around.year if around else 0)
        return DateSpan(month_span(chosen, start).first, month_span(chosen, start + 2).last)
    if half := re.match(HALF, text, re.IGNORECASE):
        if year is None and around is None:
            return None
        start = 1 if re.match(r"H1|first", half[0], re.IGNORECASE) else 7
        chosen = year or (around.year if around else 0)
        return DateSpan(month_span(chosen, start).first, month_span(chosen, start + 5).last)
    if part := re.match(PART, text, re.IGNORECASE):
        whole = _long(text[part.end() :], around)
        return whole and days_of(f"{part[0].strip(' -')} {whole.first:%B %Y}", whole.first)
    if text.upper().startswith("EOY") and year is None:
        year = around.year if around is not None else None
    if month := re.match(MONTH, text, re.IGNORECASE):
        number = MONTHS[month["month"].lower()]
        if year is None:
            return None if around is None else month_span(nearest_year(number, 28, around).year, number)
        return month_span(year, number)
    return DateSpan(date(year, 1, 1), date(year, 12, 31)) if year is not None else None


def _kind_of_title(title: str, span: _DateMatch) -> Kind:
    words = title.lower()
    if span.last > span.first:
        return "window"
    if re.search(r"\bon\s*(?:\.|…|\?|_)", words) and not re.search(r"\bby\b", words):
        return "on"
    return "by"


def _undated(question: str, label: str, title: str, end_date: datetime | None, zone: ZoneInfo) -> RungDate:
    """No date in the words. "Before GTA VI" has no deadline; "released by…?" with an end date has that one."""
    words = f"{question} {label}"
    if end_date is None or re.search(r"\bbefore\s+(?!\d)", words, re.IGNORECASE):
        return RungDate("unbounded", None, None, None, complement=bool(DENIES.search(words)))
    last = day_of(end_date, zone)
    kind: Kind = (
        "by" if re.search(r"\bby\b|\brelease|\blaunch|\bwill\b", f"{words} {title}", re.IGNORECASE) else "unbounded"
    )
    found = RungDate(
        kind, None, last, end_of_day(last, zone), complement=bool(DENIES.search(words)), read_from="end date"
    )
    return found if kind == "by" else replace(found, last=None, deadline=None)
