"""The basis of a report: first-hand, by another person's steps, or from a post."""

import re
from enum import StrEnum


class ReportBasis(StrEnum):
    """How a reporter knows."""

    OWN = "own account"
    STEPS = "reproduced someone's steps"
    POST = "saw a post"

    @property
    def first_hand(self) -> bool:
        """Whether the person saw it themselves."""
        return self is not ReportBasis.POST

    @classmethod
    def named(cls, text: str) -> "ReportBasis | None":
        """Parse the basis from free text ("my own account", "a tweet"); None if unclear."""
        return next((how for how, words in _HOW if words.search(text)), None)


# A post comes first: "saw a post by someone with an account" is second-hand.
_HOW = tuple(
    (how, re.compile(rf"\b(?:{words})", re.IGNORECASE))
    for how, words in (
        (
            ReportBasis.POST,
            r"posts?\b|tweet|second.?hand|reddit|screenshot of|told me|somebody|someone (?:said|posted|showed)",
        ),
        (ReportBasis.STEPS, r"reproduc|steps\b|followed"),
        (ReportBasis.OWN, r"own\b|my account|myself|first.?hand|mine\b"),
    )
)
