"""Proposals into a tenant's desk queue, and the one case that needs no person."""

import asyncio
from datetime import UTC, date, datetime, timedelta

from bot.domain.catalogs.listings import Listing, Snapshot
from bot.domain.catalogs.vendor_facts import FactKind, VendorFact
from bot.domain.evidence.evidence import Claim, ClaimOutcome, Statement
from bot.domain.markets.quotes import VenueMarket, VenueRung
from bot.jobs.list_poll import take
from bot.jobs.resolvers import Resolvers
from bot.messages.request import Role, View
from bot.ports.desk import QueueItem
from tests.queries.vendor_pages import PAGE, Pages

PLACE = "discord:7/9"
HOUR = timedelta(hours=1)
TEXT = (
    "The picker listed it between 5.4 and 5.4 Pro, I chose it and the header said so; gone after reload. Maybe tuned."
)


async def say(chat, what, actor="discord:ana", role=Role.MEMBER):
    return await chat.say(what, actor=actor, place=PLACE, role=role)


async def waiting(chat):
    return (await say(chat, "desk queue", "discord:meg", Role.DESK)).data["waiting"]


async def read(chat, *listings, catalog="openrouter", times=2):
    """Read a list so often, an hour and a half apart."""
    for _ in range(times):
        await take(chat.ports.listings, Snapshot(catalog, chat.clock.now(), listings), f"https://{catalog}.example")
        chat.clock.move(chat.clock.now() + 1.5 * HOUR)


def entry(name="openai/gpt-5.5", **more):
    return Listing(name, **({"context": 1_050_000, "output": 128_000, "price_in": 5.0, "price_out": 30.0} | more))


async def filed(chat, sentence):
    await say(chat, f'claimcheck add "{sentence}"')
    found = (await say(chat, f'claimcheck ask "{sentence}"')).data
    assert found["match"] == "exact"
    return found["claim_id"]


async def test_what_a_tenant_filed_is_proposed_once_and_only_there(talk):
    chat = talk("2026-05-10T12:00Z")
    claim = await filed(chat, "GPT-5.5 costs $9 per million input tokens and $45 per million output tokens")
    job = Resolvers(chat.ports)
    assert await job.tick() == 1
    assert await job.tick() == 0
    (item,) = await waiting(chat)
    assert (item["kind"], item["about"], item["title"]) == ("resolve", claim, f"{claim} is false")
    assert item["by"] == "resolver:vendor document"
    assert item["body"]["source"].startswith("https://")
    assert not chat.ports.desk.queue(View("discord:8", chat.clock.now()))
    assert chat.ports.claims.claim(claim, View("discord:7", chat.clock.now())).outcome.value == "open"


async def test_public_claims_that_came_later_crowd_out_no_claim_of_a_tenant(talk):
    chat = talk("2026-05-10T12:00Z")
    claim = await filed(chat, "GPT-5.5 costs $9 per million input tokens and $45 per million output tokens")
    later = chat.clock.now() + HOUR
    said = Statement("release_date", "openai/gpt-9")
    public = (Claim(said, f"GPT-9 is out, says forum post {n}", so_at=later, learned_at=later) for n in range(2_001))
    await asyncio.gather(*(chat.ports.claims.add_claim(one, "", later) for one in public))
    chat.clock.move(later + HOUR)
    assert await Resolvers(chat.ports).tick() == 1
    assert [item["about"] for item in await waiting(chat)] == [claim]
    view = View("discord:7", chat.clock.now())
    assert [one.id for one in chat.ports.claims.open_of(view)] == [claim]
    await chat.ports.claims.retract(claim, "discord:7", chat.clock.now(), stands=False)
    assert chat.ports.claims.open_of(view) == (), "what the desk took back is not resolved"
    await chat.ports.claims.retract(claim, "discord:7", chat.clock.now(), stands=True)
    await chat.ports.claims.resolve(claim, "discord:7", ClaimOutcome.FALSE, "discord:meg", "", chat.clock.now())
    assert chat.ports.claims.open_of(view) == ()


async def test_accepting_resolves_it_and_refusing_is_remembered(talk):
    chat = talk("2026-05-10T12:00Z")
    await filed(chat, "GPT-5.5 costs $9 per million input tokens and $45 per million output tokens")
    other = await filed(chat, "GPT-5.5 costs $8 per million input tokens and $45 per million output tokens")
    job = Resolvers(chat.ports)
    await job.tick()
    first, second = await waiting(chat)
    await say(chat, f"desk accept {first['id']}", "discord:meg", Role.DESK)
    await say(chat, f'desk refuse {second["id"]} reason:"no source"', "discord:meg", Role.DESK)
    shown = (await say(chat, f"claimcheck show {first['about']}")).data
    assert shown["outcome"] == "false"
    chat.at("2026-05-20T12:00Z")
    assert await job.tick() == 0
    assert (await say(chat, f"claimcheck show {other}")).data["outcome"] == "open"


async def test_lists_settle_after_two_readings(talk):
    chat = talk("2026-05-10T12:00Z")
    await filed(chat, "Grok 5 is available in the API")
    job = Resolvers(chat.ports)
    await read(chat, entry("x-ai/grok-5"), times=1)
    assert await job.tick() == 0
    await read(chat, entry("x-ai/grok-5"), times=1)
    assert await job.tick() == 1
    assert (await waiting(chat))[0]["by"] == "resolver:listing present"


async def test_words_beyond_the_slots_are_nobodys_to_settle(talk):
    chat = talk("2026-05-10T12:00Z")
    await read(chat, entry())
    await say(chat, 'claimcheck add "GPT-5.5 is available in Germany on iPads"')
    assert await Resolvers(chat.ports).tick() == 0


async def test_two_that_agree_for_two_days_resolve_by_themselves(talk):
    chat = talk("2026-05-10T12:00Z")
    claim = await filed(chat, "GPT-5.5 costs $9 per million input tokens and $45 per million output tokens")
    job = Resolvers(chat.ports)
    await read(chat, entry())
    assert await job.tick() == 2
    view = View("discord:7", datetime(2026, 6, 1, tzinfo=UTC))
    chat.clock.move(chat.clock.now() + 49 * HOUR)
    await job.tick()
    assert chat.ports.claims.claim(claim, view).outcome.value == "open"  # the list is provisional for 72 h
    chat.clock.move(chat.clock.now() + 24 * HOUR)
    await job.tick()
    assert chat.ports.claims.claim(claim, view).outcome.value == "false"
    assert await waiting(chat) == []
    trail = await say(chat, "desk queue trail:yes", "discord:meg", Role.DESK)
    assert "resolvers: accept resolve" in trail.plain
    assert trail.data["trail"][0]["actor"] == "spudwatch:resolvers"
    assert (await say(chat, "desk queue", "discord:meg", Role.DESK)).data["desk"] == 1  # it is nobody of the desk


async def test_agreed_proposals_are_found_behind_a_long_queue(talk):
    chat = talk("2026-05-10T12:00Z")
    for number in range(201):
        lead = QueueItem("lead", f"https://example.org/{number}", "News", "feed:x", chat.clock.now() - HOUR)
        await chat.ports.desk.propose("discord:7", lead)
    claim = await filed(chat, "GPT-5.5 costs $9 per million input tokens and $45 per million output tokens")
    await read(chat, entry())
    await Resolvers(chat.ports).tick()
    chat.clock.move(chat.clock.now() + 73 * HOUR)
    await Resolvers(chat.ports).tick()
    assert chat.ports.claims.claim(claim, View("discord:7", chat.clock.now())).outcome is ClaimOutcome.FALSE


async def test_a_page_that_was_read_by_itself_settles_like_one_that_was_filed(talk):
    chat = talk("2026-12-01T12:00Z")
    claim = await filed(chat, "Claude Opus 9 is released by 20 December 2026")
    out = VendorFact("anthropic", "claude-opus-9", FactKind.RELEASED, PAGE, date(2026, 12, 2), surface="api")
    pages = Pages(chat)
    await pages.read()
    chat.at("2026-12-02T12:00Z")
    await pages.read(out)
    await Resolvers(chat.ports).tick()
    assert f"{claim} is true" in [item["title"] for item in await waiting(chat)]


async def test_a_reveal_is_proposed_for_a_label_somebody_here_reported(talk):
    chat = talk("2026-04-21T12:00Z")
    what = f'checkpoint report label:"crest-alpha" surface:"OpenRouter" how:"own account" text:"{TEXT}" step:save'
    await say(chat, what)
    await read(chat, entry("openrouter/crest-alpha"))
    reveal = "This stealth model was revealed on 23 April as GPT-5.5."
    await read(chat, entry("openrouter/crest-alpha", text=reveal), times=1)
    assert await Resolvers(chat.ports).tick() == 1
    (item,) = await waiting(chat)
    assert item["by"] == "resolver:host reveal"
    card = await say(chat, "checkpoint show crest-alpha")
    assert card.data["identified_as"] is None
    assert "GPT-5.5 — SUPPORTED, by host reveal; not settled yet" in card.plain
    assert "the desk, once it has looked at that" in card.data["would_settle"]
    await say(chat, f"desk accept {item['id']}", "discord:meg", Role.DESK)
    settled = (await say(chat, "checkpoint show crest-alpha")).data
    assert settled["grade"] == "RESOLVED"
    assert {one["grade"] for one in settled["attributions"]} == {"CONFIRMED"}
    change = (await say(chat, "checkpoint timeline crest-alpha")).data["changes"][-1]
    assert (change["after"], "revealed on 23 April as GPT-5.5" in change["reason"]) == ("RESOLVED", True)
    assert await Resolvers(chat.ports).tick() == 0


async def test_the_vendors_announcement_settles_a_date_somebody_foretold(talk):
    chat = talk("2026-04-10T12:00Z")
    claim = await filed(chat, "GPT-5.5 is released by 29 April 2026")
    chat.at("2026-05-10T12:00Z")
    await Resolvers(chat.ports).tick()
    (item,) = await waiting(chat)
    assert (item["title"], item["by"]) == (f"{claim} is true", "resolver:vendor document")


async def test_an_accepted_exact_link_lets_a_market_speak(talk):
    chat = talk("2026-05-10T12:00Z")
    claim = await filed(chat, "DeepSeek V4 is open weights")
    now = chat.clock.now()
    rung = VenueRung("r", "", "Is DeepSeek V4 open?", None, "resolved", "yes", False, None, "token")
    market = VenueMarket(
        venue="manifold",
        key="open",
        slug="open",
        title="Is DeepSeek V4 open?",
        url="https://m.example/open",
        rules="",
        rungs=(rung,),
        faults=(),
        currency="play",
        closes_at=None,
        neg_risk=False,
        read_at=now,
    )
    await chat.ports.markets.record([(market, "deepseek/deepseek-v4")])
    (seen,) = (
        m for m in chat.ports.markets.of_subject("deepseek/deepseek-v4", View("discord:7", now)) if m.key == "open"
    )
    who = {"tenant": "discord:7", "by": "discord:ana"}
    link = await chat.ports.markets.propose_link(seen.number, claim, "exact", note="", at=now, **who)
    chat.clock.move(now + HOUR)
    assert await Resolvers(chat.ports).tick() == 0
    await chat.ports.markets.decide_link(link, accept=True, at=chat.clock.now(), **who)
    chat.clock.move(now + 2 * HOUR)
    assert await Resolvers(chat.ports).tick() == 1
    assert (await waiting(chat))[0]["by"] == "resolver:market settled"
