"""Tokens of the time grammar: words, numbers and marks, each with class and value."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.domain.time.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OTHER, NAME = "OTHER", "NAME"
_TOKEN = re.compile(r"<[^<>\n]{1,120}>|'\d\d\b|\bi/o\b|\d(?:[\w:./+-]*\w)?|[^\W_\d](?:[^\W_]|'(?=\w))*|\S")
_STAMP = re.compile(r"<(?:t:(-?\d{1,11})(?::[a-zA-Z])?|!date\^(\d{1,11})\^[^>]*)>")
_PIECE = re.compile(r"\d+\w*|[^\W_\d]+|[-/:.+]")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})([a-z]{3,9})")
_MONTH_AND_DAY = re.compile(r"([a-z]{3,9})(\d{1,2})")
_QUARTER = re.compile(r"(?:q([1-9])|([1-9])q)(?:'?(\d\d|\d{4}))?")
_HALF_YEAR = re.compile(r"(?:h([1-9])|([1-9])h)(?:'?([2-9]\d|\d{4}))?")  # "H200" is a chip
_LONGEST_DAY, _EARLIEST_YEAR = 31, 1900
_UNITS = {"d": "day", "w": "week", "wk": "week", "mo": "month", "y": "year", "yr": "year", "h": "hour", "hr": "hour"}
_UNITS |= {"m": "minute", "min": "minute", "mins": "minute", "hrs": "hour", "wks": "week", "yrs": "year"}
_UNITS |= {unit + end: unit for unit in ("minute", "hour", "day", "week", "month", "year") for end in ("", "s")}


@dataclass(frozen=True, slots=True)
class TimeToken:
    """A word or number with its class, its value, and its position in the text."""

    kind: str
    value: Any
    text: str
    start: int
    end: int


def _ints(found: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(group) for group in found.groups() if group)


def _short_year(found: re.Match[str]) -> tuple[int, int, int | None]:
    """Parse a quarter or half: number and year, two digits meaning 20xx.

    The class gives the size.
    """
    year = found[3]
    return 0, int(found[1] or found[2]), None if not year else int(year) + (2000 if len(year) == 2 else 0)  # noqa: PLR2004 - a year of two digits


def _clock(found: re.Match[str]) -> tuple[int, int, str]:
    return int(found[1]), int(found[2] or 0), (found[3] or "").lower()


# Written numbers, tried in order on a whole run of digits, letters and marks.
_NUMBERS: tuple[tuple[re.Pattern[str], str, Callable[[re.Match[str]], Any]], ...] = tuple(
    (re.compile(pattern), kind, value)
    for pattern, kind, value in (
        (r"(\d{4,6})[-/.](\d{1,2})[-/.](\d{1,2})", "ISO", _ints),
        (r"(\d{4}-\d\d-\d\d)t(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(z|[+-]\d\d:?\d\d)?", "ISOTIME", lambda found: found[0]),
        (r"(2\d{3})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", "ISO", _ints),
        (r"(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4})", "NUMERIC", lambda found: found.groups()),
        (r"(\d{1,2})(/)(\d{1,2})/(\d\d)", "NUMERIC", lambda found: found.groups()),
        (r"(\d{1,2})(/)(\d{1,2})()", "NUMERIC", lambda found: found.groups()),
        (r"(\d{1,2})(\.)(0?[1-9]|1[0-2])()", "DOTTED", lambda found: found.groups()),
        (r"(20\d\d)[-/](0[1-9]|1[0-2])", "YM", _ints),
        (r"(\d{1,2})/(20\d\d)", "MONTHYEAR", lambda found: (int(found[2]), int(found[1]))),
        (r"(\d{1,2})[:h](\d\d)(?::\d\d)?([ap]\.?m)?", "CLOCK", _clock),
        (r"(\d{1,2})()([ap]\.?m)", "HOUR", _clock),
        (r"(\d{1,2})\.(\d\d)([ap]\.?m)", "CLOCK", _clock),
        (r"(\d{1,2})(?:st|nd|rd|th)", "ORD", lambda found: int(found[1])),
        (r"((?:19|20|21)\d0)s", "DECADE", lambda found: int(found[1])),
        (r"(\d{1,4})([a-z]{1,7})", "DURATION", lambda found: (int(found[1]), _UNITS.get(found[2], ""))),
        (r"\d{5,6}", "BADYEAR", lambda found: int(found[0])),
        (r"\d{1,4}", "NUM", lambda found: int(found[0])),
    )
)


def tokenize(text: str) -> tuple[TimeToken, ...]:
    """Split a text into tokens with offsets.

    Words outside the grammar get class OTHER.
    """
    tokens: list[TimeToken] = []
    words = lexicon().phrases  # of them some have a digit: "2day"
    for found in _TOKEN.finditer(fold(text)):
        word, start = found[0], found.start()
        if word[0].isdecimal() and word not in words:
            tokens.extend(_number(word, start))
        elif (glued := _MONTH_AND_DAY.fullmatch(word)) and glued[1] in _months():
            tokens.append(_word(glued[1], start))
            tokens.extend(_number(glued[2], start + len(glued[1])))
        else:
            tokens.append(_word(word, start))
    return _with_phrases(_unglued(tokens))


def fold(text: str) -> str:
    """Fold case, apostrophes and digits, keeping the length."""
    lowered = text.replace("’", "'").replace("‘", "'")
    if lowered.isascii():
        return lowered.lower()
    return "".join(map(_plain, lowered))


@lru_cache(4096)
def _plain(letter: str) -> str:
    folded = unicodedata.normalize("NFKC", letter).lower()
    return folded if len(folded) == 1 else letter


def _months() -> frozenset[str]:
    """Return the names of the months."""
    return lexicon().months


def _word(word: str, start: int) -> TimeToken:
    end = start + len(word)
    if word[0] == "<":
        stamp = _STAMP.fullmatch(word)
        return (
            TimeToken("STAMP", int(stamp[1] or stamp[2]), word, start, end)
            if stamp
            else TimeToken(OTHER, 0, word, start, end)
        )
    if word[0] == "'" and word[1:].isdecimal():
        return TimeToken("YEAR", 2000 + int(word[1:]), word, start, end)
    if word[0] in "qh" and word[1:2].isdecimal():
        for pattern, size in ((_QUARTER, 3), (_HALF_YEAR, 6)):
            if found := pattern.fullmatch(word):
                return TimeToken("QTR", (size, *_short_year(found)[1:]), word, start, end)
    return TimeToken(OTHER, 0, word, start, end)


def _number(word: str, start: int) -> Iterator[TimeToken]:
    if token := _written_number(word, start):
        yield token
        return
    pieces = _PIECE.findall(word)
    if (glued := _DAY_AND_MONTH.fullmatch(word)) and glued[2] in _months():
        pieces = [glued[1], glued[2]]
    if "." in pieces or ":" in pieces or "+" in pieces or len(pieces) == 1:
        yield TimeToken(OTHER, 0, word, start, start + len(word))
        return
    for piece in pieces:
        yield (_written_number(piece, start) if piece[0].isdecimal() else None) or _word(piece, start)
        start += len(piece)


def _written_number(word: str, start: int) -> TimeToken | None:
    for pattern, size in ((_QUARTER, 3), (_HALF_YEAR, 6)):
        if (found := pattern.fullmatch(word)) and not (size == 6 and found[2] not in ("1", "2")):  # noqa: PLR2004 - months
            return TimeToken("QTR", (size, *_short_year(found)[1:]), word, start, start + len(word))
    for pattern, kind, value_of in _NUMBERS:
        if found := pattern.fullmatch(word):
            value = value_of(found)
            if kind == "DURATION" and not value[1]:
                return None
            named = _number_class(word, value) if kind == "NUM" else kind
            named = "HOURLY" if kind == "DURATION" and value[1] in ("hour", "minute") else named
            return TimeToken(named, value, word, start, start + len(word))
    return None


def _number_class(word: str, value: int) -> str:
    if len(word) == 4 and _EARLIEST_YEAR <= value < 2200:  # noqa: PLR2004 - digits and the last year that is read as one
        return "YEAR"
    return "DAY" if 1 <= value <= _LONGEST_DAY and len(word) <= 2 else "NUM"  # noqa: PLR2004 - digits


def _unglued(tokens: list[TimeToken]) -> list[TimeToken]:
    """Exclude numbers and words that are part of a name.

    Such are "gpt-5", "claude-3-opus-20240229", "$30" and "5%".
    """
    words = lexicon().phrases
    kept = list(tokens)
    begin = 0
    while begin < len(tokens):
        end = begin + 1
        while end < len(tokens) and tokens[end].start == tokens[end - 1].end:
            end += 1
        run = tokens[begin:end]
        if len(run) > 1 and _is_name(run, words):
            for index in range(begin, end):
                if tokens[index].text not in _CLOSING:
                    kept[index] = replace(tokens[index], kind=NAME)
        begin = end
    return kept


_CLOSING = frozenset(",;:!?()[]\"'.…*_")
_AFFIXES = frozenset("$€£#%°=\\_")


def _is_name(run: list[TimeToken], words: object) -> bool:
    core = [token for token in run if token.text not in _CLOSING]
    if len(core) > 1 and any(token.text in _AFFIXES for token in core):
        return True
    if not any(token.text in ("-", "/", "@", ".") for token in core[1:-1]):
        return False
    return any(token.kind == OTHER and token.text.isalnum() and token.text not in words for token in core)  # type: ignore[operator]


def _with_phrases(tokens: list[TimeToken]) -> tuple[TimeToken, ...]:
    """Give words the class and value of the longest lexicon phrase they form."""
    phrases = lexicon().phrases
    made: list[TimeToken] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        size = 1
        for words, kind, value in phrases.get(token.text, ()) if token.kind == OTHER else ():
            if len(words) == 1 or tuple(each.text for each in tokens[index : index + len(words)]) == words:
                size = len(words)
                end = tokens[index + size - 1].end
                token = TimeToken(kind, value, " ".join(words), token.start, end)
                break
        made.append(token)
        index += size
    return tuple(made)
