"""Streamed prices of the most relevant boards, alongside the authoritative poll.

One connection per channel. `run` keeps it open and receives messages; `flush`, every few seconds, writes the prices of
boards whose every open rung has sent its whole book, so that an alert need not wait for two polls. A lost or silent
connection only discards its prices: `status` reports it, and the poll continues.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from bot.domain.markets.quotes import VenueMarket, VenueRung
from bot.domain.notify.digest_sections import ChangeKind
from bot.domain.source_state import SourceState
from bot.messages.errors import SourceError
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.push import Connection, Push
from bot.ports.source_client import SourceClient
from bot.queries.changes.change_feed import same_as
from bot.sources.streams import LiveBooks, MarketChannel
from bot.sources.venues import Venue

log = logging.getLogger(__name__)

EVERY: Final = timedelta(seconds=5)  # between two flushes
PINGED: Final = timedelta(seconds=10)
SILENT: Final = timedelta(seconds=30)  # three pings without an answer
CHOSEN: Final = timedelta(minutes=1)  # between two selections of boards
KEPT: Final = timedelta(hours=1)  # how long a board that is not followed is remembered after a poll
SAID: Final = timedelta(minutes=5)  # between two records of an unchanged state
MAX_RUNGS: Final = 500  # rungs of one connection; the venue documents no more
WAITS: Final = (1.0, 5.0, 30.0, 120.0, 300.0)  # seconds before reconnecting
TOGETHER: Final = 20  # boards written at once, between turns of the event loop


class MarketStream:
    """One channel.

    `run` is a task, `flush` a scheduled job, `take` receives poll results.
    """

    def __init__(self, channel: MarketChannel, venue: Venue, push: Push, client: SourceClient, ports: Ports) -> None:
        self._channel, self._venue, self._push, self._client, self._ports = channel, venue, push, client, ports
        self._polled: dict[str, VenueMarket] = {}
        self._keys: tuple[str, ...] = ()
        self._chosen_at: datetime | None = None
        self._wanted = asyncio.Event()
        self._connection: Connection | None = None
        self._books: LiveBooks = channel.books()
        self._asked: set[str] = set()
        self._heard_at = self._pinged_at = ports.clock.now()
        self._trouble, self._state = "", SourceState(channel.NAME, ports.clock.now())
        self._said: tuple[str, datetime] | None = None
        self._told_at: datetime | None = None  # when the channel last sent anything

    @property
    def name(self) -> str:
        """The channel's name."""
        return self._channel.NAME

    def take(self, found: Sequence[VenueMarket]) -> None:
        """Receive a poll's results, from which boards take their texts, rungs and states."""
        self._polled.update({market.key: market for market in found if market.venue == self._channel.VENUE})

    async def run(self) -> None:
        """Stay connected while there is anything to follow, until cancelled."""
        tries = 0
        while True:
            await self._wanted.wait()
            try:
                connection = await self._push.connect(self._channel.UPSTREAMS[0], self._channel.PATH)
                tries = 0 if await self._listen(connection) else tries + 1
            except SourceError as error:
                tries, self._trouble = tries + 1, f"{error.what}; prices come from the poll alone"
                log.info("stream_lost", extra={"stream": self.name, "why": error.what})
            await self._ports.clock.sleep(WAITS[min(tries, len(WAITS) - 1)])

    async def _listen(self, connection: Connection) -> bool:
        """Process one connection's messages until it ends; return whether there were any."""
        self._asked = set()
        self._heard_at = self._pinged_at = self._ports.clock.now()
        self._connection, heard = connection, False
        try:
            await self._ask(connection)
            async for text in connection:
                self._books.take(text)
                self._heard_at = self._told_at = self._ports.clock.now()
                heard = True
            self._trouble = self._trouble or "the connection was closed; prices come from the poll alone"
            return heard
        finally:
            self._connection, self._books = None, self._channel.books()
            await connection.close()

    async def flush(self) -> int:
        """Write the prices received since the last flush; return for how many boards."""
        now, written = self._ports.clock.now(), 0
        if self._chosen_at is None or not timedelta(0) <= now - self._chosen_at < CHOSEN:
            self._keys, self._chosen_at = self._choose(now), now
            self._forget(now)
        if self._tokens():
            self._wanted.set()
        else:
            self._wanted.clear()
            self._trouble = ""
        connection = self._connection
        if connection is not None:
            try:
                await self._keep_alive(connection, now)
                await self._ask(connection)
            except SourceError as error:
                self._trouble = f"{error.what}; prices come from the poll alone"
                await connection.close()
            else:
                self._trouble = ""
                await self._settle()
                written = await self._write(now)
        await self._say(now)
        return written

    def _choose(self, now: datetime) -> tuple[str, ...]:
        """Choose the boards to follow: watched, then in an alert, then ending soon.

        Returns their keys.
        """
        view, venue = View("", now), self._channel.VENUE
        boards = [market.key for market in self._ports.markets.watched(view) if market.venue == venue]
        for alert in self._ports.subscriptions.active_alerts(now):
            if alert.wish.what is ChangeKind.ODDS and alert.wish.about:
                about = View(alert.tenant, now)
                slugs = same_as(self._ports, about, alert.wish.about)
                boards += [m.key for m in self._ports.markets.of_subjects(slugs, about) if m.venue == venue]
        return tuple(dict.fromkeys((*boards, *self._ports.sources.imminent(venue, now))))

    def _forget(self, now: datetime) -> None:
        """Forget boards that no poll reads any more, and that are not followed."""
        self._polled = {
            key: market for key, market in self._polled.items() if key in self._keys or now - market.read_at < KEPT
        }

    def _boards(self) -> Iterator[VenueMarket]:
        """Yield the chosen boards that a poll has read, as many as one connection carries."""
        rungs = 0
        for key in self._keys:
            if (market := self._polled.get(key)) is not None and (tokens := len(_open(market))):
                rungs += tokens
                if rungs > MAX_RUNGS:
                    return
                yield market

    def _tokens(self) -> list[str]:
        return [rung.token for market in self._boards() for rung in _open(market)]

    async def _ask(self, connection: Connection) -> None:
        """Subscribe to rungs not yet subscribed to."""
        new = [token for token in self._tokens() if token not in self._asked]
        for text in self._channel.subscribe(new, first=not self._asked):
            await connection.send(text)
        self._asked.update(new)

    async def _keep_alive(self, connection: Connection, now: datetime) -> None:
        if now - self._heard_at > SILENT:
            raise SourceError("the connection stopped sending")
        if now - self._pinged_at >= PINGED:
            self._pinged_at = now
            await connection.send(self._channel.PING)

    async def _settle(self) -> None:
        """Read boards with a settled rung at once, since only a poll knows the outcome."""
        for market in list(self._boards()):
            if told := self._books.resolved & {rung.token for rung in market.rungs}:
                self._books.resolved.difference_update(told)
                try:
                    found = await self._client.run(self._venue.read(market.key))
                except SourceError as error:
                    log.info("settled_unread", extra={"market": market.key, "why": error.what})
                    continue
                self.take([found])
                await self._ports.markets.record([(found, None)])

    async def _write(self, now: datetime) -> int:
        live = [told for market in self._boards() if (told := self._priced(market, now)) is not None]
        for start in range(0, len(live), TOGETHER):
            await self._ports.markets.record([(market, None) for market in live[start : start + TOGETHER]])
        return len(live)

    def _priced(self, market: VenueMarket, now: datetime) -> VenueMarket | None:
        """Return the board with current prices.

        None unless every open rung has a real book.
        """
        rungs: list[VenueRung] = []
        for rung in market.rungs:
            if rung.token and rung.status == "open" and rung.quote is not None and not rung.placeholder:
                told = self._books.quote(rung.token)
                if told is None or not self._channel.believable(rung.quote, told):
                    return None
                last, last_at = (told.last, told.last_at) if told.last_at else (rung.quote.last, rung.quote.last_at)
                quote = replace(rung.quote, read_at=now, bid=told.bid, ask=told.ask, last=last, last_at=last_at)
                rungs.append(replace(rung, quote=quote))
            else:
                rungs.append(rung)
        return replace(market, read_at=now, rungs=tuple(rungs))

    async def _say(self, now: datetime) -> None:
        """Record the channel's state on a change, and periodically.

        One that sent nothing was not read: of a channel that never did nothing is recorded, unless it is in trouble.
        """
        if self._said is not None and self._said[0] == self._trouble and now - self._said[1] < SAID:
            return
        due = now + SAID
        if self._trouble:
            self._state = self._state.failed(now, self._trouble, next_at=due)
        elif self._told_at is None:
            return
        else:
            self._state = self._state.worked(
                self._told_at, items=len(self._asked), faults=self._books.faults, next_at=due
            )
        self._said = (self._trouble, now)
        await self._ports.sources.note([self._state])


def _open(market: VenueMarket) -> list[VenueRung]:
    return [r for r in market.rungs if r.token and r.status == "open" and r.quote is not None and not r.placeholder]
