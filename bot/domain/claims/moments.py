"""The days of a sentence: what the time grammar finds, by the tense of claims.

Which year a day without one means is decided by what happens on it: "is slated for 5 May" and "shipped on 5 May" are a
year apart, and "confirmed for 5 May" is no past.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.claims.lexicon import lexicon
from bot.domain.claims.pieces.tenses import BLOT, begin_of_said, tense_of
from bot.domain.claims.tokens import Token, tokenise
from bot.domain.time import Prefer, Tense, TimeMention, TimeRole, find_times, may_name_a_time
from bot.domain.time.schedule import WEEKDAY_NAMES, find_clock
from bot.domain.time.tokens import tokenize

_OPERATORS = {
    TimeRole.BY: "by",
    TimeRole.UNTIL: "until",
    TimeRole.AFTER: "after",
    TimeRole.WITHIN: "by",
}
_DEADLINES = (TimeRole.BY, TimeRole.BEFORE, TimeRole.NOT_BEFORE)
_ANY = (" a", " an", " another", " some", " any", " every")
_ORDINALS = frozenset({"first", "second", "third", "fourth", "last"})
_BARE = frozenset({"time word", "season"})
_BEFORE_A_VERB = frozenset({"n't", "not", "to", "will", "can", "could", "would"})
_A_SEASON = 120  # days
_UNTIL = ("until", "till", "til")
_MORE = re.compile(r",\d| per\b")  # "March 20,260" and "6/30 per million" are no days
_SHARED = re.compile(r" of (?!(?:the|a|this|next) year|\d)")  # "less than a quarter of the price"


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

    "A Thursday" and "the coming weeks" name no day. A month without its preposition is one ("a March debut").
    """
    tokens = [token for token in tokens if text[token.start] != BLOT]
    respelt, places = respelt_text(text.replace('" of ', "  of "), tokens)  # "… the first half" of next year
    if not may_name_a_time(respelt):
        return
    prefer, found = _found(respelt, tokens, now)
    kept = _without_fairs(found, now.date())
    came = [_has_come(one, respelt, now.date()) for one in kept]
    spans = [(places[one.lead_start], places[one.tail_end - 1] + 1) for one in kept]
    made = [_moment(one, *span, reached=so) for one, span, so in zip(kept, spans, came, strict=True)]
    yield from made
    open_ = (n for n in range(len(tokens)) if not found or _in_brackets(tokens, n))
    free = [n for n in open_ if not any(one.start <= tokens[n].start < one.end for one in made)]
    yield from _bare(text, tokens, free, now, prefer)


def _in_brackets(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word stands alone in brackets: "Grok 5 (Feb)"."""
    return 0 < place < len(tokens) - 1 and (tokens[place - 1].norm, tokens[place + 1].norm) == ("(", ")")


def _without_fairs(found: Sequence[TimeMention], today: date) -> Sequence[TimeMention]:
    """The days, and a fair only where it is the one day, and told with its year or within a season."""
    near = (one for one in found if not one.year_supplied or abs((one.first - today).days) <= _A_SEASON)
    return [one for one in found if not one.event] or [*near]


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
    prefer = tense_of(tokens[place:])
    found = _days(text, now, prefer)
    if prefer is Prefer.NONE and any(one.role in _DEADLINES and one.last < now.date() for one in found):
        prefer = Prefer.FUTURE  # "Sora 3 before Christmas": a deadline without a tense is still to come
        found = _days(text, now, prefer)
    if not place:
        return prefer, found
    begin, head = tokens[place].start, _days(text, now, Prefer.PAST)
    return prefer, [one for one in head if one.start < begin] + [one for one in found if one.start >= begin]


def _days(text: str, now: datetime, prefer: Prefer | None) -> Sequence[TimeMention]:
    return [one for one in find_times(text, now, prefer=prefer) if _names_a_day(one, text)]


def _names_a_day(found: TimeMention, text: str) -> bool:
    """Whether a time is more than "on a Friday", "some April Fools joke" or "soon"."""
    if found.text[-1:].isdecimal() and _MORE.match(text, found.end):
        return False
    if found.text.lower().endswith("a quarter") and _SHARED.match(text, found.end):
        return False
    numbered = any(letter.isdecimal() for letter in found.text)
    if found.first == found.last and not numbered and text[: found.start].rstrip().lower().endswith(_ANY):
        return False
    inner = tokenise(found.text)
    return not any(entry.name == "vague" for entry in lexicon().at(inner, 0, len(inner))[1])


def _bare(
    text: str, tokens: Sequence[Token], places: Sequence[int], now: datetime, prefer: Prefer | None
) -> Iterator[Moment]:
    """The months, seasons and weekdays without their prepositions: "a March debut"."""
    for place in places:
        token, before = tokens[place], tokens[max(0, place - 1)]
        any_week = before.norm in ("a", "an") and token.norm in WEEKDAY_NAMES
        names = {entry.name for entry in lexicon().at(tokens, place, len(tokens))[1]}
        if any_week or before.norm in _BEFORE_A_VERB or names.isdisjoint(_BARE):
            continue  # "don't fall for it"
        start = before.start if before.norm in _ORDINALS else token.start
        made = next((one for at in (start, token.start) if (one := _placed(text, at, token.end, now, prefer))), None)
        yield from filter(None, (made,))


def _placed(text: str, start: int, end: int, now: datetime, prefer: Prefer | None) -> Moment | None:
    """A day or period without its preposition, read with one."""
    read = (find_times(lead + text[start:end], now, prefer=prefer) for lead in ("in the ", "in ", "on "))
    return next((_moment(found[0], start, end) for found in read if found), None)


def respelt_text(text: str, tokens: Sequence[Token]) -> tuple[str, Sequence[int]]:
    """The text with its misspelt words written right, and for every letter its place in the text as typed."""
    letters: list[str] = []
    places: list[int] = []
    place = 0
    for token in tokens:
        word = text[token.start : token.end]
        if token.norm == word.lower() or not token.word or "'" in word:
            continue
        if text.startswith("-", token.end) and len(tokenise(word)) > 1:
            continue  # "im-also-…"
        letters += (text[place : token.start], token.norm)
        places += range(place, token.start)
        places += [min(token.start + n, token.end - 1) for n in range(len(token.norm) - 1)] + [token.end - 1]
        place = token.end
    return "".join((*letters, text[place:])), [*places, *range(place, len(text) + 1)]


def _has_come(found: TimeMention, text: str, today: date) -> bool:
    """Whether a time is the one that something "wasn't out until"."""
    told = found.role is TimeRole.NOT_BEFORE and found.tense is Tense.PAST and found.first <= today
    return told and text[found.lead_start : found.start].strip().lower().endswith(_UNTIL)


def _moment(found: TimeMention, start: int, end: int, *, reached: bool = False) -> Moment:
    """A time as a day with its operator; a period is *within* its first and last day, "since May" within May."""
    first, single = found.first, found.first == found.last
    operator, since = ("on", None) if single else ("within", first)
    made = Moment(start, end, found.last, operator, since, found.year_supplied, found.relative, beyond=_beyond(found))
    if found.role is TimeRole.FROM and found.tail_end == found.end:
        return replace(made, operator="within", since=first)
    if reached:
        return replace(made, reached=True)
    if found.role in (TimeRole.FROM, TimeRole.NOT_BEFORE):  # "from May or later"
        return replace(made, day=first, operator="not_before", since=None)
    if found.role is TimeRole.BEFORE and not found.ending:
        return replace(made, day=first, operator="before", since=first, period=not single)
    operator = "by" if found.role is TimeRole.BEFORE else _OPERATORS.get(found.role, "")
    return replace(made, operator=operator, since=first if operator == "until" else None) if operator else made
