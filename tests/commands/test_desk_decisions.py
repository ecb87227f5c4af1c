"""What a card says of the desk's decisions, and what a decision needs."""

from bot.messages.request import Role, View
from tests.sightings import BOB, MEG, PLACE, desk, report, tell


async def test_what_the_desk_decided_is_said_to_be_the_desks_until_it_is_undone(talk):
    here = talk()
    claim = next(one for one in here.ports.claims.every(View("", here.clock.now()), 50) if one.outcome.value == "open")
    before = (await desk(here, f"claimcheck show {claim.id}")).title
    line = f"desk resolve {claim.id} outcome:false source:https://example.com/no sure:yes"
    assert (await desk(here, line)).data["state"] == "done"
    shown = (await desk(here, f"claimcheck show {claim.id}")).plain
    assert "decided by this place's desk on 21 April 2026, from example.com" in shown
    undone = await desk(here, "desk undo")
    assert f"Taken back: {claim.id} is false" in undone.plain
    assert (await desk(here, f"claimcheck show {claim.id}")).title == before


async def test_a_claim_is_resolved_before_its_day_only_after_a_question(talk):
    here = talk()
    filed = await desk(here, "claimcheck add Claude 9 is released by 31 December 2026")
    line = f"desk resolve {filed.data['claim_id']} outcome:true source:https://example.com/yes"
    asked = await desk(here, line)
    assert (asked.data["state"], "31 December 2026" in asked.plain) == ("asking", True)
    assert not here.ports.desk.trail(View("discord:7", here.clock.now()))
    assert (await desk(here, asked.actions[0].run.line)).data["state"] == "done"


async def test_another_reason_is_named(talk):
    here = talk()
    await report(here)
    name = (await tell(here, "desk retract CP-0001 reason:another", MEG, PLACE, Role.DESK)).title
    assert name == "Which other reason? Its reporter reads the note."
    done = await desk(here, 'desk retract CP-0001 reason:another note:"a picture of another app"')
    assert "Why: a picture of another app" in done.plain


async def test_a_resolved_label_is_disputed_by_later_objections_alone(talk):
    here = talk()
    await report(here)
    await tell(
        here,
        'checkpoint dispute "Crest Ultra" why:"It is the theme of a browser extension." link:https://x.example/1',
        BOB,
    )
    assert (await desk(here, 'checkpoint show "Crest Ultra"')).data["disputed"] is True
    here.at("2026-04-21T10:10Z")
    await desk(here, 'desk resolve "Crest Ultra" outcome:void source:https://example.com/a')
    assert (await desk(here, 'checkpoint show "Crest Ultra"')).data["disputed"] is False
