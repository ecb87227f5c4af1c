"""What a sentence asks of two models beside which one is better: which is out first, and what each costs."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from bot.dispatch.plain_words.scoring import symbol
from bot.dispatch.plain_words.sentence import Sentence
from bot.dispatch.plain_words.word_classes import word_classes

EARLIER: Final = frozenset({"first", "sooner", "earlier", "soonest"})  # which of them is released before
_ORDERS: Final = frozenset({"before", "after"})  # right before a name they set it in order
_PRICE: Final = frozenset("price prices pricing priced cost costs cheap expensive".split())  # noqa: SIM905 - words
_COSTS_LESS: Final = frozenset("cheaper cheapest pricier priciest dearer costlier".split())  # noqa: SIM905 - the same
_BESIDE: Final = frozenset({"and", "or", "vs", "versus", "v", "against", "compared", "X"})  # joins it to another model


def asks_for_order(sentence: Sentence) -> bool:
    """Whether it is about which of two models comes first: "which is sooner, X or Y", "X before Y?"."""
    words = [word for word in sentence.words if word not in word_classes(symbol).fillers or word in _ORDERS]
    ordered = any(one in _ORDERS and other == "X" for one, other in pairwise(words))
    return len(sentence.models) > 1 and (ordered or bool(EARLIER & set(words)))


def asks_for_prices(sentence: Sentence) -> bool:
    """Whether it asks what two models cost, or which of them costs less: "X vs Y price", "is X cheaper than Y"."""
    asked = bool((_PRICE | _COSTS_LESS) & set(sentence.words))
    return len(sentence.models) > 1 and asked and not _states(sentence)


def _states(sentence: Sentence) -> bool:
    """Whether it is a statement about its first model: "X is cheaper than Y", not "X or Y, which is cheaper"."""
    words = sentence.words
    return words[:1] == ("X",) and not sentence.asks and not {*words[1:2]} & (_BESIDE | _PRICE)
