"""What public lists say, told as news: the release checklist, and the grades that rest on lists."""

from datetime import datetime

import pytest

from bot.domain.catalogs.listings import Listing, Snapshot
from bot.domain.evidence.evidence import Claim, Statement, Value
from bot.domain.notify.digest_sections import ChangeKind
from bot.jobs.list_poll import take
from bot.messages.request import View
from bot.notifications.change_recorder import record_changes
from bot.queries.changes.change_feed import read
from bot.queries.claims.claim_states import state_of
from bot.queries.records.model_state import model_states
from bot.queries.time_range import TimeRange
from tests.growth import counted

OTHER = Listing("someone/else-1", context=1_000, price_in=1.0, price_out=2.0)


def at(moment):
    return datetime.fromisoformat(f"2026-06-{moment}Z")


@pytest.fixture
def lists(talk):
    """A conversation in June, and a way to read a list at a moment."""
    chat = talk("2026-06-09T12:00Z", recorded="2026-05-31T12:00Z")

    async def shows(moment, *listings, catalog="openrouter"):
        snapshot = Snapshot(catalog, at(moment), (OTHER, *listings))
        await take(chat.ports.listings, snapshot, f"https://{catalog}.example/models")

    chat.shows = shows

    async def waits(since, until):
        await record_changes(chat.ports, chat.clock.now())
        told = read(chat.ports, TimeRange(at(since), at(until))).changes
        return [change for change in told if change.kind is ChangeKind.WAIT]

    chat.waits = waits
    return chat


def grok(price=5.0, name="x-ai/grok-5", context=1_050_000):
    return Listing(name, context=context, output=128_000, price_in=price, price_out=30.0)


async def test_a_price_in_a_public_list_is_told_as_a_claim_once_it_was_read_twice(lists):
    await lists.shows("01T10:00")
    await lists.shows("02T10:00", grok())
    await lists.shows("02T10:30", grok())
    assert await lists.waits("02T09:00", "02T11:00") == []  # half an hour apart is one reading
    await lists.shows("02T11:00", grok())
    (change,) = await lists.waits("02T10:30", "02T12:00")
    assert change.subjects == ("xai/grok-5",)
    assert change.why.startswith("pricing: $5 input / $30 output per million tokens (claimed by OpenRouter); context")
    assert (change.before, change.after) == ("", "0 of 5 known")
    assert change.source == "https://openrouter.example/models"
    assert change.at == at("02T11:00")
    assert await lists.waits("02T12:00", "09T12:00") == []


async def test_another_price_is_told_with_the_one_before_and_a_flapping_one_is_not(lists):
    await lists.shows("01T10:00")
    for moment in ("02T10:00", "02T12:00"):
        await lists.shows(moment, grok())
    for moment in ("03T10:00", "03T10:20", "03T12:00"):
        await lists.shows(moment, grok(4.0 if moment == "03T10:00" else 5.0))
    assert await lists.waits("02T12:00", "04T00:00") == []
    for moment in ("05T10:00", "05T12:00"):
        await lists.shows(moment, grok(4.0))
    (change,) = await lists.waits("04T00:00", "06T00:00")
    assert "pricing: $4 input / $30 output per million tokens (claimed by OpenRouter; was $5 input" in change.why
    assert "context" not in change.why.partition("Still waiting")[0]


async def test_what_stood_in_a_list_when_it_was_first_read_is_no_news_of_a_model_that_was_out(lists):
    old = Listing("openai/gpt-5.4", context=400_000, output=128_000, price_in=2.5, price_out=15.0)
    for moment in ("01T10:00", "01T12:00"):
        await lists.shows(moment, old, grok())
    told = await lists.waits("01T09:00", "02T00:00")
    assert [change.subjects for change in told] == [("xai/grok-5",)]


async def test_an_outage_of_an_hour_takes_nothing_back(lists):
    await lists.shows("01T10:00")
    for moment in ("02T10:00", "02T12:00"):
        await lists.shows(moment, grok())
    await lists.shows("03T10:00")
    await lists.shows("03T10:30", grok())
    await lists.shows("03T12:00", grok())
    assert await lists.waits("02T12:00", "04T00:00") == []


async def test_a_digest_and_an_answer_rest_on_the_same_lists(lists):
    await lists.say('claimcheck add "Grok 5 is available in the API"')
    await lists.shows("10T10:00")
    for moment in ("11T10:00", "11T12:00"):
        await lists.shows(moment, grok())
    lists.at("2026-06-11T13:00Z")
    asked = await lists.say('claimcheck ask "Grok 5 is available in the API"')
    await record_changes(lists.ports, lists.clock.now())
    told = read(lists.ports, TimeRange(at("11T09:00"), at("11T13:00"), "console:local")).changes
    grades = [
        (one.ref, one.grade) for one in told if one.kind is ChangeKind.GRADE and one.ref == asked.data["claim_id"]
    ]
    assert grades == [(asked.data["claim_id"], asked.data["grade"])]
    lists.at("2026-06-12T13:00Z")
    await lists.shows("12T13:00", grok(4.0))  # another price, read once: the model is still listed
    assert (await lists.say('claimcheck ask "Grok 5 is available in the API"')).data["grade"] == asked.data["grade"]


async def test_a_row_of_a_list_that_another_replaces_is_no_origin_that_withdrew(lists):
    await lists.shows("01T10:00")
    for moment, price in (("02T10:00", 5.0), ("02T12:00", 5.0), ("05T10:00", 4.0), ("05T12:00", 4.0)):
        await lists.shows(moment, grok(price))
    price = Statement("price", "xai/grok-5", values=(Value(5.0, "input"),))
    seen = [state_of(lists.ports, Claim(price), View("", at(moment))).state for moment in ("02T13:00", "05T13:00")]
    assert ([one.withdrawn for one in seen], seen[0].word != seen[1].word) == ([False, False], True)


def test_the_states_of_released_models_take_as_many_reads_however_many_there_are(talk):
    chat = talk("2026-11-28T12:00Z")
    view = View("", chat.clock.now())
    found = [one.slug for one in chat.ports.ledger.latest_releases(view, 60)]
    reads = []
    for some in (found[:5], found[5:45]):
        with counted(chat) as seen:
            model_states(chat.ports, some, view)
        reads.append(len(seen))
    assert (len(found) > 40, reads[1] <= reads[0] + 3) == (True, True), reads
