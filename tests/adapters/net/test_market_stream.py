"""A venue's push channel end to end: a local WebSocket server, the real client, database, alerts and `status`."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import WSMsgType, web
from msgspec.structs import replace

from adapters.net.client import HttpSourceClient
from adapters.net.push_client import PushClient
from bot.domain.markets.quotes import Quote, VenueMarket, VenueRung
from bot.domain.notify.alerts import AlertSubscription
from bot.domain.notify.digest_sections import ChangeKind
from bot.jobs.streams.market_stream import EVERY, MarketStream
from bot.jobs.wiring import NotificationJobs
from bot.messages.request import View
from bot.ports.notifications.subscriptions import Alert
from bot.sources.streams import polymarket as channel
from bot.sources.venues import every
from tests.local_server import served
from tests.platforms import LikeDiscord, Platform

START = datetime(2026, 4, 22, 12, tzinfo=UTC)
ENDS = datetime(2026, 5, 1, 3, 59, tzinfo=UTC)
PATIENCE = 60.0  # seconds after which a test is wrong; nothing waits that long


class Venue:
    """A server that speaks Polymarket's protocol: the market channel, Gamma and the order books."""

    def __init__(self) -> None:
        self.sockets: list[web.WebSocketResponse] = []
        self.asked: list[str] = []
        self.pings = 0
        self.refuses = self.mute = False
        self.settled: str = ""

    async def stream(self, request: web.Request) -> web.StreamResponse:
        if self.refuses:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            if message.data == channel.PING:
                self.pings += 1
                if not self.mute:
                    await socket.send_str("PONG")
                continue
            for token in json.loads(message.data)["assets_ids"]:
                self.asked.append(token)
                await self.tell(book(token, 0.60))
        return socket

    async def tell(self, *messages: object) -> None:
        await self.sockets[-1].send_str(json.dumps(list(messages)))

    async def gamma(self, _request: web.Request) -> web.Response:
        leg = {"question": "Spud by April 30?", "groupItemTitle": "April 30", "conditionId": "0x1", "closed": True}
        leg |= {"clobTokenIds": '["yes","no"]', "outcomes": '["Yes","No"]', "endDate": ENDS.isoformat()}
        leg |= {"umaResolutionStatus": "resolved", "outcomePrices": self.settled}
        return web.json_response({"slug": "spud", "title": "Spud by...?", "markets": [leg], "description": ""})

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_get("/ws/market", self.stream)
        app.router.add_get("/events/slug/spud", self.gamma)
        async with served(app) as address:
            yield address


def book(token: str, price: float) -> dict[str, object]:
    sides = {"bids": [{"price": f"{price - 0.01:.2f}", "size": "500"}]}
    sides |= {"asks": [{"price": f"{price + 0.01:.2f}", "size": "500"}]}
    return {"event_type": "book", "asset_id": token, **sides}


def polled(at: datetime, price: float = 0.60, *, ends: datetime = ENDS) -> VenueMarket:
    quote = Quote(at, price - 0.01, price + 0.01, price, at, 9_000.0, 50_000.0)
    rung = VenueRung("0x1", "April 30", "Spud by April 30?", ends, "open", None, False, quote, "yes")
    url = "https://polymarket.com/event/spud"
    return VenueMarket("polymarket", "spud", "spud", "Spud by...?", url, "", (rung,), (), "USD", ends, False, at)


class World:
    """A database with one mapped board, its stream, and a clock that is moved by hand."""

    def __init__(self, conversation, url: str) -> None:
        self.clock, self.ports, self.say = conversation.clock, conversation.ports, conversation.say
        hosts = (*every()["polymarket"].UPSTREAMS, *channel.UPSTREAMS)
        self.client = HttpSourceClient(hosts, self.clock, bases={host.name: url for host in hosts})
        push = PushClient(self.client)
        self.stream = MarketStream(channel, every()["polymarket"], push, self.client, self.ports)
        self.delivery = NotificationJobs(self.ports, {"discord": LikeDiscord(Platform(self.clock))})
        self.running: asyncio.Task[None] | None = None

    async def poll(self, market: VenueMarket) -> None:
        self.stream.take([market])
        await self.ports.markets.record([(market, "openai/spud")])

    async def begin(self) -> None:
        await self.stream.flush()
        self.running = asyncio.create_task(self.stream.run())

    async def flush(self) -> int:
        """One flush, and the answer to its ping where it sent one."""
        written = await self.stream.flush()
        await self.until(lambda: self.stream._heard_at >= self.stream._pinged_at)
        return written

    async def until(self, so: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not so():  # noqa: ASYNC110 - what is waited for is another program's doing
                await asyncio.sleep(0)

    async def heard(self, price: float) -> None:
        """Until the stream has this price in hand."""
        await self.until(lambda: (told := self.stream._books.quote("yes")) and told.bid == round(price - 0.01, 2))

    def quote(self) -> Quote:
        (market,) = self.ports.markets.of_subject("openai/spud", View("", self.clock.now() + timedelta(seconds=1)))[:1]
        return next(rung.quote for rung in market.rungs if rung.key == "0x1")

    def state(self) -> str:
        return next(one.trouble for one in self.ports.sources.states() if one.source == channel.NAME)

    async def end(self) -> None:
        if self.running is not None:
            self.running.cancel()
            await asyncio.gather(self.running, return_exceptions=True)
        await self.client.close()


@pytest.fixture
async def venue() -> Venue:
    return Venue()


@pytest.fixture
async def world(talk, venue) -> AsyncIterator[World]:
    async with venue.open() as url:
        made = World(talk(START.isoformat()), url)
        await made.poll(polled(START))
        yield made
        await made.end()


async def test_the_boards_that_end_soon_are_followed_and_their_prices_kept_as_told(world, venue):
    await world.begin()
    await world.heard(0.60)
    world.clock.move(START + EVERY)
    assert await world.stream.flush() == 1
    await venue.tell(book("yes", 0.75), {"event_type": "last_trade_price", "asset_id": "yes", "price": "0.74",
                                         "timestamp": f"{(START + EVERY).timestamp() * 1000:.0f}"})  # fmt: skip
    await world.until(lambda: world.stream._books.quote("yes").last == 0.74)
    world.clock.move(START + 2 * EVERY)
    await world.stream.flush()
    quote = world.quote()
    assert (quote.bid, quote.ask, quote.last, quote.read_at) == (0.74, 0.76, 0.74, START + 2 * EVERY)
    assert quote.liquidity == 50_000.0  # what only the poll tells stays
    assert venue.asked == ["yes"]
    assert world.state() == ""


async def test_boards_that_no_poll_reads_any_more_are_forgotten(world):
    other = replace(polled(START), key="other")
    world.stream.take([other])
    await world.stream.flush()
    assert set(world.stream._polled) == {"spud", "other"}
    world.clock.move(START + timedelta(hours=2))
    await world.stream.flush()
    assert set(world.stream._polled) == {"spud"}  # it is followed, whenever it was read


async def test_an_alert_comes_within_a_minute_of_the_second_quote(world, venue):
    number = await world.ports.subscriptions.reserve("discord:7", "alert")
    wish = AlertSubscription(ChangeKind.ODDS, about=("openai/spud",), threshold=5)
    made = Alert(number=number, tenant="discord:7", place="discord:7/9", owner="discord:42", wish=wish, made_at=START)
    await world.ports.subscriptions.keep(made, START)
    await world.delivery.alerts.tick()  # the base
    await world.begin()
    await world.heard(0.60)
    jobs = {job.name: job.every for job in world.delivery.jobs()}
    first, second = START + timedelta(seconds=31), START + timedelta(seconds=36)  # between the same two looks
    prices = {first: 0.80, second: 0.81}
    seconds = 0
    while not (queued := world.ports.outbox.totals().states):
        seconds += 1
        now = START + timedelta(seconds=seconds)
        assert now <= second + timedelta(minutes=1), "the alert is late"
        world.clock.move(now)
        if now in prices:
            await venue.tell(book("yes", prices[now]))
            await world.heard(prices[now])
        if seconds % EVERY.seconds == 0:
            await world.flush()
        if seconds % jobs["alerts"].seconds == 0:
            await world.delivery.alerts.tick()
    assert sum(queued.values()) == 1


async def test_a_lost_connection_is_said_in_status_and_the_poll_goes_on(world, venue):
    await world.begin()
    await world.heard(0.60)
    await world.stream.flush()
    venue.refuses = True
    await venue.sockets[0].close()
    await world.until(lambda: "503" in world.stream._trouble)
    world.clock.move(START + timedelta(minutes=5))
    assert await world.stream.flush() == 0
    assert "prices come from the poll alone" in world.state()
    answer = await world.say("/spudwatch status")
    assert answer.data["sources"][channel.NAME]["ok"] is False
    assert "minutes later" in str(answer.parts)
    await world.poll(polled(START + timedelta(minutes=5), 0.70))
    assert world.quote().bid == pytest.approx(0.69)
    venue.refuses = False
    await world.until(lambda: len(venue.sockets) == 2)
    await world.heard(0.60)
    world.clock.move(START + timedelta(minutes=5) + EVERY)
    assert await world.stream.flush() == 1
    assert world.state() == ""


async def test_a_channel_that_never_connected_was_never_read(world, venue):
    venue.refuses = True
    await world.stream.flush()
    assert not [one for one in world.ports.sources.states() if one.source == channel.NAME], "nothing was read yet"
    await world.begin()
    await world.until(lambda: "503" in world.stream._trouble)
    await world.stream.flush()
    (state,) = [one for one in world.ports.sources.states() if one.source == channel.NAME]
    assert (state.good_at, "503" in state.trouble) == (None, True)
    answer = await world.say("/spudwatch status")
    assert "just now" not in answer.plain


async def test_a_silent_connection_is_pinged_then_given_up(world, venue):
    await world.begin()
    await world.heard(0.60)
    venue.mute = True
    world.clock.move(START + timedelta(seconds=11))
    await world.stream.flush()
    await world.until(lambda: venue.pings == 1)
    world.clock.move(START + timedelta(seconds=42))
    venue.refuses = True
    assert await world.stream.flush() == 0
    assert "stopped sending" in world.state()


async def test_what_a_rung_settled_on_is_read_and_not_taken_from_the_channel(world, venue):
    await world.begin()
    await world.heard(0.60)
    venue.settled = '["0", "1"]'  # Gamma says no, whatever the channel says
    await venue.tell({"event_type": "market_resolved", "assets_ids": ["yes", "no"], "winning_asset_id": "yes"})
    await world.until(lambda: world.stream._books.resolved)
    world.clock.move(START + EVERY)
    assert await world.stream.flush() == 0  # nothing of it is open any more
    view = View("", world.clock.now() + timedelta(seconds=1))
    rungs = [r for market in world.ports.markets.of_subject("openai/spud", view) for r in market.rungs]
    assert [(r.status, r.resolution) for r in rungs if r.key == "0x1"] == [("resolved", "no")]


async def test_only_what_somebody_waits_for_is_followed(world, venue):
    far = ENDS + timedelta(days=90)
    await world.poll(polled(START + timedelta(seconds=1), ends=far))
    world.clock.move(START + timedelta(seconds=2))
    await world.begin()
    assert not world.stream._wanted.is_set()
    number = world.ports.markets.number("polymarket", "spud")
    await world.ports.markets.watch(
        number, tenant="t", actor="a", place="p", when="moves by", points=5, at=world.clock.now()
    )
    world.clock.move(START + timedelta(minutes=2))
    await world.stream.flush()
    await world.until(lambda: venue.asked == ["yes"])


async def test_a_board_is_not_written_before_each_of_its_rungs_has_told_its_book(world):
    market = polled(START)
    other = replace(market.rungs[0], key="0x2", label="May 31", token="never told")
    await world.poll(replace(market, rungs=(*market.rungs, other)))
    assert world.stream._priced(replace(market, rungs=(other,)), START) is None
