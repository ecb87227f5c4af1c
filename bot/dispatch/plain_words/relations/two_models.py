"""What a sentence asks of two models beside which one is better: which is out first, and what each costs."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from bot.dispatch.plain_words.scoring import symbol
from bot.dispatch.plain_words.sentence import Sentence
from bot.dispatch.plain_words.word_classes import word_classes

EARLIER: Final = frozenset({"first", "sooner", "earlier", "soonest"})  # which of them is released before
_AGE: Final = frozenset({"newer", "older"})
_BEING: Final = frozenset("is was be been has might may could must will would became becomes".split())  # noqa: SIM905 - words
_SAME: Final = frozenset({"same", "as", "model", "?"})  # beside the names of an equation
_NAMES: Final = frozenset({"X", "L"})
_ORDERS: Final = frozenset({"before", "after"})  # right before a name they set it in order
_PRICE: Final = frozenset("price prices pricing priced cost costs cheap expensive".split())  # noqa: SIM905 - words
_COSTS_LESS: Final = frozenset("cheaper cheapest pricier priciest dearer costlier".split())  # noqa: SIM905 - the same
_MUCH: Final = frozenset({"is", "are", "do", "does", "for"})  # behind "how much" that asks for a price
_BESIDE: Final = frozenset({"and", "or", "vs", "versus", "v", "against", "compared", "X"})  # joins it to another model


def equates(sentence: Sentence) -> bool:
    """Whether beside its two names it has only words of being: "X might be Y", "X became Y", "is L the same as X?"."""
    words = [word for word in sentence.words if word not in word_classes(symbol).fillers | _SAME]
    names = [word for word in words if word in _NAMES]
    told = set(words) - _NAMES
    return len(names) == 2 and words[-1] in _NAMES and bool(told) and told <= _BEING  # noqa: PLR2004 - one is the other


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
