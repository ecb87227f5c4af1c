"""The names of a sentence without the verbs, sizes and scores that the reader of names ties to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.domain.claims.lexicon import LexiconEntry, lexicon, repaired
from bot.domain.claims.pieces.tenses import BLOT
from bot.domain.claims.tokens import Token
from bot.domain.names.lab_table import lab_table
from bot.domain.names.reading import Mention, NameCertainty, NameKind

_HEADLINE = frozenset({
    "release", "announce", "delay", "cancel", "retire", "price", "score", "ahead", "behind", "equal", "train", "finish",
    "start", "holds", "change", "may", "report", "expected", "open weights", "trace", "exist", "becomes", "be",
})  # fmt: skip
_LETTERS = 4  # of a word that may be a new name
_CAPITALS = 0.6  # the share of words with a capital above which a text is a title
_FEW = 2  # names with a size behind, which may be part of them
_MOST = 3  # pieces of names that are none, in a sentence
_BARE = re.compile(r"\d+\.\d+")
_SIZED = re.compile(r"(?<=\S )\d+(?:\.\d+)?T$", re.IGNORECASE)  # no model is told apart by trillions
_PARAMETERS = re.compile(r"(?<=\S )\d+(?:\.\d+)?[BT]$", re.IGNORECASE)
_SCORED = re.compile(r"(?<=\S )[2-9]\d\.\d$")  # no model has come to its twentieth version
_BETWEEN = frozenset({"and", ",", "/", "n", "&"})
FindNames = Callable[[str], Sequence[Mention]]
"""Finds the names of a text, in order."""


def names_apart(names: FindNames, text: str, tokens: Sequence[Token]) -> Sequence[Mention]:
    """The names of a text; "Pulled" of "Fable 5.1 Pulled From Foundry" and "2.50" of "output is 2.50" are none."""
    found = names(text)
    several = sum(_PARAMETERS.search(one.text) is not None for one in found) > _FEW  # "GLM-5 744B, Step 3 196B, …"
    sized = _PARAMETERS if several or _sized(tokens) else _SIZED
    for _ in range(_MOST):
        tied = [(one, length) for one in found if (length := _tied(one, tokens, sized))]
        if not tied:
            break
        for one, length in tied:
            text = text[: one.end - length] + BLOT * length + text[one.end :]
        found = names(text)
    return [_with_new_word(one, text, tokens, names) for one in found]


def _with_new_word(one: Mention, text: str, tokens: Sequence[Token], names: FindNames) -> Mention:
    """A family with a word behind it that is written as a name and is no word we know: "Claude Sonata"."""
    after = next((n for n, token in enumerate(tokens) if token.start == one.end + 1), None)
    if one.best.kind is not NameKind.FAMILY or after is None or text[one.end] != " " or not _new(tokens[after], text):
        return one
    word = text[tokens[after].start : tokens[after].end]
    if not one.text[:1].isupper() or _shouted(text) or not _may_end(one, word, names):
        return one
    best = one.best
    made = replace(
        best,
        kind=NameKind.GRAMMAR,
        slug=f"{best.slug}-{word.lower()}",
        name=f"{best.name} {word}",
        variant=word.lower(),
        certainty=NameCertainty.LIKELY,
        members=(),
        why="a name no list has shown yet",
    )
    return replace(one, end=tokens[after].end, text=f"{one.text} {word}", readings=(made,))


def _may_end(one: Mention, word: str, names: FindNames) -> bool:
    """Whether the reader of names takes a word behind a version of that family for a part of the name."""
    return any(read.text.endswith(word) for read in names(f"{one.text} 9 {word}")[:1])


def _new(token: Token, text: str) -> bool:
    """Whether a word is written as a name, and is neither one of ours, nor everyday English, nor a slip of either."""
    word, words = text[token.start : token.end], lexicon()
    known = token.norm in words.vocabulary or token.norm in words.ordinary or repaired(token.norm) != token.norm
    told = token.norm in lab_table().words.common
    return len(word) >= _LETTERS and word.isalpha() and word.istitle() and not known and not told


def _shouted(text: str) -> bool:
    """Whether most words of a text have a capital, so that capitals tell no names."""
    words = [word for word in text.split() if word[:1].isalpha()]
    return sum(word[0].isupper() for word in words) > _CAPITALS * len(words)


def _sized(tokens: Sequence[Token]) -> bool:
    """Whether parameters are spoken of, and no number of their own stands before them."""
    at = next((n for n, token in enumerate(tokens) if token.norm.startswith("param")), -1)
    return at >= 0 and not (at > 1 and len(tokens[at - 1].norm) > 1 and tokens[at - 2].number)


def _tied(one: Mention, tokens: Sequence[Token], sized: re.Pattern[str]) -> int:
    """How many letters at the end of a name are none of it."""
    if _ends_in_verb(one):
        return len(one.text) - one.text.rindex(" ") - 1
    if _BARE.fullmatch(one.text):
        return len(one.text) * _counts(one, tokens)
    if one.best.kind is NameKind.LEDGER:
        return 0
    slash = any(0 <= token.start - one.end < 2 and token.norm == "/" for token in tokens)  # noqa: PLR2004 - "GLM-4.5 355B / 32B"
    ending = (_PARAMETERS if slash else sized).search(one.text) or _SCORED.search(one.text)
    return len(ending[0]) if ending else 0


def _counts(one: Mention, tokens: Sequence[Token]) -> bool:
    """Whether a bare version is a number: a price ("2.50"), or with its unit behind it or a number beside it."""
    whole, _, cents = one.text.partition(".")
    if whole == "0" or (len(cents) > 1 and cents.endswith("0") and _priced(tokens)):
        return True
    place = next((n for n, token in enumerate(tokens) if token.start == one.start), None)
    if place is None:
        return False
    return _unit_follows(tokens, place + 1) or _beside_a_number(tokens, place) or _is_margin(tokens, place)


def _is_margin(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number at the end is a margin: "… past Grok 5 by 1.2"."""
    before = [token.norm for token in tokens[max(0, place - 2) : place]]
    return before[1:] == ["by"] and not before[0].endswith(("ed", "en")) and not any(one.word for one in tokens[place:])


def _priced(tokens: Sequence[Token]) -> bool:
    """Whether a sentence speaks of prices; elsewhere "4.20" may well be a version."""
    return any(_of_class(token, "price", "currency", "input", "output", "cheaper", "dearer") for token in tokens)


def _unit_follows(tokens: Sequence[Token], place: int) -> bool:
    """Whether what stands behind a number is what it counts: "6.3 on output", "2.2 per mil", "4.5 points"."""
    if place >= len(tokens):
        return False
    length, entries = lexicon().at(tokens, place, len(tokens))
    after = tokens[place + 1 : place + 3]
    if tokens[place].norm == "per" or (tokens[place].norm == "/" and tokens[place].glued):
        return any(_of_class(one, "per") for one in after[:1])
    if tokens[place].norm == "in" and any(one.number for one in after[:1]):
        return [one.norm for one in after[1:]] == ["out"]  # "1.5 in 9 out"
    ways = length > 1 or tokens[place].norm in ("input", "output")
    return any(
        (entry.name == "way" and ways) or (entry.name == "unit" and entry.means in ("%", "points", "elo", "x"))
        for entry in entries
    )


def _beside_a_number(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number that counts as one stands right before it.

    "0.55 and 2.2", "55 cents in, 2.19 out".
    """
    if place < 2 or tokens[place - 1].norm not in _BETWEEN:  # noqa: PLR2004 -- a number and its joint
        return False
    before = tokens[place - 2]
    goes_out = before.norm == "in" and "".join(token.norm for token in tokens[place + 1 : place + 2]) == "out"
    return goes_out or (before.number and before.norm.startswith("0."))


def _of_class(token: Token, *names: str) -> bool:
    return any(len(entry.tokens) == 1 and entry.name in names for entry in _entries(token))


def _entries(token: Token) -> tuple[LexiconEntry, ...]:
    return lexicon().by_first.get(token.norm, ())


def _ends_in_verb(one: Mention) -> bool:
    """Whether a name nobody listed ends in a word of what happens to models."""
    last = one.text.rpartition(" ")[2].lower()
    if one.best.kind not in (NameKind.GRAMMAR, NameKind.LABEL) or last == one.text.lower():
        return False
    family = lab_table().by_key.get(f"{one.best.lab}/{one.best.family}")
    if last in lab_table().words.variants or (family is not None and last in family.variants):
        return False  # "Qwen 9 Max", "LFM 4 Edge"
    return any(entry.tokens == (last,) and entry.name in _HEADLINE for entry in lexicon().by_first.get(last, ()))
