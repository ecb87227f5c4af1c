"""The days of a sentence: what the time grammar finds, by the tense of claims.

Which year a day without one means is decided by what happens on it: "is slated for 5 May" and "shipped on 5 May" are a
year apart, and "confirmed for 5 May" is no past.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from bot.domain.claims.lexicon import lexicon
from bot.domain.claims.pieces.tenses import BLOT, PRESENT, begin_of_said, is_planned, tense_of
from bot.domain.claims.tokens import Token, tokenise
from bot.domain.time import Prefer, Tense, TimeMention, TimeRole, find_times
from bot.domain.time.schedule import WEEKDAY_NAMES, find_clock
from bot.domain.time.tokens import tokenize

_OPERATORS = {
    TimeRole.BY: "by",
    TimeRole.UNTIL: "until",
    TimeRole.AFTER: "after",
    TimeRole.FROM: "not_before",
    TimeRole.NOT_BEFORE: "not_before",
    TimeRole.WITHIN: "by",
}
_DEADLINES = (TimeRole.BY, TimeRole.BEFORE, TimeRole.NOT_BEFORE)
_EARLIEST = ("as soon as", "as early as", "early as", "soon as")
_FROM_THEN_ON = ("from", "starting", "starting from", "starting on", "starting in", "beginning", "effective", "as of")
_ANY = (" a", " an", " another", " some", " any", " every")
_UNTIL = ("until", "till", "til")
_PAST_A_DAY = ("past", "beyond")
_DATED = frozenset({"release", "expected", "announce", "delay", "train"})
_ORDINALS = frozenset({"first", "second", "third", "fourth", "last"})
_BARE = frozenset({"time word", "season"})


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or period that a text names: its last ``day``, its first (``since``), and how it binds.

    ``operator`` is by, on, before, until, after, not_before or within; ``guessed`` tells that the year was supplied,
    ``relative`` that it is counted from the day of reading ("yesterday"). "Before May" has May's first day and is a
    ``period``. ``reached`` is what "wasn't out until May" says in June: it came then. ``beyond`` is what its words say
    that no day holds: "9am", the "Monday" of a Friday.
    """

    start: int
    end: int
    day: date
    operator: str = "on"
    since: date | None = None
    guessed: bool = False
    relative: bool = False
    period: bool = False
    reached: bool = False
    beyond: str = ""

    def bound(self, polarity: int) -> tuple[date, str, int]:
        """The day, how it binds and the polarity: "did not ship before May" denies once, by its operator."""
        if self.operator in ("before", "until", "not_before") and polarity < 0:
            return self.since or self.day, "not_before", 1
        if self.operator == "until":
            return self.day, "by", polarity
        if self.operator == "before" and self.period:
            return self.day - timedelta(days=1), "by", polarity
        return self.day, self.operator, polarity


def moments(text: str, tokens: Sequence[Token], now: datetime) -> Iterator[Moment]:
    """The days of a text whose names are blotted out, in order; ``tokens`` are its words, slips already repaired.

    "A Thursday" and "the coming weeks" name no day. A month beside a release is one ("a March debut").
    """
    tokens = [token for token in tokens if text[token.start] != BLOT]
    respelt, places = respelt_text(text.replace('" of ', "  of "), tokens)  # "… the first half" of next year
    prefer, found = _found(respelt, tokens, now)
    found = [one for one, after in pairwise((*found, None)) if one and not _begins_on(one, after, respelt)]
    found = _without_fairs(found, prefer, now.date())
    made = [_moment(one, places[one.lead_start], places[one.tail_end - 1] + 1, respelt, now.date()) for one in found]
    made = [replace(moment, beyond=_beyond(one)) for moment, one in zip(made, found, strict=True)]
    yield from _in_week(made, respelt)
    free = [n for n, token in enumerate(tokens) if not any(one.start <= token.start < one.end for one in made)]
    yield from _bare(text, tokens, _undated(tokens, free, found), now, prefer)


def _without_fairs(found: Sequence[TimeMention], prefer: Prefer | None, today: date) -> Sequence[TimeMention]:
    """The days, and a fair only where it is the one day and near."""
    return [one for one in found if not one.event] or [one for one in found if _is_near(one, prefer, today)]


def _is_near(fair: TimeMention, prefer: Prefer | None, today: date) -> bool:
    """Whether a fair is told by its year or tense, or is within a season."""
    return not fair.year_supplied or prefer is Prefer.PAST or abs((fair.first - today).days) <= _A_SEASON


def _in_week(made: Sequence[Moment], text: str) -> Sequence[Moment]:
    """The days, with the weekdays of a list in the week that heads it."""
    week = next((one for one in made[:1] if one.since is not None and one.day - one.since == _WEEK), None)
    if week is None or week.since is None or ":" not in text[week.end : week.end + 20]:
        return made
    inner = (one.relative and text[one.start : one.end].lower() in WEEKDAY_NAMES for one in made)
    days = [week.since + timedelta(days=one.day.weekday()) for one in made]
    return [replace(one, day=day) if so else one for one, day, so in zip(made, days, inner, strict=True)]


def _beyond(found: TimeMention) -> str:
    """What a time says beyond its day: a time of day, a weekday that it is not."""
    named = frozenset({"DAYPART"} | ({"WEEKDAY"} if found.note.endswith(f"{found.first:%A}") else set()))
    told = [token.text for token in tokenize(found.text) if token.kind in named]
    if told or (clock := find_clock(found.text)) is None:
        return " ".join(told) or (found.text if found.moment is not None and not found.relative else "")
    return found.text[clock]


def _found(text: str, tokens: Sequence[Token], now: datetime) -> tuple[Prefer | None, Sequence[TimeMention]]:
    """The days, and which year one without it means: a quote has its own tense."""
    place = begin_of_said(text, tokens)
    prefer, found = _of_one_frame(text, tokens[place:], now)
    if not place:
        return prefer, found
    begin = tokens[place].start
    head = [one for one in find_times(text, now, prefer=Prefer.PAST) if _names_a_day(one, text)]
    return prefer, [one for one in head if one.start < begin] + [one for one in found if one.start >= begin]


def _of_one_frame(text: str, tokens: Sequence[Token], now: datetime) -> tuple[Prefer | None, Sequence[TimeMention]]:
    prefer = tense_of(tokens)
    found = [one for one in find_times(text, now, prefer=prefer) if _names_a_day(one, text)]
    if prefer is Prefer.PAST:
        found = [_by_its_verb(one, text, now) for one in found]
    open_ = prefer is Prefer.NONE or (prefer is Prefer.PAST and is_planned(tokens))
    if not open_ or not any(one.role in _DEADLINES and one.last < now.date() for one in found):
        return prefer, found
    prefer = Prefer.FUTURE  # "Sora 3 before Christmas": a deadline without a tense is still to come
    return prefer, [one for one in find_times(text, now, prefer=prefer) if _names_a_day(one, text)]


def _begins_on(one: TimeMention, after: TimeMention | None, text: str) -> bool:
    """Whether a feast's own day is told: "before Lunar New Year begins on 6 May"."""
    return after is not None and _BEGINS.fullmatch(text, one.end, after.lead_start) is not None


def _by_its_verb(found: TimeMention, text: str, now: datetime) -> TimeMention:
    """A day by the present verb, or the "now", before it: "Sets 8 May for X"."""
    verb = text[: found.start].rpartition(" ")[0].rpartition(" ")[2]
    if verb == "now" and found.year_supplied:
        return next((one for one in find_times(text, now, prefer=Prefer.FUTURE) if one.start == found.start), found)
    plain = found.year_supplied and found.lead_start == found.start and found.tense is Tense.PRESENT
    if not plain or not verb.endswith("s") or verb in PRESENT:
        return found
    return next((one for one in find_times(text, now, prefer=Prefer.NONE) if one.start == found.start), found)


def _undated(tokens: Sequence[Token], free: Sequence[int], found: Sequence[TimeMention]) -> Sequence[int]:
    """Which free places a bare month may have, those in brackets first: all, where no day was found.

    Else the head of "April: Opus 4.7 on the 6th", and what stands alone in brackets: "Grok 5 (Jan 5), GPT-7 (June)".
    """
    ordinal = all(_ORDINAL_DAY.fullmatch(one.text) for one in found)
    head = next((n for n, token in enumerate(tokens) if token.norm in _LISTS), 0) if ordinal else 0
    inner = [n for n in free if _in_brackets(tokens, n)]
    return inner + [n for n in free if n not in inner and (n < head or not found)]


_ORDINAL_DAY = re.compile(r"(?:the )?\d{1,2}(?:st|nd|rd|th)", re.IGNORECASE)
_LONG = 6  # letters of a word that is told with two of them left out
_BEFORE_A_VERB = frozenset({"n't", "not", "to", "will", "can", "could", "would"})
_A_SEASON = 120  # days
_WEEK = timedelta(days=6)  # from its first day to its last
_LISTS = frozenset({":", "→"})
_MORE_DIGITS = re.compile(r",\d")
_SHARED = re.compile(r" of (?!(?:the|a|this|next) year|\d)")
_SOLD = re.compile(r" per\b")
_BEGINS = re.compile(r"(?: holidays?)? (?:starts|begins) ")
_BEFORE_WHAT = re.compile(rf"\bbefore (?!.*\b(?:launch|release|debut))[^,.;:{BLOT}]{{3,60}}$", re.IGNORECASE)


def _names_a_day(found: TimeMention, text: str) -> bool:
    if found.text[-1:].isdecimal() and (_MORE_DIGITS.match(text, found.end) or _SOLD.match(text, found.end)):
        return False  # "March 20,260" and "6/30 per million" are no days
    if _SHARED.match(text, found.end) and found.text.lower().endswith("a quarter"):
        return False  # "less than a quarter of the price"
    before = text[: found.start].rstrip().lower()
    named = found.first == found.last and not any(letter.isdecimal() for letter in found.text)
    if named and before.endswith(_ANY):
        return False  # "on a Friday", "some April Fools joke"
    inner = tokenise(found.text)
    return not any(entry.name == "vague" for entry in lexicon().at(inner, 0, len(inner))[1])


def _bare(
    text: str, tokens: Sequence[Token], places: Sequence[int], now: datetime, prefer: Prefer | None
) -> Iterator[Moment]:
    """A month, season or weekday without its preposition: "a March debut".

    Each in brackets or behind a name is one, or else the first.
    """
    released, found = _is_dated(tokens), False
    for place in places:
        behind_name = text[tokens[place].start - 2 : tokens[place].start - 1] == BLOT
        if found and not _in_brackets(tokens, place) and not behind_name:
            continue
        token, stop = tokens[place], _end_of_bare(tokens, place, released=released)
        if not stop or _SOLD.match(text, stop) or _of_any_week(tokens, place):
            continue
        before = tokens[place - 1] if place and tokens[place - 1].norm in _ORDINALS else token
        made = next((one for at in (before, token) if (one := _placed(text, at.start, stop, now, prefer))), None)
        if made is not None:
            yield made
            found = True


def _end_of_bare(tokens: Sequence[Token], place: int, *, released: bool) -> int:
    """Where a month, a season, a weekday or, beside a release, a "4/28" ends that begins at a place; 0 without one."""
    if released and _month_and_day([one.norm for one in tokens[place : place + 3]]):
        return tokens[min(place + 2, len(tokens) - 1)].end
    if place and tokens[place - 1].norm in _BEFORE_A_VERB:
        return 0  # "don't fall for it"
    entries = lexicon().at(tokens, place, len(tokens))[1]
    return tokens[place].end if any(entry.name in _BARE for entry in entries) else 0


def _in_brackets(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word stands alone in brackets: "Grok 5 (Feb)"."""
    return 0 < place < len(tokens) - 1 and (tokens[place - 1].norm, tokens[place + 1].norm) == ("(", ")")


def _is_dated(tokens: Sequence[Token]) -> bool:
    """Whether a word speaks of a release, which has a day."""
    found = (lexicon().at(tokens, place, len(tokens))[1] for place in range(len(tokens)))
    return any(entry.name in _DATED for entries in found for entry in entries)


def _of_any_week(tokens: Sequence[Token], place: int) -> bool:
    """Whether "on a Friday" names no day."""
    return tokens[place].norm in WEEKDAY_NAMES and place > 0 and tokens[place - 1].norm in ("a", "an")


def _placed(text: str, start: int, end: int, now: datetime, prefer: Prefer | None) -> Moment | None:
    """A day or period without its preposition, read with one."""
    for lead in ("in the ", "in ", "on "):
        if made := find_times(lead + text[start:end], now, prefer=prefer):
            return _moment(made[0], start, end, lead, now.date())
    return None


def _month_and_day(norms: Sequence[str]) -> bool:
    """Whether three tokens are a day as Americans write it: "4/28"."""
    if len(norms) < 3 or norms[1] != "/" or not (norms[0].isdecimal() and norms[2].isdecimal()):  # noqa: PLR2004 - three tokens: 5, /, 1
        return False
    return 1 <= int(norms[0]) <= 12 and 1 <= int(norms[2]) <= 31  # noqa: PLR2004 -- months and days


def respelt_text(text: str, tokens: Sequence[Token]) -> tuple[str, list[int]]:
    """The text with its misspelt words written right, and for every letter its place in the text as typed."""
    letters: list[str] = []
    places: list[int] = []
    place = 0
    for token in tokens:
        word = text[token.start : token.end]
        if (
            BLOT in word
            or not token.word
            or token.norm == word.lower()
            or "'" in word
            or abs(len(token.norm) - len(word)) > (len(token.norm) >= _LONG) + 1
        ):
            continue
        letters.append(text[place : token.start])
        places += range(place, token.start)
        letters.append(token.norm)
        places += [min(token.start + n, token.end - 1) for n in range(len(token.norm) - 1)] + [token.end - 1]
        place = token.end
    letters.append(text[place:])
    places += [*range(place, len(text)), len(text)]
    return "".join(letters), places


def _moment(found: TimeMention, start: int, end: int, text: str, today: date) -> Moment:
    """A time as a day with its operator; a period is *within* its first and last day, "since May" within May."""
    first, last, lead = found.first, found.last, text[found.lead_start : found.start].strip().lower()
    guessed, relative = found.year_supplied, found.relative
    if found.role in (TimeRole.FROM, TimeRole.NOT_BEFORE):
        return _from_a_time(found, lead, today, _at_a_time(found, start, end, text))
    if found.role is TimeRole.BEFORE:
        if found.ending:
            return Moment(start, end, last, "by", None, guessed, relative)
        return Moment(start, end, first, "before", first, guessed, relative, period=first != last)
    if found.role is TimeRole.AFTER and lead in _PAST_A_DAY:
        return Moment(start, end, last + timedelta(days=1), "not_before", None, guessed, relative)
    if operator := _OPERATORS.get(found.role):
        return Moment(start, end, last, operator, first if operator == "until" else None, guessed, relative)
    return _at_a_time(found, start, end, text)


def _from_a_time(found: TimeMention, lead: str, today: date, at: Moment) -> Moment:
    """A time from which something is so: within it where it began; ``at`` is the time as one that only says when."""
    starts, later = lead in _EARLIEST + _FROM_THEN_ON, found.tail_end > found.end  # "or later"
    if found.role is TimeRole.FROM and not later and (starts or found.first <= today):
        return replace(at, day=found.last, operator="within", since=found.first)
    past = found.tense is Tense.PAST and found.first <= today
    if found.role is TimeRole.NOT_BEFORE and past and lead.endswith(_UNTIL):
        return replace(at, reached=True)
    return replace(at, day=found.first, operator="not_before", since=None)


def _at_a_time(found: TimeMention, start: int, end: int, text: str) -> Moment:
    """A time that only says when, or "before the holiday begins on 5 May"."""
    first, last, single = found.first, found.last, found.first == found.last
    operator, since = ("on", None) if single else ("within", first)
    if single and found.role is TimeRole.ON and _BEFORE_WHAT.search(text[: found.lead_start].rstrip()):
        operator, since = "before", first
    return Moment(start, end, last, operator, since, found.year_supplied, found.relative)
