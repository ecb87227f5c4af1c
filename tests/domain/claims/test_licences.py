"""A licence with its verb is one claim, held whole; evidence of a licence decides it."""

from datetime import UTC, datetime

import pytest

from bot.domain.claims.claim_types import claim_types
from bot.domain.claims.parse import parse_message
from bot.domain.evidence.bearing import OPEN_WEIGHTS
from bot.domain.evidence.evidence import EvidenceContext, Statement
from tests.domain.claims.reading import names

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
MODELS = ("GLM-5.2", "Mistral Large 3", "Kimi K3")


def told(text):
    (claim,) = parse_message(text, NOW, names(NOW))
    return claim.object, claim.polarity, claim.left


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("{} was released under the MIT license", "mit"), ("{} is MIT licensed", "mit"),
        ("{} ships under a modified MIT license", "modified mit"), ("{} is MIT-licensed", "mit"),
        ("{} was open-sourced under Apache 2.0", "apache 2.0"), ("{} uses the Apache License 2.0", "apache 2.0"),
        ("{} comes with an Apache 2.0 license", "apache 2.0"), ("{} has a community license", "community"),
        ("the license of {} is MIT", "mit"), ("{} has a custom non-commercial licence", "custom non commercial"),
    ],
)  # fmt: skip
def test_a_licence_is_held_with_its_verb_and_what_qualifies_it(model, text, licence):
    assert told(text.format(model)) == (f"{licence} licence", "+", ())


@pytest.mark.parametrize("model", MODELS)
def test_a_denied_licence_keeps_its_sign_and_to_open_source_is_to_open(model):
    assert told(f"{model} is not Apache licensed") == ("apache licence", "-", ())
    assert told(f"{model} was open-sourced") == (OPEN_WEIGHTS, "+", ())
    assert told(f"{model} has not been open-sourced") == (OPEN_WEIGHTS, "-", ())


def test_another_licence_speaks_against_and_the_kind_alone_decides_nothing():
    def bears(said, asked):
        one, other = (Statement("other", "a/b", object=f"{name} licence") for name in (said, asked))
        return claim_types()["other"].rules["other"](one, other, EvidenceContext()).sign

    assert [bears("mit", one) for one in ("mit", "apache 2.0", "apache")] == [1, -1, -1]
    assert bears("apache 2.0", "apache") == 0
