"""Prediction markets, one file a venue, found by walking this folder.

A venue is a module with the names of `Venue`. Modules that begin with an underscore belong to one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, cast

from bot.plugins import discover, module_names
from bot.sources.decode import on_site

if TYPE_CHECKING:
    from bot.domain.markets.quotes import HistoryPoint, VenueMarket
    from bot.sources.protocol import Reading, Upstream


MASKED = re.compile(r"\[[^\]]*\]\(\s*<?(?P<url>[^\s)>]+)>?\s*\)")
TICKER = re.compile(r"KX[A-Z0-9]{2,}(?:-[A-Z0-9.]+)*")


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Markets found, each once, and a sentence for each failed search."""

    markets: tuple[VenueMarket, ...]
    searches: int = 0
    failed: tuple[str, ...] = ()


class Venue(Protocol):
    """The interface of a venue; its four conversations are generators without I/O."""

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
    def discover(words: Iterable[str]) -> Reading[SearchResult]:
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


class VenueName(str):
    """A venue as people write it (``Polymarket``), one of those in this folder."""

    __slots__ = ()

    @classmethod
    def choices(cls) -> tuple[str, ...]:
        """Every venue there is; none is imported for its name."""
        return tuple(name.capitalize() for name in module_names(__name__))


def every() -> dict[str, Venue]:
    """All venues by name."""
    return {module.NAME: cast("Venue", module) for module in discover(__name__)}


def of_site(url: str) -> str | None:
    """The venue whose site an address is on; None if it is nobody's."""
    return next((name for name, venue in every().items() if on_site(url, venue.SITE) is not None), None)


def unwrap(text: str) -> str:
    """The address in what somebody pasted, or the text itself where it holds none.

    Takes ``<…>`` (Discord's way to hide a preview), ``[words](…)``, an address without ``https://`` as phones share it,
    what ends the sentence around it, and a Kalshi ticker.
    """
    shown = text.strip()
    if masked := MASKED.fullmatch(shown):
        shown = masked["url"]
    shown = shown.removeprefix("<").removesuffix(">").rstrip("…)>.,;!?\"'")
    if "://" in shown[:9] or any(char.isspace() for char in shown):
        return shown if "://" in shown[:9] else text.strip()
    if TICKER.fullmatch(shown):
        return f"https://kalshi.com/events/{shown.lower()}"
    return f"https://{shown}" if "/" in shown and of_site(f"https://{shown}") else text.strip()


def pasted(url: str) -> tuple[str, str] | None:
    """Venue and key of a pasted market address, None if no venue knows it."""
    for name, venue in every().items():
        if key := venue.from_url(url):
            return name, key
    return None
