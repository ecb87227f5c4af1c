"""A month of the world: lists and pages that move, on a local server, read by the jobs that serve, told to a channel.

Nobody types anything. Four releases, two stealth names, a price cut and a retirement are each told once, at the second
reading after they happened; whatever else the lists do (flaps, mirrors, twins, an outage, half a list) is at most two
lines.
"""

import asyncio
import json
from datetime import UTC, datetime, time, timedelta

import pytest

from adapters.net.client import HttpSourceClient
from bot.domain.notify.alerts import AlertSubscription
from bot.domain.notify.changes import ChangeKind
from bot.domain.notify.digest import DigestFilter, IfQuiet
from bot.domain.notify.timetable import Timetable
from bot.domain.time.schedule import EVERY as DAILY
from bot.jobs.list_poll import ListWatch
from bot.jobs.vendor_poll import VendorPoll
from bot.jobs.wiring import NotificationJobs
from bot.ports.changes import ChangeBatch
from bot.ports.notifications.subscriptions import Alert, Digest, Mode
from bot.sources import catalogs
from bot.sources.catalogs import litellm, models_dev, openrouter
from bot.sources.vendors import deprecations_info
from tests.adapters.net.test_client import said, serving
from tests.platforms import LikeDiscord, Platform

START = datetime(2026, 12, 1, tzinfo=UTC)
EVERY = timedelta(hours=3)  # between two readings
PLACE, DIGESTS = "discord:7/9", "discord:7/10"
TOLD = (ChangeKind.RELEASE, ChangeKind.WAIT, ChangeKind.SIGHTING, ChangeKind.REVEAL, ChangeKind.PRICE, ChangeKind.LIMIT,
        ChangeKind.RETIREMENT, ChangeKind.CORRECTION)  # fmt: skip
LABS = ("qwen", "mistralai", "deepseek", "meta-llama", "microsoft", "nvidia")


def day(number: float) -> datetime:
    return START + timedelta(days=number)


class ListedOffer:
    """A model in one list from one moment to another, at a price that may change."""

    def __init__(self, name, since=0.0, until=99.0, price=(1, 3), context=128_000, then=(99.0, (1, 3)), text=""):
        self.name, self.since, self.until, self.price, self.context = name, since, until, price, context
        self.then, self.text = then, text

    def at(self, now: datetime):
        if not day(self.since) <= now < day(self.until):
            return None
        return self.name, self.then[1] if now >= day(self.then[0]) else self.price, self.context, self.text


def _everywhere(author, name, since, price, context, text="", then=(99.0, (1, 3))):
    """One model in three lists, a few hours apart."""
    offers = ((f"{author}/{name}", 0.0), (f"{author}/{name}", 0.3), (name, 0.6))
    return [
        ListedOffer(shown, since + later, price=price, context=context, text=text, then=(then[0] + later / 4, then[1]))
        for shown, later in offers
    ]


OPUS = _everywhere("anthropic", "claude-opus-9", 4, (5, 25), 2_000_000, then=(20, (4, 20)))
NOVA = _everywhere("openai", "gpt-9.1-nova", 7, (2, 10), 1_000_000)
GEMINI = _everywhere("google", "gemini-9-pro", 12, (2, 12), 1_048_576, "It was first tested as Lantern Alpha.")
GROK = _everywhere("xai", "grok-9", 17, (3, 15), 512_000)
BASE = [ListedOffer(f"{lab}/{lab}-model-{number}") for lab in LABS for number in range(12)]
LISTS = {
    openrouter.NAME: [
        *BASE, OPUS[0], NOVA[0], GEMINI[0], GROK[0],
        ListedOffer("openrouter/lantern-alpha", 2, 11, (0, 0)),
        ListedOffer("openrouter/ember-beta", 14, 40, (0, 0)),
        ListedOffer("anthropic/claude-opus-9:free", 5, price=(0, 0)),
        ListedOffer("anthropic/claude-opus-9-20261205", 5.5),
        ListedOffer("mirror/claude-opus-9", 6),
        ListedOffer("qwen/qwen-flap-7", 6.0, 6.125),
    ],
    models_dev.NAME: [
        *BASE, OPUS[1], NOVA[1], GEMINI[1], GROK[1],
        *(ListedOffer(f"cloud{number}/gpt-9.1-nova", 8) for number in range(10)),
        ListedOffer("deepseek/deepseek-v3", 0, price=(1, 2), then=(9.0, (1.5, 2.5))),
    ],
    litellm.NAME: [*BASE, OPUS[2], NOVA[2], GEMINI[2], GROK[2]],
}  # fmt: skip
# What happened, as it is told, and the day from which two readings could show it.
EVENTS = {
    "Claude Opus 9 is in the API: 5/25 dollars, 2M context": 4,
    "GPT-9.1 Nova is in the API: 2/10 dollars, 1M context": 7,
    "Gemini 9 Pro is in the API: 2/12 dollars, 1M context": 12,
    "Grok 9 is in the API: 3/15 dollars, 512k context": 17,
    "“lantern-alpha” on openrouter: stealth namespace": 2,
    "“ember-beta” on openrouter: stealth namespace": 14,
    "“Lantern Alpha” on openrouter: reveal text": 12,
    "Claude Opus 9, price: 5/25 dollars → 4/20 dollars": 20.075,
    "GPT-5.2 is shut down on: 17 Feb 2027": 24,
}
NOISE = 2  # lines in thirty days that tell of none of these


class Catalogues:
    """The three lists as they stand at the clock's moment, with their bad days."""

    def __init__(self, clock) -> None:
        self.clock = clock

    async def answer(self, path: str, _headers: dict[str, str], writer: asyncio.StreamWriter) -> None:
        """The list that a path stands for; a failure on the day of its outage."""
        shape = next(made for end, made in self.shapes.items() if path.startswith(end))
        writer.write(said(200, json.dumps(shape()).encode()) if not self.down(path) else said(502, b"gone"))
        await writer.drain()

    @property
    def shapes(self):
        return {
            "/models": self.openrouter,
            "/api.json": self.models_dev,
            "/model_prices_and_context_window.json": self.litellm,
            "/feed.json": self.shutdowns,
        }

    def shutdowns(self):
        """What a feed says of vendors' deprecation pages: one that stood there before, one that comes."""
        ends = [("claude-opus-4.1", "2027-01-10", 0), ("gpt-5.2", "2027-02-17", 24)]
        rows = [
            {"provider": "OpenAI" if name.startswith("gpt") else "Anthropic", "model_id": name, "shutdown_date": end}
            for name, end, since in ends
            if self.clock.now() >= day(since)
        ]
        return {"items": [{"url": "https://example.org/deprecations", "_deprecation": row} for row in rows]}

    def down(self, path):
        return path == "/api.json" and day(22) <= self.clock.now() < day(22.5)

    def rows(self, name):
        now = self.clock.now()
        rows = [row for offer in LISTS[name] if (row := offer.at(now)) is not None]
        half = name == openrouter.NAME and day(15) <= now < day(15.5)
        return rows[::9] if half else rows

    def openrouter(self):
        rows = [
            {
                "id": f"x-ai/{name.removeprefix('xai/')}" if name.startswith("xai/") else name,
                "name": name, "description": text, "context_length": context,
                "pricing": {"prompt": str(price[0] / 1e6), "completion": str(price[1] / 1e6)},
            }
            for name, price, context, text in self.rows(openrouter.NAME)
        ]  # fmt: skip
        return {"data": rows}

    def models_dev(self):
        providers: dict[str, dict] = {}
        for name, price, context, _ in self.rows(models_dev.NAME):
            provider, _, model = name.partition("/")
            row = {"name": model, "cost": {"input": price[0], "output": price[1]}, "limit": {"context": context}}
            providers.setdefault(provider, {"models": {}})["models"][model] = row
        return providers

    def litellm(self):
        makers = {"claude": "anthropic", "gpt": "openai", "gemini": "gemini", "grok": "xai"}
        return {
            name: {
                "litellm_provider": makers.get(name.partition("-")[0], "other"), "max_input_tokens": context,
                "input_cost_per_token": price[0] / 1e6, "output_cost_per_token": price[1] / 1e6,
            }
            for name, price, context, _ in self.rows(litellm.NAME)
        }  # fmt: skip


@pytest.fixture
async def month(talk):
    chat = talk(START.isoformat())
    ports = chat.ports
    await ports.changes.append(ChangeBatch(done=ports.changes.due(START, 100_000)), START)
    read = {name: one for name, one in catalogs.every().items() if name in LISTS}
    hosts = [host for one in (*read.values(), deprecations_info) for host in one.UPSTREAMS]
    async with serving(Catalogues(chat.clock).answer) as server:
        client = HttpSourceClient(hosts, chat.clock, bases={host.name: server.url for host in hosts})
        lists = ListWatch(read, client, chat.clock, listings=ports.listings, sources=ports.sources)
        pages = {deprecations_info.NAME: deprecations_info}
        vendors = VendorPoll(pages, client, chat.clock, facts=ports.vendor_facts, sources=ports.sources)
        yield chat, (lists, vendors)
        await client.close()


async def test_every_event_is_told_once_within_two_readings_and_hardly_anything_else(month):
    chat, sources = month
    ports, clock, server = chat.ports, chat.clock, Platform(chat.clock)
    jobs = NotificationJobs(ports, {"discord": LikeDiscord(server)})
    for number, what in enumerate(TOLD, 1):
        wish = AlertSubscription(what, max_per_day=50)
        alert = Alert(number=number, tenant="discord:7", place=PLACE, owner="discord:42", wish=wish, made_at=START)
        await ports.subscriptions.keep(alert, START)
    table = Timetable(DAILY, time(9), "UTC")
    digest = Digest(
        number=1, tenant="discord:7", place=DIGESTS, owner="discord:42", name="Everything", table=table,
        wish=DigestFilter(if_quiet=IfQuiet.SKIP), made_at=START, covered=START,
        next_at=table.next_after(START).at, mode=Mode.ACTIVE,
    )  # fmt: skip
    await ports.subscriptions.keep(digest, START)
    told: dict[str, list[tuple[datetime, str]]] = {PLACE: [], DIGESTS: []}
    seen: set[str] = set()
    while clock.now() < day(30):
        for source in sources:
            await source.read()
        await jobs.tick()
        for post in server.posts.values():
            if post.key not in seen:
                seen.add(post.key)
                told[post.place].append((clock.now(), ports.outbox.body(ports.outbox.get(post.key)).plain))
        clock.move(clock.now() + EVERY)
    for event, since in EVENTS.items():
        (at,) = [at for at, text in told[PLACE] if event in text]
        assert at <= day(since) + 2 * EVERY, f"{event}: told at {at}"
        assert sum(text.count(event) for _, text in told[DIGESTS]) == 1, event
    rest = [text for _, text in told[PLACE] if not any(event in text for event in EVENTS)]
    lines = [line for _, text in told[DIGESTS] for line in text.splitlines() if line.startswith(("•", "- "))]
    rest += [line for line in lines if not any(event in line for event in EVENTS)]
    assert len(rest) <= NOISE, rest
