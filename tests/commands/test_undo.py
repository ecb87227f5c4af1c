"""An Undo restores what was, for ten minutes, for its own person, and only where nothing changed since."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.dispatch.app import App
from bot.messages.reply import Button, Outcome, Reply
from bot.messages.request import Request, Role, View
from bot.ports.notifications.subscriptions import Mode
from tests.conftest import Conversation
from tests.postgres import BOTH

ENGINES = BOTH
Talk = Callable[..., Conversation]
MADE = 'digest create channel:here name:"Morning" days:daily time:09:00'


def undo_of(reply: Reply) -> str:
    """The command of a reply's Undo button."""
    return next(one.run.line for one in reply.actions if isinstance(one, Button) and one.label == "Undo")


@pytest.mark.parametrize(
    ("made", "change", "again"),
    [
        (MADE, "digest pause DG-01", "digest resume DG-01"),
        (MADE, "digest resume DG-01", "digest pause DG-01 until:friday"),
        (MADE, "digest edit DG-01 time:10:00 mute:spud", "digest edit DG-01 time:11:00"),
        ("alerts add release about:gpt-6", "alerts pause AL-01", "alerts edit AL-01 max_per_day:3"),
        ("alerts add release about:gpt-6", "alerts edit AL-01 max_per_day:3", "alerts pause AL-01"),
    ],
)
async def test_an_undo_is_refused_after_another_change_and_after_ten_minutes(talk, made, change, again):
    here = talk()
    await here.say(made)
    undo = undo_of(await here.say(change))
    await here.say(again)
    assert (await here.say(undo)).title.endswith("was changed since: nothing was undone.")
    late = undo_of(await here.say(change))
    here.clock.move(here.clock.now() + timedelta(minutes=11))
    refused = await here.say(late)
    assert (refused.outcome, "ten minutes" in refused.plain) == (Outcome.REFUSED, True)


async def test_an_undo_moves_no_digest_back_to_a_channel_of_others(talk: Talk) -> None:
    here = talk()
    await here.say(MADE)
    undo = undo_of(await here.say("digest edit DG-01 channel:#other"))
    ben = {"actor": "console:ben", "role": Role.MANAGER, "place": "console:local/other"}
    refused = await here.say(undo, **ben)
    assert (refused.outcome, "you manage" in refused.title) == (Outcome.REFUSED, True)
    assert (await here.say(undo)).data["place"] == "console:local/here"


async def test_what_is_muted_with_a_change_is_unmuted_by_a_button_of_its_own(talk: Talk) -> None:
    here = talk("2026-04-21T12:00Z")
    await here.say(MADE)
    edited = await here.say("digest edit DG-01 time:10:00 mute:spud")
    (unmute,) = [one for one in edited.actions if isinstance(one, Button) and one.label == "Unmute"]
    back = await here.say(unmute.run.line)
    assert (back.data["timetable"], "told here again" in str(back.note)) == ("Every day 10:00 UTC", True)
    assert (await here.say(undo_of(edited))).data["timetable"] == "Every day 09:00 UTC"


async def test_an_undo_pressed_twice_does_nothing_the_second_time(talk: Talk) -> None:
    here = talk()
    await here.say("alerts add release about:gpt-6")
    undo = undo_of(await here.say("alerts remove AL-01"))
    assert (await here.say(undo)).title == "1 alert is as before"
    assert (await here.say(undo)).outcome is Outcome.REFUSED
    assert (await here.say("alerts stop which:AL-01 undo:yes")).outcome is Outcome.REFUSED
    assert len(here.ports.subscriptions.alerts("console:local")) == 1


async def test_why_it_was_off_comes_back_too(talk: Talk) -> None:
    here = talk()
    await here.say(MADE)
    await here.say("digest resume DG-01")
    await here.ports.subscriptions.switch_off("console:local|DG-01", "the channel is gone", here.clock.now())
    await here.say(undo_of(await here.say("digest resume DG-01")))
    kept = here.ports.subscriptions.digest("console:local", 1)
    assert kept is not None
    assert (kept.mode, kept.why) == (Mode.OFF, "the channel is gone")


async def test_what_was_removed_comes_back_by_its_undo_alone(talk: Talk) -> None:
    here = talk()
    await here.say("alerts add release about:gpt-6")
    gone = await here.say("alerts remove AL-01")
    assert (await here.say("alerts pause AL-01 until:now")).outcome is Outcome.REFUSED
    assert (await here.say(undo_of(gone))).title == "1 alert is as before"


async def test_watches_come_back_for_their_own_person_within_ten_minutes(talk: Talk) -> None:
    here = talk()
    for line in ("checkpoint watch crest pro alpha", "odds watch MK-0001 when:crosses points:60"):
        await here.say(line)
    undo = undo_of(await here.say("alerts stop sure:yes"))
    stranger = await here.say(undo, actor="console:ana", role=Role.MEMBER)
    assert (stranger.outcome, stranger.title) == (Outcome.REFUSED, "That Undo is not yours.")
    for forged in ("", "1776772800-0000000000000000", "99999999999-0"):
        line = f'alerts stop undo:yes labels:"crest pro alpha" owner:"{forged}"'
        assert (await here.say(line)).outcome is Outcome.REFUSED
    here.clock.move(here.clock.now() + timedelta(minutes=9))
    assert (await here.say(undo)).title == "2 labels and markets watched again"
    assert here.ports.sightings.watching("console:you", "console:local") == ("Crest Pro Alpha",)
    assert not here.ports.sightings.watching("console:ana", "console:local")
    here.clock.move(here.clock.now() + timedelta(minutes=2))
    assert (await here.say(undo)).outcome is Outcome.REFUSED


async def test_an_undo_of_all_forgets_a_choice_that_nobody_made(talk: Talk) -> None:
    here = talk()
    await here.say("alerts add release about:gpt-6 where:me")
    await here.say(undo_of(await here.say("alerts stop sure:yes")))
    assert "tell" not in here.ports.tenants.personal("console:local", "console:you")


async def test_a_row_of_the_list_ends_alone_and_comes_back(talk: Talk) -> None:
    here = talk()
    for line in ("model watch spud", "alerts add release about:spud where:me", "odds watch MK-0001 points:7"):
        await here.say(line)
    was = (await here.say("alerts")).plain
    for one in (await here.say("alerts")).actions:
        for choice in getattr(one, "choices", ()):
            ended = await here.say(choice.run.line)
            assert (await here.say("alerts")).title == "2 alerts here"
            await here.say(undo_of(ended))
            assert (await here.say("alerts")).plain == was


@pytest.mark.parametrize("line", ["mute spud", "model unwatch spud"])
async def test_what_is_ended_of_a_model_comes_back_as_it_was(talk: Talk, line: str) -> None:
    here = talk()
    for made in ("model watch spud", "alerts add odds move about:spud threshold:9 where:me", "odds watch MK-0001"):
        await here.say(made)
    await here.say("alerts pause AL-02 until:friday")
    was = (await here.say("alerts")).plain
    ended = await here.say(line)
    assert (await here.say("alerts")).title == "No alerts here"
    await here.say(undo_of(ended))
    assert (await here.say("alerts")).plain == was


@pytest.mark.parametrize("line", ["alerts stop sure:yes", "alerts stop about:spud", "model unwatch spud"])
async def test_what_a_switched_off_part_hides_is_ended_too_and_not_shown(talk: Talk, line: str) -> None:
    here = talk()
    await here.say("checkpoint watch spud")
    await here.say("odds watch MK-0001")
    for part in ("odds", "checkpoint"):
        await here.say(f"spudwatch-admin switch part:{part} on:no")
    listed = await here.say("alerts")
    assert "Will OpenAI" not in json.dumps(listed.data) + listed.plain
    await here.say(line)
    assert not here.ports.markets.watches("console:local", "console:you")
    if not line.startswith("model"):
        assert not here.ports.sightings.watching("console:you", "console:local")


async def test_a_confirmation_runs_what_it_showed(talk: Talk) -> None:
    here = talk()
    await here.say('digest create channel:here name:"Friday" days:fri time:09:00')
    asked = await here.say("delete the friday digest")
    assert asked.title.startswith("Delete DG-01 “Friday”")
    await here.say("digest edit DG-01 name:Weekly days:mon")
    await here.say('digest create channel:here name:"Friday" days:fri time:10:00')
    (yes,) = [one for one in asked.actions if isinstance(one, Button)]
    assert (await here.say(yes.run.line)).title == "DG-01 “Weekly” is deleted"
    assert [one.id for one in here.ports.subscriptions.digests("console:local")] == ["DG-02"]


async def test_the_word_undo_outlives_a_restart(talk: Talk) -> None:
    here = talk()
    await here.say(MADE)
    await here.say("digest resume DG-01")
    await here.say("digest delete DG-01")
    again = App(here.ports)  # another process, which remembers no conversation

    async def say(line: str, actor: str = "console:you") -> Reply:
        roles = frozenset({Role.ADMIN})
        return await again.run(Request(line=line, actor=actor, place="console:local/here", roles=roles))

    assert (await say("undo", "console:ana")).command == ""
    assert (await say("undo")).title == "DG-01 “Morning” is running"
    await say("alerts add release about:gpt-6")
    kept = here.ports.tenants.personal("console:local", "console:you")["undo"]
    assert [line for _, line in json.loads(kept)] == [
        "alerts remove id:AL-01", json.loads(kept)[1][1]
    ]  # fmt: skip
    await here.say("undo")
    assert not here.ports.subscriptions.alerts("console:local")
    await say("spudwatch mydata delete sure:yes")
    assert "undo" not in here.ports.tenants.personal("console:local", "console:you")


async def test_what_took_a_change_back_is_forgotten_after_ten_minutes(talk: Talk) -> None:
    here = talk()
    await here.say("model watch spud")
    now = here.clock.now()
    assert await here.ports.tenants.forget_choices("undo", now) == 0
    assert await here.ports.tenants.forget_choices("undo", now + timedelta(seconds=1)) == 1


async def test_a_zone_that_nobody_chose_is_no_choice_again(talk: Talk) -> None:
    here = talk()
    await here.say("spudwatch-admin zone zone:Tokyo")
    undo = undo_of(await here.say("spudwatch timezone zone:Berlin"))
    assert (await here.say(undo)).title == "Your own zone is forgotten; here it is Asia/Tokyo"
    assert here.ports.tenants.zone("console:local", "console:you") == ""
    await here.say("spudwatch timezone zone:Berlin")
    await here.say(undo_of(await here.say("spudwatch timezone zone:Paris")))
    assert here.ports.tenants.zone("console:local", "console:you") == "Europe/Berlin"


async def test_undo_takes_back_the_runs_logged_last_and_tells_of_an_objection(talk: Talk) -> None:
    here = talk()
    for minute in (1, 2):
        here.clock.move(here.clock.now() + timedelta(minutes=minute))
        made = await here.say(f"claimcheck trial task:sums model:gpt-5.5 score:0.{minute}")
    scores = lambda: [one.score for one in here.ports.claims.trials("console:local", "sums")]  # noqa: E731 - read twice
    assert scores() == [0.1, 0.2]
    assert (await here.say("undo")).title == "1 run of “sums” taken back."
    assert (scores(), (await here.say(undo_of(made))).outcome) == ([0.1], Outcome.REFUSED)
    other = await here.say("claimcheck trial task:sums model:gpt-5.5 undo:last", actor="console:ben")
    assert (other.outcome, scores()) == (Outcome.REFUSED, [0.1])
    await here.say('claimcheck dispute CL-0044 why:"the page says the opposite" link:https://x.example/a')
    assert "CL-0044 is shown as disputed" in (await here.say("undo")).title
    assert (await here.say("claimcheck trial task:sums model:gpt-5.5 undo:last")).outcome is Outcome.ANSWERED
    assert scores() == []


async def test_undo_takes_back_an_answer_and_the_one_before_counts_again(talk: Talk) -> None:
    here = talk()
    name = "crest pro alpha"
    await here.say(f"checkpoint confirm {name} have_it:no plan:Plus", actor="discord:9")

    async def has() -> list[tuple[str, bool]]:
        await here.say("hello")  # the card between is no change
        return [
            (one.person, one.has) for one in here.ports.sightings.checks(name, View("console:local", here.clock.now()))
        ]

    await here.say(f"checkpoint confirm {name} have_it:no")
    await here.say(f"checkpoint confirm {name} have_it:yes")
    for left in ([("discord:9", False), ("console:you", False)], [("discord:9", False)]):
        back = await here.say("undo")
        assert back.title == "Your last answer about Crest Pro Alpha is taken back"
        assert await has() == left
    none = await here.say(f"checkpoint confirm {name} off:yes")
    assert none.outcome is Outcome.REFUSED
    assert "no answer" in none.title


async def test_an_answer_that_was_taken_back_is_given_again_by_its_undo(talk: Talk) -> None:
    here = talk()
    await here.say("checkpoint confirm crest pro alpha have_it:yes plan:Pro")
    back = await here.say("undo")
    assert "on Pro" not in back.plain
    again = await here.say(undo_of(back))
    assert (again.data["have_it"], again.data["plan"]) == (True, "Pro")
