"""The grades and the rules that assign them, with the printed sentence of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

NO_EVIDENCE = "NO EVIDENCE HERE"
"""Printed if nothing in the ledger concerns a statement; not a grade."""


class EvidenceLevel(IntEnum):
    """What one item is worth as an origin (SPEC §2)."""

    NONE = 0  # a copy, a market, unknown or not accepted
    WORD = 1  # an anonymous statement, a picture, a demo, a name, an inference
    TRACE = 2  # what anyone can check
    PRESS = 3  # named press with a first-hand basis, the vendor about its future, the lab's own number
    STRONG = 4  # an independent measurement with n, the ledger's own record, a vendor's document as others quote it
    PROOF = 5  # a first-party document of an accomplished fact, a benchmark's own board for its own score


class Grade(StrEnum):
    """What the evidence says now."""

    CONFIRMED = "CONFIRMED"
    SUPPORTED = "SUPPORTED"
    REPORTED = "REPORTED"
    UNCONFIRMED = "UNCONFIRMED"
    SPECULATION = "SPECULATION"
    MIXED = "MIXED"
    CONTRADICTED = "CONTRADICTED"


# ", support level 5", " support and refutation at level 4 or more"
_LEVELS = re.compile(
    r",? (?:support|refutation)(?: and refutation)?(?: at)?(?: level)?(?: at most)? [1-5](?: to [1-5])?(?: or more)?"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the lattice by name, and the sentence printed for it."""

    name: str
    sentence: str

    @property
    def plain(self) -> str:
        """The sentence without the levels.

        An example: "The strongest kind of evidence says otherwise: CONTRADICTED.".
        """
        return _LEVELS.sub("", self.sentence)


RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("both-strong", "Strong evidence on each side, support and refutation at level 4 or more: MIXED."),
        Rule("refuted-first-party", "The strongest kind of evidence says otherwise, refutation level 5: CONTRADICTED."),
        Rule(
            "refuted-measured",
            "Strong evidence says otherwise, refutation level 4, support at most 3: CONTRADICTED.",
        ),
        Rule(
            "refuted-on-record",
            "The ledger's own record, with its source, says otherwise, refutation level 4: CONTRADICTED.",
        ),
        Rule("deadline-passed", "The day is past and the watched first-party source shows no event: CONTRADICTED."),
        Rule("deadline-passed-unmet", "The day is past without the event, as the claim says: SUPPORTED."),
        Rule(
            "first-party",
            "A first-party document of an accomplished fact, or a benchmark's own board, support level 5: CONFIRMED.",
        ),
        Rule(
            "measured-or-two-press",
            "An independent measurement, two named press origins, a vendor's document read at second hand, or a "
            "shutdown that the vendor announces, support level 4: SUPPORTED.",
        ),
        Rule(
            "on-record",
            "The ledger's own record of the maker or release, with its source, as the model's card has it, support "
            "level 4: SUPPORTED.",
        ),
        Rule(
            "sold-three-days",
            "Three public lists have had it at a price for 72 hours, the vendor's own row among them, support level 4: "
            "SUPPORTED for being available in the API.",
        ),
        Rule("rounded", "Strong evidence for a number that the claim rounds, support level 4: at most SUPPORTED."),
        Rule(
            "one-named-origin",
            "One named origin with a first-hand basis, or the lab itself, support level 3: REPORTED.",
        ),
        Rule("trace-only", "A checkable trace without a named first-hand origin, support level 2: UNCONFIRMED."),
        Rule(
            "word-only",
            "Only an anonymous word, a picture, a demo, a name or an inference, support level 1: SPECULATION.",
        ),
        Rule(
            "only-against",
            "Only evidence against it, too weak to refute it, refutation 1 to 3, support at most 1: SPECULATION.",
        ),
        Rule("nothing", "Nothing in the ledger speaks about this statement: no grade, NO EVIDENCE HERE."),
        Rule(
            "words-not-covered",
            "Some words of the claim are in no slot that evidence speaks about: at most UNCONFIRMED, not refuted.",
        ),
        Rule("words-alone", "The claim has no slots and was found by its words alone: at most UNCONFIRMED."),
        Rule("subject-guessed", "What the claim is about was guessed: at most SUPPORTED, never CONTRADICTED."),
        Rule("year-supplied", "The claim names no year, and with another year it is not refuted: not CONTRADICTED."),
    )
}

BY_LEVEL = {
    EvidenceLevel.PROOF: (Grade.CONFIRMED, "first-party"),
    EvidenceLevel.STRONG: (Grade.SUPPORTED, "measured-or-two-press"),
    EvidenceLevel.PRESS: (Grade.REPORTED, "one-named-origin"),
    EvidenceLevel.TRACE: (Grade.UNCONFIRMED, "trace-only"),
    EvidenceLevel.WORD: (Grade.SPECULATION, "word-only"),
    EvidenceLevel.NONE: (Grade.SPECULATION, "nothing"),
}


def format_grade(grade: Grade, rule: Rule) -> str:
    """Return the word printed for a grade, or for that nothing bears on the claim."""
    return NO_EVIDENCE if rule.name == "nothing" else grade.value
