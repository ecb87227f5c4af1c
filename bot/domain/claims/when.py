"""Dates inside a sentence: a small grammar of its own, because general date searchers read version numbers as days.

A date must look like one: a month with a day, an ISO day, a quarter, a weekday, a named period, or a number of days,
weeks or months behind "in" or "within". Versions, prices and scores are masked before this is asked. A period said
with "before" ends the day before it begins ("before May" is *by* 30 April); a day said with "before" stays that day.
"""
# ruff: noqa: E501 -- a pattern is read as one line

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.claims.parsed import Operator
from bot.domain.claims.periods import (
    FEASTS,
    MONTHS,
    ORDINALS,
    SEASONS,
    WEEKDAYS,
    last_of,
    nearest,
    part_of,
    placed,
    shifted,
    thanksgiving,
    unit_end,
    year_of,
)

_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)"


_LONG = r"(?:january|february|april|june|july|august|september|october|november|december)"


_YEAR = r"(?:20[12]\d|203\d)"


_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"


_END = r"(?![\w%]|\.\d|,\d{3})"


_BEGIN = r"(?<![\w$.,/-])"


_COUNT = r"(\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"


_PART = r"(?:(early|mid|middle of|late|end of|the end of|start of|the start of|beginning of|the beginning of|the middle of|mid-to-late|early-to-mid|end|the second half of|the first half of)[ -](?:the )?)?"


# Each: name, pattern. Tried at every place from top to bottom; the first that fits wins.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso", rf"(?P<iso_y>{_YEAR})[-/.](?P<iso_m>0?[1-9]|1[0-2])[-/.](?P<iso_d>0?[1-9]|[12]\d|3[01])"),
    ("md", rf"(?P<md_m>{_MONTH})\.? (?:the )?(?P<md_d>{_DAY})(?:(?: ?(?:-|to|or|and|/) ?)(?P<md_e>{_DAY}))?(?:,? (?P<md_y>{_YEAR}|'2\d))?"),
    ("dm", rf"(?:the )?(?P<dm_d>{_DAY}) (?:of )?(?P<dm_m>{_MONTH})\.?(?:,? (?P<dm_y>{_YEAR}))?"),
    ("quarter", rf"{_PART.replace('(early', '(?P<q_p>early', 1)}(?:(?P<q_y0>{_YEAR})[ -]?)?(?:q(?P<q_n>[1-4])|(?P<q_w>first|second|third|fourth|1st|2nd|3rd|4th) quarter)(?:(?: of| in)?[ ,/-]*(?P<q_y>{_YEAR}|'2\d|this year|next year))?"),
    ("half", rf"{_PART.replace('(early', '(?P<h_p>early', 1)}(?:(?:(?P<h_y0>{_YEAR})[ -]?)?(?:h(?P<h_n>[12])|(?P<h_w>first|second|1st|2nd|back) half)|(?P<h_n2>[12])h)(?:(?: of)?[ ,/-]*(?P<h_y>{_YEAR}|'2\d|this year|next year|the year))?"),
    ("month", rf"{_PART.replace('(early', '(?P<m_p>early', 1)}(?:(?P<m_r>this|next|last) )?(?P<m_m>{_MONTH})(?:,?(?: of)? (?P<m_y>{_YEAR}|this year|next year|'2\d))?"),
    ("season", rf"{_PART.replace('(early', '(?P<s_p>early', 1)}(?:(?P<s_r>this|next|last|the|in|by) )?(?P<s_n>spring|summer|fall|autumn|winter)(?:(?: of)? (?P<s_y>{_YEAR}))?"),
    ("yearout", r"(?P<yo>the year (?:is out|ends|is over|is up|closes|runs out)|year is out|the year's out|the month is out|the month is over|the month ends|the week is out|the week ends|the week is over|the quarter ends)"),
    ("relweek", r"(?:(?P<rw_p>end of|the end of|late|early|later|mid)[ -])?(?P<rw_r>this|next|last|the|coming|this coming|the coming|upcoming|the following)(?: coming)? (?P<rw_u>week|weekend|month|quarter|year|decade)"),
    ("endof", r"(?:end of|the end of|close of|end-of-)[ -]?(?:the )?(?P<eo_u>day|week|month|quarter|year|decade)|(?P<eo_s>eod|eow|eom|eoq|eoy|year[ -]?end|year's end|years end|month[ -]end|month's end)"),
    ("weekof", rf"(?:the )?week of (?P<wo_m>{_MONTH})\.? (?P<wo_d>{_DAY})"),
    ("weekday", r"(?:(?P<wd_r>this|next|last|this coming|coming) )?(?P<wd_d>monday|tuesday|wednesday|thursday|friday|saturday|sunday|tues|thurs|thur|(?<=on )(?:mon|tue|wed|thu|fri|sat|sun)|(?<=by )(?:mon|tue|wed|thu|fri|sat|sun))"),
    ("day", r"(?P<day>today|tonight|tomorrow|tmrw|tmr|yesterday|the day after tomorrow|this morning|this afternoon|this evening|right now)"),
    ("ago", rf"{_COUNT.replace('(', '(?P<ag_n>', 1)} (?P<ag_u>days?|weeks?|months?|years?) ago"),
    ("span", rf"(?P<sp_o>within|in|over|inside)(?: the| under)?(?: next| coming)?(?: about| roughly| around| approximately| less than| under)? {_COUNT.replace('(', '(?P<sp_n>', 1)}(?: or so)?[ -](?P<sp_u>hours?|hrs?|days?|weeks?|wks?|months?|years?)(?:'s?)?(?: from now| from today| time)?"),
    ("from", rf"{_COUNT.replace('(', '(?P<fr_n>', 1)} (?:more )?(?P<fr_u>days?|weeks?|months?|years?) (?:from (?:now|today)|out|away)"),
    ("feast", r"(?<!lunar )(?<!chinese )(?P<fe>" + "|".join(sorted((re.escape(f) for f in FEASTS), key=len, reverse=True)) + r"|thanksgiving)"),
    ("slash", r"(?P<sl_m>0?[1-9]|1[0-2])/(?P<sl_d>[12]\d|3[01]|0?[1-9])(?:/(?P<sl_y>20[23]\d|2\d))?"),
    ("dot", r"(?P<do_d>[12]\d|3[01]|0?[1-9])\.(?P<do_m>0?[1-9]|1[0-2])\.(?P<do_y>20[23]\d)"),
    ("year", rf"(?:(?P<y_p>early|mid|late|end of|the end of|later in|sometime in|start of|the start of|calendar)[ -](?:year )?)?(?P<y_y>{_YEAR})"),
    ("laterthis", r"(?P<lt>later this (?:year|month|week|quarter|summer|spring|fall|autumn|winter))"),
)  # fmt: skip


_PATTERN = re.compile("|".join(f"(?P<as_{name}>{_BEGIN}(?:{body}){_END})" for name, body in _PATTERNS))


_HINT = re.compile(
    r"\d[/.-]\d|20[123]\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|day|week|month|quarter|year|\bq[1-4]|\bh[12]|[12]h\b|half|spring|summer|fall|autumn|winter|\beo[dwmqy]\b|tonight|tomorrow|tmr|now|morning|evening|noon|hour|christmas|xmas|hallow|thanks|valent|mon\b|tue|wed|thu|fri|sat|sun|decade|wks"
)


_VAGUE = re.compile(
    r"\b(?:soon(?:ish)?|shortly|imminent(?:ly)?|any (?:day|moment|minute|time) now|in the (?:coming|next few|near|not[ -]too[ -]distant)(?: (?:few|couple(?: of)?))? ?(?:days|weeks|months|future)?|"
    r"(?:with)?in (?:a )?(?:few|couple(?: of)?|matter of|several|some) (?:of )?(?:hours|days|weeks|months)|over the (?:coming|next)(?: few| couple of)? (?:days|weeks|months)|around the corner|"
    r"coming (?:days|weeks|months)|next few (?:days|weeks|months)|in due course|eventually|later on|(?:days|weeks|months) away|weeks not months|sooner than|any week now|a few (?:days|weeks|months) (?:away|from now|out))\b",
)


_BEFORE = re.compile(
    r"(before|prior to|ahead of|earlier than|by|until|till|til|through|on or before|no later than|not later than|at the latest by|after|following|since|from|starting|beginning|as of|as early as|as soon as|not before|no earlier than|not until|not till|no sooner than|not earlier than|past|beyond|on|in|during|within|at|for|around|about|circa|approximately|roughly|sometime in|some time in|this|of|between|late in|early in|mid)(?: the| about| around| sometime in| at least| roughly)?[ ~:]$"
)


_NEGATED_UNTIL = re.compile(
    r"\b(?:not?|n't|isn't|won't|wont|don't|doesn't|never|delayed|pushed(?: back)?|postponed|slip(?:s|ped|ping)?|cannot|can't|arrive|out)\b[^.]{0,60}$"
)


_STRICT = re.compile(
    r"(?:on|by|before|after|until|since|from|around|about|for|date|released?|launch(?:es|ed|ing)?|ship(?:s|ped|ping)?|drops?|coming|live|out|no later than|:|this|at|as of|of|ga|eta|goes|due)[ :(~]{0,2}$"
)


_RELEASING = re.compile(r"\b(?:releas|launch|ship|drop|land|arriv|debut|com(?:es|ing)|out)[a-z]* [^.]{0,12}$")


_MONTH_LEFT = re.compile(
    r"(?:in|by|before|after|until|till|since|from|during|early|late|mid|this|next|last|around|of|for|to|through|sometime|between|and|or|end|begin|delayed|slated for|set for|expected|beginning|starting|mid-to-late)[ -]$"
)


_MONTH_RIGHT = re.compile(
    r" (?:release|launch|debut|rollout|ship|announcement|event|drop|date|reveal|timeline|window|target|unveiling)"
)


@dataclass(frozen=True, slots=True)
class When:
    """A date as a claim uses it: the last day it names, the first day of a period, the operator, where it stands."""

    day: date
    operator: Operator
    start: int
    end: int
    starts: date | None = None
    dated: bool = True
    """``False`` for today, now and yesterday: news of the moment, not a date somebody chose."""


def vague(lowered: str) -> bool:
    """Whether a time is hinted at that no calendar can hold ("in the coming weeks")."""
    return _VAGUE.search(lowered) is not None


def find(lowered: str, now: date, *, past: bool = False) -> tuple[When, ...]:
    """The dates in a lowered, masked sentence. ``past`` reads a bare "April 23" backwards from ``now``."""
    if not _HINT.search(lowered):
        return ()
    found: list[When] = []
    for match in _PATTERN.finditer(lowered):
        name = (match.lastgroup or "as_")[3:]
        try:
            when = _read(name, match, lowered, now, past=past)
        except (ValueError, OverflowError):
            continue
        if when is not None:
            found.append(when)
    return _joined(found, lowered)


def _joined(found: list[When], lowered: str) -> tuple[When, ...]:
    """Joins dates: "Tuesday, April 28" is one day; "between April and June" is one period."""
    kept: list[When] = []
    for when in found:
        if kept:
            last, between = kept[-1], lowered[kept[-1].end : when.start].strip(" ,(")
            if between == "" and last.operator in {
                Operator.ON,
                Operator.BY,
                Operator.BEFORE,
                Operator.AFTER,
                Operator.WITHIN,
            }:
                operator = when.operator if when.operator is not Operator.ON else last.operator
                kept[-1] = When(when.day, operator, last.start, when.end, when.starts)
                continue
            if (
                between in {"and", "or", "to"}
                and "between" in lowered[max(0, last.start - 1) : last.end]
                and when.day > last.day
            ):
                kept[-1] = When(when.day, Operator.WITHIN, last.start, when.end, last.starts or last.day)
                continue
        kept.append(when)
    return tuple(kept)


def _operator(lowered: str, start: int) -> tuple[Operator | None, int]:  # noqa: C901 -- one branch a preposition
    left = lowered[max(0, start - 40) : start]
    match = _BEFORE.search(left)
    if match is None:
        return None, start
    word = match[1]
    place = start - (len(left) - match.start())
    if place > 0 and (lowered[place - 1].isalnum()):
        return None, start
    earlier = lowered[max(0, place - 70) : place]
    if word in {"not before", "no earlier than", "not until", "not till", "no sooner than", "not earlier than"}:
        return Operator.NOT_BEFORE, place
    if word in {"until", "till", "til"} and re.search(r"\b(?:delay|push|postpon|slip|mov)[a-z]*\b", earlier):
        return Operator.WITHIN, place
    if word in {"until", "till", "til"}:
        return (Operator.NOT_BEFORE if _NEGATED_UNTIL.search(earlier) else Operator.UNTIL), place
    if word in {"before", "prior to", "ahead of", "earlier than"}:
        if re.search(r"(?:\bnot|n't|never|not come|no) (?:[a-z]+ ){0,6}$", earlier):
            return Operator.NOT_BEFORE, place
        return Operator.BEFORE, place
    if word in {"by", "through", "on or before", "no later than", "not later than", "at the latest by"}:
        return Operator.BY, place
    if word in {"after", "following", "past", "beyond"}:
        return Operator.AFTER, place
    if word in {"since", "from", "starting", "beginning", "as of", "as early as", "as soon as"}:
        return (
            Operator.ON if word in {"as early as", "as soon as"} else Operator.AFTER if word == "since" else Operator.ON
        ), place
    if word in {
        "in",
        "during",
        "within",
        "this",
        "sometime in",
        "some time in",
        "around",
        "about",
        "circa",
        "approximately",
        "roughly",
        "for",
        "of",
        "late in",
        "early in",
        "mid",
        "between",
    }:
        return Operator.WITHIN, place
    return Operator.ON, place


def _finish(
    lowered: str, match: re.Match[str], first: date, last: date, *, ending: bool = False, dated: bool = True
) -> When:
    """A period or day with the operator that stands before it."""
    operator, start = _operator(lowered, match.start())
    period = last > first
    end = match.end()
    if period or ending:
        if operator is Operator.BEFORE and not ending:
            return When(first - timedelta(days=1), Operator.BY, start, end, dated=dated)
        if operator is Operator.NOT_BEFORE and not ending:
            return When(first, Operator.NOT_BEFORE, start, end, dated=dated)
        if operator in {Operator.BY, Operator.BEFORE}:
            if not ending and match[0].startswith("mid") and first.day != 1:
                last = first + (last - first) / 2
            elif not ending and match[0].startswith("mid"):
                last = last_of(first.year, 6)
            return When(last, Operator.BY, start, end, dated=dated)
        if operator in {Operator.AFTER, Operator.UNTIL, Operator.NOT_BEFORE}:
            return When(last, operator, start, end, dated=dated)
        if ending:
            return When(last, Operator.BY, start, end, dated=dated)
        return When(last, Operator.WITHIN, start, end, first, dated)
    if operator is None or operator is Operator.WITHIN:
        operator = Operator.ON
    return When(last, operator, start, end, dated=dated)


def _read(name: str, m: re.Match[str], lowered: str, now: date, *, past: bool) -> When | None:  # noqa: C901, PLR0912, PLR0915 -- one branch a pattern
    left = lowered[max(0, m.start() - 24) : m.start()]
    if name == "iso":
        day = date(int(m["iso_y"]), int(m["iso_m"]), int(m["iso_d"]))
        return _finish(lowered, m, day, day)
    if name == "md":
        if (
            m["md_m"] == "may"
            and re.search(r"\b(?:it|they|that|which|we|model|⟨[a-z]\d{1,2}⟩) $", left)
            and not m["md_y"]
            and not re.search(r"(?:st|nd|rd|th)$", m["md_d"])
        ):
            return None
        day = placed(MONTHS[m["md_m"]], int(m["md_d"].rstrip("stndrh")), year_of(m["md_y"], now), now, past=past)
        if m["md_e"] and (second := int(m["md_e"].rstrip("stndrh"))) > day.day:
            return _finish(lowered, m, day, day.replace(day=second))
        return _finish(lowered, m, day, day)
    if name == "dm":
        day = placed(MONTHS[m["dm_m"]], int(m["dm_d"].rstrip("stndrh")), year_of(m["dm_y"], now), now, past=past)
        return _finish(lowered, m, day, day)
    if name == "dot":
        day = date(int(m["do_y"]), int(m["do_m"]), int(m["do_d"]))
        return _finish(lowered, m, day, day)
    if name == "slash":
        if (not m["sl_y"] and not (_STRICT.search(left) or _RELEASING.search(left) or m.start() == 0)) or (
            m["sl_m"] == "24" or (m["sl_m"], m["sl_d"]) == ("9", "11")
        ):
            return None
        if not m["sl_y"] and re.match(
            r" (?:on|tasks|problems|questions|correct|tests|times|score|of|gpus|points|runs)", lowered[m.end() :]
        ):
            return None
        day = placed(int(m["sl_m"]), int(m["sl_d"]), year_of(m["sl_y"], now), now, past=past)
        return _finish(lowered, m, day, day)
    if name == "weekof":
        day = placed(MONTHS[m["wo_m"]], int(m["wo_d"].rstrip("stndrh")), None, now, past=past)
        first = day - timedelta(days=day.weekday())
        return _finish(lowered, m, first, first + timedelta(days=6))
    if name == "quarter":
        number = int(m["q_n"] or ORDINALS[m["q_w"]])
        year = year_of(m["q_y"] or m["q_y0"], now)
        if year is None:
            if m["q_w"] and not re.search(r"\bthe $", left):
                return None
            year = nearest(now, number * 3, past=past)
        first, last = date(year, number * 3 - 2, 1), last_of(year, number * 3)
        part = m["q_p"]
        first, last = part_of(first, last, part)
        return _finish(lowered, m, first, last, ending=bool(part and part.removeprefix("the ").startswith("end")))
    if name == "half":
        word = m["h_w"]
        if (word and not (m["h_y"] or re.search(r"\bthe $", left))) or (word and not m["h_y"] and not m["h_y0"]):
            return None
        number = int(m["h_n"] or m["h_n2"] or {"first": 1, "1st": 1}.get(word or "", 2))
        year = year_of(m["h_y"] or m["h_y0"], now) or nearest(now, number * 6, past=past)
        first, last = part_of(date(year, number * 6 - 5, 1), last_of(year, number * 6), m["h_p"])
        return _finish(lowered, m, first, last, ending=bool(m["h_p"] and "end" in m["h_p"]))
    if name == "month":
        word, part = m["m_m"], m["m_p"]
        anchored = bool(part or m["m_y"] or m["m_r"]) or (
            (bool(_MONTH_LEFT.search(left)) and not re.search(r"\b(?:to|and|or|for) $", left))
            or (
                bool(
                    re.search(
                        r"\b(?:delayed|pushed|slipped|moved|postponed)(?: back)? to $|\b(?:slated|set|scheduled|planned|due|aiming|targeted|targeting|eyeing) for $|\bsometime $|\b(?:and|or|to) $",
                        left,
                    )
                )
                and word not in {"may", "march", "mar"}
            )
        )
        if not anchored and not (
            word not in {"may", "march", "mar", "jan", "dec", "sep", "jun", "jul", "nov", "oct", "apr", "feb", "aug"}
            and _bare_month(lowered, m)
        ):
            return None
        if (
            word in {"may", "march"}
            and re.search(r"\b(?:this|next|last|and|or|to|for|from) $", left)
            and not (part or m["m_y"])
            and not m["m_r"]
        ):
            return None
        if (
            m["m_r"]
            and word in {"may", "march"}
            and m["m_r"] == "this"
            and re.match(r" (?:be|not|have|come|ship|beat|well|mean|take|never|also|just)\b", lowered[m.end() :])
        ):
            return None
        number = MONTHS[word]
        year = year_of(m["m_y"], now) or nearest(now, number, past=past or m["m_r"] == "last")
        first, last = part_of(date(year, number, 1), last_of(year, number), part)
        return _finish(lowered, m, first, last, ending=bool(part and part.removeprefix("the ").startswith("end")))
    if name == "season":
        moved = left.endswith("to ") and re.search(r"\b(?:delay|push|postpon|slip|mov)[a-z]*\b", lowered[: m.start()])
        if not (m["s_r"] or m["s_p"] or m["s_y"] or moved) and not re.search(
            r"\b(?:in|by|before|after|until|this|next|during|late|early|for) $", left
        ):
            return None
        if m["s_n"] in {"spring", "fall"} and not (m["s_r"] or m["s_p"] or m["s_y"] or moved) and left.endswith("to "):
            return None
        month_1, _, month_2, _ = SEASONS[m["s_n"]]
        year = year_of(m["s_y"], now) or nearest(
            now, month_2 if month_2 > month_1 else 12, past=past or m["s_r"] == "last"
        )
        if m["s_r"] == "next" and year == now.year and now.month >= month_1:
            year += 1
        first, last = date(year, month_1, 1), last_of(year + (month_2 < month_1), month_2)
        first, last = part_of(first, last, m["s_p"])
        when = _finish(lowered, m, first, last, ending=bool(m["s_p"] and "end" in m["s_p"]))
        return When(when.day, Operator.BY, when.start, when.end) if m["s_r"] == "by" else when
    if name == "relweek":
        if m["rw_r"] == "the" and m["rw_p"] is None:
            return None
        return _relative(lowered, m, now)
    if name == "laterthis":
        unit = m["lt"].rsplit(" ", 1)[-1]
        if unit in SEASONS:
            month = SEASONS[unit][2]
            last = last_of(now.year + (unit == "winter"), month)
        else:
            last = unit_end(unit, now, 0)[1]
        return When(last, Operator.WITHIN, m.start(), m.end(), now)
    if name == "endof":
        unit = m["eo_u"] or {"eod": "day", "eow": "week", "eom": "month", "eoq": "quarter", "month": "month"}.get(
            (m["eo_s"] or "")[:3]
            if (m["eo_s"] or "").startswith("eo")
            else "month"
            if (m["eo_s"] or "").startswith("month")
            else "",
            "year",
        )
        last = date(now.year // 10 * 10 + 9, 12, 31) if unit == "decade" else unit_end(unit, now, 0)[1]
        return _finish(lowered, m, last, last, ending=True)
    if name == "yearout":
        unit = next(u for u in ("year", "month", "week", "quarter") if u in m["yo"])
        last = unit_end(unit, now, 0)[1]
        _, start = _operator(lowered, m.start())
        return When(last, Operator.BY, start, m.end())
    if name == "weekday":
        target, relation = WEEKDAYS[m["wd_d"]], m["wd_r"]
        ahead = (target - now.weekday()) % 7
        day = now + timedelta(days=ahead)
        if relation == "last" or (past and relation is None):
            day = now - timedelta(days=(now.weekday() - target) % 7 or (7 if relation == "last" else 0))
        elif relation == "next":
            monday = now - timedelta(days=now.weekday()) + timedelta(days=7)
            day = monday + timedelta(days=target)
        return _finish(lowered, m, day, day)
    if name == "day":
        word = m["day"]
        shift = {"tomorrow": 1, "tmrw": 1, "tmr": 1, "yesterday": -1, "the day after tomorrow": 2}.get(word, 0)
        day = now + timedelta(days=shift)
        if word == "right now":
            return None
        return _finish(lowered, m, day, day, dated=shift > 0)
    if name == "ago":
        day = shifted(now, m["ag_n"], m["ag_u"], -1)
        return When(day, Operator.ON, m.start(), m.end(), dated=False)
    if name == "from":
        return When(shifted(now, m["fr_n"], m["fr_u"], 1), Operator.BY, m.start(), m.end())
    if name == "span":
        if (
            past
            or m["sp_o"] == "over"
            or re.match(r"(?: of| straight| long| for | to (?:train|complete|build|run|do)| per|-)", lowered[m.end() :])
        ):
            return None
        return When(shifted(now, m["sp_n"], m["sp_u"], 1), Operator.BY, m.start(), m.end())
    if name == "feast":
        if m["fe"] == "thanksgiving":
            year = now.year
            day = thanksgiving(year)
            day = thanksgiving(year + 1) if day < now - timedelta(days=45) else day
        else:
            month, number = FEASTS[m["fe"]]
            day = placed(month, number, None, now, past=past)
        return _finish(lowered, m, day, day)
    if name == "year":
        year, part = int(m["y_y"]), m["y_p"]
        if not part and not re.search(
            r"\b(?:in|by|before|after|until|till|of|during|since|through|for|to|into|late|early|mid|sometime|end|begin|this|:|not) $|-$|\bthan $",
            left,
        ):
            return None
        if re.match(
            r"[ -](?:tokens|points|gpus|h100s?|users|problems|tasks|questions|elo|version|edition|agents|people|dollars)",
            lowered[m.end() :],
        ):
            return None
        if part in {"later in", "sometime in", "calendar"}:
            part = None
        first, last = part_of(date(year, 1, 1), date(year, 12, 31), part)
        return _finish(lowered, m, first, last, ending=bool(part and "end" in part))
    return None


def _bare_month(lowered: str, m: re.Match[str]) -> bool:
    """An April without "in": only as "April release", "release: April", "(April)", or the sentence's last word."""
    rest = lowered[m.end() :]
    return bool(_MONTH_RIGHT.match(rest)) or (
        rest.strip(" .!)?") == ""
        and bool(
            re.search(r"(?:release|launch|coming|out|date|ship|available|eta|slated)[^.]{0,20}$", lowered[: m.start()])
        )
    )


def _relative(lowered: str, m: re.Match[str], now: date) -> When:
    relation, unit, part = m["rw_r"], m["rw_u"], m["rw_p"]
    offset = 0 if relation in {"this", "the"} else -1 if relation == "last" else 1
    if unit == "decade":
        last = date(now.year // 10 * 10 + 9, 12, 31)
        return _finish(lowered, m, last, last, ending=True)
    if unit == "weekend" and relation in {"coming", "this coming", "the coming", "upcoming"}:
        offset = 0
    first, last = unit_end(unit, now, offset)
    if part and part.endswith("end of"):
        return _finish(lowered, m, last, last, ending=True)
    if part == "later":
        return When(last, Operator.WITHIN, m.start(), m.end(), now)
    first, last = part_of(first, last, part)
    if first == last:
        last = first
    return _finish(lowered, m, first, last)
