"""Push channels of venues, one file a channel, found by walking.

A channel is an addition to a venue's poll: it tells prices as they change, and nothing else is taken from it. Rules,
new rungs and outcomes come from the poll alone. Nothing here waits or connects: text goes in, prices come out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, cast

from bot.plugins import discover

if TYPE_CHECKING:
    from bot.domain.markets.quotes import Quote
    from bot.sources.protocol import Upstream


@dataclass(frozen=True, slots=True)
class LiveQuote:
    """Both sides of a rung's book and its last trade, 0..1; None: nobody."""

    bid: float | None = None
    ask: float | None = None
    last: float | None = None
    last_at: datetime | None = None


class LiveBooks(Protocol):
    """What one connection has told so far, by token."""

    def take(self, text: str) -> None:
        """One message; what cannot be read of it is skipped and counted in ``faults``."""

    def quote(self, token: str) -> LiveQuote | None:
        """A rung's book now; None before its whole book has come."""

    @property
    def faults(self) -> int:
        """How many messages, or parts of one, could not be read."""

    @property
    def resolved(self) -> set[str]:
        """Tokens of rungs that the venue said have settled; remove those acted on."""


class MarketChannel(Protocol):
    """What a channel's module offers."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """Its name as storage and people know it."""

    @property
    def VENUE(self) -> str:  # noqa: N802 - a module's constant
        """The venue whose prices it tells."""

    @property
    def UPSTREAMS(self) -> tuple[Upstream, ...]:  # noqa: N802 - a module's constant
        """The one host it connects to."""

    @property
    def PATH(self) -> str:  # noqa: N802 - a module's constant
        """Where on that host."""

    @property
    def PING(self) -> str:  # noqa: N802 - a module's constant
        """The sign of life it wants."""

    @staticmethod
    def subscribe(tokens: Sequence[str], *, first: bool) -> tuple[str, ...]:
        """Messages that ask for these rungs, as the first of a connection or later."""

    @staticmethod
    def books() -> LiveBooks:
        """Empty books, for a new connection."""

    @staticmethod
    def believable(polled: Quote, told: LiveQuote) -> bool:
        """Whether a book may be taken for the market that the poll read."""


def every() -> dict[str, MarketChannel]:
    """All channels by name."""
    return {module.NAME: cast("MarketChannel", module) for module in discover(__name__)}
