"""A look at what changed begins at a time that is over."""

from collections.abc import Callable

import pytest

from bot.messages.reply import Outcome
from tests.conftest import Conversation


@pytest.mark.parametrize("since", ["tomorrow", "next week", "2026-04-21T12:01Z"])
async def test_a_look_that_begins_in_the_future_is_refused_in_words(
    talk: Callable[..., Conversation], since: str
) -> None:
    reply = await talk().say(f'catchup since:"{since}"')
    assert (reply.outcome, "is in the future" in reply.title) == (Outcome.REFUSED, True)


async def test_a_look_that_begins_today_is_answered(talk: Callable[..., Conversation]) -> None:
    assert (await talk().say("catchup since:today")).outcome is Outcome.ANSWERED
