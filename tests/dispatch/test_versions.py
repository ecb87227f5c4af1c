"""Versions as people type them: in words, with a comma for the point; lists and counts stay what they are."""

from collections.abc import Callable

import pytest

from tests.conftest import Conversation

LATER = "2026-11-29T13:00Z"


@pytest.mark.parametrize("family", ["gpt", "claude opus", "grok", "gemini", "glm"])
async def test_a_comma_is_a_point_where_that_is_a_model(talk: Callable[..., Conversation], family: str):
    here = talk().at(LATER)
    for version in ("4.5", "4.7", "5.5", "3.5", "2.5"):
        pointed = await here.say(f"what is {family} {version}")
        written = await here.say(f"what is {family} {version.replace('.', ',')}")
        if "has been out" in pointed.title:
            assert written.title == pointed.title, (family, version)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("opus four point seven", "Claude Opus 4.7 has been out since 16 April 2026"),
        ("what is Opus four point seven?", "Claude Opus 4.7 has been out since 16 April 2026"),
        ("is opus 4,7 out", "Claude Opus 4.7 has been out since 16 April 2026"),
        ("opus 5,5 price", "Claude Opus 5.5: $4 input / $20 output per million tokens"),
    ],
)
async def test_a_version_in_words_is_read(talk: Callable[..., Conversation], text: str, title: str):
    assert (await talk().at(LATER).say(text)).title == title
