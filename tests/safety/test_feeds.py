"""Feeds of strangers: whatever one holds costs that feed alone, and the event loop goes on."""

import asyncio
import random
import time
from datetime import UTC, datetime

import pytest

from adapters.workers.worker_pool import WorkerPool
from bot.jobs.feed_poll import FeedPoll
from bot.messages.errors import SourceError
from bot.ports.catalogs.listings import Feed
from bot.sources.feeds import syndication
from bot.sources.protocol import Answer, drive
from storage.catalogs.listings import ListingStore
from storage.sqlite.engine import Database

T = datetime(2026, 4, 21, 12, tzinfo=UTC)
ITEM = "<item><title>One</title><link>https://notes.example/1</link><guid>g-1</guid></item>"
RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>Notes</title>{}</channel></rss>'
GOOD = RSS.format(ITEM).encode()
ENTITIES = RSS.replace("?>", f'?><!DOCTYPE r [<!ENTITY e "{"x" * 1300}">]>', 1).format("&e;" * 6000).encode()
ATTRIBUTES = RSS.format("<item " + " ".join(f'a{n}="1"' for n in range(9000)) + ">x</item>").encode()
ODD = {
    "a lone surrogate": RSS.format("<item><guid>&#xD800;</guid><title>x</title></item>").encode(),
    "a huge character": RSS.format("<item><title>&#99999999999999999999;</title></item>").encode(),
    "an encoding that is none": GOOD.replace(b"?>", b' encoding="undefined"?>', 1),
    "utf-7": GOOD.replace(b"?>", b' encoding="utf-7"?>', 1),
    "escapes": GOOD.replace(b"?>", b' encoding="unicode_escape"?>', 1),
    "a place without a point": RSS.format("<item><gml:posList>1 2</gml:posList></item>").encode(),
    "a zero byte": GOOD.replace(b"One", b"O\0ne"),
}


class Hosts:
    """Answers each address with its feed."""

    def __init__(self, feeds, etag='"e"'):
        self.feeds, self.etag = feeds, etag

    async def run(self, reading):
        return drive(reading, lambda get: Answer(200, {"etag": self.etag}, self.feeds[get.path], T, "notes.example"))


class Still:
    def now(self):
        return T


@pytest.fixture
async def workers():
    pool = WorkerPool()
    yield pool
    await pool.close()


async def follow(listings, urls):
    for url in urls:
        await listings.follow(Feed("discord:7", url, ""), "discord:meg", T)


async def test_hostile_feeds_delay_nobody_and_cost_only_themselves(workers, tmp_path):
    hostile = {f"https://bad.example/{n}": body for n, body in enumerate([ENTITIES, ENTITIES, ATTRIBUTES, ATTRIBUTES])}
    feeds = hostile | {"https://notes.example/feed": GOOD}
    database = Database(tmp_path / "feeds.db")
    listings = ListingStore(database)
    await follow(listings, feeds)
    await workers.parse_feed(syndication.FeedDocument(GOOD))  # the worker is started, as it is while serving
    late = []

    async def beat():
        while True:
            began = time.thread_time()
            await asyncio.sleep(0)
            late.append(time.thread_time() - began)

    beating = asyncio.create_task(beat())
    await FeedPoll(Hosts(feeds), Still(), listings=listings, parse=workers.parse_feed).read()
    beating.cancel()
    kept = {feed.url: feed for feed in listings.feeds()}
    assert kept["https://notes.example/feed"].read_at == T
    assert [bool(kept[url].trouble) for url in list(hostile)[:2]] == [True, True]
    assert max(late) < 2  # CPU seconds of this thread in one turn: 23 when the loop itself expanded the entities
    database.close()


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
async def test_an_odd_feed_ends_no_job_and_is_told(workers, tmp_path, body):
    database = Database(tmp_path / "feeds.db")
    listings = ListingStore(database)
    feeds = {"https://odd.example/feed": body, "https://notes.example/feed": GOOD}
    await follow(listings, feeds)
    job = FeedPoll(Hosts(feeds, etag="\xff"), Still(), listings=listings, parse=workers.parse_feed)
    await job.read()
    await job.read()
    kept = {feed.url: feed for feed in listings.feeds()}
    assert kept["https://notes.example/feed"].read_at == T
    odd = kept["https://odd.example/feed"]
    assert odd.trouble or odd.read_at == T
    database.close()


def mutated(chance: random.Random) -> bytes:
    body = bytearray(chance.choice([GOOD, *ODD.values()]))
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(body))
        if chance.random() < 0.4:
            body[at] = chance.randrange(256)
        elif chance.random() < 0.5:
            del body[at : at + chance.randint(1, 20)]
        else:
            body[at:at] = chance.choice([b"<", b"&#xFFFE;", b"]]>", b"<![CDATA[", b"\xed\xa0\x80", b"&lt;", b"<a:b>"])
        body = body or bytearray(b"<")
    return bytes(body)


async def test_of_1500_mutated_feeds_none_escapes(workers):
    chance = random.Random(20261128)  # noqa: S311 - a seed, so that a failure comes back
    ended = 0
    for _ in range(1500):
        try:
            found = await workers.parse_feed(syndication.FeedDocument(mutated(chance)))
        except SourceError:
            ended += 1
        else:
            ended += 1
            for one in found.entries:
                one.title.encode()
                one.id.encode()
                one.url.encode()
    assert ended == 1500
