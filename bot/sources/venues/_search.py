"""A search at a venue: the markets it finds, and how many requests failed.

A word, page or series that fails is skipped; failures are counted and reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.domain.markets.quotes import VenueMarket
from bot.messages.errors import SourceError
from bot.sources.protocol import Reading
from bot.sources.venues import SearchResult


@dataclass(slots=True)
class MarketSearch:
    """Collects what searches find; one that fails is counted, the next goes on."""

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

    def run_each(self, words: Iterable[str], search: Callable[[str, MarketSearch], Reading[None]]) -> Reading[None]:
        """Run a search for each word."""
        for word in words:
            yield from self.run(search(word, self))

    @property
    def result(self) -> SearchResult:
        """What was found, and what failed."""
        return SearchResult(tuple(self.found.values()), self.searches, tuple(self.failed))
