"""What a sentence asks of several models: which is better, first or cheaper."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from bot.dispatch.plain_words.scoring import symbol
from bot.dispatch.plain_words.sentence import Sentence, written
from bot.dispatch.plain_words.word_classes import word_classes
from bot.domain.names import NameKind
from bot.domain.text import shorten
from bot.messages.order import Order, order
from bot.queries.families.model_families import family_by_word

MAX_MODELS: Final = 4  # models that are set side by side
_THREE: Final = 3  # of which no single test tells which one is best

EARLIER: Final = frozenset({"first", "sooner", "earlier", "soonest"})  # which of them is released before
_AGE: Final = frozenset({"newer", "older"})
_BEING: Final = frozenset("is was be been has might may could must will would became becomes".split())  # noqa: SIM905 - words
_SAME: Final = frozenset({"same", "as", "model", "?"})  # beside the names of an equation
_NAMES: Final = frozenset({"X", "L"})
_ORDERS: Final = frozenset({"before", "after"})  # right before a name they set it in order
_PRICE: Final = frozenset("price prices pricing priced cost costs cheap expensive".split())  # noqa: SIM905 - words
_COSTS_LESS: Final = frozenset("cheaper cheapest pricier priciest dearer costlier".split())  # noqa: SIM905 - the same
_MUCH: Final = frozenset({"is", "are", "do", "does", "for"})  # behind "how much" that asks for a price
_JOINS: Final = frozenset({"and", "plus"})  # models of which the same is asked
_BESIDE: Final = frozenset({"and", "or", "vs", "versus", "v", "against", "compared", "X"})  # joins it to another model


def equates(sentence: Sentence) -> bool:
    """Whether beside its two names it has only words of being: "X might be Y", "X became Y", "is L the same as X?"."""
    words = [word for word in sentence.words if word not in word_classes(symbol).fillers | _SAME]
    names = [word for word in words if word in _NAMES]
    told = set(words) - _NAMES
    return len(names) == 2 and words[-1] in _NAMES and bool(told) and told <= _BEING  # noqa: PLR2004 - one is the other


def alternatives(sentence: Sentence) -> str:
    """The claims that its first name is the second, the third: "is X Y or Z"."""
    classes, words = word_classes(symbol), [word for word in sentence.words if word != "?"]
    told = [word for word in words if word == "or" or word not in classes.fillers | _SAME | _BEING]
    names = [word for word in told if word != "or"]
    asked = told[:2] == names[:2] and "or" in told[2:-1] and not _BEING.isdisjoint(words[:3])
    if len(names) < _THREE or set(names) - {"X", "L"} or "L" in names[1:] or not asked:
        return ""
    models = list(sentence.stated)
    subject = sentence.named("L") if names[0] == "L" else models.pop(0).name
    return " ".join(f"{subject} is {one.name}." for one in models[:MAX_MODELS])


def compared(sentence: Sentence) -> Iterator[tuple[Order, str]]:
    """What sets its models side by side: their prices, their days, their tests."""
    if len(sentence.models) < 2:  # noqa: PLR2004 - a comparison has two sides
        return
    prices = order("model prices", models=_listed(written(one) for one in sentence.models)), "What they cost"
    if asks_for_prices(sentence):
        yield prices
    if asks_for_order(sentence):
        yield order("model first", models=_listed(written(one) for one in sentence.models)), "Which came first"
    if len({one.slug for one in sentence.models if one.kind is not NameKind.FAMILY}) >= _THREE:
        yield prices
    one, other = sentence.models[:2]
    claim = f"{one.name} vs {other.name}"  # nobody said which of them is better
    yield order("claimcheck ask", claim=claim), f"{shorten(one.name, 40)} against {shorten(other.name, 40)}"


def left_out(sentence: Sentence, run: Order) -> str:
    """That an answer is of one of the models named together; '' if it is of all."""
    if not _JOINS & set(sentence.words):
        return ""
    by_word = filter(None, map(family_by_word, sentence.bare))
    named = {one.name: written(one) for one in (*sentence.stated, *by_word)}
    given = [str(value) for _, value in run.values]
    told = [name for name, slug in named.items() if any(slug in value for value in given)]
    rest = [name for name in named if name not in told]
    return f"This is of {' and '.join(told)} alone, not of {' and '.join(rest)}." if told and rest else ""


def _listed(names: Iterator[str]) -> str:
    return ", ".join([*dict.fromkeys(names)][:MAX_MODELS])


def asks_for_order(sentence: Sentence) -> bool:
    """Whether it is about which of two models comes first: "which is sooner, X or Y", "X before Y?"."""
    words = [word for word in sentence.words if word not in word_classes(symbol).fillers or word in _ORDERS]
    if ("next", "X") in pairwise(words):  # "the next X after X 3" is one of the same family
        return False
    ordered = any(one in _ORDERS and other == "X" for one, other in pairwise(words))
    return len(sentence.models) > 1 and (ordered or bool((EARLIER | _AGE) & set(words)))


def asks_for_prices(sentence: Sentence) -> bool:
    """Whether it asks what two models cost, or which of them costs less: "X vs Y price", "is X cheaper than Y"."""
    words = sentence.words
    much = any(one == "much" and other in _MUCH for one, other in pairwise(words))
    asked = much or bool((_PRICE | _COSTS_LESS) & set(words))
    return len({one.slug for one in sentence.models}) > 1 and asked and not _states(sentence)


def _states(sentence: Sentence) -> bool:
    """Whether it is a statement about its first model: "X is cheaper than Y", not "X or Y, which is cheaper"."""
    words = sentence.words
    return words[:1] == ("X",) and not sentence.asks and not {*words[1:2]} & (_BESIDE | _PRICE)
