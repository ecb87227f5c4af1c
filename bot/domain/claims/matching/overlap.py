"""How much of its wording a sentence shares with each of some claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import chain, takewhile
from math import fsum, log

from bot.domain.claims.matching.compared import Compared
from bot.domain.claims.matching.wording import held
from bot.domain.names.text.typos import SHORTEST, TypoIndex

_ROOT = 5  # letters that two forms of one word begin with ("robotics", "robots")
_OF_WORD = 0.6  # the share of the longer one that they are


def overlaps(asked: Compared, others: Mapping[str, Compared]) -> dict[str, float]:
    """How much a sentence shares with each claim's best wording, rare words counting more.

    Twice the weight of what both have by that of all. Summed exactly: a set has no order, and the rounding of a plain
    sum would be another in each process.
    """
    seen = Counter(chain.from_iterable([other.words for other in others.values()]))
    mine = _corrected(asked.bags[0], seen)
    total = len(others) + 1
    by_count = {count: log(1 + total / (0.5 + count)) for count in {0, *seen.values()}}
    weight = {word: by_count[count] for word, count in seen.items()}.__getitem__
    whole = fsum(by_count[seen[word]] for word in mine)
    shares = dict.fromkeys(others, 0.0)
    for name, other in others.items():
        for bag in other.bags:
            share = 2 * fsum(map(weight, mine & bag)) / (whole + fsum(map(weight, bag)) or 1)
            shares[name] = max(shares[name], share)
    return shares


def coverage(mine: frozenset[str], claim: Compared) -> float:
    """The share of a claim's best wording that is in what a text comes to.

    The subject's name is left out.
    """
    slot = held((claim.statement.subject,), None)
    return max(len((bag & _corrected(mine, bag)) - slot) / max(len(bag - slot), 1) for bag in claim.worded)


def _corrected(mine: frozenset[str], known: Collection[str]) -> frozenset[str]:
    """A sentence's words, with those of no claim read as one that they are a slip of."""
    new = frozenset(word for word in mine if word not in known and word.isalpha() and len(word) >= SHORTEST)
    if not new:
        return mine
    vocabulary = sorted(word for word in known if word.isalpha())
    return (mine - new) | {_meant(word, vocabulary) or word for word in new}


def _meant(word: str, vocabulary: Sequence[str]) -> str:
    """The known word that one is a slip away from, or else begins like; or nothing."""
    alike = [one for one in vocabulary if one[0] == word[0]]
    slip = TypoIndex(one for one in alike if abs(len(one) - len(word)) <= 1).meant(word)
    return slip or max((one for one in alike if _same_root(one, word)), key=lambda one: _root(one, word), default="")


def _root(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _same_root(one: str, other: str) -> bool:
    return _root(one, other) >= max(_ROOT, _OF_WORD * max(len(one), len(other)))
