"""What one is told of is one line each, can be stopped by a button or a word, and all of it after one question."""

from collections.abc import Callable

from bot.messages.reply import Button, Menu, Outcome, Reply
from bot.messages.request import Role
from tests.conftest import Conversation


def runs(reply: Reply) -> dict[str, str]:
    """The commands of a reply's buttons by label, those of menus, too."""
    rows = [row for one in reply.actions for row in (one.choices if isinstance(one, Menu) else (one,))]
    return {row.label: row.run.line for row in rows if isinstance(row, Button)}


async def test_a_watched_model_is_one_line_in_plain_words_with_a_stop_button(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("model watch spud")
    listed = await here.say("alerts")
    assert listed.title == "1 alert here"
    assert "Spud: everything, to you · active" in listed.plain
    assert not {"reveal", "wait"} & set(listed.plain.split())
    await here.say(runs(listed)["Stop Spud"])
    assert (await here.say("alerts")).title == "No alerts here"


async def test_labels_and_markets_stand_in_the_list_and_stop_there(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("checkpoint watch crest pro alpha")
    await here.say("odds watch MK-0001")
    listed = await here.say("alerts")
    assert {"Stop Crest Pro Alpha", "Stop MK-0001", "Stop all of mine"} <= set(runs(listed))
    await here.say(runs(listed)["Stop Crest Pro Alpha"])
    await here.say(runs(listed)["Stop MK-0001"])
    assert (await here.say("alerts")).title == "No alerts here"


async def test_all_is_stopped_after_one_question_and_comes_back_by_undo(talk: Callable[..., Conversation]) -> None:
    here = talk()
    for line in ("model watch spud", "alerts add release about:gpt-6 where:me", "checkpoint watch crest pro alpha"):
        await here.say(line)
    asked = await here.say(runs(await here.say("stop all notifications"))["Stop all of mine"])
    assert asked.title == "Shall I stop 3 alerts?"
    assert len(here.ports.subscriptions.alerts("console:local")) > 2
    done = await here.say("yes")
    assert done.title == "I write to you no more."
    assert not here.ports.subscriptions.alerts("console:local")
    assert not here.ports.sightings.watching("console:you", "console:local")
    assert "as before" in (await here.say("undo")).title
    assert "Spud: everything" in (await here.say("alerts")).plain


async def test_whoever_stops_all_of_theirs_ends_nothing_of_others_or_of_channels(
    talk: Callable[..., Conversation],
) -> None:
    here = talk()
    await here.say("alerts add release about:spud where:here")
    await here.say("alerts add release about:spud where:me", role=Role.MEMBER, actor="console:ana")
    assert (await here.say("alerts stop", role=Role.MEMBER, actor="console:ben")).outcome is Outcome.REFUSED
    asked = await here.say("alerts stop", role=Role.MEMBER, actor="console:ana")
    assert (asked.title, asked.data["asked"]) == ("Shall I stop 1 alert?", True)
    assert len(here.ports.subscriptions.alerts("console:local")) == 2
    await here.say("alerts stop sure:yes", role=Role.MEMBER, actor="console:ana")
    left = here.ports.subscriptions.alerts("console:local")
    assert [one.place for one in left] == ["console:local/here"]
    other = await here.say("alerts stop which:AL-01", role=Role.MEMBER, actor="console:ana")
    assert other.outcome is Outcome.REFUSED


async def test_undo_without_alerts_named_ends_nothing(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("model watch spud")
    await here.say("checkpoint watch crest pro alpha")
    reply = await here.say("alerts stop undo:yes")
    assert (reply.outcome, reply.title) == (Outcome.REFUSED, "Say which alerts come back.")
    assert here.ports.subscriptions.alerts("console:local")
    assert here.ports.sightings.watching("console:you", "console:local")


async def test_a_hundred_alerts_come_back_by_one_undo(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("alerts add release about:spud where:me")
    await here.say("alerts stop sure:yes")
    named = ",".join(["AL-01"] * 100)
    assert (await here.say(f"alerts stop which:{named} undo:yes")).title == "1 alert is as before"
    assert [one.id for one in here.ports.subscriptions.alerts("console:local")] == ["AL-01"]


async def test_alerts_named_end_without_a_question_and_word_of_look_ups_ends_with_all(
    talk: Callable[..., Conversation],
) -> None:
    here = talk()
    await here.say("alerts add release about:spud where:me")
    assert (await here.say("alerts stop which:AL-01")).data["asked"] is False
    assert not here.ports.subscriptions.alerts("console:local")
    await here.say("alerts add release about:spud where:me")
    await here.say("odds spud")
    await here.say("alerts stop sure:yes")
    assert here.ports.tenants.personal("console:local", "console:you")["tell"] == "no"
    assert not here.ports.privacy.about("console:local", "console:you").get("askers")


async def test_a_lab_is_watched_after_one_question(talk: Callable[..., Conversation]) -> None:
    here = talk()
    asked = await here.say("ping me if openai drops anything")
    assert asked.title == "Shall I tell you of each release about OpenAI?"
    assert not here.ports.subscriptions.alerts("console:local")
    assert (await here.say("yes")).title == "AL-01: release about OpenAI"
    kept = here.ports.subscriptions.alerts("console:local")[0]
    assert (kept.wish.about, kept.place) == (("openai",), "console:@you")


async def test_a_reminder_for_a_day_says_what_can_be_done(talk: Callable[..., Conversation]) -> None:
    reply = await talk().say("remind me on friday")
    assert reply.title.startswith("I keep no calendar")
    assert "My alerts" in runs(reply)


async def test_an_undo_of_all_brings_back_what_was_paused_as_paused_and_every_watch(
    talk: Callable[..., Conversation],
) -> None:
    here = talk()
    for line in (
        "alerts add release about:gpt-6 where:me", "alerts add release about:spud where:me",
        "alerts pause AL-02 until:friday", "checkpoint watch crest pro alpha", "odds watch MK-0001",
    ):  # fmt: skip
        await here.say(line)

    def state() -> tuple[object, ...]:
        alerts = here.ports.subscriptions.alerts("console:local")
        markets = here.ports.markets.watches("console:local", "console:me")
        return (
            [(one.id, one.mode, one.paused_until) for one in alerts],
            here.ports.sightings.watching("console:me", "console:local"),
            [(one.market, one.when, one.points) for one in markets],
        )

    was = state()
    done = await here.say("alerts stop sure:yes")
    assert state() == ([], (), [])
    back = await here.say(runs(done)["Undo"])
    assert state() == was
    assert back.title == "2 alerts are as before; 2 labels and markets watched again"
    gone = await here.say("alerts remove AL-02")
    await here.say(runs(gone)["Undo"])
    assert state() == was


async def test_what_tells_a_person_alone_is_no_managers_business(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("alerts add release about:gpt-6 where:me", actor="console:member", role=Role.MEMBER)
    assert (await here.say("alerts", actor="console:manager", role=Role.MANAGER)).title == "No alerts here"
    other = await here.say("alerts why AL-01", actor="console:manager", role=Role.MANAGER)
    assert (other.outcome, other.title) == (Outcome.REFUSED, "There is no alert AL-01 here.")
    assert (await here.say("alerts", actor="console:member", role=Role.MEMBER)).title == "1 alert here"
