"""``/odds link``: which claim or model a market is about, proposed, decided, undone and ended."""

from bot.messages.levels import brief_text
from bot.messages.reply import Outcome
from bot.messages.request import Role, View
from bot.messages.words import LINKED_BY_DESK


async def test_a_link_is_proposed_by_members_and_counts_once_the_desk_agrees(talk):
    you = talk()
    claim = you.ports.claims.every(_view(you), 1)[0].id
    proposed = await you.say(f"odds link MK-0001 claim:{claim} relation:different_name", role=Role.MEMBER)
    assert proposed.data["state"] == "proposed"
    assert (await you.say("odds spud")).data["gap"]["links"] == []
    accepted = await you.say(f"odds link MK-0001 claim:{claim} relation:exact", role=Role.DESK)
    assert accepted.data["state"] == "accepted"
    assert (await you.say("odds spud")).data["gap"]["links"][0]["claim"] == claim
    model = await you.say("odds link MK-0001 claim:openai/gpt-6", role=Role.MEMBER)
    assert model.data["state"] == "asking"
    assert (await you.say(model.actions[0].run.line, role=Role.MEMBER)).data["state"] == "proposed"
    assert you.ports.markets.market(1, _view(you)).subject == "openai/gpt-5.5"
    assert (await you.say("odds link MK-0001 claim:CL-9999")).outcome is Outcome.REFUSED


async def test_the_desks_link_to_a_model_is_asked_logged_undone_and_ended(talk):
    you = talk()
    line = "odds link MK-0001 claim:gpt-9"
    asked = await you.say(line, role=Role.DESK)
    assert (asked.data["state"], "is about GPT-5.5" in asked.plain) == ("asking", True)
    assert you.ports.markets.market(1, _view(you)).subject == "openai/gpt-5.5"
    for end in ("desk undo", f"{line} relation:none"):
        made = await you.say(asked.actions[0].run.line, role=Role.DESK)
        assert (made.data["state"], "Before" in made.plain) == ("accepted", True)
        assert you.ports.markets.market(1, _view(you)).subject == "openai/gpt-9"
        card = await you.say("odds show MK-0001")
        assert card.title.startswith("74 % that GPT-9 is out by ")
        assert LINKED_BY_DESK in brief_text(card)
        assert "The desk here linked it to GPT-9" in card.data["gap"]["text"]
        await you.say(end, role=Role.DESK)
        assert you.ports.markets.market(1, _view(you)).subject == "openai/gpt-5.5"
        assert LINKED_BY_DESK not in brief_text(await you.say("odds show MK-0001"))
    assert "accept mapping MK-0001" in (await you.say("spudwatch-admin audit", role=Role.ADMIN)).plain
    assert (await you.say(f"{line} relation:none", role=Role.DESK)).outcome is Outcome.REFUSED


async def test_an_accepted_link_to_a_claim_is_undone_and_ended(talk):
    you = talk()
    claim = you.ports.claims.every(_view(you), 1)[0].id
    line = f"odds link MK-0001 claim:{claim}"
    states = []
    for step in (f"{line} sure:yes", "desk undo", f"{line} sure:yes", f"{line} relation:none", "desk undo"):
        await you.say(step, role=Role.DESK)
        states.append([one.state for one in you.ports.markets.market(1, _view(you)).links if one.claim == claim])
    assert states == [["accepted"], ["refused"], ["accepted"], ["refused"], ["accepted"]]


def _view(you):
    return View("console:local", you.clock.now())
