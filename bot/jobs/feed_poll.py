"""Poll tenants' feeds.

Each new item becomes a lead for the desk, never a sighting. The first reading of a feed creates no leads: items from
before it was added are not news.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.jobs.schedule import failure_of, run_apart
from bot.messages.errors import SpudwatchError
from bot.ports import Clock
from bot.ports.catalogs.listings import Feed, Listings
from bot.ports.desk import QueueItem
from bot.ports.source_client import SourceClient
from bot.sources.feeds import syndication
from bot.sources.feeds.syndication import FeedDocument, FeedEntry, ParsedFeed

ParseFeed = Callable[[FeedDocument], Awaitable[ParsedFeed]]

log = logging.getLogger(__name__)

SECONDS: Final = 30.0  # the longest one feed may take
AT_ONCE: Final = 4
WAIT: Final = timedelta(minutes=30)  # after a time-out, doubled by each further one
LONGEST_WAIT: Final = timedelta(days=1)
DOUBLED: Final = 6  # times at most; by then it is longer than the longest
LEADS: Final = 10  # of one feed and reading; a feed that floods is no lead


class FeedPoll:
    """The job that reads feeds; safe to run at any time and to repeat."""

    def __init__(self, client: SourceClient, clock: Clock, *, listings: Listings, parse: ParseFeed) -> None:
        self._client, self._clock, self._listings, self._parse = client, clock, listings, parse
        self._places = asyncio.Semaphore(AT_ONCE)
        self._slow: dict[tuple[str, str], tuple[int, datetime]] = {}  # time-outs in a row, and until when it waits

    async def read(self) -> int:
        """Read every feed once; return how many leads were created. Failures are isolated."""
        feeds = self._listings.feeds()
        leads: list[int] = []

        async def one(feed: Feed) -> None:
            leads.append(await self._one(feed))

        await run_apart({f"{feed.tenant} {feed.url}": one(feed) for feed in feeds})
        log.info("feeds_read", extra={"feeds": len(feeds), "leads": sum(leads)})
        return sum(leads)

    async def _one(self, feed: Feed) -> int:
        now, name = self._clock.now(), (feed.tenant, feed.url)
        late, until = self._slow.get(name, (0, now))
        if now < until:
            return 0
        self._slow.pop(name, None)
        try:
            async with self._places:
                document, found = await asyncio.wait_for(self._fetched(feed), SECONDS)
        except (TimeoutError, SpudwatchError) as error:
            if isinstance(error, TimeoutError):  # it would take a place of other tenants' feeds in every round
                self._slow[name] = (late + 1, now + min(WAIT * 2 ** min(late, DOUBLED), LONGEST_WAIT))
            return await self._listings.record_reading(replace(feed, trouble=failure_of(error)), (), now, 0)
        if found is None:
            return await self._listings.record_reading(replace(feed, read_at=now, trouble=""), (), now, 0)
        title = feed.title or found.title
        kept = replace(feed, title=title, etag=document.etag, modified=document.modified, read_at=now, trouble="")
        leads = tuple((one.id, _lead(kept, one, now)) for one in found.entries)
        return await self._listings.record_reading(kept, leads, now, LEADS if feed.read_at is not None else 0)

    async def _fetched(self, feed: Feed) -> tuple[FeedDocument, ParsedFeed | None]:
        """The document and what it holds; None where it is unchanged."""
        document = await self._client.run(syndication.read(feed.url, feed.etag, feed.modified))
        return document, None if document.unchanged else await self._parse(document)


def _lead(feed: Feed, one: FeedEntry, now: datetime) -> QueueItem:
    """Convert a feed item to a desk item, with what is needed to file it."""
    body = {"link": one.url or feed.url, "feed": feed.url, "party": feed.title}
    if one.published is not None and one.published <= now:
        body["published"] = one.published.date().isoformat()
    by = f"feed:{feed.title or feed.url}"[:100]
    return QueueItem("lead", one.url or one.id, one.title[:200], by, now, feed.title, body)
