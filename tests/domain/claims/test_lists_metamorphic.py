"""Lists written another way: whatever the order, the joints and the head, each item keeps what is said of it."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from bot.domain.claims.parse import parse_message
from tests.domain.claims.reading import names

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MODELS = {"Opus 9": "anthropic/claude-opus-9", "GPT-8": "openai/gpt-8", "Grok 9": "xai/grok-9"}
SCORES = dict(zip(MODELS, (61.5, 58, 49), strict=True))
PRICES = dict(zip(MODELS, (4, 5, 3), strict=True))
MONTHS = dict(zip(MODELS, ("Dec", "Feb", "March"), strict=True))


def told(text):
    """Of which model which number is said, in which unit, on which benchmark."""
    return [(one.subject, one.value, one.unit, one.benchmark) for one in parse_message(text, NOW, names(NOW))]


HEADS = ("On HLE: {}", "HLE | {}", "HLE scores → {}", "{} on HLE", "HLE today — {}")
JOINTS = (", ", " | ", " and ", " + ")


@pytest.mark.parametrize(
    ("written", "joint"), [(head, joint) for head in HEADS for joint in JOINTS if "|" not in head or "|" not in joint]
)
@pytest.mark.parametrize("item", ["{} {}", "{} ({})", "{} at {}%"])
def test_each_model_has_its_own_score_in_any_order(written, joint, item):
    for order in permutations(MODELS):
        text = written.format(joint.join(item.format(model, SCORES[model]) for model in order))
        assert told(text) == [(MODELS[one], SCORES[one], "%", "Humanity's Last Exam") for one in order], text


@pytest.mark.parametrize(
    "written",
    ["Input price per 1M tokens: {}", "{} (USD per million input tokens)", "Price per M in — {}"],
)
def test_each_model_has_its_own_price(written):
    for order in permutations(MODELS):
        text = written.format(", ".join(f"{model} ${PRICES[model]}" for model in order))
        found = [(subject, value) for subject, value, _, _ in told(text)]
        assert found == [(MODELS[one], PRICES[one]) for one in order], text


def test_numbers_behind_all_names_go_to_each_in_turn():
    for one, two, three in permutations(MODELS):
        text = f"{one}, {two} and {three} score {SCORES[one]}, {SCORES[two]} and {SCORES[three]} on HLE"
        assert [(subject, value) for subject, value, _, _ in told(text)] == [
            (MODELS[model], SCORES[model]) for model in (one, two, three)
        ]


def test_each_model_has_its_own_month_and_one_without_any_is_not_told_of():
    for one, two, three in permutations(MODELS):
        text = f"Expected next: {one} ({MONTHS[one]}), {two} ({MONTHS[two]}), {three} (no date)"
        found = parse_message(text, NOW, names(NOW))
        assert [claim.subject for claim in found] == [MODELS[one], MODELS[two]]
        months = {"Dec": 12, "Feb": 2, "March": 3}
        assert [claim.deadline.month for claim in found] == [months[MONTHS[one]], months[MONTHS[two]]]


@pytest.mark.parametrize(("sign", "direction"), [(">", "above"), ("<", "below"), ("≈", "equal")])
def test_every_sign_sets_its_own_two(sign, direction):
    for one, two, three in permutations(MODELS):
        found = parse_message(f"{one} {sign} {two}, {one} > {three}", NOW, names(NOW))
        assert [(claim.subject, claim.comparator, claim.direction) for claim in found] == [
            (MODELS[one], MODELS[two], direction),
            (MODELS[one], MODELS[three], "above"),
        ]


@pytest.mark.parametrize("text", ["still training: {}, {} | done: {}", "training: {} and {} | done: {}"])
def test_a_label_is_of_the_models_behind_it_alone(text):
    for order in permutations(MODELS):
        found = parse_message(text.format(*order), NOW, names(NOW))
        assert [claim.subject for claim in found] == [MODELS[model] for model in order]
        assert {claim.claim_type for claim in found} == {"training_status"}
        assert found[0].object == found[1].object != found[2].object


@pytest.mark.parametrize("text", ["{}, not {}, has a 10M context window", "it's {}, not {}, that has a 10M window"])
def test_what_one_has_the_other_that_is_set_apart_has_not(text):
    for one, other in permutations(MODELS, 2):
        found = parse_message(text.format(one, other), NOW, names(NOW))
        assert [(claim.subject, claim.polarity, claim.value) for claim in found] == [
            (MODELS[one], "+", 1e7),
            (MODELS[other], "-", 1e7),
        ]


@pytest.mark.parametrize("verb", ["lands", "sits", "ranks"])
def test_between_two_is_above_the_first_and_below_the_second_and_never_graded_high(verb):
    for one, two, three in permutations(MODELS):
        found = parse_message(f"{one} {verb} between {two} and {three} on HLE", NOW, names(NOW))
        assert [(claim.comparator, claim.direction) for claim in found] == [
            (MODELS[two], "above"),
            (MODELS[three], "below"),
        ]
        assert all("between" in claim.left for claim in found)


def test_or_leaves_open_which_and_a_denial_denies_both():
    for one, other in permutations(MODELS, 2):
        either = parse_message(f"{one} or {other} is on Bedrock", NOW, names(NOW))
        assert len(either) == 1
        assert either[0].left
        neither = parse_message(f"neither {one} or {other} is on Bedrock", NOW, names(NOW))
        assert [(claim.subject, claim.polarity) for claim in neither] == [(MODELS[one], "-"), (MODELS[other], "-")]


@pytest.mark.parametrize(
    ("asked", "answer", "value"),
    [
        ("{} has a 300k context?", "No: the docs say 512k", 512_000),
        ("is {} $6 in?", "nope, $4", 4),
        ("{} at 71% on HLE?", "No, the table has 68%", 68),
    ],
)
def test_a_number_that_an_answer_corrects_is_the_answers(asked, answer, value):
    for model, slug in MODELS.items():
        (claim,) = parse_message(f"{asked.format(model)} {answer}", NOW, names(NOW))
        assert (claim.subject, claim.value, claim.polarity) == (slug, value, "+")


@pytest.mark.parametrize("brings", ["ships", "debuts", "launched", "is coming"])
def test_what_only_brings_a_measure_is_no_claim_beside_it_and_a_day_is(brings):
    for model in MODELS:
        (claim,) = parse_message(f"{model} {brings} with a 2M context window", NOW, names(NOW))
        assert (claim.claim_type, claim.value) == ("context_limits", 2e6)
        dated = parse_message(f"{model} {brings} on 3 November with a 2M context window", NOW, names(NOW))
        assert [one.claim_type for one in dated] == ["release_date", "context_limits"]


def test_each_plan_has_its_own_price_whoever_sells_it():
    plans = {"ChatGPT Plus": "openai/chatgpt-plus", "Claude Max": "anthropic/claude-max", "SuperGrok": "xai/supergrok"}
    for one, two, three in permutations(plans):
        for text in (f"Plans: {one} $20, {two} $100, {three} $30", f"{one} is $20 a month, {two} $100, {three} $30"):
            found = [(subject, value) for subject, value, _, _ in told(text)]
            assert found == [(plans[one], 20), (plans[two], 100), (plans[three], 30)], text


def test_what_comes_with_a_release_is_told_apart_before_another_clause_too():
    for one, other in permutations(MODELS, 2):
        text = f"{one} dropped on May 5 with 3M context, but {other} isn't out"
        found = [(claim.subject, claim.claim_type) for claim in parse_message(text, NOW, names(NOW))]
        assert found == [
            (MODELS[one], "release_date"),
            (MODELS[one], "context_limits"),
            (MODELS[other], "available"),
        ]
