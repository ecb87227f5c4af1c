"""A look at what changed begins at a time that is over."""

from collections.abc import Callable

import pytest

from bot.domain.source_state import SourceState
from bot.messages.levels import CHARACTERS, LINES, brief_text
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


async def test_a_look_can_be_narrowed_to_a_list_or_market(talk: Callable[..., Conversation]) -> None:
    here = talk("2026-11-28T12:00Z")
    whole = await here.say("catchup since:2026-10-01 until:2026-11-28")
    told = await here.say("catchup where:openrouter since:2026-10-01 until:2026-11-28")
    assert len(told.data["changes"]) > 0
    assert "on openrouter" in told.plain
    assert told.data["pages"] < whole.data["pages"]
    assert "on nowhere.example" in (await here.say("catchup where:nowhere.example since:2026-10-01")).title


async def test_news_of_a_place_are_asked_for_in_words(talk: Callable[..., Conversation]) -> None:
    reply = await talk("2026-11-28T12:00Z").say("what's new on OpenRouter")
    assert (reply.data["read_as"], "on OpenRouter" in reply.plain) == (
        {"intent": "news", "subject": "openrouter"},
        True,
    )


@pytest.mark.parametrize("about", ["", " kimi-k1"])
async def test_a_look_is_short_however_many_sources_are_down(talk: Callable[..., Conversation], about: str) -> None:
    here = talk()
    at = here.clock.now()
    states = [SourceState(f"list {n}", at).failed(at, "no address for the host of its page") for n in range(24)]
    await here.ports.sources.note(states)
    reply = await here.say(f"catchup since:2026-04-21T11:59Z{' about:' + about.strip() if about else ''}")
    told = brief_text(reply)
    assert "Not the whole picture: " in told
    assert (len(told) <= CHARACTERS, told.count("\n") < LINES) == (True, True)
