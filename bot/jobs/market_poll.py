"""Poll outside markets: mapped ones on a schedule, and discovery of new ones.

Nobody waits for this: it writes to storage, and storage answers people. Failures are stored as each venue's state, and
described in words; an unreadable market keeps its last price and its age. No state is kept here, so another process may
take over at any moment.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.domain.markets.mapping import MappingResult, map_markets
from bot.domain.markets.markets import RecordingResult
from bot.domain.markets.quotes import VenueMarket
from bot.domain.markets.search_words import search_words
from bot.domain.names import lab_table
from bot.domain.source_state import MarketToPoll, SourceState, trouble_of
from bot.messages.errors import SourceError, SpudwatchError
from bot.messages.request import View
from bot.ports import Clock
from bot.ports.catalogs.sources import Sources
from bot.ports.ledger import Ledger
from bot.ports.markets import Markets
from bot.ports.source_client import SourceClient
from bot.queries.names import reader_of
from bot.sources.protocol import SourceGone
from bot.sources.venues import SearchResult, Venue

log = logging.getLogger(__name__)

AT_ONCE: Final = 16  # concurrent requests to one venue
BATCH: Final = 50  # markets written together; also what bounds the memory of a poll
HISTORY: Final = timedelta(days=30)  # fetched once, when a market is first mapped
RUNGS_BACKFILLED: Final = 12


@dataclass(slots=True)
class MarketRound:
    """The results of one round."""

    read: int = 0
    gone: int = 0
    failed: int = 0
    faults: int = 0
    mapped: int = 0
    candidates: int = 0
    records: list[RecordingResult] = field(default_factory=list)
    states: list[SourceState] = field(default_factory=list)


class MarketPoll:
    """The jobs `read` and `discover`; both are safe to run at any time and to repeat."""

    def __init__(
        self,
        venues: Mapping[str, Venue],
        client: SourceClient,
        clock: Clock,
        *,
        markets: Markets,
        ledger: Ledger,
        sources: Sources,
        every: timedelta = timedelta(minutes=5),
        search_every: timedelta = timedelta(hours=1),
        read_listener: Callable[[Sequence[VenueMarket]], None] = lambda _found: None,
    ) -> None:
        self._venues = {name: venue for name, venue in venues.items() if client.ready(venue.UPSTREAMS[0])}
        self._client, self._clock = client, clock
        self._every, self._search_every = every, search_every
        self._markets, self._ledger, self._sources = markets, ledger, sources
        self._read_listener = read_listener  # hears what was read before it is written
        self._told: dict[tuple[str, str], tuple[str, ...]] = {}  # faults logged last, so that they are logged once

    async def read(self) -> MarketRound:
        """Read every mapped, unsettled market, venues in parallel, and store the changes."""
        polled = MarketRound()
        wanted: dict[str, list[MarketToPoll]] = {name: [] for name in self._venues}
        for market in self._sources.to_read(self._clock.now()):
            wanted.get(market.venue, []).append(market)
        async with asyncio.TaskGroup() as group:
            for name, markets in wanted.items():
                if markets:
                    group.create_task(self._read_venue(name, markets, polled), name=f"poll {name}")
        await self._sources.note(polled.states)
        log.info("poll_done", extra={"read": polled.read, "failed": polled.failed, "faults": polled.faults})
        return polled

    async def discover(self) -> MarketRound:
        """Search every venue for upcoming models.

        Map clear matches, store the rest as candidates.
        """
        polled = MarketRound()
        now = self._clock.now()
        reader = reader_of(self._ledger, View("", now)).reader
        words = self.words()
        known = {(market.venue, market.key) for market in self._sources.to_read(now) if market.mapped}
        results = await asyncio.gather(*(self._search(name, words) for name in self._venues))
        new: list[VenueMarket] = []
        for name, searched in zip(self._venues, results, strict=True):
            polled.failed += len(searched.failed)
            polled.states.append(self._searched(name, searched, now))
            # A search also returns prices, but `read` has better ones for mapped markets.
            unknown = [market for market in searched.markets if (name, market.key) not in known]
            results_of = map_markets(unknown, reader, now)
            await self._keep(results_of, polled)
            new += [result.market for result in results_of if result.kind == "mapped"]
        for market in new:
            await self.backfill(market)
        await self._sources.note(polled.states)
        log.info("discovery_done", extra={"mapped": polled.mapped, "candidates": polled.candidates})
        return polled

    async def _search(self, name: str, words: Sequence[str]) -> SearchResult:
        try:
            return await self._client.run(self._venues[name].discover(words))
        except SourceError as error:
            return SearchResult((), 1, (_unread(name, "discovery", error),))

    def _searched(self, name: str, found: SearchResult, at: datetime) -> SourceState:
        """Return a venue's search state as a source of its own; failed words are noted."""
        state = self._sources.state(f"{name} search") or SourceState(f"{name} search", at)
        failed, next_at = len(found.failed), at + self._search_every
        trouble = trouble_of(found.failed, found.searches).replace("could not be read", "searches failed")
        if failed and failed == found.searches:
            return state.failed(at, trouble, next_at=next_at)
        return state.worked(at, items=len(found.markets), faults=failed, trouble=trouble, next_at=next_at)

    async def backfill(self, market: VenueMarket) -> int:
        """Load a month of a market's prices from the venue's history.

        Return how many were new.
        """
        venue = self._venues.get(market.venue)
        if venue is None:
            return 0
        now, kept = self._clock.now(), 0
        rungs = [rung for rung in market.rungs if rung.token and not rung.placeholder and rung.status == "open"]
        for rung in rungs[:RUNGS_BACKFILLED]:
            try:
                points = await self._client.run(venue.history(rung.token, now - HISTORY, now))
            except SourceError as error:
                log.info("history_unread", extra={"venue": market.venue, "market": market.key, "why": error.what})
                continue
            if points:
                kept += await self._markets.record_history(market.venue, market.key, rung.key, points)
        return kept

    def words(self) -> tuple[str, ...]:
        """Return the current search words."""
        view = View("", self._clock.now())
        aliases = self._ledger.aliases(view)
        subjects = self._ledger.subjects(list({alias.slug for alias in aliases}), view)
        return search_words(aliases, subjects, lab_table(), view.as_of)

    async def _read_venue(self, name: str, wanted: Sequence[MarketToPoll], polled: MarketRound) -> None:
        """Read one venue's markets with limited concurrency and batched writes.

        Keep its state.
        """
        places = asyncio.Semaphore(AT_ONCE)
        began, read, faults, troubles = self._clock.now(), 0, 0, []
        for first in range(0, len(wanted), BATCH):
            batch = wanted[first : first + BATCH]
            results = await asyncio.gather(*(self._read_one(market, places) for market in batch))
            found: list[VenueMarket] = []
            for market, result in zip(batch, results, strict=True):
                if isinstance(result, VenueMarket):
                    found.append(result)
                    faults += len(result.faults)
                    self._tell(result)
                elif isinstance(result, SourceGone):
                    polled.gone += 1
                    log.info("market_gone", extra={"venue": name, "market": market.key})
                else:
                    troubles.append(_unread(name, market.key, result))
            if found:
                self._read_listener(found)
                refused = await self._record([(market, None) for market in found], polled)
                troubles += refused
                read += len(found) - len(refused)
        polled.read += read
        polled.failed += len(troubles)
        polled.faults += faults
        before = self._sources.state(name) or SourceState(name, began)
        trouble, next_at = trouble_of(troubles, len(wanted)), began + self._every
        if read or not troubles:
            polled.states.append(before.worked(began, items=read, faults=faults, trouble=trouble, next_at=next_at))
        else:
            polled.states.append(before.failed(began, trouble, next_at=next_at))

    async def _read_one(self, market: MarketToPoll, places: asyncio.Semaphore) -> VenueMarket | SourceError:
        venue = self._venues[market.venue]
        async with places:
            found = await self._read_as(venue, market.key)
            if isinstance(found, SourceGone) and market.event_id:
                return await self._read_as(venue, market.event_id)  # it may go by another name now
            return found

    async def _read_as(self, venue: Venue, key: str) -> VenueMarket | SourceError:
        try:
            return await self._client.run(venue.read(key))
        except SourceError as error:
            return error

    async def _keep(self, results: Iterable[MappingResult], polled: MarketRound) -> None:
        kept = [result for result in results if result.kind != "ignored"]
        rows = [(result.market, result.slug) for result in kept]
        polled.mapped += sum(slug is not None for _, slug in rows)
        polled.candidates += sum(slug is None for _, slug in rows)
        for first in range(0, len(rows), BATCH):
            polled.failed += len(await self._record(rows[first : first + BATCH], polled))
            await self._markets.record_candidates(kept[first : first + BATCH], self._clock.now())

    async def _record(self, rows: Sequence[tuple[VenueMarket, str | None]], polled: MarketRound) -> list[str]:
        """Write markets together, halving them where the store refuses a value of one."""
        try:
            polled.records.append(await self._markets.record(rows))
        except SpudwatchError:
            raise  # busy or full: no market's fault
        except Exception as error:
            if len(rows) == 1:
                market = rows[0][0]
                log.exception("market_refused", exc_info=error, extra={"venue": market.venue, "market": market.key})
                return ["a value that cannot be stored"]
            half = len(rows) // 2
            return [*await self._record(rows[:half], polled), *await self._record(rows[half:], polled)]
        return []

    def _tell(self, found: VenueMarket) -> None:
        """Each fault is named in the log when it appears, not at every poll."""
        key = (found.venue, found.key)
        before = self._told.pop(key, ())
        if found.faults:
            self._told[key] = found.faults
        for fault in found.faults:
            if fault not in before:
                log.warning("rung_unreadable", extra={"venue": found.venue, "market": found.key, "fault": fault})


def _unread(name: str, what: str, error: SourceError) -> str:
    """Log why a source could not be read, and return it."""
    log.info("source_unread", extra={"venue": name, "market": what, "why": error.what})
    return error.what
