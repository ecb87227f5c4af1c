"""Search claims by their words."""

from collections.abc import Sequence
from typing import Protocol

from bot.messages.request import View


class ClaimSearch(Protocol):
    """Candidate search for the claim a text repeats.

    It is fast, misses little, and ranks by shared words.
    """

    def candidates(self, text: str, view: View, subjects: Sequence[str] = (), limit: int = 80) -> Sequence[str]:
        """Return ids of claims that share key words with a text, best first.

        Claims about one of the subjects are included.

        Accepts any text, including query syntax; never raises, and returns at most ``limit`` ids.
        """
