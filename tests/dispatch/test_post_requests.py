"""Sentences about digests and alerts fill in a command, which is asked before anything changes."""

from collections.abc import Callable

import pytest

from bot.messages.reply import Button, Outcome, Reply
from bot.messages.request import Role
from tests.conftest import Conversation


def first_line(reply: Reply) -> str:
    return next((one.run.line for one in reply.actions if isinstance(one, Button)), "")


async def with_digests(here: Conversation) -> None:
    await here.say("digest create here name:dawn days:weekdays time:9:00 timezone:Europe/Berlin")
    await here.say("digest resume DG-01")
    await here.say('digest create here name:"week in review" days:fri time:17:00 about:spud')
    await here.say("digest resume DG-02")


@pytest.mark.parametrize(
    ("text", "confirmation", "name"),
    [
        ("make a digest every weekday at 7", "Every weekday 07:00 UTC", "weekdays 7"),
        ("set up a digest on tuesdays at 18:45 lisbon", "Every Tue 18:45 Europe/Lisbon", "tuesdays 18:45"),
        ("digest every monday 8:30 berlin", "Every Mon 08:30 Europe/Berlin", "monday 8:30"),
        ("post a summary here every thursday at 5pm new york", "Every Thu 17:00 America/New_York", "thursday 5pm"),
        ("could you send us a roundup each morning at half past six", "Every day 06:30 UTC", "morning"),
        ("i want a daily digest at noon called lunch news", "Every day 12:00 UTC", "lunch news"),
        ("schedule a recap mon-wed at 9 o'clock tokyo", "Every Mon, Tue, Wed 09:00 Asia/Tokyo", "mon-wed 9 o'clock"),
    ],
)
async def test_a_digest_is_made_as_said_and_posts_nothing_before_its_start(
    talk: Callable[..., Conversation], text: str, confirmation: str, name: str
) -> None:
    here = talk()
    reply = await here.say(text)
    (digest,) = here.ports.subscriptions.digests("console:local")
    said = str(reply.data["confirmation"]).partition(";")[0]
    assert (reply.command, digest.name, digest.mode.value) == ("digest create", name, "not started")
    assert said.casefold() == confirmation.casefold()
    assert first_line(reply).startswith("digest resume")


@pytest.mark.parametrize(
    ("text", "title", "line"),
    [
        ("pause the dawn digest", "Pause DG-01 “dawn” until somebody resumes it?", "digest pause id:DG-01"),
        (
            "please suspend DG-02 for two weeks",
            "Pause DG-02 “week in review” until Tue 5 May 12:00 UTC?",
            'digest pause id:DG-02 until:"two weeks"',
        ),
        ("delete digest DG-02", "Delete DG-02 “week in review”, Every Fri 17:00 UTC?", "digest delete id:DG-02"),
        ("get rid of the week in review digest", "Delete DG-02", "digest delete id:DG-02"),
        (
            "move the dawn digest to 10am",
            "Change DG-01 “dawn” to “dawn”, Every weekday 10:00",
            "digest edit id:DG-01 time:10am",
        ),
        ("reschedule the friday digest to mondays at 8", "Change DG-02", "digest edit id:DG-02 days:mondays time:8"),
        ("rename the dawn digest to sunrise", "Change DG-01 “dawn” to “sunrise”", "digest edit id:DG-01 name:sunrise"),
        ("change DG-01 to 7:15 tokyo", "Change DG-01", "digest edit id:DG-01 time:7:15 timezone:Asia/Tokyo"),
    ],
)
async def test_a_change_of_a_digest_is_asked_with_all_that_was_said(
    talk: Callable[..., Conversation], text: str, title: str, line: str
) -> None:
    here = talk()
    await with_digests(here)
    before = here.ports.subscriptions.digests("console:local")
    asked = await here.say(text)
    assert asked.title.startswith(title)
    assert first_line(asked) == line
    assert here.ports.subscriptions.digests("console:local") == before
    assert (await here.say("yes")).outcome is Outcome.ANSWERED
    assert here.ports.subscriptions.digests("console:local") != before


async def test_alerts_change_by_a_sentence_after_a_question(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("alerts add odds about:spud where:me")
    await here.say("alerts add release about:gpt-6 where:me")
    assert first_line(await here.say("raise AL-01 to 15 points")) == "alerts edit id:AL-01 threshold:15"
    await here.say("yes")
    assert here.ports.subscriptions.alert("console:local", 1).wish.threshold == 15  # type: ignore[union-attr]
    assert (await here.say("pause all my alerts for a week")).title == "Pause 2 alerts until Tue 28 Apr 12:00 UTC?"
    assert (await here.say("yes")).title == "2 alerts are paused until Tue 28 Apr 12:00 UTC"
    assert (await here.say("resume AL-02")).title == "Resume AL-02?"
    assert (await here.say("please delete AL-02")).title.startswith("Remove AL-02")
    assert len(here.ports.subscriptions.alerts("console:local")) == 2
    await here.say("yes")
    assert len(here.ports.subscriptions.alerts("console:local")) == 1


@pytest.mark.parametrize(
    ("text", "todo"),
    [
        ("change DG-01", "/digest edit id:DG-01"),
        ("make a digest every other friday at 9", "days:weekly"),
        ("set up a digest on mondays", "days:mondays time:…"),
        ("update AL-01", "/alerts edit id:AL-01"),
    ],
)
async def test_what_a_sentence_leaves_open_changes_nothing_and_gives_the_command(
    talk: Callable[..., Conversation], text: str, todo: str
) -> None:
    here = talk()
    await with_digests(here)
    reply = await here.say(text)
    assert reply.title.startswith("Nothing was changed")
    assert todo in reply.plain


async def test_questions_about_digests_are_answered(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await with_digests(here)
    assert "next: DG-01 dawn" in (await here.say("when is the next digest")).title
    found = await here.say("who gets the friday digest")
    assert ("week in review" in found.plain, "dawn" in found.plain) == (True, False)
    assert (await here.say("how do i set up a digest")).data["command"] == "digest create"
    assert "about openai/spud" in found.plain or "about Spud" in found.plain


async def test_members_are_told_that_digests_are_not_theirs_to_change(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await with_digests(here)
    assert (await here.say("delete digest DG-01", role=Role.MEMBER)).outcome is Outcome.REFUSED


@pytest.mark.parametrize("text", ["what is a digest", "don't delete the dawn digest", "summary of gpt-6", "digest"])
async def test_what_asks_for_no_change_changes_none(talk: Callable[..., Conversation], text: str) -> None:
    here = talk()
    await with_digests(here)
    before = here.ports.subscriptions.digests("console:local")
    assert not (await here.say(text)).data.get("asked")
    assert here.ports.subscriptions.digests("console:local") == before


@pytest.mark.parametrize(
    ("what", "kind"),
    [("odds moves", "odds move"), ("grade changes", "grade change"), ("sightings", "sighting"),
     ("new models", "release"), ("releases", "release"), ("shutdowns", "retirement")],
)  # fmt: skip
async def test_digests_and_alerts_take_the_same_words(talk: Callable[..., Conversation], what: str, kind: str) -> None:
    here = talk()
    assert (await here.say(f'alerts add what:"{what}" where:me')).data["what"] == kind
    made = await here.say(f'digest create here name:x days:daily time:9 sections:"{what}"')
    assert made.outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("typed", "words"),
    [("8:30 Berlin", "08:30 Europe/Berlin"), ("half past nine", "09:30 UTC"), ("9 o'clock", "09:00 UTC"),
     ("quarter to eight pm", "19:45 UTC"), ("5pm in new york", "17:00 America/New_York")],
)  # fmt: skip
async def test_times_are_read_with_their_place(talk: Callable[..., Conversation], typed: str, words: str) -> None:
    reply = await talk().say(f'digest create here name:x days:daily time:"{typed}"')
    assert words in str(reply.data["confirmation"])
