"""What a sentence behind another makes of it: "No.", "It isn't."."""

from __future__ import annotations

from bot.domain.claims.attribution import AUXILIARIES
from bot.domain.claims.lexicon import lexicon, repaired
from bot.domain.claims.tokens import Token, tokenise

_LAUGHS = frozenset({"lol", "lmao", "haha", "bruh", "bro", "nah", "nope", "no", ","})
_NOES = (["no"], ["nope"], ["nah"], ["not"])
_STOPS = frozenset({",", ".", "!", "—"})
_PRONOUNS = frozenset({"it", "that", "this", "they", "which"})
_NOTS = frozenset({"not", "n't", "never"})
_AFFIRMED = _NOTS | {"true", "so", "real", "happen", "happened"}
_FEW = 4  # words of an answer


def is_denied_by(answer: str, *, asked: bool, denied: bool) -> bool:
    """Whether the next sentence denies what is asked or said.

    What is ``denied`` already "Never happened." only repeats.
    """
    return _says_no(answer) if asked else _takes_back(answer) or (not denied and _denies(answer))


def _says_no(answer: str) -> bool:
    """Whether a sentence behind a question answers no: "No.", "Nope", "Google says no", "Pure fiction"."""
    words = [token.norm for token in tokenise(answer) if token.word]
    return _denies(answer) or words[:1] in _NOES or (bool(words) and len(words) <= _FEW and words[-1:] in _NOES)


def _denies(answer: str) -> bool:
    """Whether a sentence is a denial that ends or pauses: "Not happening, sorry"."""
    tokens = _behind_laughs(answer)
    length, entries = lexicon().at(tokens, 0, len(tokens)) if tokens else (0, ())
    if len(tokens) > 1 and not any(entry.name in ("denial", "negation") for entry in entries):
        tokens = tokens[1:]  # "total myth m8"
        length, entries = lexicon().at(tokens, 0, len(tokens))
    ends = sum(not token.glued for token in tokens[length:]) <= 1 or tokens[length].norm in _STOPS
    denies = length > 1 and all(entry.name == "negation" for entry in entries)  # "no chance", "anything but"
    return ends and (denies or any(entry.name == "denial" for entry in entries))


def _behind_laughs(answer: str) -> list[Token]:
    """The words of an answer with their slips repaired, without "lol" and the like before them."""
    tokens = [token._replace(norm=repaired(token.norm)) if token.word else token for token in tokenise(answer)]
    while len(tokens) > 1 and tokens[0].norm in _LAUGHS and lexicon().at(tokens, 0, len(tokens))[0] <= 1:
        tokens = tokens[1:]
    return tokens


def _takes_back(sentence: str) -> bool:
    """Whether a sentence behind another only says that it is not so.

    "It isn't.", "That's not true.", "Never happened.".
    """
    words = [token.norm for token in tokenise(sentence) if token.word or token.norm == "n't"]
    denied = words[:1] and words[0] in _PRONOUNS | _NOTS and not _NOTS.isdisjoint(words)
    return bool(denied) and all(word in _PRONOUNS | AUXILIARIES | _AFFIRMED for word in words)
