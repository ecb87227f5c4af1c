"""Read markets requested by pasted address and map each to its subject and tenant.

Failures are recorded with the reason; if retrying helps, they wait for the next round. The market found counts, not the
address: a link to one rung leads to its event, a slug to the market's own id. Requests are idempotent, so a kill at any
moment leaves one waiting or done.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.markets.markets import MarketRequest, RequestState
from bot.domain.markets.quotes import VenueMarket
from bot.messages.errors import SourceDown, SourceError
from bot.ports import Clock
from bot.ports.market_requests import MarketRequests
from bot.ports.markets import Markets
from bot.ports.source_client import SourceClient
from bot.sources.protocol import SourceGone
from bot.sources.venues import Venue

log = logging.getLogger(__name__)

A_ROUND: Final = 50  # requests read per round, in sequence; few are pasted


@dataclass(slots=True)
class Outcomes:
    """The results of one round of requests."""

    mapped: int = 0
    failed: int = 0
    waiting: int = 0


class RequestedMarkets:
    """The job `read`.

    `backfill` is called for each newly mapped market to load its past.
    """

    def __init__(
        self,
        venues: Mapping[str, Venue],
        client: SourceClient,
        clock: Clock,
        *,
        markets: Markets,
        requests: MarketRequests,
        backfill: Callable[[VenueMarket], Awaitable[object]],
    ) -> None:
        self._venues, self._client, self._clock = venues, client, clock
        self._markets, self._requests, self._backfill = markets, requests, backfill

    async def read(self) -> Outcomes:
        """Read every waiting request.

        Each ends mapped, failed with a reason, or still waiting.
        """
        outcomes = Outcomes()
        read: dict[tuple[str, str], VenueMarket | SourceError] = {}
        for request in self._requests.waiting(A_ROUND):
            named = (request.venue, request.key)
            if named not in read:
                read[named] = await self._read(request)
            await self._settle(request, read[named], outcomes)
        for found in read.values():
            if isinstance(found, VenueMarket) and found.rungs:
                await self._backfill(found)
        if read:
            counts = {"mapped": outcomes.mapped, "failed": outcomes.failed, "waiting": outcomes.waiting}
            log.info("pasted_done", extra=counts)
        return outcomes

    async def _read(self, request: MarketRequest) -> VenueMarket | SourceError:
        venue = self._venues.get(request.venue)
        if venue is None or not self._client.ready(venue.UPSTREAMS[0]):
            return SourceError(f"{request.venue.capitalize()} cannot be read here: it wants a token")
        try:
            found = await self._client.run(venue.read(request.key))
        except SourceGone:
            what = f"{request.venue.capitalize()} has no market under that address"
            if request.tried_at is None:  # a market a few minutes old answers 404, too (forecastbench PR 253)
                return SourceDown(f"{what} yet")
            return SourceGone(what)
        except SourceError as error:
            return error
        if not found.rungs:
            return SourceError(found.faults[0] if found.faults else "there is nothing in it that has a price")
        await self._markets.record([(found, None)])
        return found

    async def _settle(self, request: MarketRequest, found: VenueMarket | SourceError, outcomes: Outcomes) -> None:
        now = self._clock.now()
        if isinstance(found, SourceError):
            if found.try_again:
                outcomes.waiting += 1
            else:
                outcomes.failed += 1
            log.info("pasted_unread", extra={"venue": request.venue, "market": request.key, "why": found.what})
            state: RequestState = "waiting" if found.try_again else "failed"
            await self._requests.settle(replace(request, tried_at=now, why=found.what, state=state))
            return
        number = self._markets.number(found.venue, found.key)
        # It may have been withdrawn, or meant for another subject, while the venue was asked.
        if number is None or self._requests.of(request.tenant, request.venue, request.key) != request:
            return
        await self._markets.map_market(number, request.subject, tenant=request.tenant, by=request.by, at=now)
        await self._requests.settle(replace(request, tried_at=now, why="", state="mapped", market=number))
        outcomes.mapped += 1
