"""/odds where no market answers: unknown, released and ambiguous names, and no words at all."""

import pytest

from bot.messages.levels import brief_text
from bot.messages.reply import Button, Outcome
from bot.messages.request import View


async def test_no_market_at_all_offers_a_search(talk):
    reply = await talk("2026-03-30T12:00Z").say("odds glm-6")
    assert reply.data["state"] == "no_market"
    assert reply.title == "No market that is followed here asks when GLM-6 ships"
    lines = [action.run.line for action in reply.actions if isinstance(action, Button)]
    assert lines[0] == "model watch name:zai/glm-6"
    assert "odds search words:GLM-6" in lines


async def test_a_model_that_nobody_named_is_answered_with_its_nearest_known(talk):
    reply = await talk().say("when does grok 9 drop")
    assert (reply.outcome, reply.data["state"], reply.data["subject"]) == (Outcome.ANSWERED, "no_market", "xai/grok-9")
    assert reply.title == "No market that is followed here asks when Grok 9 ships"
    assert "Grok 4.5 (rumoured)" in reply.plain
    assert "xai/" not in brief_text(reply)
    assert reply.actions[0].run.line == "model watch name:xai/grok-9"


@pytest.mark.parametrize(("said", "plain"), [("grok 5 this year lol", "grok 5 this year"), ("spud pls thx", "spud")])
async def test_words_that_say_nothing_stand_in_no_name(talk, said, plain):
    here = talk("2026-11-28T12:00Z")
    assert (await here.say(f"odds {said}")).title == (await here.say(f"odds {plain}")).title
    assert (await here.say(f"odds {said}")).outcome is Outcome.ANSWERED


async def test_a_model_that_is_out_says_so_where_no_market_asks(talk):
    reply = await talk("2026-08-10T12:00Z").say("odds kimi k3")
    assert reply.title == "Kimi K3 has been out since 16 July 2026"
    assert "No market that is followed here asks about it." in reply.plain
    assert reply.data["subject_state"] == "released"


async def test_odds_alone_lists_what_is_open(talk):
    reply = await talk().say("odds")
    assert reply.title == "5 markets are open, 2 with a price read at the venue"
    assert "74 % GPT-5.5 by 23 Apr · Polymarket" in brief_text(reply)
    assert {row["market"] for row in reply.data["venues"]} >= {"MK-0001"}
    empty = await talk("2024-01-01T12:00Z").say("odds")
    assert (empty.title, empty.data["state"]) == ("No market is open", "no_market")


async def test_several_subjects_of_one_name_are_offered(talk):
    you = talk("2026-09-25T12:05Z")
    slugs = [subject.slug for subject in you.ports.ledger.suggest("", _view(you), 2)]
    await you.running.store.database.write(
        lambda db: (
            [
                db.execute(
                    "INSERT INTO aliases VALUES ('pro alpha', 'Pro Alpha', ?, 'good', 0, 0, '', 'test', '', 'ledger')",
                    [slug],
                )
                for slug in slugs
            ]
            + [db.execute("INSERT INTO name_changes (tenant, slug) VALUES ('', '')")]
        )
    )
    reply = await you.say("odds Pro Alpha")
    assert reply.title == "“Pro Alpha” may be 2 models."
    assert reply.outcome.value == "refused"
    assert len(reply.actions) == 2


async def test_a_misspelt_family_leads_to_the_model_that_is_meant(talk):
    reply = await talk("2026-11-28T12:00Z").say("odds show klaude 6")
    assert reply.outcome.value == "refused"
    assert "Claude 6" in reply.plain
    assert [button.run.line for button in reply.actions][:1] == ["odds show about:anthropic/claude-6"]


def _view(you):
    return View("console:local", you.clock.now())
