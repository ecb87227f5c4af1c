"""What a search at a venue brings: the markets found, and how many of its requests failed.

One failing word, page or series costs itself: the rest stands, and the failures are counted and told.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.markets.quotes import VenueMarket
from bot.messages.errors import SourceError
from bot.sources.protocol import Reading


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Markets found, each once; ``failed`` has one sentence for each of the ``searches`` that brought nothing."""

    markets: tuple[VenueMarket, ...]
    searches: int = 0
    failed: tuple[str, ...] = ()


@dataclass(slots=True)
class MarketSearch:
    """Collect what several searches find; a failing one is counted and the next goes on."""

    found: dict[str, VenueMarket] = field(default_factory=dict)
    searches: int = 0
    failed: list[str] = field(default_factory=list)

    def run(self, search: Reading[None]) -> Reading[None]:
        """Run one search, which puts what it finds into ``found`` page by page."""
        self.searches += 1
        try:
            yield from search
        except SourceError as error:
            self.failed.append(error.what)

    @property
    def result(self) -> SearchResult:
        """What was found, and what failed."""
        return SearchResult(tuple(self.found.values()), self.searches, tuple(self.failed))
