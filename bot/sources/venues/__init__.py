"""Prediction markets, one file a venue, found by walking this folder; adding one edits nothing.

A venue is a module with the names of `Venue`. Modules that begin with an underscore belong to one of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, cast

from bot.plugins import discover
from bot.sources.decode import address

if TYPE_CHECKING:
    from bot.domain.markets.quotes import HistoryPoint, VenueMarket
    from bot.sources.protocol import Reading, Upstream


class Venue(Protocol):
    """What a venue offers. All four conversations are generators that wait for nothing themselves."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """The venue's name as storage and people know it."""

    @property
    def SITE(self) -> str:  # noqa: N802 - a module's constant
        """The host of the addresses people paste, without ``www.``."""

    @property
    def UPSTREAMS(self) -> tuple[Upstream, ...]:  # noqa: N802 - a module's constant
        """The hosts it reads; the first is the one it cannot do without."""

    @staticmethod
    def discover(words: Iterable[str]) -> Reading[tuple[VenueMarket, ...]]:
        """Open markets that may concern these words; the caller decides what matches."""

    @staticmethod
    def read(key: str) -> Reading[VenueMarket]:
        """One market with all its rungs."""

    @staticmethod
    def history(token: str, since: datetime, until: datetime) -> Reading[tuple[HistoryPoint, ...]]:
        """Past prices of one rung, oldest first, gaps left open."""

    @staticmethod
    def from_url(url: str) -> str | None:
        """The key in a pasted address, None if the address is not this venue's."""


def every() -> dict[str, Venue]:
    """All venues by name."""
    return {module.NAME: cast("Venue", module) for module in discover(__name__)}


def of_site(url: str) -> str | None:
    """The venue on whose site an address is, whatever it leads to there; None if it is nobody's."""
    host, _ = address(url)
    return next((name for name, venue in every().items() if host == venue.SITE), None)


def pasted(url: str) -> tuple[str, str] | None:
    """Venue and key of a pasted market address, None if no venue knows it."""
    for name, venue in every().items():
        if key := venue.from_url(url):
            return name, key
    return None
