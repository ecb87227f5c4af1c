"""That a model is open or closed: one claim with its denial, whatever it is called by."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.claims.parse import parse_message
from bot.domain.evidence.bearing import OPEN_WEIGHTS

sys.path.insert(0, str(Path(__file__).parent))
from reading import names

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
OPEN = ("open weights", "open weight", "open source", "open sourced")
CLOSED = ("closed", "closed source", "proprietary")


def polarity(text):
    """The sign of the one claim of a text that is about open weights; None without it."""
    (claim,) = parse_message(text, NOW, names())
    whole = claim.checkable and claim.object == OPEN_WEIGHTS and not claim.left
    return claim.polarity if whole else None


@pytest.mark.parametrize("model", ["DeepSeek V4", "Kimi K3", "GPT-6", "Mistral Large 4"])
def test_open_and_closed_are_each_others_denial(model):
    for words, sign in [*((one, "+") for one in OPEN), *((one, "-") for one in CLOSED)]:
        other = {"+": "-", "-": "+"}[sign]
        affirmed = (f"{model} is {words}", f"is {model} {words}?", f"{model} is {words}, right?")
        assert {polarity(text) for text in affirmed} == {sign}, words
        denied = (f"{model} is not {words}", f"{model} isn't {words}", f"{model} isn't really {words}")
        assert {polarity(text) for text in denied} == {other}, words


@pytest.mark.parametrize(
    "text",
    [
        "OpenAI closed the deal for GPT-6",
        "GPT-6 is closed to new users",
        "DeepSeek V4 is open weights under the MIT licence",
        "Kimi K3 beats every open source model",
        "GPT-6 is in closed beta",
    ],
)
def test_more_than_that_is_not_read_as_that(text):
    claims = parse_message(text, NOW, names())
    assert not any(one.object == OPEN_WEIGHTS and not one.left for one in claims)
