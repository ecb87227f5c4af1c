"""How much of its wording a sentence shares with each of some claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain, takewhile
from math import fsum, log

from bot.domain.claims.matching.wording import concepts, held
from bot.domain.evidence.evidence import Claim, Statement
from bot.domain.names.text.typos import SHORTEST, TypoIndex

CACHED = 10_000  # claims whose wordings are kept
_ROOT = 5  # letters that two forms of one word begin with ("robotics", "robots")
_OF_WORD = 0.6  # the share of the longer one that they are


def overlaps(asked: Claim, candidates: Sequence[Claim]) -> dict[str, float]:
    """How much a sentence shares with each claim's best wording, rare words counting more.

    Twice the weight of what both have by that of all. Summed exactly: a set has no order, and the rounding of a plain
    sum would be another in each process.
    """
    bags = {claim.id: _bags((claim.text, *claim.aliases), _slots(claim.statement)) for claim in candidates}
    seen = Counter(chain.from_iterable(own[0].union(*own[1:]) if own[1:] else own[0] for own in bags.values()))
    mine = _corrected(_bags((asked.text,), _slots(asked.statement))[0], seen)
    total = len(candidates) + 1
    by_count = {count: log(1 + total / (0.5 + count)) for count in {0, *seen.values()}}
    weights = dict.fromkeys(mine, by_count[0]) | {word: by_count[count] for word, count in seen.items()}
    whole = fsum(map(weights.__getitem__, mine))
    return {name: max(_share(mine, whole, bag, weights) for bag in own) for name, own in bags.items()}


def coverage(text: str, claim: Claim) -> float:
    """The share of a claim's best wording that a text has too.

    The subject's name is left out.
    """
    mine, slot = concepts(text), held((claim.statement.subject,), None)
    bags = (concepts(one) for one in (claim.text, *claim.aliases))
    return max(len((bag & _corrected(mine, bag)) - slot) / max(len(bag - slot), 1) for bag in bags)


def _slots(said: Statement) -> tuple[str, str, str, date | None]:
    return said.subject, said.comparator, said.object if "/" in said.object else "", said.last_day


@lru_cache(CACHED)
def _bags(texts: tuple[str, ...], slots: tuple[str, str, str, date | None]) -> tuple[frozenset[str], ...]:
    """What each wording of a claim comes to, its slots with it."""
    *slugs, day = slots
    return tuple(concepts(text) | held(slugs, day) for text in texts)


def _share(mine: frozenset[str], whole: float, theirs: frozenset[str], weights: Mapping[str, float]) -> float:
    total = whole + fsum(map(weights.__getitem__, theirs))
    return 2 * fsum(map(weights.__getitem__, mine & theirs)) / total if total else 0.0


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
