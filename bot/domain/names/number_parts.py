"""Numbers in names, told apart by form: date stamps, sizes, versions, amounts."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name

from bot.domain.names.lab_table import Words
from bot.domain.names.text.tokens import Tokens

_VERSION = re.compile(r"\d{1,2}(?:\.\d{1,2})?(?:\.\d)?")
_SHORT_STAMP = re.compile(r"(?:2[3-9](?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])[0-3]\d)")
_YEAR = re.compile(r"20[2-4]\d")
_PAIR = re.compile(r"\d\d")
_FULL = re.compile(r"20\d{6}")
_BUILD = re.compile(r"0\d\d")
_LAST_MONTH = "12"
MONTHS = frozenset(name.casefold() for names in (month_name, month_abbr) for name in names if name)
_MILLIONS = re.compile(r"[1-9]\d\d")
_SIZES = frozenset({"b", "t"})
_ID_SIZES = frozenset({"b", "t", "k", "m", "e"})
_GLUED_UNITS = frozenset({"b", "t", "x", "k", "m"})
_SMALL_ONES = frozenset({"0.1", "0.5"})


def is_version(word: str) -> bool:
    """Whether a number can be a version: 5, 5.5, 4.20, 2.5.1.

    Of numbers that begin with a zero, only 0.1 and 0.5 can.
    """
    return bool(_VERSION.fullmatch(word)) and (word[0] != "0" or word in _SMALL_ONES or "." in word)


def is_build(word: str) -> bool:
    """Whether a number counts builds of one model (001)."""
    return bool(_BUILD.fullmatch(word))


def stamp_at(tokens: Tokens, at: int, *, tight: bool, late: bool) -> tuple[str, int] | None:
    """Parse a date stamp at a token, with its token count: 20260922, 2026-09-22, 0528.

    It may be 05-20, 09-2025, 2025-09 or 2507, too. ``tight``: no mere space precedes it; ``late``: parts of the name
    precede it.
    """
    word = tokens.words[at]
    if tight and _FULL.fullmatch(word):
        return word, 1
    if tight and tokens.gap(at + 1) in ("-", "_") and (found := _dashed_stamp(tokens, at, late=late)):
        return found
    free = tokens.gap(at + 1) != "" or not tokens.word(at + 1).isascii()
    if free and _SHORT_STAMP.fullmatch(word) and (tight or word[0] == "0"):
        return word, 1
    return None


def _dashed_stamp(tokens: Tokens, at: int, *, late: bool) -> tuple[str, int] | None:
    word, second, third = tokens.words[at], tokens.word(at + 1), tokens.word(at + 2)
    if _YEAR.fullmatch(word) and _PAIR.fullmatch(second) and _PAIR.fullmatch(third):
        return word + second + third, 3
    if late and _YEAR.fullmatch(word) and _PAIR.fullmatch(second) and second <= _LAST_MONTH:
        return word + second, 2
    if not _PAIR.fullmatch(word) or not (late or word[0] == "0"):
        return None
    if _YEAR.fullmatch(second):
        return second + word, 2
    return (f"{word}-{second}", 2) if _PAIR.fullmatch(second) and word <= _LAST_MONTH else None


def size_at(tokens: Tokens, at: int, words: Words, *, in_id: bool) -> int:
    """Count the tokens of a size at a token (27b, 8x7b, 2.4t, in ids also 128k).

    It is 0 where there is none.
    """
    unit = tokens.word(at + 1) if tokens.gap(at + 1) == "" else ""
    if unit == "x" and tokens.gap(at + 2) == tokens.gap(at + 3) == "" and tokens.word(at + 3) == "b":
        return 4
    return 2 if unit in (_ID_SIZES if in_id else _SIZES) and tokens.word(at + 2) not in words.units else 0


def millions_at(tokens: Tokens, at: int, words: Words) -> int:
    """Count the tokens of a small model's size behind its version.

    "Gemma 5 270m" has two; 0 for an amount of anything else.
    """
    behind = tokens.word(at + 2)
    counts = any(behind in known for known in (words.units, words.limits, words.plans, words.counting))
    glued = tokens.gap(at + 1) == "" and tokens.word(at + 1) == "m" and tokens.gap(at + 2) != ""
    return 2 if glued and not counts and _MILLIONS.fullmatch(tokens.words[at]) else 0


def minor_at(tokens: Tokens, at: int) -> bool:
    """Whether a minor version, and not a date, follows a hyphen at a token ("4-5")."""
    word, following = tokens.word(at), tokens.word(at + 1)
    if tokens.gap(at) not in ("-", "_") or not word.isdecimal() or word[0] == "0" or len(word) > len("45"):
        return False
    if tokens.gap(at + 1) == "" and following in _GLUED_UNITS:
        return False
    return not (tokens.gap(at + 1) == "-" and _PAIR.fullmatch(word) and _PAIR.fullmatch(following))


def amount_before(tokens: Tokens, at: int, words: Words) -> bool:
    """Whether a token makes the number before it an amount ("30 days", "5x", "3/4")."""
    gap, following = tokens.gap(at), tokens.word(at)
    if gap[:1] in ("%", "$"):
        return True
    if gap in ("/", ":", ",") and following[:1].isdecimal():
        return True
    if gap == "" and following:
        return following.isascii()
    return gap == " " and following in words.units and following != "of"
