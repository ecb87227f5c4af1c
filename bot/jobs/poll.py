"""Reads the outside markets: every mapped one on a schedule, and now and then what is new.

Nobody waits for this: it writes to storage, and storage answers people. What failed is kept as each venue's state, and
said in words; a market that cannot be read keeps its last price and its age. Nothing a decision rests on lives here, so
another process may take over at any moment.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from bot.domain.evidence.sources import MarketToPoll, SourceState, trouble_of
from bot.domain.markets.discovery import MappingResult, sort_out
from bot.domain.markets.markets import RecordingResult
from bot.domain.markets.quotes import VenueMarket
from bot.domain.names.subjects import AliasStatus, SubjectState
from bot.messages.errors import SourceError
from bot.messages.request import View
from bot.ports import Clock
from bot.ports.ledger import Ledger
from bot.ports.markets import Markets
from bot.ports.sources import Sources
from bot.ports.web import Web
from bot.sources.protocol import SourceGone
from bot.sources.venues import Venue

log = logging.getLogger(__name__)

AT_ONCE: Final = 16  # conversations with one venue
BATCH: Final = 50  # markets written together; also what bounds the memory of a poll
WORDS: Final = 40  # names searched for at each venue
FAMILIES: Final = ("GPT", "Claude", "Gemini", "Grok", "DeepSeek", "Llama")
FRESH: Final = timedelta(days=14)  # so long after a release its markets may still be new to us
HISTORY: Final = timedelta(days=30)  # fetched once, when a market is first mapped
RUNGS_BACKFILLED: Final = 12
NAMES_A_SUBJECT: Final = 3


@dataclass(slots=True)
class Polled:
    """What one round brought."""

    read: int = 0
    gone: int = 0
    failed: int = 0
    faults: int = 0
    mapped: int = 0
    candidates: int = 0
    records: list[RecordingResult] = field(default_factory=list)
    states: list[SourceState] = field(default_factory=list)


class Poll:
    """Two jobs, `read` and `discover`; both may be run at any time and twice without harm."""

    def __init__(
        self,
        venues: Mapping[str, Venue],
        web: Web,
        clock: Clock,
        *,
        markets: Markets,
        ledger: Ledger,
        sources: Sources,
        every: timedelta = timedelta(minutes=5),
    ) -> None:
        self._venues = {name: venue for name, venue in venues.items() if web.ready(venue.UPSTREAMS[0])}
        self._web, self._clock, self._every = web, clock, every
        self._markets, self._ledger, self._sources = markets, ledger, sources
        self._told: dict[tuple[str, str], tuple[str, ...]] = {}  # faults logged last, so that they are logged once

    async def read(self) -> Polled:
        """Reads every mapped market that is not settled, venue by venue at once, and keeps what changed."""
        polled = Polled()
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

    async def discover(self) -> Polled:
        """Searches every venue for models to come; maps what is plainly theirs and keeps the rest to be looked at."""
        polled = Polled()
        now = self._clock.now()
        aliases = self._ledger.aliases(View("", now))
        words = self.words()
        known = {(market.venue, market.key) for market in self._sources.to_read(now)}
        results = await asyncio.gather(
            *(self._web.run(venue.discover(words)) for venue in self._venues.values()), return_exceptions=True
        )
        new: list[VenueMarket] = []
        for name, found in zip(self._venues, results, strict=True):
            if isinstance(found, BaseException):
                polled.failed += 1
                self._surprise(name, "discovery", found)
                continue
            # A search tells the prices of what `read` reads better: the known are left to it.
            matches = sort_out([market for market in found if (name, market.key) not in known], aliases)
            await self._keep(matches, polled)
            new += [match.market for match in matches if match.verdict == "mapped"]
        for market in new:
            await self.backfill(market)
        log.info("discovery_done", extra={"mapped": polled.mapped, "candidates": polled.candidates})
        return polled

    async def backfill(self, market: VenueMarket) -> int:
        """The past month of a market's rungs, out of the venue's own history. Returns how many prices were new."""
        venue = self._venues.get(market.venue)
        if venue is None:
            return 0
        now, kept = self._clock.now(), 0
        rungs = [rung for rung in market.rungs if rung.token and not rung.placeholder and rung.status == "open"]
        for rung in rungs[:RUNGS_BACKFILLED]:
            try:
                points = await self._web.run(venue.history(rung.token, now - HISTORY, now))
            except SourceError as error:
                log.info("history_unread", extra={"venue": market.venue, "market": market.key, "why": error.what})
                continue
            if points:
                kept += await self._markets.record_history(market.venue, market.key, rung.key, points)
        return kept

    def words(self) -> tuple[str, ...]:
        """What to search for: good names of subjects not yet (or just) released, then the great families."""
        view = View("", self._clock.now())
        names: dict[str, list[str]] = {}
        for alias in self._ledger.aliases(view):
            if alias.standing is AliasStatus.GOOD:
                names.setdefault(alias.slug, []).append(alias.text)
        found: list[str] = []
        for slug, texts in sorted(names.items()):
            subject = self._ledger.subject(slug, view)
            if subject is None or subject.state is SubjectState.CANCELLED:
                continue
            released = subject.released()
            if released is None or view.as_of - released < FRESH:
                found += sorted(texts, key=len)[:NAMES_A_SUBJECT]
        once = {word.casefold(): word for word in [*FAMILIES, *found]}
        return tuple(once.values())[:WORDS]

    async def _read_venue(self, name: str, wanted: Sequence[MarketToPoll], polled: Polled) -> None:
        """One venue's markets, some at a time, written in batches; its state says how that went."""
        places = asyncio.Semaphore(AT_ONCE)
        began, read, faults, troubles = self._clock.now(), 0, 0, []
        for first in range(0, len(wanted), BATCH):
            batch = wanted[first : first + BATCH]
            results = await asyncio.gather(
                *(self._read_one(market, places) for market in batch), return_exceptions=True
            )
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
                    troubles.append(self._surprise(name, market.key, result))
            read += len(found)
            if found:
                polled.records.append(await self._markets.record([(market, None) for market in found]))
        polled.read += read
        polled.failed += len(troubles)
        polled.faults += faults
        before = self._sources.state(name) or SourceState(name, began)
        trouble, next_at = trouble_of(troubles, len(wanted)), began + self._every
        if read or not troubles:
            polled.states.append(before.worked(began, items=read, faults=faults, trouble=trouble, next_at=next_at))
        else:
            polled.states.append(before.failed(began, trouble, next_at=next_at))

    async def _read_one(self, market: MarketToPoll, places: asyncio.Semaphore) -> VenueMarket:
        async with places:
            return await self._web.run(self._venues[market.venue].read(market.key))

    async def _keep(self, matches: Iterable[MappingResult], polled: Polled) -> None:
        kept = [match for match in matches if match.verdict != "ignored"]
        rows = [(match.market, match.slug if match.verdict == "mapped" else None) for match in kept]
        polled.mapped += sum(slug is not None for _, slug in rows)
        polled.candidates += sum(slug is None for _, slug in rows)
        for first in range(0, len(rows), BATCH):
            polled.records.append(await self._markets.record(rows[first : first + BATCH]))

    def _tell(self, found: VenueMarket) -> None:
        """Each fault is named in the log when it appears, not at every poll."""
        key = (found.venue, found.key)
        before = self._told.pop(key, ())
        if found.faults:
            self._told[key] = found.faults
        for fault in found.faults:
            if fault not in before:
                log.warning("rung_unreadable", extra={"venue": found.venue, "market": found.key, "fault": fault})

    def _surprise(self, name: str, what: str, error: BaseException) -> str:
        """A source's failure in its words; anything else is ours: logged with where it came from, and survived."""
        if isinstance(error, SourceError):
            log.info("source_unread", extra={"venue": name, "market": what, "why": error.what})
            return error.what
        if not isinstance(error, Exception):
            raise error
        log.error("reading_broke", exc_info=error, extra={"venue": name, "market": what})
        return "an answer we did not understand"
