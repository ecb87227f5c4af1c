"""Markets that no subject claims: found by name, under their own question, watched, linked, and never blamed."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.markets.mapping import map_markets
from bot.domain.markets.quotes import Quote, VenueMarket, VenueRung
from bot.jobs.resolvers import Resolvers
from bot.messages.request import Role, View
from bot.queries.names import names

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def market(key: str, title: str, *rungs: VenueRung, read_at: datetime = NOW, **more: object) -> VenueMarket:
    url = f"https://polymarket.com/event/{key}"
    return VenueMarket("polymarket", key, key, title, url, "", rungs, (), "USD", None, False, read_at, **more)


def rung(label: str, price: float, question: str = "", *, read_at: datetime = NOW, **more: object) -> VenueRung:
    quote = Quote(read_at, price - 0.01, price + 0.01, price, read_at, 20_000, 5_000)
    return VenueRung(label, label, question, None, "open", None, False, quote, label, **more)


async def discover(chat, *found: VenueMarket) -> None:
    """Record what a search found, as the poll does."""
    reader = names(chat.ports, View("", chat.clock.now())).reader
    results = map_markets(found, reader, chat.clock.now())
    kept = [result for result in results if result.kind != "ignored"]
    await chat.ports.markets.record([(result.market, result.slug) for result in kept])
    await chat.ports.markets.record_candidates(kept, chat.clock.now())


@pytest.fixture
def chat(talk):
    return talk(NOW.isoformat())


OPUS = market(
    "opus-6", "Claude Opus 6 released by…?", rung("December 31", 0.55, "Claude Opus 6 released by December 31?")
)
NEXT = market(
    "next-opus",
    "Next Claude Opus released by…?",
    rung("December 15", 0.30, "Next Claude Opus released by December 15?"),
)
SCORE = market("arc", "Will Claude Opus 6 score over 90% on ARC-AGI-2?", rung("", 0.72))


@pytest.mark.parametrize(
    "typed", ["claude opus 6", "Claude Opus 6", "opus 6", "will claude opus 6 be out by 31 December?"]
)
async def test_a_model_no_ledger_has_is_answered_with_the_market_that_asks_about_it(chat, typed):
    await discover(chat, OPUS, NEXT, SCORE)
    reply = await chat.say(f"odds {typed}")
    assert "55 %" in reply.plain
    assert "Claude Opus 6" in reply.title
    assert reply.data["probability"] == pytest.approx(0.55)
    assert {other["title"] for other in reply.data["others"]} == {NEXT.title, SCORE.title}
    assert "Other questions that name it" in reply.plain


async def test_a_question_of_another_thing_is_shown_under_its_own_words(chat):
    await discover(chat, SCORE)
    reply = await chat.say("odds claude opus 6")
    assert reply.title.startswith("Will Claude Opus 6 score over 90% on ARC-AGI-2? 72 %")
    assert "out by" not in reply.plain
    assert "its own question only" in reply.plain


async def test_what_only_names_a_model_puts_no_number_on_its_card(chat):
    plain = market("six-five", "GPT-6.5 released by…?", rung("December 31", 0.20, "GPT-6.5 released by December 31?"))
    other = market("gta", "GTA VI released before GPT-6.5?", rung("", 0.96))
    await discover(chat, plain, other)
    compared = await chat.say("odds compare gpt-6.5")
    assert [venue["title"] for venue in compared.data["venues"]] == [plain.title]
    assert (await chat.say("odds gpt-6.5")).data["probability"] == pytest.approx(0.20)


async def test_a_family_is_answered_with_the_market_on_its_next_member(chat):
    await discover(chat, NEXT)
    reply = await chat.say("odds claude opus")
    assert reply.title == "Next Claude Opus released by…? 30 % by 15 Dec"


async def test_a_market_is_mapped_by_hand_to_a_model_that_no_ledger_has(chat):
    await discover(chat, SCORE)
    number = chat.ports.markets.named(["anthropic/claude-opus-6"], View("", NOW))[0].id
    linked = await chat.say(f'odds link market:{number} claim:"Claude Opus 6"', role=Role.DESK)
    assert linked.data["subject"] == "anthropic/claude-opus-6"


async def test_a_watch_on_a_market_nobody_maps_is_read_and_speaks(chat):
    await discover(chat, SCORE)
    number = chat.ports.markets.named(["anthropic/claude-opus-6"], View("", NOW))[0].id
    assert (await chat.say(f"odds watch {number}")).data["market"] == number
    to_read = chat.ports.sources.to_read(chat.clock.now())
    assert ("polymarket", "arc", False) in {(one.venue, one.key, one.mapped) for one in to_read}


async def test_an_exact_link_to_an_unmapped_market_settles_its_claim(chat):
    await chat.say("claimcheck add Claude Opus 6 is released by 31 December 2026", role=Role.DESK)
    claim = chat.ports.claims.every(View("console:local", NOW), 1)[0].id
    await discover(chat, NEXT)
    number = chat.ports.markets.named(["anthropic/claude-opus"], View("", NOW))[0].id
    await chat.say(f"odds link market:{number} claim:{claim} relation:exact", role=Role.DESK)
    at = NOW + timedelta(days=5)
    done = VenueRung("December 15", "", "Will it be out?", None, "resolved", "yes", False, None, "t", settled_at=at)
    await chat.ports.markets.record([(market("next-opus", "Will it be out?", done, read_at=at), None)])
    chat.clock.move(at + timedelta(hours=1))
    assert await Resolvers(chat.ports).tick() == 1


async def test_a_market_that_is_not_followed_is_said_to_be_that_and_no_venue_is_blamed(chat):
    nobody = market("any", "AI model launched by December 31?", rung("December 31", 0.40))
    await chat.ports.markets.record([(nobody, None)])
    (found,) = chat.ports.markets.search("AI model launched", View("", NOW))
    chat.clock.move(NOW + timedelta(days=2))
    shown = await chat.say(f"odds {found.id}")
    assert "Not followed: it is read only when a search finds it" in shown.plain
    assert "has not answered" not in shown.plain
    assert shown.data["state"] == "open"


@pytest.mark.parametrize("typed", ["gpt-9-released-by-june", "polymarket.com/event/gpt-9-released-by-june"])
async def test_a_slug_and_an_address_without_a_scheme_lead_to_their_market(chat, typed):
    await discover(chat, market("gpt-9-released-by-june", "GPT-9 released by June?", rung("June 30", 0.05)))
    assert (await chat.say(f"odds {typed}")).data["venues"][0]["title"] == "GPT-9 released by June?"


async def test_a_choice_is_shown_by_its_labels(chat):
    legs = [
        rung(who, price, f"Will {who} have the best AI model at the end of December 2026?")
        for who, price in (("DeepSeek", 0.02), ("Anthropic", 0.74), ("Google", 0.15), ("OpenAI", 0.09))
    ]
    await discover(chat, market("best", "Which company has the best AI model end of December?", *legs))
    reply = await chat.say("odds anthropic")
    assert reply.title == "Which company has the best AI model end of December? Anthropic: 74 %"
    assert [row["rung"] for row in reply.data["options"]] == ["Anthropic", "Google", "OpenAI", "DeepSeek"]
    assert "out by" not in reply.plain
    assert "median" not in reply.title
    assert reply.data["curve"]["median_date"] is None
