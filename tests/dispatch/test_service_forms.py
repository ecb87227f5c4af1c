"""Sentences about the talk itself, and about lists that name no model: which form takes them, and what answers."""

from collections.abc import Callable
from datetime import datetime

import pytest

from bot.commands.alerts.pause import PauseAlert
from bot.dispatch.plain_words.reader import sentence_of
from bot.dispatch.plain_words.service_forms import ServiceAsk, service_ask, service_forms
from bot.dispatch.service_replies import NOTHING_CHANGED
from bot.messages.reply import Outcome, Reply
from bot.messages.request import Request, RequestContext
from tests.conftest import Conversation

PLACE = "console:local/here"
MOMENT = datetime.fromisoformat("2026-04-21T12:00Z")
EXAMPLES = [(form.ask, text, True) for form in service_forms().values() for text in form.takes]
EXAMPLES += [(form.ask, text, False) for form in service_forms().values() for text in form.refuses]
SMALL_TALK = ["tell me a joke", "are you chatgpt", "you suck", "how are you", "good bot", "lol", "thanks", "bye"]


def test_each_form_takes_what_it_must_and_leaves_what_it_must_not(talk: Callable[..., Conversation]) -> None:
    ports, ctx = talk().ports, RequestContext("console:ana", "console:local/here", MOMENT, MOMENT)
    read = {text: service_ask(sentence_of(ports, ctx, text).words) for _, text, _ in EXAMPLES}
    assert [(ask, text, read[text]) for ask, text, takes in EXAMPLES if (read[text] is ask) != takes] == []
    assert set(service_forms()) == set(ServiceAsk)


async def test_small_talk_has_an_answer_of_its_own_for_each_class(talk: Callable[..., Conversation]) -> None:
    here = talk()
    titles = [(await here.say(text)).title for text in SMALL_TALK]
    assert len(set(titles)) == len(titles)
    assert all("{" not in title for title in titles)


async def test_an_example_is_never_a_model_that_is_out(talk: Callable[..., Conversation]) -> None:
    here = talk().at("2026-11-29T13:00Z")
    title = (await here.say("hello")).title
    named = title.partition("when will ")[2].partition(" ship?")[0]
    assert named
    out = await here.say(f"model show {named}")
    assert "is not " in out.title or "is in testing" in out.title


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("latest openai model", "model newest"),
        ("whats the newest model", "model newest"),
        ("latest gpt", "model newest"),
        ("what is each vendor's most recent model?", "model newest"),
        ("list the newest release per company", "model newest"),
        ("what is every lab working on", "model coming"),
        ("best model right now", "model newest"),
        ("cheapest model", "model newest"),
        ("openai", "model newest"),
        ("stop all notifications", "alerts list"),
        ("unsubscribe", "alerts list"),
    ],
)
async def test_a_list_is_answered_by_the_command_of_it(talk: Callable[..., Conversation], text: str, line: str) -> None:
    reply = await talk().say(text)
    assert (reply.outcome, reply.command) == (Outcome.ANSWERED, line)


async def test_yes_does_what_was_asked_until_the_next_line(talk: Callable[..., Conversation]) -> None:
    here = talk()
    asked = await here.say("let me know when spud is out")
    assert asked.title.endswith("?")
    done = await here.say("yes")
    assert done.title == "You now watch Spud."
    assert (await here.say("yes please")).command == ""

    await here.say("let me know when gpt-6 is out")
    await here.say("odds spud")
    assert (await here.say("yes")).command == ""
    assert not [one for one in here.ports.subscriptions.alerts("console:local") if one.wish.about == ("openai/gpt-6",)]


async def test_a_yes_is_of_the_person_and_the_place_that_was_asked(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("let me know when spud is out")
    assert (await here.say("yes", actor="console:other")).command == ""
    assert (await here.say("yes", place="console:local/there")).command == ""
    assert (await here.say("yes")).title == "You now watch Spud."


async def test_no_changes_nothing(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("let me know when spud is out")
    assert "othing was changed" in (await here.say("no thanks")).title
    assert not here.ports.subscriptions.alerts("console:local")


async def test_undo_takes_back_the_last_change_and_then_the_one_before(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("model watch spud")
    await here.say("model watch gpt-6")
    await here.say("odds spud")
    assert (await here.say("undo that")).title == "You no longer watch GPT-6."
    assert (await here.say("undo")).title == "You no longer watch Spud."
    nothing = await here.say("undo")
    assert nothing.title == NOTHING_CHANGED
    assert [one.label for one in nothing.actions] == ["My alerts", "My reports"]
    assert not here.ports.subscriptions.alerts("console:local")


async def test_undo_is_over_after_ten_minutes_and_of_nobody_else(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("model watch spud")
    assert (await here.say("undo", actor="console:other")).title == NOTHING_CHANGED
    here.at("2026-04-21T12:11Z")
    assert (await here.say("undo")).title == NOTHING_CHANGED


async def test_a_question_is_over_after_ten_minutes(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("let me know when spud is out")
    here.at("2026-04-21T12:11Z")
    assert (await here.say("ok")).command == ""
    assert not here.ports.subscriptions.alerts("console:local")


async def test_undo_reverts_no_older_change_than_the_last(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("model watch gpt-6")
    await here.say('claimcheck add claim:"Grok 5 has a context window of 5000000 tokens"')
    reply = await here.say("undo")
    said = "No word takes back your last change, “Filed as CL-1000. Thank you.”. The buttons under it change it: "
    assert (reply.command, reply.title) == ("", f"{said}The claim, Edit or withdraw.")
    assert {one.wish.about for one in here.ports.subscriptions.alerts("console:local")} == {("openai/gpt-6",)}


async def test_an_undo_that_was_refused_is_still_the_next(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("model watch gpt-6")
    await here.say("model watch spud")
    last = here.app.talk.last_change(here.ports, context(here))
    await here.say("model unwatch no-such-model")
    busy = Reply(title="busy", outcome=Outcome.REFUSED)
    await here.app.talk.remember(busy, context(here), PauseAlert, here.ports, undoing=True)
    assert here.app.talk.last_change(here.ports, context(here)) == last
    assert (await here.say("undo")).title == "You no longer watch Spud."


async def test_what_is_deleted_about_a_person_leaves_no_undo(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("model watch spud")
    asked = await here.say("spudwatch mydata delete")
    assert asked.title.endswith("?")
    assert "Delete it" in (await here.say("yes")).title  # a danger is pressed, never said
    await here.say("spudwatch mydata delete sure:yes")
    assert here.app.talk.last_change(here.ports, context(here)) is None


async def test_a_report_is_not_withdrawn_by_a_word(talk: Callable[..., Conversation]) -> None:
    here = talk()
    text = "It stood between two known names, I chose it, the header said so, and after a reload it was gone."
    values = {"label": "goldenduck", "surface": "Arena battle", "how": "own account", "text": text, "step": "save"}
    saved = await here.app.run(Request(name="checkpoint report", values=values, actor="console:you", place=PLACE))
    assert saved.title
    assert (await here.say("undo")).command == ""
    assert "withdrawn" not in (await here.say("checkpoint mine")).plain


def context(here: Conversation) -> RequestContext:
    """What a request of the console's person is asked in."""
    now = here.clock.now()
    return RequestContext("console:you", PLACE, now, now)
