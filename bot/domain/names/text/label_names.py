"""Unclaimed labels as surfaces show them ("Crest Pro Alpha", "horizon-alpha")."""

from __future__ import annotations

import re

from bot.domain.names.lab_table import Words
from bot.domain.names.reading import NameCertainty, NameKind, NameReading
from bot.domain.names.text.tokens import Tokens, tokenize

_MOST = 4  # words before the last one
_NUMBERED = r"(?: \d{1,2}(?:\.\d{1,2})?|[ -]a?\d{1,4}(?:\.\d{1,2})?[bt])"  # a version, or a size of weights
_LIKE_A_MODEL = re.compile(rf"(?i)[a-z][\w.]*(?:[ -][a-z][\w.]*)*{_NUMBERED}")


def label_at(tokens: Tokens, last: int, place: int, words: Words) -> tuple[int, int] | None:
    """Find the label that ends at a token, beginning at ``place`` or later.

    None if none does.
    """
    if tokens.words[last] not in words.label_ends or last == place:
        return None
    joint = tokens.gaps[last]
    of_another = joint == " " and tokens.word(last + 1) == "of" and tokens.capital(last + 2)  # "Public Beta of A.X 5"
    if joint not in (" ", "-", "_") or of_another:
        return None
    first = last
    while first > place and last - first < _MOST and _goes_on(tokens, first, joint, words):
        first -= 1
    return (first, last + 1) if first < last else None


def _goes_on(tokens: Tokens, first: int, joint: str, words: Words) -> bool:
    """Whether the previous token belongs to the label.

    Hyphenated like the rest, or capitalized.
    """
    gap, before = tokens.gaps[first], tokens.words[first - 1]
    if joint != " ":
        return gap in (joint, "")
    if gap != " " or before in words.never or not before.isalpha():
        return False
    return tokens.capital(first - 1) and tokens.capital(first)


def introduces(tokens: Tokens, at: int, words: Words) -> bool:
    """Whether a word introduces a name: "codenamed", "called", "internal name"."""
    word = tokens.word(at)
    return word in words.naming or word in words.calling or names_of_a_kind(tokens, at, words)


def names_of_a_kind(tokens: Tokens, at: int, words: Words) -> bool:
    """Whether "name" stands at a token with what kind it is before it: "working name"."""
    return tokens.word(at) == "name" and tokens.word(at - 1) in words.of_names


def label_slug(text: str) -> str:
    """Return a label's slug: "Crest Pro Alpha" → ``label/crest-pro-alpha``.

    May be empty.
    """
    tokens = tokenize(text)
    parts: list[str] = []
    for word, gap in zip(tokens.words, tokens.gaps, strict=True):
        if parts and gap in ("", "'", "."):
            parts[-1] += gap.replace("'", "") + word
        else:
            parts.append(word)
    return "label/" + "-".join(parts) if parts else ""


def is_like_a_model(text: str) -> bool:
    """Whether an unknown name goes on like a model's.

    With a size or a version: "zephyr-9b", "Orca Titan 3".
    """
    return _LIKE_A_MODEL.fullmatch(text.strip()) is not None


def label_reading(text: str, certainty: NameCertainty = NameCertainty.LIKELY, why: str = "") -> NameReading:
    """A text read as a label."""
    return NameReading(NameKind.LABEL, label_slug(text), text, certainty=certainty, why=why)
