"""That a model is open or closed: one claim with its denial, whatever it is called by."""

from datetime import UTC, datetime

import pytest

from bot.domain.claims.parse import parse_message
from bot.domain.evidence.bearing import CLOSED_WEIGHTS, OPEN_WEIGHTS
from tests.domain.claims.reading import names

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
OPEN = ("open weights", "open weight", "open source")
CLOSED = ("closed", "closed source", "proprietary")


def told(text):
    """The object and the sign of the one claim of a text; None where a word of it is left over."""
    (claim,) = parse_message(text, NOW, names())
    return (claim.object, claim.polarity) if claim.checkable and not claim.left else None


@pytest.mark.parametrize("model", ["DeepSeek V4", "Kimi K3", "GPT-6", "Mistral Large 4"])
def test_open_and_closed_are_told_apart_and_a_denial_is_kept(model):
    for said, rows in ((OPEN_WEIGHTS, OPEN), (CLOSED_WEIGHTS, CLOSED)):
        for words in rows:
            affirmed = (f"{model} is {words}", f"is {model} {words}?", f"{model} is {words}, right?")
            assert {told(text) for text in affirmed} == {(said, "+")}, words
            denied = (f"{model} is not {words}", f"{model} isn't {words}", f"{model} isn't really {words}")
            assert {told(text) for text in denied} == {(said, "-")}, words


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
    assert not any(one.object in (OPEN_WEIGHTS, CLOSED_WEIGHTS) and not one.left for one in claims)


@pytest.mark.parametrize("model", ["Qwen4", "GPT-6", "Mistral Large 4"])
def test_to_have_open_weights_is_to_be_open(model):
    assert told(f"{model} has public weights") == (OPEN_WEIGHTS, "+")
    assert told(f"{model} has no public weights") == (OPEN_WEIGHTS, "-")
    assert told(f"{model} has open weights") == told(f"does {model} have open weights?") == (OPEN_WEIGHTS, "+")
    assert told(f"{model} doesn't have open weights") == (OPEN_WEIGHTS, "-")
    assert told(f"{model} has closed weights") in {(CLOSED_WEIGHTS, "+"), None}
