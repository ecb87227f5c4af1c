"""Whose a model or a label is, where a sentence gives it to another lab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.dispatch.plain_words.scoring import symbol
from bot.dispatch.plain_words.sentence import Sentence
from bot.dispatch.plain_words.word_classes import word_classes
from bot.domain.names import Mention, NameKind
from bot.domain.names.vendors import vendor_name

_DOING: Final = frozenset({"release", "retirement", "soon"})  # classes of words that a lab does to its model
_MODEL: Final = frozenset({"model", "models", "version", "one", "ai", "llm", "made", "built"})  # "a claude model by"
_PARTICLES: Final = frozenset({"down", "off", "out", "up"})  # "shut down", "switch off"
_FROM: Final = ("from", "by")  # before a maker


def as_maker(text: str, mention: Mention) -> Mention:
    """A family that is called like its lab, as the lab where it stands as a maker: "nimbus 3 from reka"."""
    best, before = mention.best, text[: mention.start].split()[-1:]
    if best.kind is not NameKind.FAMILY or best.variant or best.family != best.lab or before[:1] == []:
        return mention
    if before[0].casefold() not in _FROM:
        return mention
    lab = replace(best, kind=NameKind.LAB, slug=best.lab, name=vendor_name(best.lab), family="")
    return replace(mention, readings=(lab,))


def states_maker(sentence: Sentence) -> bool:
    """Whether all it says is whose a label is: "X is claude", "X was made by anthropic"; a question is asked of X."""
    beside = word_classes(symbol).fillers | _MODEL | set(_FROM) | {"trained", "new"}
    words = [word for word in sentence.words if word not in beside]
    return (
        not sentence.asks and words[:1] == ["L"] and words[-1:] in (["X"], ["V"]) and words[1:-1] in (["is"], ["was"])
    )


def wrong_lab(sentence: Sentence) -> str:
    """Whose the model is that a sentence takes for another lab's ("did anthropic shut down gemini 7"); '' elsewhere.

    That is where one lab stands before one model or label, with at most words about releasing or retiring between them,
    or behind it as its maker ("the new claude model from openai").
    """
    labs = [one for one in sentence.places if one.kind is NameKind.LAB]
    name, maker, kind = _made(sentence)
    words = sentence.words  # of a long text the first; what is named may stand behind them
    if len(labs) != 1 or not maker or maker == labs[0].slug or not {"V", kind} <= set(words):
        return ""
    at, to = words.index("V"), words.index(kind)
    between = words[at + 1 : to] if at < to else words[to + 1 : at]
    if not (_does(between) if at < to else _is_made_by(between)):
        return ""
    return f"{name} is {vendor_name(maker)}'s, not {labs[0].name}'s."


def _made(sentence: Sentence) -> tuple[str, str, str]:
    """The name of the one model of a sentence, else of its label, whose that is, and the kind of word it is."""
    if len(sentence.models) == 1:
        return sentence.models[0].name, sentence.models[0].lab, "X"
    return (sentence.named("L"), sentence.maker, "L") if not sentence.models else ("", "", "")


def _does(between: Sequence[str]) -> bool:
    """Whether the words between a lab and a model say only that the one releases or retires the other."""
    classes = word_classes(symbol)
    beside = classes.fillers | _PARTICLES
    return all(word in beside or _DOING & set(classes.of(word, symbol(word))) for word in between)


def _is_made_by(between: Sequence[str]) -> bool:
    """Whether the words between a model and a lab name the lab as its maker."""
    return between[-1:] in (("from",), ("by",)) and set(between[:-1]) <= word_classes(symbol).fillers | _MODEL
