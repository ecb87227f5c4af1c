"""The release checklist from what lists say, day by day, through the poll's own path."""

from datetime import datetime, timedelta

from bot.domain.catalogs.listings import Listing, Snapshot
from bot.jobs.list_poll import take

HOUR = timedelta(hours=1)


async def read(chat, at, output=128_000, catalog="openrouter", name="x-ai/grok-5", **more):
    values = {"context": 1_050_000, "output": output, "price_in": 5.0, "price_out": 30.0} | more
    moment = datetime.fromisoformat(at)
    await take(chat.ports.listings, Snapshot(catalog, moment, (Listing(name, **values),)), f"https://{catalog}.example")


async def waits(chat, at, model="grok 5"):
    reply = await chat.at(at).say(f"claimcheck ready {model}")
    return {wait["name"]: wait for wait in reply.data["waits"]}, reply


async def test_lists_alone_are_a_claim_with_where_and_when(talk):
    chat = talk("2026-06-01T12:00Z")
    await read(chat, "2026-06-01T10:00Z")
    found, reply = await waits(chat, "2026-06-01T12:00Z")
    price = found["pricing"]
    assert (price["state"], price["provisional"], price["surface"], price["catalogues"]) == ("claimed", True, "api", 1)
    assert price["value"] == "$5 input / $30 output per million tokens"
    assert price["link"] == "https://openrouter.example"
    assert "(API) · provisional until 4 Jun 10:00 UTC" in reply.plain
    assert "OpenRouter, public list, read once" in reply.plain
    assert "1 Jun 2026 10:00 UTC" in reply.plain
    assert reply.data["known"] == 0
    earlier, _ = await waits(chat, "2026-06-01T09:00Z")
    assert earlier["pricing"]["state"] == "unknown"


async def test_two_lists_that_agree_are_still_a_claim_and_no_longer_provisional_after_three_days(talk):
    chat = talk("2026-06-01T12:00Z")
    await read(chat, "2026-06-01T10:00Z")
    await read(chat, "2026-06-02T10:00Z", catalog="models_dev", name="xai/grok-5")
    found, reply = await waits(chat, "2026-06-02T12:00Z")
    price = found["pricing"]
    assert (price["catalogues"], price["lists"]) == (2, ["OpenRouter", "models.dev"])
    assert price["provisional"]
    assert "2 lists agree: OpenRouter, models.dev" in reply.plain
    later, reply = await waits(chat, "2026-06-05T10:01Z")
    assert (later["pricing"]["state"], later["pricing"]["provisional"]) == ("claimed", False)
    assert "needs the vendor's price page" in reply.plain


async def test_a_correction_stays_visible_and_nothing_is_known_before_its_time(talk):
    chat = talk("2026-06-01T12:00Z")
    await read(chat, "2026-06-01T10:00Z", output=130_000)
    await read(chat, "2026-06-02T10:00Z", output=128_000)
    before, _ = await waits(chat, "2026-06-02T09:00Z")
    assert before["context and output limits"]["value"] == "context 1,050,000, output 130,000"
    assert before["context and output limits"]["corrected"] == []
    after, reply = await waits(chat, "2026-06-02T12:00Z")
    assert after["context and output limits"]["value"] == "context 1,050,000, output 128,000"
    assert after["context and output limits"]["corrected"][0]["value"] == "context 1,050,000, output 130,000"
    assert "corrected: OpenRouter said context 1,050,000, output 130,000" in reply.plain


async def test_more_other_values_than_fit_under_the_rows_have_a_page(talk):
    chat = talk("2026-11-28T12:00Z")
    first = await chat.say("claimcheck ready gpt-5.5")
    assert "pricing, also" not in first.plain
    (more,) = (one for one in first.actions if getattr(one, "label", "") == "Other values")
    second = await chat.say(more.run.line)
    assert "pricing, also" in second.plain
    assert second.data == first.data


async def test_the_other_values_and_the_way_back_keep_the_day_that_was_asked_for(talk):
    chat = talk("2026-11-28T12:00Z")
    first = await chat.say("claimcheck ready gpt-5.5 as_of:2026-11-01")
    (more,) = (one for one in first.actions if getattr(one, "label", "") == "Other values")
    second = await chat.say(more.run.line)
    assert second.data == first.data
    back = second.actions[0]
    assert (await chat.say(back.run.line)).data == first.data


async def test_lists_that_differ_do_not_agree(talk):
    chat = talk("2026-06-01T12:00Z")
    await read(chat, "2026-06-01T10:00Z")
    await read(chat, "2026-06-01T11:00Z", catalog="models_dev", name="xai/grok-5", price_out=45.0)
    found, _ = await waits(chat, "2026-06-01T12:00Z")
    assert found["pricing"]["catalogues"] == 1
    assert found["context and output limits"]["catalogues"] == 2


async def test_an_open_or_zero_price_is_none(talk):
    chat = talk("2026-06-01T12:00Z")
    await read(chat, "2026-06-01T10:00Z", price_in=-1.0, price_out=0.0, context=None, output=None)
    found, _ = await waits(chat, "2026-06-01T12:00Z")
    assert found["pricing"]["state"] == found["context and output limits"]["state"] == "unknown"


async def test_a_listed_model_is_a_trace_for_a_claim_once_it_was_read_twice(talk):
    chat = talk("2026-06-01T12:00Z")
    await read(chat, "2026-06-01T10:00Z")
    said = 'claimcheck ask "Grok 5 is available in the API"'
    assert (await chat.say(said)).data["support"] == 0
    await read(chat, "2026-06-01T11:30Z")
    found = (await chat.say(said)).data
    assert (found["grade"], found["origin_names"]) == ("UNCONFIRMED", ["OpenRouter"])
    assert (await chat.at("2026-06-01T11:00Z").say(said)).data["support"] == 0


async def test_the_story_of_release_day(talk):
    chat = talk("2026-04-21T12:00Z")
    for at, known, pricing in (
        ("2026-04-21T12:00Z", 0, "unknown"),
        ("2026-04-23T20:00Z", 1, "claimed"),
        ("2026-04-24T12:00Z", 2, "known"),
        ("2026-04-24T20:00Z", 3, "known"),
        ("2026-05-10T12:00Z", 3, "known"),
    ):
        found, reply = await waits(chat, at, "spud")
        assert (reply.data["known"], found["pricing"]["state"]) == (known, pricing), at
    release = await waits(chat, "2026-04-23T20:00Z", "spud")
    limits = release[0]["context and output limits"]
    assert (limits["value"], limits["surface"]) == ("context 1,050,000, output 130,000", "api")


async def test_the_id_of_a_claim_opens_the_checklist_of_its_model(talk):
    reply = await talk("2026-11-29T13:00Z").say("claimcheck ready CL-0044")
    assert reply.data["subject"] == "openai/spud"
    other = await talk("2026-11-29T13:00Z").say("claimcheck ready MK-0001")
    assert "MK-0001 is no model." in other.plain


async def test_a_model_that_nobody_listed_is_said_to_be_unknown(talk):
    reply = await talk("2026-11-29T13:00Z").say("claimcheck ready Sonnet 19")
    assert reply.title == "Claude Sonnet 19 is not known here; 0 of 5 known on its release checklist"
