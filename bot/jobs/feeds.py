"""Reads the feeds that tenants added; each new line becomes a lead in that tenant's desk queue, never a sighting.

The first reading of a feed makes no leads: what stood there before it was added is not news.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import Final

from bot.catalogs import _feed
from bot.errors import SourceError
from bot.ports import Clock
from bot.ports.desk import Desk, Item
from bot.ports.listings import Feed, Listings
from bot.ports.web import Web

log = logging.getLogger(__name__)

SECONDS: Final = 30.0  # the longest one feed may take
AT_ONCE: Final = 4
LEADS: Final = 10  # of one feed and reading; a feed that floods is no lead


class FeedWatch:
    """The job that reads feeds; may be run at any time and twice without harm."""

    def __init__(self, web: Web, clock: Clock, *, listings: Listings, desk: Desk) -> None:
        self._web, self._clock, self._listings, self._desk = web, clock, listings, desk
        self._places = asyncio.Semaphore(AT_ONCE)

    async def read(self) -> int:
        """Read every feed once; returns how many leads were made. One that fails costs only itself."""
        made = await asyncio.gather(*(self._one(feed) for feed in self._listings.feeds()))
        log.info("feeds_read", extra={"feeds": len(made), "leads": sum(made)})
        return sum(made)

    async def _one(self, feed: Feed) -> int:
        now = self._clock.now()
        try:
            async with self._places:
                reading = _feed.read(feed.url, feed.etag, feed.modified)
                found = await asyncio.wait_for(self._web.run(reading), SECONDS)
        except (SourceError, TimeoutError) as error:
            trouble = error.what if isinstance(error, SourceError) else "it did not answer in time"
            await self._listings.follow(replace(feed, trouble=trouble), "", now)
            return 0
        if found.unchanged:
            await self._listings.follow(replace(feed, read_at=now, trouble=""), "", now)
            return 0
        fresh = set(await self._listings.fresh(feed.tenant, feed.url, [one.id for one in found.entries], now))
        new = [one for one in found.entries if one.id in fresh] if feed.read_at is not None else []
        title = feed.title or found.title
        for one in new[:LEADS]:
            body = {"link": one.url or feed.url, "feed": feed.url}
            item = Item("lead", one.url or one.id, one.title[:200], f"feed:{title or feed.url}"[:100], now, title, body)
            await self._desk.propose(feed.tenant, item)
        kept = replace(feed, title=title, etag=found.etag, modified=found.modified, read_at=now, trouble="")
        await self._listings.follow(kept, "", now)
        return min(len(new), LEADS)
