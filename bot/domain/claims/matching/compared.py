"""A claim as others are compared with it, worked out once: its wordings and its slots."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from bot.domain.claims.matching.wording import concepts, held
from bot.domain.claims.text import lower
from bot.domain.evidence.evidence import Claim, Statement

KEPT = 12_000  # claims of which it is kept, some 5 KB each
_UNTOLD = re.compile(r"[^\w.$%]|_")


class Compared(NamedTuple):
    """What is compared of a claim.

    ``statement`` is its own, ``slots`` the filled ones of it whose agreement weighs, ``worded`` what each of its
    wordings comes to, ``bags`` that with what the slots hold, ``words`` all of them, and ``flats`` the wordings
    without their marks.
    """

    statement: Statement
    slots: Mapping[str, str | date]
    numbers: frozenset[float]
    worded: tuple[frozenset[str], ...]
    bags: tuple[frozenset[str], ...]
    words: frozenset[str]
    flats: tuple[str, ...]


def comparable(claim: Claim) -> Compared:
    """What is compared of a claim, worked out anew: of one that is asked, and of no ledger."""
    said, texts = claim.statement, (claim.text, *claim.aliases)
    named = held((said.subject, said.comparator, said.object if "/" in said.object else ""), said.last_day)
    worded = tuple(map(concepts, texts))
    bags = tuple(one if named <= one else one | named for one in worded)
    numbers = frozenset(value.number for value in said.values)
    return Compared(said, filled(said), numbers, worded, bags, frozenset().union(*bags), tuple(map(flat, texts)))


@lru_cache(KEPT)
def compared(claim: Claim) -> Compared:
    """What is compared of a claim of the ledger."""
    return comparable(claim)


def filled(said: Statement) -> dict[str, str | date]:
    """The filled slots of a statement whose agreement weighs."""
    slots: dict[str, str | date | None] = {
        "subject": said.subject,
        "comparator": said.comparator,
        "object": said.object,
        "benchmark": said.benchmark,
        "day": said.last_day,
        "surface": said.surface,
    }
    return {name: value for name, value in slots.items() if value}


def flat(text: str) -> str:
    """A text in lower case without its marks."""
    kept = _UNTOLD.sub(" ", lower(text)).replace(". ", " ")
    return " ".join(kept.rstrip(". ").split())
