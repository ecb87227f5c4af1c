"""/alerts as a conversation."""

import pytest

from bot.messages.reply import Button, Outcome
from bot.messages.request import Request, Role


def runs(reply) -> dict[str, str]:
    return {action.label: action.run.line for action in reply.actions if isinstance(action, Button)}


async def test_add_says_what_it_tells_where_and_how_often(talk):
    here = talk()
    added = await here.say("alerts add odds move about:spud threshold:7 quiet_hours:22:00-08:00 max_per_day:3")
    assert added.title == "AL-01: no odds move of 7 points or more about Spud can be told for now, only that it settles"
    assert "at most 3 a day, quiet 22:00–08:00 UTC" in added.plain
    assert "told as one number" in added.plain  # of public records, which nobody reads here
    again = await here.say("alerts add odds move about:spud threshold:7 quiet_hours:22:00-08:00 max_per_day:3")
    assert (again.data["id"], again.data["already"]) == ("AL-01", True)
    listed = await here.say("alerts")
    assert [row["id"] for row in listed.data["alerts"]] == ["AL-01"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("alerts add gossip", "what cannot be “gossip”"),
        ("alerts add release quiet_hours:all day", "is not a span of hours"),
        ("alerts add release quiet_hours:22:00-22:00", "would leave less than an hour of the day"),
        ("alerts add release threshold:100", "threshold is between 1 and 99.\nWrite threshold:99."),
        ("alerts add", "what is one of: release, grade change, sighting, "),
        ("alerts why", "There is no alert here."),
        ("alerts remove AL-07", "There is no alert AL-07 here."),
    ],
)
async def test_what_cannot_be_done_says_why(talk, line, said):
    reply = await talk().say(line)
    assert reply.outcome is Outcome.REFUSED
    assert said in reply.plain


async def test_edit_and_undo(talk):
    here = talk()
    await here.say("alerts add release about:spud")
    edited = await here.say("alerts edit AL-01 about:everything max_per_day:2 quiet_hours:23:00-07:00 where:#other")
    assert (edited.data["about"], edited.data["place"]) == ([], "console:local/other")
    back = await here.say(runs(edited)["Undo"])
    (alert,) = back.data["alerts"]
    assert (alert["about"], alert["place"], alert["quiet_hours"]) == (["openai/spud"], "console:local/here", None)


async def test_pause_says_its_length_and_can_be_ended(talk):
    here = talk()
    await here.say("alerts add release")
    paused = await here.say("alerts pause AL-01 until:1 week")
    assert paused.title == "AL-01 is paused until Tue 28 Apr 12:00 UTC"
    assert (await here.say(runs(paused)["Resume now"])).title == "AL-01 listens again"
    assert (await here.say("alerts pause AL-01 until:now")).outcome is Outcome.REFUSED
    assert (await here.say("alerts pause AL-01")).title == "AL-01 is paused until you resume it"


async def test_remove_can_be_taken_back(talk):
    here = talk()
    await here.say("alerts add release")
    gone = await here.say("alerts remove AL-01")
    assert (await here.say("alerts list")).data["alerts"] == []
    assert [one["state"] for one in (await here.say(runs(gone)["Undo"])).data["alerts"]] == ["active"]


async def test_a_test_shows_the_last_thing_it_would_have_told_and_is_marked(talk):
    here = talk("2026-04-25T12:00Z")
    await here.say("alerts add release about:spud")
    tested = await here.say("alerts test AL-01")
    assert "GPT-5.5 in the API" in tested.plain
    assert "openai/" not in tested.plain + (await here.say("alerts why AL-01")).plain
    assert sum(here.ports.outbox.totals().states.values()) == 1


async def test_a_test_with_nothing_to_tell_says_so(talk):
    here = talk("2026-01-02T12:00Z")
    await here.say("alerts add release")
    assert (await here.say("alerts test")).outcome is Outcome.ANSWERED


async def test_why_says_what_it_waits_for(talk):
    here = talk()
    await here.say("alerts add release")
    why = await here.say("alerts why")
    assert "nothing waits" in why.plain
    assert why.data["said"] == []


async def test_anybody_may_have_alerts_of_their_own_and_only_managers_those_of_a_channel(talk):
    here = talk()
    mine = await here.say("alerts add grade change about:CL-0002", role=Role.MEMBER, actor="console:ana")
    assert (mine.data["place"], mine.data["about"]) == ("console:@ana", ["CL-0002"])
    channel = await here.say("alerts add release where:#leaks", role=Role.MEMBER, actor="console:ana")
    assert "Alerts in a channel need the manager role here." in channel.plain
    await here.say("alerts add release")
    others = await here.say("alerts remove AL-02", role=Role.MEMBER, actor="console:ana")
    assert others.outcome is Outcome.REFUSED
    assert [row["id"] for row in (await here.say("alerts", role=Role.MEMBER, actor="console:ana")).data["alerts"]] == [
        "AL-01"
    ]
    assert (await here.say("alerts", role=Role.MEMBER, actor="console:ben")).data["alerts"] == []


async def test_moves_that_no_alert_tells_are_named_with_the_reason(talk):
    here = talk("2026-04-21T12:00Z")
    added = await here.say('alerts add what:"odds move" about:spud')
    assert added.title == "AL-01: no odds move of 5 points or more about Spud can be told for now, only that it settles"
    assert "MK-0001 GPT-5.5 released by...?: its price is told as one number" in (await here.say("alerts why")).plain
    watch = await here.say("odds watch MK-0001")
    assert watch.title.startswith("Watching MK-0001 for its settlement:")
    assert watch.plain.index("without bids and asks") < watch.plain.index("it settles; for now not when it moves by 5")
    settles = await here.say("odds watch MK-0001 when:settles")
    assert "without bids and asks" not in settles.plain
    assert settles.title.startswith("Watching MK-0001: ")


async def test_a_question_before_an_alert_says_first_that_no_move_can_be_told(talk):
    asked = await talk("2026-04-21T12:00Z").say('alerts add what:"odds move" about:spud confirm:yes')
    assert asked.title.startswith("No odds move of 5 points or more about Spud can be told for now")
    assert asked.title.endswith("?")


async def test_ids_and_zones_are_suggested_while_typing(talk):
    here = talk()
    await here.say("alerts add release")
    await here.say("digest create here name:x days:daily time:9 timezone:UTC")
    asked = [
        await here.app.suggest(Request(name=name, place="console:local/here"), opt, text)
        for name, opt, text in (
            ("alerts why", "id", ""),
            ("digest preview", "id", "dg"),
            ("digest create", "timezone", "cest"),
        )
    ]
    assert [found[0].value for found in asked] == ["AL-01", "DG-01", "Europe/Berlin"]
