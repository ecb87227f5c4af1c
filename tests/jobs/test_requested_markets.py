"""A market's address is pasted, read at the next round and mapped where it was pasted: through to its card."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.odds._market_address import MAX_WAITING
from bot.domain.markets.markets import MarketRequest
from bot.domain.source_state import SourceState
from bot.jobs.requested_markets import RequestedMarkets
from bot.messages.errors import SourceChanged, SourceDown
from bot.messages.reply import Outcome, Reply
from bot.messages.request import Role
from bot.sources.protocol import Reading, SourceGone, Upstream, drive
from bot.sources.venues import every
from tests.sources.venues.replay import READ_AT, RECORDED, Recording

HERE = {"place": "discord:7/1", "actor": "discord:42", "role": Role.DESK}
THERE = {"place": "slack:T1/C1", "actor": "slack:U1", "role": Role.DESK}
EVENT = "https://polymarket.com/event/example-7-released-by"
RUNG = "https://polymarket.com/market/example-7-by-september-30"
SLUG = "https://manifold.markets/ann/will-example7"


class Web:
    """Replays one recording after the other, or fails as it is told to."""

    def __init__(self) -> None:
        self.recordings: list[str] = []
        self.error: Exception | None = None
        self.token = False

    async def run(self, reading: Reading) -> object:
        if self.error is not None:
            reading.close()
            raise self.error
        return drive(reading, Recording(RECORDED / self.recordings.pop(0)))

    def ready(self, upstream: Upstream) -> bool:
        return self.token or not upstream.needs_token


class Desk:
    """A conversation with a reader of venues beside it."""

    def __init__(self, chat) -> None:
        self.chat, self.web, self.told = chat, Web(), []
        ports = chat.ports
        self.requests = ports.market_requests
        self.job = RequestedMarkets(
            every(), self.web, chat.clock, markets=ports.markets, requests=self.requests, backfill=self.backfill
        )

    async def backfill(self, market) -> None:
        self.told.append(market.key)

    async def say(self, line: str, **who: object) -> Reply:
        return await self.chat.say(line, **(HERE | who))

    async def round(self, *recordings: str, error: Exception | None = None):
        self.web.recordings, self.web.error = list(recordings), error
        outcomes = await self.job.read()
        return outcomes.mapped, outcomes.failed, outcomes.waiting


@pytest.fixture
def desk(talk):
    return Desk(talk(READ_AT.isoformat()))


@pytest.mark.parametrize(
    ("url", "recording", "key"),
    [
        (EVENT, "polymarket/read_ladder.json", "example-7-released-by"),
        (RUNG, "polymarket/read_market_link.json", "example-7-released-by"),
        (SLUG, "manifold/read_binary_by_slug.json", "mk2"),
        ("https://kalshi.com/markets/kxgpt/gpt/kxgpt-ex", "kalshi/read_ladder.json", "KXGPT-EX"),
    ],
)
async def test_a_pasted_market_is_asked_for_read_and_shown(desk, url, recording, key):
    told = await desk.say(f"odds link market:{url}?tid=1 claim:glm-6")
    assert told.outcome is Outcome.ANSWERED
    assert (told.data["state"], told.data["subject"], told.data["market"]) == ("waiting", "zai/glm-6", None)
    assert "within 5 minutes" in told.plain
    assert f"odds show about:{url}" in told.plain
    assert (await desk.say("odds glm-6")).data["state"] == "no_market"
    waits = await desk.say(f"odds show about:{url}")
    assert "asked for and not read yet" in waits.title
    assert await desk.round(recording) == (1, 0, 0)
    assert desk.told == [key]
    desk.chat.at("2026-09-25T12:05:00Z")
    for about in (url, "glm-6"):
        shown = await desk.say(f"odds show about:{about}")
        assert shown.outcome is Outcome.ANSWERED, about
        assert shown.data["subject"] == "zai/glm-6"
        assert shown.data["venues"][0]["venue"].casefold() == recording.partition("/")[0]
    number = shown.data["venues"][0]["market"]
    again = await desk.say(f"odds link market:{url} claim:glm-6")
    assert again.title.startswith(f"{number} is about")
    assert await desk.round() == (0, 0, 0), "it is done once"


async def test_it_is_mapped_only_where_it_was_pasted(desk):
    await desk.say(f"odds link {SLUG} claim:glm-6")
    await desk.round("manifold/read_binary_by_slug.json")
    desk.chat.at("2026-09-25T12:05:00Z")
    assert (await desk.say("odds glm-6")).data["venues"]
    assert (await desk.say("odds glm-6", **THERE)).data["state"] == "no_market"
    assert ("manifold", "mk2") in {
        (one.venue, one.key) for one in desk.chat.ports.sources.to_read(desk.chat.clock.now())
    }


async def test_one_reading_serves_everybody_who_asked(desk):
    for who, model in ((HERE, "glm-6"), (THERE, "openai/spud")):
        await desk.say(f"odds link {SLUG} claim:{model}", **who)
    assert await desk.round("manifold/read_binary_by_slug.json") == (2, 0, 0)
    desk.chat.at("2026-09-25T12:05:00Z")
    assert (await desk.say(f"odds {SLUG}")).data["subject"] == "zai/glm-6"
    assert (await desk.say(f"odds {SLUG}", **THERE)).data["subject"] == "openai/spud"


async def test_a_venue_that_is_down_is_asked_again(desk):
    await desk.say(f"odds link {SLUG} claim:glm-6")
    assert await desk.round(error=SourceDown("manifold did not answer in time")) == (0, 0, 1)
    desk.chat.at("2026-09-25T12:01:00Z")
    again = await desk.say(f"odds link {SLUG} claim:glm-6")
    assert again.title.startswith("Already asked for")
    assert "manifold did not answer in time" in again.plain
    assert "did not answer" in (await desk.say(f"odds {SLUG}")).plain
    assert desk.requests.waiting()[0].at == READ_AT, "asking again is the same request"
    assert await desk.round("manifold/read_binary_by_slug.json") == (1, 0, 0)


async def test_what_cannot_be_read_says_why_and_may_be_asked_for_again(desk):
    error, words = SourceChanged("manifold answered in another shape"), "in another shape"
    await desk.say(f"odds link {SLUG} claim:glm-6")
    assert await desk.round(error=error) == (0, 1, 0)
    assert await desk.round() == (0, 0, 0), "it is not tried for ever"
    shown = await desk.say(f"odds {SLUG}")
    assert "could not be read" in shown.title
    assert words in shown.plain
    assert f"odds link market:{SLUG} claim:zai/glm-6" in shown.plain
    again = await desk.say(f"odds link {SLUG} claim:glm-6")
    assert again.data["before"] == "failed"
    assert words in again.plain
    assert await desk.round("manifold/read_binary_by_slug.json") == (1, 0, 0)


async def test_a_market_that_answers_404_at_first_is_asked_for_once_more(desk):
    await desk.say(f"odds link {SLUG} claim:glm-6")
    gone = SourceGone("manifold /slug/x answered 404")
    assert await desk.round(error=gone) == (0, 0, 1), "a market a few minutes old answers so, too"
    assert await desk.round(error=gone) == (0, 1, 0)
    assert "has no market under that address" in (await desk.say(f"odds {SLUG}")).plain


async def test_a_market_without_anything_to_read_and_a_venue_without_a_token_are_told(desk):
    await desk.say("odds link https://www.metaculus.com/questions/4242/some-name/ claim:glm-6")
    assert await desk.round() == (0, 1, 0)
    assert "it wants a token" in (await desk.say("odds https://metaculus.com/questions/4242")).plain


async def test_a_round_tells_when_the_next_one_is(desk):
    now = desk.chat.clock.now()
    late = SourceState("kalshi", now - timedelta(minutes=1), now, next_at=now + timedelta(minutes=3, seconds=10))
    await desk.chat.ports.sources.note([late])
    told = await desk.say(f"odds link {SLUG} claim:glm-6")
    assert "Read within 4 minutes" in told.plain
    assert told.data["due"] == datetime(2026, 9, 25, 12, 3, 10, tzinfo=UTC)
    desk.chat.at("2026-09-25T14:00:00Z")
    assert "Nobody reads the venues just now" in (await desk.say(f"odds link {SLUG} claim:glm-6")).plain


async def test_a_request_may_be_changed_and_withdrawn_while_it_is_read(desk):
    await desk.say(f"odds link {SLUG} claim:glm-6")
    (first,) = desk.requests.waiting()
    desk.chat.at("2026-09-25T12:01:00Z")
    changed = await desk.say(f"odds link {SLUG} claim:spud")
    assert "It was to be about zai/glm-6" in changed.plain
    assert not await desk.requests.settle(first), "that is not what is wanted any more"
    original = desk.web.run

    async def purged(reading: Reading) -> object:
        found = await original(reading)
        await desk.chat.ports.privacy.purge("discord:7")
        return found

    desk.web.run = purged
    assert await desk.round("manifold/read_binary_by_slug.json") == (0, 0, 0)
    assert desk.requests.of("discord:7", "manifold", "slug/will-example7") is None


async def test_a_member_is_told_who_adds_markets_and_the_desk_how(desk):
    unknown = await desk.say(f"odds {SLUG}?r=1")
    assert "I do not follow that Manifold market yet" in unknown.title
    assert f"odds link market:{SLUG} claim:MODEL" in unknown.plain
    assert "The desk can add it" in (await desk.say(f"odds {SLUG}", role=Role.MEMBER)).plain
    assert (await desk.say(f"odds link {SLUG} claim:glm-6", role=Role.MEMBER)).data["error"] == "NotAllowed"
    assert desk.requests.waiting() == ()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("odds link https://polymarket.com/about claim:glm-6", "leads to no market"),
        ("odds show https://kalshi.com/", "leads to no market"),
        ("odds link https://example.com/event/gpt claim:glm-6", "I read Kalshi, Manifold, Metaculus and Polymarket"),
        ("odds show https://polymarket.com.example/event/gpt", "I read no markets at polymarket.com.example"),
        ("odds show https://[", "That is not the address of a market"),
        (f"odds link {SLUG} claim:nosuchmodel", "no claim or model “nosuchmodel”"),
        (f"odds link {SLUG} claim:CL-0001", "Say which model it is about"),
    ],
)
async def test_what_is_no_market_and_no_model_is_said_to_be_none(desk, line, words):
    refused = await desk.say(line)
    assert refused.outcome is Outcome.REFUSED
    assert words in refused.plain
    assert desk.requests.waiting() == ()


async def test_requests_are_kept_in_the_order_they_are_tried(desk):
    for minute, key in enumerate(("b", "a", "c")):
        at = READ_AT + timedelta(minutes=minute)
        await desk.requests.ask(MarketRequest("discord:7", "manifold", key, "https://x", "zai/glm-6", "d", at))
    assert [one.key for one in desk.requests.waiting()] == ["b", "a", "c"]
    assert await desk.round(error=SourceDown("down")) == (0, 0, 3)
    assert len(desk.requests.waiting(2)) == 2


async def test_one_tenant_s_pasted_markets_leave_room_for_others(desk):
    for number in range(MAX_WAITING):
        reply = await desk.say(f"odds link market:https://manifold.markets/ann/question-{number} claim:glm-6")
        assert reply.outcome is Outcome.ANSWERED
    over = await desk.say(f"odds link market:{SLUG} claim:glm-6")
    assert over.outcome is Outcome.REFUSED
    assert f"{MAX_WAITING} pasted markets wait" in over.title
    again = await desk.say("odds link market:https://manifold.markets/ann/question-3 claim:glm-6")
    assert again.title.startswith("Already asked for")
    assert (await desk.say(f"odds link market:{SLUG} claim:glm-6", **THERE)).outcome is Outcome.ANSWERED
    for _ in range(2):
        await desk.round(error=SourceGone("manifold has nothing under that name"))
    assert (await desk.say(f"odds link market:{SLUG} claim:glm-6")).outcome is Outcome.ANSWERED
