"""What a person asks about what is kept of them leads to their own data, and erases nothing unasked."""

from collections.abc import Callable

import pytest

from bot.messages.reply import Outcome
from tests.conftest import Conversation


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("export my data", "export"),
        ("please send me a copy of my data", "export"),
        ("what do you know about me", "show"),
        ("do you store anything about me?", "show"),
        ("forget me", "delete"),
        ("wipe my history", "delete"),
        ("remove me from your records", "delete"),
        ("erase everything you have on me", "delete"),
    ],
)
async def test_words_about_ones_data_lead_to_it(talk: Callable[..., Conversation], text: str, action: str) -> None:
    here = talk()
    await here.say("spudwatch timezone Europe/Berlin")
    reply = await here.say(text)
    assert reply.plain.splitlines()[0] == (await here.say(f"spudwatch mydata {action}")).title
    assert (await here.say("spudwatch mydata")).data["kept"], "nothing is erased before it is confirmed"


@pytest.mark.parametrize("text", ["forget about spud", "delete my alerts", "show me everything about gpt-6"])
async def test_words_about_something_else_do_not(talk: Callable[..., Conversation], text: str) -> None:
    reply = await talk().say(text)
    assert reply.outcome is Outcome.ANSWERED
    assert reply.command != "spudwatch mydata"
