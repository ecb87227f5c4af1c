"""A channel that is to be told is named in the alert; news that come on days are a digest of what they are about."""

from collections.abc import Callable

import pytest

from bot.messages.levels import buttons_of
from bot.messages.request import Role
from tests.conftest import Conversation


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("alert #leaks when gpt-5.5 ships", "what:release about:openai/gpt-5.5 threshold:5 where:#leaks"),
        ("tell #model-news when opus 5 comes out", "what:release about:anthropic/claude-opus-5 threshold:5"),
        ("ping #odds when the odds of spud move by 12 points", 'what:"odds move" about:openai/spud threshold:12'),
        ("notify #costs when the price of opus 4.7 changes", 'what:"price change" about:anthropic/claude-opus-4.7'),
    ],
)
async def test_a_channel_that_is_to_be_told_is_kept(talk: Callable[..., Conversation], text: str, made: str) -> None:
    reply = await talk().say(text)
    channel = next(word for word in text.split() if word.startswith("#"))
    assert f"in {channel}" in reply.plain
    (button,) = buttons_of(reply.actions)
    assert button.run.line.startswith(f"alerts add {made}")
    assert f"where:{channel}" in button.run.line


async def test_who_manages_no_channel_is_told_so(talk: Callable[..., Conversation]) -> None:
    assert "manager role" in (await talk().say("alert #leaks when gpt-5.5 ships", role=Role.MEMBER)).plain


@pytest.mark.parametrize(
    ("text", "named", "when"),
    [
        ("every morning at 7 send me news about openai", "OpenAI daily", "Every day 07:00"),
        ("mail me updates on opus 4.7 every tuesday at noon", "Claude Opus 4.7 tuesday", "Every Tue 12:00"),
    ],
)
async def test_news_on_days_are_a_digest(talk: Callable[..., Conversation], text: str, named: str, when: str) -> None:
    reply = await talk().say(text)
    assert named in reply.title
    assert when in reply.plain


@pytest.mark.parametrize("text", ["what was in the news on monday", "tell me when opus 5 comes out"])
async def test_a_question_or_a_wish_without_a_channel_is_neither(talk: Callable[..., Conversation], text: str) -> None:
    assert (await talk().say(text)).command not in ("digest create", "alerts add")
