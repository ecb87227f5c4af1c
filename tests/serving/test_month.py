"""A month of the world: lists, vendors' pages, markets and feeds that move, read by the jobs that serve.

Nobody types anything. Four releases, two stealth names, a price cut and a retirement are each told once, at the second
reading after they happened, and so is what the markets did; whatever else the world does (flaps, mirrors, twins, an
outage, half a list, a market that flickers, a page that repeats the lists) is at most two lines.
"""

from collections.abc import Generator
from dataclasses import replace
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

import pytest

from adapters.net.client import HttpSourceClient
from bot.domain.notify.alerts import AlertSubscription
from bot.domain.notify.digest import DigestFilter, IfQuiet
from bot.domain.notify.digest_sections import ChangeKind
from bot.domain.notify.timetable import Timetable
from bot.domain.time.schedule import EVERY as DAILY
from bot.jobs.feed_poll import FeedPoll
from bot.jobs.list_poll import ListPoll
from bot.jobs.market_poll import MarketPoll
from bot.jobs.vendor_poll import VendorPoll
from bot.jobs.wiring import NotificationJobs
from bot.messages.errors import SourceError
from bot.messages.request import View
from bot.ports.catalogs.listings import Feed
from bot.ports.changes import ChangeBatch
from bot.ports.notifications.subscriptions import Alert, Digest, Mode
from bot.sources import catalogs
from bot.sources.feeds import syndication
from bot.sources.protocol import Upstream
from bot.sources.vendors import (
    anthropic_models,
    deprecations_info,
    google_changelog,
    openai_changelog,
    xai_release_notes,
)
from bot.sources.venues import polymarket
from tests.adapters.net.local_upstream import serving
from tests.platforms import LikeDiscord, Platform
from tests.serving.month_world import FEED, LISTS, START, World, day

EVERY = timedelta(hours=6)  # between two readings
SEARCHED = 4  # readings between two searches for markets
TENANT, PLACE, DIGESTS = "discord:7", "discord:7/9", "discord:7/10"
PAGES = (anthropic_models, openai_changelog, google_changelog, xai_release_notes, deprecations_info)
# What happened, as it is told, and the day from which two readings could show it.
EVENTS = {
    "Claude Opus 9 is out: since 5 Dec 2028; 5/25 dollars, 2M context": 4,
    "GPT-9.1 Nova is in the API: 2/10 dollars, 1M context": 7,
    "Gemini 9 Pro is out: since 13 Dec 2028": 12,
    "Grok 9 is in the API: 3/15 dollars, 512k context": 17,
    "“lantern-alpha” on openrouter: stealth namespace": 2,
    "“ember-beta” on openrouter: stealth namespace": 14,
    "“Lantern Alpha” on openrouter: reveal text": 12,
    "Claude Opus 9, price: 5/25 dollars → 4/20 dollars": 20.25,
    "GPT-5.2 is shut down on 17 Feb 2029": 24,
}
# What else a channel that asked for everything gets, and how often at most.
ASKED_FOR = {
    "Claude Opus 9 released by…?": 3,  # a move, then its end
    "GPT-10 released by…?": 1,  # a move
    "Claude Opus 9, release checklist": 2,  # price and limits by the vendor's page, at its release and at the price cut
    "Grok 9, release checklist": 1,
}
NOISE = 2  # lines in thirty days that tell of none of these


def local(reading) -> Generator:
    """A reading of a stranger's address, asked of the local server: such addresses are public ones only."""
    try:
        wish = next(reading)
        while True:
            try:
                answer = yield replace(wish, upstream="feed", path=urlsplit(wish.path).path)
            except SourceError as error:
                wish = reading.throw(error)
            else:
                wish = reading.send(answer)
    except StopIteration as done:
        return done.value


class FeedClient:
    def __init__(self, client: HttpSourceClient) -> None:
        self.client = client

    async def run(self, reading):
        return await self.client.run(local(reading))


async def parse(document):
    return syndication.parse(document)


class Readers:
    """The jobs that read, as often as each is run."""

    def __init__(self, ports, client, clock) -> None:
        lists = {name: one for name, one in catalogs.every().items() if name in LISTS}
        pages = {one.NAME: one for one in PAGES}
        self.lists = ListPoll(lists, client, clock, listings=ports.listings, sources=ports.sources)
        self.vendors = VendorPoll(pages, client, clock, facts=ports.vendor_facts, sources=ports.sources)
        venues = {polymarket.NAME: polymarket}
        self.poll = MarketPoll(
            venues, client, clock, markets=ports.markets, ledger=ports.ledger, sources=ports.sources,
            every=EVERY, search_every=SEARCHED * EVERY,
        )  # fmt: skip
        self.feeds = FeedPoll(FeedClient(client), clock, listings=ports.listings, parse=parse)
        self.rounds = 0

    async def read(self) -> None:
        if self.rounds % SEARCHED == 0:
            await self.poll.discover()
        for job in (self.poll, self.lists, self.vendors, self.feeds):
            await job.read()
        self.rounds += 1


@pytest.fixture
async def month(talk):
    chat = talk(START.isoformat())
    ports = chat.ports
    await ports.changes.append(ChangeBatch(done=ports.changes.due(START, 100_000)), START)
    await ports.listings.follow(Feed(TENANT, FEED, "Lab news"), "discord:42", START)
    sources = (*(one for name, one in catalogs.every().items() if name in LISTS), *PAGES, polymarket)
    feed = Upstream("feed", "https://lab.example", 10)
    hosts = [*{host.name: host for one in sources for host in one.UPSTREAMS}.values(), feed]
    world = World(chat.clock)
    async with serving(world.answer) as server:
        client = HttpSourceClient(hosts, chat.clock, bases={host.name: server.url for host in hosts})
        yield chat, Readers(ports, client, chat.clock)
        await client.close()


async def subscribe(ports) -> None:
    """Alerts of every kind and a daily digest of everything."""
    for number, what in enumerate(ChangeKind, 1):
        wish = AlertSubscription(what, max_per_day=50)
        alert = Alert(number=number, tenant=TENANT, place=PLACE, owner="discord:42", wish=wish, made_at=START)
        await ports.subscriptions.keep(alert, START)
    table = Timetable(DAILY, time(12), "UTC")
    digest = Digest(
        number=1, tenant=TENANT, place=DIGESTS, owner="discord:42", name="Everything", table=table,
        wish=DigestFilter(if_quiet=IfQuiet.SKIP), made_at=START, covered=START,
        next_at=table.next_after(START).at, mode=Mode.ACTIVE,
    )  # fmt: skip
    await ports.subscriptions.keep(digest, START)


async def live(chat, readers, jobs, server) -> dict[str, list[tuple[datetime, str]]]:
    """Thirty days; what was posted, by place, with its moment."""
    ports, clock = chat.ports, chat.clock
    told: dict[str, list[tuple[datetime, str]]] = {PLACE: [], DIGESTS: []}
    seen: set[str] = set()
    while clock.now() < day(30):
        await readers.read()
        await jobs.tick()
        for post in server.posts.values():
            if post.key not in seen:
                seen.add(post.key)
                told[post.place].append((clock.now(), ports.outbox.body(ports.outbox.get(post.key)).plain))
        clock.move(clock.now() + EVERY)
    return told


async def test_every_event_is_told_once_within_two_readings_and_hardly_anything_else(month):
    chat, readers = month
    server = Platform(chat.clock)
    jobs = NotificationJobs(chat.ports, {"discord": LikeDiscord(server)})
    await subscribe(chat.ports)
    told = await live(chat, readers, jobs, server)
    for event, since in EVENTS.items():
        (at,) = [at for at, text in told[PLACE] if event in text]
        assert at <= day(since) + 2 * EVERY, f"{event}: told at {at}"
        assert sum(text.count(event) for _, text in told[DIGESTS]) == 1, event
    expected = (*EVENTS, *ASKED_FOR)
    rest = [text for _, text in told[PLACE] if not any(event in text for event in expected)]
    lines = [line for _, text in told[DIGESTS] for line in text.splitlines() if line.startswith(("•", "- "))]
    rest += [line for line in lines if not any(event in line for event in expected)]
    assert len(rest) <= NOISE, rest
    for title, most in ASKED_FOR.items():
        assert 1 <= sum(title in text for _, text in told[PLACE]) <= most, title
    await _asked_at_the_end(chat)


async def _asked_at_the_end(chat) -> None:
    """What a person asks then is answered from the vendor's own page; the feed's lines wait for the desk."""
    out = await chat.say("claimcheck ask Claude Opus 9 is out", place=PLACE)
    assert out.data["grade"] == "CONFIRMED"
    assert "platform.claude.com" in out.plain
    card = await chat.say("model show Claude Opus 9", place=PLACE)
    assert "platform.claude.com" in card.plain, card.plain
    assert card.data["waits"]["pricing"]["state"] == "known"
    ready = await chat.say("claimcheck ready Claude Opus 9", place=PLACE)
    assert "4 dollars" in ready.plain or "$4" in ready.plain, ready.plain
    leads = [item.title for item in chat.ports.desk.queue(View(TENANT, chat.clock.now())) if item.kind == "lead"]
    assert leads == ["Introducing Claude Opus 9", "GPT-9.1 Nova is here", "How we cook", "Grok 9 is available"]
