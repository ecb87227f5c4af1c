"""Finding claims by their words."""

from collections.abc import Sequence
from typing import Protocol

from bot.messages.request import View


class ClaimSearch(Protocol):
    """Candidates for "which claim is this?": cheap, generous, and in the order of shared words only."""

    def candidates(self, text: str, view: View, subjects: Sequence[str] = (), limit: int = 80) -> Sequence[str]:
        """The ids of claims that share telling words with a text (or are about one of the subjects), the best first.

        Answers any text, also one full of query syntax; nothing is raised and no more than ``limit`` ids come back.
        """
