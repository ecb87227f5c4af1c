"""Sentences that leave open what they are about are read about the name that was asked about before."""

from collections.abc import Callable

import pytest

from bot.messages.reply import Outcome
from tests.conftest import Conversation


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("and the price?", "model show"),
        ("and its price", "model show"),
        ("why?", "model show"),
        ("status", "model show"),
        ("is it out yet?", "model show"),
        ("when does it come out", "odds show"),
        ("tell me when it ships", "model watch"),
    ],
)
async def test_it_is_about_what_was_asked_before(talk: Callable[..., Conversation], text: str, command: str) -> None:
    here = talk()
    await here.say("what is gpt-5.5")
    reply = await here.say(text)
    assert reply.command == command
    assert reply.data["read_as"]["subject"] == "openai/gpt-5.5"
    assert "About GPT-5.5, as before" in reply.plain


async def test_a_command_names_what_comes_after_it(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("/odds spud")
    await here.say("/model show model:gpt-5.5")
    assert (await here.say("and the odds")).data["read_as"]["subject"] == "openai/gpt-5.5"


async def test_it_is_of_the_person_and_the_place_and_ends_after_ten_minutes(talk: Callable[..., Conversation]) -> None:
    here = talk()
    await here.say("what is gpt-5.5")
    assert (await here.say("and the price?", actor="console:other")).outcome is Outcome.REFUSED
    here.at("2026-04-21T12:11Z")
    assert (await here.say("and the price?")).outcome is Outcome.REFUSED


@pytest.mark.parametrize("text", ["how does it work", "what's new", "best coding model", "what's coming next", "hello"])
async def test_what_is_complete_by_itself_is_about_nothing_before(talk: Callable[..., Conversation], text: str) -> None:
    fresh, here = talk(), talk()
    await here.say("what is gpt-5.5")
    assert (await here.say(text)).data["read_as"] == (await fresh.say(text)).data["read_as"]
    assert "as before" not in (await here.say(text)).plain


@pytest.mark.parametrize("text", ["why?", "status", "and the price?"])
async def test_what_tells_nothing_is_no_question_for_what_is_coming(
    talk: Callable[..., Conversation], text: str
) -> None:
    reply = await talk().say(text)
    assert reply.outcome is Outcome.REFUSED
    assert text.rstrip("?") in reply.plain
