"""Dates inside a sentence: a small grammar of its own, because general date searchers read version numbers as days.

A date must look like one: a month with a day, an ISO day, a quarter, a weekday, a named period, or a number of days,
weeks or months behind "in" or "within". Versions, prices and scores are masked before this is asked. A period said
with "before" ends the day before it begins ("before May" is *by* 30 April); a day said with "before" stays that day.
"""
# ruff: noqa: E501 -- a pattern is read as one line

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.claims.dates import (
    FROM_MONTH,
    HINT,
    MONTH_LEFT,
    MONTH_RIGHT,
    PATTERN,
    RELEASING,
    STRICT,
    VAGUE,
    operator_before,
)
from bot.domain.claims.parsed import Operator
from bot.domain.claims.periods import (
    FEASTS,
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
from bot.domain.time.months import MONTHS, SHORT


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
    since: bool = False
    """Said with "since": what began then and has not ended."""


def vague(lowered: str) -> bool:
    """Whether a time is hinted at that no calendar can hold ("in the coming weeks")."""
    return VAGUE.search(lowered) is not None


def find(lowered: str, now: date, *, past: bool = False) -> tuple[When, ...]:
    """The dates in a lowered, masked sentence. ``past`` reads a bare "April 23" backwards from ``now``."""
    if not HINT.search(lowered):
        return ()
    found: list[When] = []
    for match in PATTERN.finditer(lowered):
        name = (match.lastgroup or "as_")[3:]
        try:
            when = _read(name, match, lowered, now, past=past)
        except (ValueError, OverflowError):
            continue
        if when is not None:
            found.append(replace(when, since=lowered.startswith("since", when.start)))
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


def _finish(
    lowered: str, match: re.Match[str], first: date, last: date, *, ending: bool = False, dated: bool = True
) -> When:
    """A period or day with the operator that stands before it."""
    operator, start = operator_before(lowered, match.start())
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
        if (not m["sl_y"] and not (STRICT.search(left) or RELEASING.search(left) or m.start() == 0)) or (
            m["sl_m"] == "24" or (m["sl_m"], m["sl_d"]) == ("9", "11")
        ):
            return None
        if not m["sl_y"] and re.match(
            r" (?:the|of|as|on|tasks|problems|questions|correct|tests|times|score|of|gpus|points|runs)",
            lowered[m.end() :],
        ):
            return None
        day = placed(int(m["sl_m"]), int(m["sl_d"]), year_of(m["sl_y"], now), now, past=past)
        return _finish(lowered, m, day, day)
    if name == "nthweek":
        number = MONTHS[m["nw_m"]]
        in_year = year_of(m["nw_y"], now) or nearest(now, number, past=past)
        nth = ORDINALS.get(m["nw_n"])
        last = date(in_year, number, 7 * nth) if nth else last_of(in_year, number)
        return _finish(lowered, m, last - timedelta(days=6), last)
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
        anchored = bool(part or m["m_y"] or m["m_r"] or _dated_noun(left, lowered, m)) or (
            (
                bool(MONTH_LEFT.search(left))
                and not re.search(
                    r"\b(?:to|and|or) $|\bfor $" if word in {"may", "march", "mar"} else r"\b(?:to|and|or) $", left
                )
            )
            or (
                bool(
                    re.search(
                        r"\b(?:delayed|pushed|slipped|moved|postponed)(?: back)? to $|\b(?:slated|set|scheduled|planned|pencil(?:l)?ed(?: in)?|booked|earmarked|expected|confirmed|lined up|due|aiming|targeted|targeting|eyeing) for $|⟩ for $|\bsometime $|\b(?:and|or|to) $",
                        left,
                    )
                )
                and (
                    word not in {"may", "march", "mar"}
                    or re.search(r"(?:(?:ed|aiming|targeting|due)(?: in| up)?|⟩) for $", left)
                )
            )
        )
        if not anchored and not (word not in {"march", *SHORT} and _bare_month(lowered, m)):
            return None
        if (
            word in {"may", "march"}
            and not _dated_noun(left, lowered, m)
            and re.search(r"\b(?:this|next|last|and|or|to|for|from) $", left)
            and not re.search(r"(?:(?:ed|aiming|targeting|due)(?: in| up)?|⟩) for $", left)
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
        year -= m["m_r"] == "last" and (year, number) == (now.year, now.month)
        first, last = part_of(date(year, number, 1), last_of(year, number), part)
        return _finish(lowered, m, first, last, ending=bool(part and part.removeprefix("the ").startswith("end")))
    if name == "season":
        moved = left.endswith("to ") and re.search(r"\b(?:delay|push|postpon|slip|mov)[a-z]*\b", lowered[: m.start()])
        if (
            not (m["s_r"] or m["s_p"] or m["s_y"] or moved)
            and not re.search(r"\b(?:in|by|before|after|until|till|til|since|this|next|during|late|early|for) $", left)
            and not _dated_noun(left, lowered, m)
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
        if (
            m["rw_r"] == "the"
            and m["rw_p"] is None
            and not (m["rw_u"] == "weekend" and re.search(r"\b(?:before|by) $", left))
        ):
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
        _, start = operator_before(lowered, m.start())
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
        operator = Operator.NOT_BEFORE if re.search(r"\b(?:at least|more than|over) $", left) else Operator.BY
        return When(shifted(now, m["fr_n"], m["fr_u"], 1), operator, m.start(), m.end())
    if name == "span":
        if (
            past
            or m["sp_o"] == "over"
            or re.match(r"(?: of| straight| long| for | to (?:train|complete|build|run|do)| per|-)", lowered[m.end() :])
        ):
            return None
        day = shifted(now, m["sp_n"], m["sp_u"], 1)
        if m["sp_h"]:
            day = _half_more(day, m["sp_u"])
        return When(day, Operator.BY, m.start(), m.end())
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


def _half_more(day: date, unit: str) -> date:
    """Half a unit later: "in a year and a half" is six months after "in a year"."""
    if unit.startswith("y"):
        return shifted(day, "6", "months", 1)
    return day + timedelta(days={"m": 15, "w": 4}.get(unit[0], 1))


def _dated_noun(left: str, lowered: str, m: re.Match[str]) -> bool:
    """A month or season that its neighbours make one: "a March debut", "its planned fall launch", "from April to May"."""
    if FROM_MONTH.search(left):
        return True
    return bool(re.search(r"\b(?:an?|the|its|their|planned|possible|targeted|expected|rumou?red) $", left)) and bool(
        MONTH_RIGHT.match(lowered[m.end() :])
    )


def _bare_month(lowered: str, m: re.Match[str]) -> bool:
    """An April without "in": only as "April release", "release: April", "(April)", or the sentence's last word."""
    rest = lowered[m.end() :]
    return bool(MONTH_RIGHT.match(rest)) or (
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
