"""What a sentence behind another makes of it: "No.", "It isn't."."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.claims.attribution import AUXILIARIES
from bot.domain.claims.lexicon import LexiconEntry, lexicon
from bot.domain.claims.tokens import tokenise

_LAUGHS = frozenset({"lol", "lmao", "haha", "bruh", "bro", "nah", "nope", "no", ","})
_NOES = (["no"], ["nope"], ["nah"], ["not"])
_STOPS = frozenset({",", ".", "!", "—"})
_PRONOUNS = frozenset({"it", "that", "this", "they", "which"})
_AFFIRMED = frozenset({"not", "n't", "true", "so", "real"})
_FEW = 4  # words of an answer


def says_no(answer: str) -> bool:
    """Whether a sentence behind a question answers no: "No.", "Nope", "Google says no", "Pure fiction"."""
    tokens, words = tokenise(answer), [token.norm for token in tokenise(answer) if token.word]
    while len(tokens) > 1 and tokens[0].norm in _LAUGHS:
        tokens = tokens[1:]
    length, entries = lexicon().at(tokens, 0, len(tokens)) if tokens else (0, ())
    ends = length >= len(tokens) - 1 or tokens[length].norm in _STOPS
    if ends and (any(entry.name == "denial" for entry in entries) or (length > 1 and _all_deny(entries))):
        return True
    return words[:1] in _NOES or (bool(words) and len(words) <= _FEW and words[-1:] in _NOES)


def _all_deny(entries: Sequence[LexiconEntry]) -> bool:
    return bool(entries) and all(entry.name == "negation" for entry in entries)  # "no chance", "anything but"


def takes_back(sentence: str) -> bool:
    """Whether a sentence behind another only says that it is not so.

    "It isn't.", "That's not true.", "Nope.".
    """
    words = [token.norm for token in tokenise(sentence) if token.word or token.norm == "n't"]
    denied = words[:1] and words[0] in _PRONOUNS and ("not" in words or "n't" in words)
    return bool(denied) and all(word in _PRONOUNS | AUXILIARIES | _AFFIRMED for word in words)
