"""What the claims of a sentence say of the sentence: whether it states something, and of what its claims are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from bot.dispatch.plain_words.asked_names import names_releases
from bot.dispatch.plain_words.sentence import Sentence
from bot.domain.claims.parsed import ParsedClaim, Reason

STATES: Final = frozenset((("X", "is"), ("X", "was"), ("X", "has"), ("X", "will"), ("X", "costs"), ("X", "beats")))
_ASKED: Final = frozenset({"it", "this", "that", "they"})  # behind the verb of a question: "X, will it fit"


class TextClaims:
    """What is told of a sentence by the claims in it; ``read`` gives them, ``today`` is the day it is said on."""

    def __init__(self, read: Callable[[str], Sequence[ParsedClaim]], today: date) -> None:
        self._read = read
        self._today = today

    def happened(self, text: str) -> bool:
        """Whether all of it is what happened by a day that is over."""
        read = self._read(text)
        past = (one.deadline is not None and one.deadline <= self._today and not one.asked for one in read)
        return all(past) and all(one.checkable and not one.left for one in read)

    def measured(self, text: str) -> bool:
        """Whether it gives a number that can be checked."""
        return any(one.checkable and one.value is not None for one in self._read(text))

    def felt(self, sentence: Sentence) -> bool:
        """Whether a statement of a model is an opinion.

        Or it is nothing that can be measured of what the model will do, except to come out.
        """
        words, open_to = sentence.words, {Reason.OPINION}
        if sentence.asks or words[:2] not in STATES or _ASKED & {*words[2:3]}:
            return False
        if words[1] == "will" and not names_releases(sentence):
            open_to |= {Reason.JOKE, Reason.UNMEASURABLE}
        return {one.reason for one in self._read(sentence.text)} <= open_to

    def computes(self, text: str) -> bool:
        """Whether it says how far apart two models came out, or how many times one is of the other."""
        read = [one.statement for one in self._read(text) if one.checkable and not one.asked and not one.left]
        return any(said is not None and said.comparator and said.values and not said.benchmark for said in read)

    def touched(self, text: str) -> frozenset[str]:
        """Of which types its claims are, also where words of it are in none."""
        return frozenset(one.claim_type for one in self._read(text) if one.checkable and one.claim_type)

    def kinds(self, text: str) -> frozenset[str]:
        """Of which types its claims are, of the type "other" what they are about.

        It is empty where a word of it is in no claim, denials aside.
        """
        read = self._read(text)
        whole = all(one.checkable and (not one.left or one.denies) for one in read)
        return frozenset(filter(None, map(_kind, read))) if whole else frozenset()


def _kind(claim: ParsedClaim) -> str | None:
    return claim.object or claim.claim_type if claim.claim_type == "other" else claim.claim_type
