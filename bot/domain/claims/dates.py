"""How dates are written, as patterns, and the words around them that make a number a date."""
# ruff: noqa: E501 -- a pattern is read as one line

import re

from bot.domain.claims.parsed import Operator
from bot.domain.claims.periods import FEASTS
from bot.domain.time.months import NAMES, SHORT

_MONTH = rf"(?:{NAMES})"


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
    ("nthweek", rf"(?:the )?(?P<nw_n>first|second|third|fourth|last|1st|2nd|3rd|4th|final) week (?:of|in) (?P<nw_m>{_MONTH})(?:,? (?P<nw_y>{_YEAR}))?"),
    ("weekof", rf"(?:the )?week of (?P<wo_m>{_MONTH})\.? (?P<wo_d>{_DAY})"),
    ("weekday", r"(?:(?P<wd_r>this|next|last|this coming|coming) )?(?P<wd_d>monday|tuesday|wednesday|thursday|friday|saturday|sunday|tues|thurs|thur|(?<=on )(?:mon|tue|wed|thu|fri|sat|sun)|(?<=by )(?:mon|tue|wed|thu|fri|sat|sun))"),
    ("day", r"(?P<day>today|tonight|tomorrow|tmrw|tmr|yesterday|the day after tomorrow|this morning|this afternoon|this evening|right now)"),
    ("ago", rf"{_COUNT.replace('(', '(?P<ag_n>', 1)} (?P<ag_u>days?|weeks?|months?|years?) ago"),
    ("span", rf"(?P<sp_o>within|in|over|inside)(?: the| under)?(?: next| coming)?(?: about| roughly| around| approximately| less than| under)? (?:\d{{1,2}}(?: ?- ?| to | or ))?{_COUNT.replace('(', '(?P<sp_n>', 1)}(?: or so)?[ -](?P<sp_u>hours?|hrs?|days?|weeks?|wks?|months?|years?)(?:'s?)?(?P<sp_h> and a half)?(?: from now| from today| time)?"),
    ("from", rf"(?:\d{{1,2}}(?: ?- ?| to | or ))?{_COUNT.replace('(', '(?P<fr_n>', 1)} (?:more )?(?P<fr_u>days?|weeks?|months?|years?) (?:from (?:now|today)|out|away)"),
    ("feast", r"(?<!lunar )(?<!chinese )(?P<fe>" + "|".join(sorted((re.escape(f) for f in FEASTS), key=len, reverse=True)) + r"|thanksgiving)"),
    ("slash", r"(?P<sl_m>0?[1-9]|1[0-2])/(?P<sl_d>[12]\d|3[01]|0?[1-9])(?:/(?P<sl_y>20[23]\d|2\d))?"),
    ("dot", r"(?P<do_d>[12]\d|3[01]|0?[1-9])\.(?P<do_m>0?[1-9]|1[0-2])\.(?P<do_y>20[23]\d)"),
    ("year", rf"(?:(?P<y_p>early|mid|late|end of|the end of|later in|sometime in|start of|the start of|calendar)[ -](?:year )?)?(?P<y_y>{_YEAR})"),
    ("laterthis", r"(?P<lt>later this (?:year|month|week|quarter|summer|spring|fall|autumn|winter))"),
)  # fmt: skip


PATTERN = re.compile("|".join(f"(?P<as_{name}>{_BEGIN}(?:{body}){_END})" for name, body in _PATTERNS))


HINT = re.compile(
    rf"\d[/.-]\d|20[123]\d|{'|'.join(SHORT)}|day|week|month|quarter|year|\bq[1-4]|\bh[12]|[12]h\b|half|spring|summer|fall|autumn|winter|\beo[dwmqy]\b|tonight|tomorrow|tmr|now|morning|evening|noon|hour|christmas|xmas|hallow|thanks|valent|mon\b|tue|wed|thu|fri|sat|sun|decade|wks"
)


VAGUE = re.compile(
    r"\b(?:soon(?:ish)?|shortly|imminent(?:ly)?|any (?:day|moment|minute|time) now|in the (?:coming|next few|near|not[ -]too[ -]distant)(?: (?:few|couple(?: of)?))? ?(?:days|weeks|months|future)?|"
    r"(?:with)?in (?:a )?(?:few|couple(?: of)?|matter of|several|some) (?:of )?(?:hours|days|weeks|months)|over the (?:coming|next)(?: few| couple of)? (?:days|weeks|months)|around the corner|"
    r"(?:is|are|getting|gets|very|so|really) (?:close|near|nigh)(?=[ ,.!]*$|, )|(?:days|weeks|months|years) (?:away|off)|(?:close|near)(?:r)? to (?:release|launch|shipping|being released)|(?:almost|nearly|about) (?:here|ready|upon us)|in (?:days|weeks|months)(?= *(?:[,.!]|$))|coming (?:days|weeks|months)|next few (?:days|weeks|months)|in due course|eventually|later on|(?:days|weeks|months) away|weeks not months|sooner than|any week now|(?:a )?(?:few|couple|couple of) (?:days|weeks|months) (?:away|from now|out|off))\b",
)


BEFORE = re.compile(
    r"(before|prior to|ahead of|earlier than|by|until|till|til|through|on or before|no later than|not later than|at the latest by|after|following|since|from|starting|beginning|as of|as early as|as soon as|not before|no earlier than|not until|not till|no sooner than|not earlier than|past|beyond|on|in|during|within|at|for|around|about|circa|approximately|roughly|sometime in|some time in|this|of|between|late in|early in|mid)(?: the| about| around| sometime in| at least| roughly)?[ ~:]$"
)


NEGATED_UNTIL = re.compile(
    r"\b(?:not?|n't|isn't|won't|wont|don't|doesn't|never|delayed|pushed(?: back)?|postponed|slip(?:s|ped|ping)?|cannot|can't|arrive|out)\b[^.]{0,60}$"
)


STRICT = re.compile(
    r"(?:on|by|before|after|until|since|from|around|about|for|date|released?|launch(?:es|ed|ing)?|ship(?:s|ped|ping)?|drops?|coming|live|out|no later than|:|this|at|as of|of|ga|eta|goes|due)[ :(~]{0,2}$"
)


RELEASING = re.compile(r"\b(?:releas|launch|ship|drop|land|arriv|debut|com(?:es|ing)|out)[a-z]* [^.]{0,12}$")


MONTH_LEFT = re.compile(
    r"(?:as early as|as soon as|as late as|possibly|likely|maybe|perhaps|in|by|before|after|until|till|since|from|during|early|late|mid|this|next|last|around|of|for|to|through|sometime|between|and|or|end|begin|delayed|slated for|set for|expected|beginning|starting|mid-to-late)[ -]$"
)


FROM_MONTH = re.compile(rf"\bfrom (?:early |mid-?|late )?(?:{_MONTH})\.? to $")
"""What stands before the month that a thing was moved to."""


MONTH_RIGHT = re.compile(
    r" (?:release|launch|debut|rollout|ship|announcement|event|drop|date|reveal|timeline|window|target|unveiling)"
)


def operator_before(lowered: str, start: int) -> tuple[Operator | None, int]:  # noqa: C901 -- one branch a preposition
    """How the date at ``start`` is used, by the words before it, and where those words begin."""
    left = lowered[max(0, start - 40) : start]
    match = BEFORE.search(left)
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
        return (Operator.NOT_BEFORE if NEGATED_UNTIL.search(earlier) else Operator.UNTIL), place
    if word in {"before", "prior to", "ahead of", "earlier than"}:
        if re.search(
            r"(?:\bnot|n't|never|not come|no) (?:[a-z]+ ){0,6}$|\b(?:no|zero) (?:way|chance) (?:[a-z⟨⟩]+ ){0,6}$",
            earlier,
        ):
            return Operator.NOT_BEFORE, place
        return Operator.BEFORE, place
    if word in {"by", "through", "on or before", "no later than", "not later than", "at the latest by"}:
        return Operator.BY, place
    if word in {"after", "following", "past", "beyond"}:
        return Operator.AFTER, place
    if word in {"since", "from", "starting", "beginning", "as of", "as early as", "as soon as"}:
        return Operator.ON, place
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
