"""That the weights are out is not that the model is, and that it was put off to a day is not that it came then."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.claims.parse import parse_message
from bot.domain.evidence.bearing import WEIGHTS, WEIGHTS_HOST
from bot.domain.evidence.evidence import EvidenceContext, Statement
from bot.domain.grading.entailment import bears
from tests.domain.claims.reading import names

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
MODELS = ("DeepSeek V4", "GLM-5", "Mistral Large 3")


def told(text):
    """The one statement of a text that is understood as a whole."""
    (claim,) = parse_message(text, NOW, names())
    assert claim.statement is not None
    assert not claim.left, claim.left
    return claim.statement


@pytest.mark.parametrize("model", MODELS)
def test_weights_that_are_out_are_their_own_matter(model):
    for text in (
        f"the weights of {model} are out",
        f"{model} weights have been released",
        f"they published the weights of {model}",
        f"you can download the weights of {model}",
        f"the {model} weights are public",
    ):
        assert (told(text).type, told(text).surface) == ("available", WEIGHTS), text
    assert told(f"{model} weights are on Hugging Face").surface == WEIGHTS_HOST
    dated = told(f"the weights of {model} came out on 27 July 2026")
    assert (dated.type, dated.surface, dated.day) == ("release_date", WEIGHTS, date(2026, 7, 27))
    assert told(f"{model} came out on 27 July 2026").surface == ""


@pytest.mark.parametrize("model", MODELS)
def test_a_day_refutes_a_delay_to_another_and_proves_none(model):
    context = EvidenceContext()
    for text in (f"{model} was delayed to 2027", f"{model} slipped to March 2027", f"{model} is pushed back to 2027"):
        asked = told(text)
        early, then = (
            Statement("release_date", asked.subject, day=one, operator="first")
            for one in (date(2026, 9, 3), date(2027, 3, 2))
        )
        assert [bears(one, asked, context).sign for one in (early, then)] == [-1, 0], text
