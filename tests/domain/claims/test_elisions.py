"""Sentences about several models: every part is a claim of its own, named in words of its own, its denial kept."""

from datetime import UTC, date, datetime
from itertools import permutations

import pytest

from bot.domain.claims.parse import parse_message
from tests.domain.claims.reading import names

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
MODELS = {"GPT-5.5": "openai/gpt-5.5", "Opus 4.7": "anthropic/claude-opus-4.7", "Grok 5": "xai/grok-5"}
PAIRS = tuple(permutations(MODELS, 2))
AGAINST = (  # the first is so, the second is not
    "{} is out but {} isn't",
    "{} is out but {} is not",
    "{} is out, {} is not",
    "{} is out, but not {}",
    "{} is out while {} isn't yet",
    "{} has shipped but {} hasn't",
    "{} shipped but {} didn't",
)
ALIKE = {
    "+": ("{} and {} are both out", "both {} and {} are out", "{} is out and so is {}", "{} is out and {} is too"),
    "-": ("neither {} nor {} is out", "neither {} nor {} are out", "{} isn't out and neither is {}"),
}


def told(text):
    """What is said of which model, of what kind, and whether it is denied."""
    return [(one.subject, one.claim_type, one.polarity) for one in parse_message(text, NOW, names()) if one.checkable]


@pytest.mark.parametrize("pattern", AGAINST)
def test_a_denial_without_its_verb_denies_what_was_said_of_the_other(pattern):
    for one, other in PAIRS:
        text = pattern.format(one, other)
        assert told(text) == [(MODELS[one], "available", "+"), (MODELS[other], "available", "-")], text
        opposite = f"{one} isn't out but {other} is"
        assert told(opposite) == [(MODELS[one], "available", "-"), (MODELS[other], "available", "+")], opposite


@pytest.mark.parametrize(("polarity", "pattern"), [(sign, text) for sign, rows in ALIKE.items() for text in rows])
def test_of_two_models_both_are_graded_alike_each_in_its_own_words(polarity, pattern):
    for one, other in PAIRS:
        text = pattern.format(one, other)
        assert told(text) == [(MODELS[one], "available", polarity), (MODELS[other], "available", polarity)], text
        named = [claim.text for claim in parse_message(text, NOW, names())]
        assert [(one in said, other in said) for said in named] == [(True, False), (False, True)], named


@pytest.mark.parametrize("pattern", [*AGAINST, *ALIKE["+"], *ALIKE["-"]])
def test_the_words_of_a_part_typed_alone_are_read_as_that_part(pattern):
    for claim in parse_message(pattern.format("GPT-5.5", "Grok 5"), NOW, names()):
        assert told(claim.text) == [(claim.subject, claim.claim_type, claim.polarity)], claim.text


def test_a_comparison_is_filled_in_with_the_model_it_is_with():
    claims = parse_message("GPT-5.5 beats Opus 4.7 but Grok 5 doesn't", NOW, names())
    found = [(one.subject, one.comparator, one.polarity) for one in claims]
    assert found == [
        ("openai/gpt-5.5", "anthropic/claude-opus-4.7", "+"),
        ("xai/grok-5", "anthropic/claude-opus-4.7", "-"),
    ]


def test_a_second_denial_that_says_something_else_is_not_filled_in():
    assert told("GPT-5.5 is out but Grok 5 isn't cheaper than Opus 4.7")[1][1] == "price"


@pytest.mark.parametrize("speaker", ["", "leaker says ", "a leaker says that ", "Reuters says "])
@pytest.mark.parametrize("verb", ["drops on tuesday", "will launch on Tuesday", "ships tuesday"])
def test_what_comes_with_a_release_is_graded_beside_it(speaker, verb):
    for model, slug in MODELS.items():
        claims = parse_message(f"{speaker}{model} {verb} with 2M context and $3/$15 pricing", NOW, names())
        assert [(one.claim_type, one.left) for one in claims] == [
            ("release_date", ()),
            ("context_limits", ()),
            ("price", ()),
        ]
        assert {one.subject for one in claims} == {slug}
        assert claims[0].deadline == date(2026, 12, 1)
        assert all(speaker.strip() == "" or one.said_by for one in claims)
        assert not any("says" in one.text for one in claims)
