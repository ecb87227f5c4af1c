"""``/model retiring`` and the list of models a place uses: ids as people paste them, days left, successors."""

import pytest

from bot.ledger import tables
from bot.messages.levels import brief_text
from bot.messages.reply import Outcome
from bot.messages.request import Role

NOVEMBER = "2026-11-28T12:00Z"
CONFIG = """
model_list:
  - model_name: fast
    litellm_params: {model: openai/gpt-5-mini, temperature: 0.2}
  - model_name: smart
    litellm_params:
      model: "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0"
FALLBACK_MODEL=azure/gpt-4o-2024-08-06
EMBEDDING=acme-ranker-2
"""
PASTED = {"name": "model watch", "values": {"name": CONFIG}}


async def test_shutdowns_come_soonest_first_with_days_left_successor_and_page(talk):
    reply = await talk(NOVEMBER).say("model retiring")
    rows = reply.data["retiring"]
    days = [row["day"] for row in rows]
    assert days == sorted(days)
    ahead = {row["id"]: row for row in tables()["retirement"]
             if str(row.get("ends", "")) >= NOVEMBER[:10] and row["certainty"] != "routed"}  # fmt: skip
    assert {row["id"] for row in rows} == set(ahead)
    five = next(row for row in rows if row["id"] == "gpt-5")
    assert (str(five["day"]), five["days_left"], five["successor"]) == ("2026-12-11", 13, "gpt-6.1-sol")
    assert {row["source"] for row in rows} == {source.url for source in reply.sources}
    assert "at the earliest" in reply.plain
    told = sum(bool(row["via"]) for row in rows)
    assert f"{told} of {len(rows)} days are as others tell them" in brief_text(reply)
    assert 0 < told < len(rows)


async def test_one_lab_a_day_nobody_knew_yet_and_a_lab_without_any(talk):
    labs = {row["vendor"] for row in (await talk(NOVEMBER).say("model retiring lab:OpenAI")).data["retiring"]}
    assert labs == {"openai"}
    early = await talk("2026-06-01T12:00Z").say("model retiring")
    assert "gpt-5" not in {row["id"] for row in early.data["retiring"]}
    none = await talk(NOVEMBER).say("model retiring lab:mistral")
    assert (none.data["retiring"], none.title) == ([], "No shutdown of any Mistral model is known here")


async def test_pasted_ids_are_read_and_what_is_not_understood_is_said(talk):
    asked = {"name": "model retiring", "values": {"models": CONFIG}}
    reply = await talk(NOVEMBER).say("", **asked)
    assert reply.data["read"] == ["openai/gpt-5-mini", "anthropic/claude-sonnet-4.5", "openai/gpt-4o"]
    assert reply.data["unread"] == ["acme-ranker-2"]
    assert {row["id"] for row in reply.data["retiring"]} == {"gpt-5-mini", "claude-sonnet-4-5"}


@pytest.mark.parametrize(
    "text", ["gpt-5-mini, gpt-5", "gpt-5-mini\ngpt-5", '["gpt-5-mini","gpt-5"]', "GPT-5 Mini; GPT-5"]
)
async def test_lists_of_many_shapes_name_the_same(talk, text):
    reply = await talk(NOVEMBER).say("", name="model retiring", values={"models": text})
    assert reply.data["read"] == ["openai/gpt-5-mini", "openai/gpt-5"]


async def test_a_place_has_one_list_and_a_new_one_replaces_it(talk):
    here = talk(NOVEMBER)
    first = await here.say("", **PASTED)
    assert first.data["models"] == ["openai/gpt-5-mini", "anthropic/claude-sonnet-4.5", "openai/gpt-4o"]
    alerts = here.ports.subscriptions.alerts("console:local")
    assert {one.wish.what.value for one in alerts} == {"retirement", "price change", "limit change"}
    shown = await here.say("model retiring")
    assert {row["id"] for row in shown.data["retiring"] if row["ours"]} == {"gpt-5-mini", "claude-sonnet-4-5"}
    again = await here.say('model watch name:"gpt-5, gpt-5-mini"')
    assert again.data["removed"] == ["anthropic/claude-sonnet-4.5", "openai/gpt-4o"]
    assert len(here.ports.subscriptions.alerts("console:local")) == len(alerts)


async def test_a_list_is_asked_about_first_where_that_is_wanted(talk):
    here = talk(NOVEMBER)
    asked = await here.say('model watch name:"gpt-5, gpt-5-mini" confirm:yes')
    assert asked.title.startswith("Shall I watch 2 models")
    assert here.ports.subscriptions.alerts("console:local") == ()


async def test_a_member_keeps_a_list_for_themselves_and_not_for_a_channel(talk):
    here = talk(NOVEMBER)
    own = await here.say('model watch name:"gpt-5, gpt-5-mini"', role=Role.MEMBER)
    assert own.data["place"] == "console:@you"
    refused = await here.say('model watch name:"gpt-5, gpt-5-mini" where:here', role=Role.MEMBER)
    assert refused.outcome is Outcome.REFUSED


async def test_a_dossier_tells_the_shutdown_that_its_lab_announced(talk):
    told = await talk(NOVEMBER).say("/model show gpt-5")
    assert told.title == "GPT-5 has been out since 7 August 2025; it ends on 11 Dec 2026, in 13 days"
    assert "Shutdown: 11 Dec 2026, 13 days left: gpt-5 → gpt-6.1-sol · OpenAI" in brief_text(told)
    assert any("deprecations" in source.url for source in told.sources)


async def test_a_near_shutdown_is_in_the_title_with_its_teller_and_one_at_the_earliest_is_not(talk):
    here = talk(NOVEMBER)
    relayed, earliest = await here.say("/model show claude sonnet 4.5"), await here.say("/model show claude opus 5")
    assert relayed.title.endswith("it ends on 30 Nov 2026, in 2 days (according to dev.to)")
    assert earliest.title == "Claude Opus 5 has been out since 24 July 2026"
    assert "30 Nov 2026, 2 days left: claude-sonnet-4-5 · dev.to" in brief_text(relayed)
    assert "24 Jul 2027 at the earliest" in brief_text(earliest)


async def test_a_shutdown_that_was_not_yet_announced_is_not_told(talk):
    assert "Shutdown" not in brief_text(await talk("2026-04-21T09:00Z").say("/model show gpt-5"))
