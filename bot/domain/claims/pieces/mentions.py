"""The names of a sentence without the verbs, sizes and scores that the reader of names ties to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.domain.claims.lexicon import lexicon, repaired
from bot.domain.claims.pieces.tenses import BLOT
from bot.domain.claims.tokens import Token
from bot.domain.names.lab_table import lab_table
from bot.domain.names.reading import Mention, NameCertainty, NameKind, NameReading

_HEADLINE = frozenset({
    "release", "announce", "delay", "cancel", "retire", "price", "score", "ahead", "behind", "equal", "train", "finish",
    "start", "holds", "change", "may", "report", "expected", "open weights", "trace", "exist", "becomes", "be",
})  # fmt: skip
_LETTERS = 4  # of a word that may be a new name
_CAPITALS = 0.6  # the share of words with a capital above which a text is a title
_FEW = 2  # names with a size behind, which may be part of them
_MOST = 3  # pieces of names that are none, in a sentence
_OWNER = re.compile(r"'s (?:\S+[- ]){0,1}(?P<model>(?:next |new |first )?(?:AI )?model:? |)['\"]?", re.IGNORECASE)
_CALLED = frozenset({"called", "named", "dubbed"})
_TOLD = frozenset({"that", "if", "whether"})  # before a clause with a name as its subject
_STOPS = frozenset({",", ".", "!", "?", "(", ")", "'", '"', ":", "—"})
_QUOTES = ("'", '"')
_WHY = "named so in the sentence"
_BARE = re.compile(r"\d+\.\d+")
_SIZED = re.compile(r"(?<=\S )\d+(?:\.\d+)?T$", re.IGNORECASE)  # no model is told apart by trillions
_PARAMETERS = re.compile(r"(?<=\S )\d+(?:\.\d+)?[BT]$", re.IGNORECASE)
_SCORED = re.compile(r"(?<=\S )[2-9]\d\.\d$")  # no model has come to its twentieth version
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
    found = [_with_new_word(one, text, tokens) for one in found]
    labs = {one.best.slug: one for one in found if one.best.kind is NameKind.LAB}
    sole = len(labs) == 1 and all(one.best.is_place for one in found)
    return [*found, *_codename(next(iter(labs.values())), text, tokens)] if sole else found


def _codename(lab: Mention, text: str, tokens: Sequence[Token]) -> Iterator[Mention]:
    """A new word as the name of a model of the one lab that a text names.

    "Meta's Papaya slips", "somebody at Meta says that Papaya ships".
    """
    for n, token in enumerate(tokens):
        word, behind = text[token.start : token.end], tokens[n + 1 : n + 2]
        if token.start <= lab.end or not _new(token, text):
            continue
        ends = not behind or behind[0].norm in _STOPS
        happens = any(_happens(one, text) for one in behind)
        owned = _OWNER.fullmatch(text[lab.end : token.start])
        before = _CALLED if ends else _TOLD if happens else frozenset()
        told = tokens[n - 1].norm in before
        if owned is not None:
            sure = bool(owned["model"]) or text[token.start - 1] in _QUOTES or not _shouted(text)
            told = (happens and not owned["model"]) or (ends and sure)
        if told:
            slug = f"{lab.best.slug}/{word.lower()}"
            made = NameReading(NameKind.LABEL, slug, word, lab.best.slug, certainty=NameCertainty.LIKELY, why=_WHY)
            yield Mention(token.start, token.end, word, (made,))
            return


def _happens(token: Token, text: str) -> bool:
    """Whether a word of a sentence tells what happens to models: "ships", "is"."""
    classes = {entry.name for entry in lexicon().by_first.get(token.norm, ())}
    return text[token.start].islower() and not _HEADLINE.isdisjoint(classes) and "report" not in classes


def _with_new_word(one: Mention, text: str, tokens: Sequence[Token]) -> Mention:
    """A family with a word behind it that is written as a name and is no word we know: "Claude Sonata"."""
    if one.best.kind is not NameKind.FAMILY or not one.text[:1].isupper() or text[one.end : one.end + 1] != " ":
        return one
    after = next((token for token in tokens if token.start == one.end + 1), None)
    if after is None or not _new(after, text) or _shouted(text):
        return one
    word = text[after.start : after.end]
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
    return replace(one, end=after.end, text=f"{one.text} {word}", readings=(made,))


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
    ending = sized.search(one.text) or _SCORED.search(one.text)
    if ending is None and (size := _PARAMETERS.search(one.text)) is not None:  # "GLM-4.5 355B / 32B"
        ending = size if any(0 <= token.start - one.end < 2 and token.norm == "/" for token in tokens) else None  # noqa: PLR2004 -- with a blank or without
    return len(ending[0]) if ending else 0


def _counts(one: Mention, tokens: Sequence[Token]) -> bool:
    """Whether a bare version is a number: less than one, or with what it counts behind it ("6.3 on output")."""
    place = next((n for n, token in enumerate(tokens) if token.start >= one.end), len(tokens))
    length, entries = lexicon().at(tokens, place, len(tokens)) if place < len(tokens) else (0, ())
    paired = [token.norm for token in tokens[place : place + 3 : 2]] == ["in", "out"]  # "1.5 in 9 out"
    ways = paired or length > 1 or any(token.norm in ("input", "output") for token in tokens[place : place + 1])
    counted = ((entry.name == "way" and ways) or entry.means in ("%", "points", "elo", "x") for entry in entries)
    return one.text.startswith("0.") or any(counted)


def _ends_in_verb(one: Mention) -> bool:
    """Whether a name nobody listed ends in a word of what happens to models."""
    last, best = one.text.rpartition(" ")[2].lower(), one.best
    if best.kind not in (NameKind.GRAMMAR, NameKind.LABEL) or last == one.text.lower():
        return False
    family = lab_table().by_key.get(f"{one.best.lab}/{one.best.family}")
    if last in lab_table().words.variants or (family is not None and last in family.variants):
        return False  # "Qwen 9 Max", "LFM 4 Edge"
    known = any(last in head.words for head in lab_table().heads.get(best.family, ()))  # "Grok Imagine"
    if best.kind is NameKind.GRAMMAR and best.certainty < NameCertainty.CERTAIN and last in lexicon().vocabulary:
        return not known  # "Jamba 4 Set for Release"
    return any(entry.tokens == (last,) and entry.name in _HEADLINE for entry in lexicon().by_first.get(last, ()))
