"""What becomes of labels reaches attributions, methods' records, base rates and claims about what a label is."""

from datetime import timedelta

from bot.domain.catalogs.listings import Listing, Snapshot
from bot.domain.sightings.base_rates import EXPOSURE
from bot.domain.sightings.methods import Method
from bot.jobs.list_poll import take
from bot.messages.request import Role, View
from bot.notifications.change_recorder import record_changes
from bot.queries.labels.label_truths import guide_of, label_truths, method_records

TENANT = "discord:7"
HERE = {"place": "discord:7/9", "actor": "discord:42", "role": Role.DESK}
BASE = tuple(Listing(f"qwen/qwen-model-{number}", price_in=1, price_out=2, context=9) for number in range(12))
CLAIM = "claimcheck ask Lantern Alpha is Gemini 9 Pro"


async def read(chat, days, *listings):
    at = chat.clock.now().replace(hour=0) + timedelta(days=days)
    chat.clock.move(at)
    await take(chat.ports.listings, Snapshot("openrouter", at, (*BASE, *listings)), "https://openrouter.ai/models")
    chat.clock.move(at + timedelta(hours=2))
    await record_changes(chat.ports, chat.clock.now())


async def revealed(talk):
    """A stealth name for four days, then a model whose text says that it was tested under that name."""
    chat = talk("2026-12-01T00:00Z")
    await read(chat, 0)
    stealth = Listing("openrouter/lantern-alpha", price_in=0, price_out=0, context=9)
    await read(chat, 1, stealth)
    mine = 'checkpoint attribute label:lantern-alpha model:gemini-9-pro method:style why:"It writes alike."'
    said = await chat.say(mine, **HERE)
    assert said.outcome.value == "answered", said.plain
    theirs = 'checkpoint attribute label:lantern-alpha model:grok-9 method:timing why:"It came that day."'
    other = await chat.say(theirs, **HERE)
    assert other.outcome.value == "answered", other.plain
    await read(chat, 4, stealth)
    assert (await chat.say(CLAIM, **HERE)).data["grade"] is None
    text = "It was first tested as Lantern Alpha."
    await read(chat, 1, Listing("google/gemini-9-pro", price_in=2, price_out=12, context=9, text=text))
    return chat


def view(chat):
    return View(TENANT, chat.clock.now())


async def test_a_hosts_reveal_makes_who_said_so_right_and_the_others_wrong(talk):
    chat = await revealed(talk)
    card = await chat.say("checkpoint show lantern-alpha", **HERE)
    assert {one["subject"]: one["grade"] for one in card.data["attributions"]} == {
        "google/gemini-9-pro": "SUPPORTED",
        "xai/grok-9": "CONTRADICTED",
    }
    records = method_records(chat.ports, view(chat))
    assert (records[Method.STYLE].share.hits, records[Method.TIMING].share.hits) == (
        before(chat, Method.STYLE).hits + 1,
        before(chat, Method.TIMING).hits,
    )
    assert records[Method.TIMING].share.n == before(chat, Method.TIMING).n + 1


def before(chat, method):
    """The record of a method in public alone."""
    return method_records(chat.ports, View("", chat.clock.now()))[method].share


async def test_a_name_that_was_revealed_counts_among_those_that_shipped(talk):
    chat = await revealed(talk)
    later = chat.clock.now() + EXPOSURE
    bundled = chat.ports.sightings.guide().surface_rate("openrouter", later).share
    counted = guide_of(chat.ports, view(chat)).surface_rate("openrouter", later).share
    assert (counted.hits, counted.n) == (bundled.hits + 1, bundled.n + 1)


async def test_a_hosts_reveal_is_evidence_of_what_a_label_is(talk):
    chat = await revealed(talk)
    told = await chat.say(CLAIM, **HERE)
    assert told.data["grade"] == "SUPPORTED"
    assert told.data["load_bearing"] == ["OpenRouter"]
    assert (await chat.say("claimcheck ask Lantern Alpha is Grok 9", **HERE)).data["grade"] != "SUPPORTED"


async def test_the_desks_decision_counts_before_the_hosts_and_scores_the_host(talk):
    chat = await revealed(talk)
    hosts = method_records(chat.ports, view(chat))[Method.HOST].share
    source = "https://blog.google/gemini-9"
    line = f"desk resolve id:lantern-alpha outcome:identified subject:google/gemini-9-pro source:{source}"
    assert (await chat.say(line, **HERE)).outcome.value == "answered"
    chat.clock.move(chat.clock.now() + timedelta(hours=1))
    truth = label_truths(chat.ports, view(chat))["lantern alpha"]
    assert not truth.by_host
    card = await chat.say("checkpoint show lantern-alpha", **HERE)
    assert {one["subject"]: one["grade"] for one in card.data["attributions"]}["google/gemini-9-pro"] == "CONFIRMED"
    after = method_records(chat.ports, view(chat))[Method.HOST].share
    assert (after.hits, after.n) == (hosts.hits + 1, hosts.n + 1)
    told = await chat.say(CLAIM, **HERE)
    assert (told.data["grade"], told.data["rule"]) == ("CONFIRMED", "first-party"), told.plain
    elsewhere = await chat.say(CLAIM, place="discord:8/9", actor="discord:43")
    assert elsewhere.data["grade"] == "SUPPORTED", "another place has the host's word alone"
