"""Sentences changed in one respect: what the change is about changes, and nothing else does."""

import random
from datetime import UTC, datetime
from itertools import permutations, product

import pytest

from bot.domain.claims.parse import parse_message
from tests.domain.claims.reading import names

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
MODELS = ("GPT-5.5", "Opus 4.7", "Grok 4", "Gemini 3 Pro", "Kimi K2.6")
SENTENCES = (
    "{model} costs ${number} per million input tokens",
    "{model} has a context window of {number}00k tokens",
    "{model} scores {number}2.5% on SWE-bench Verified",
    "{model} was released on {day}",
    "{model} will ship before {day} 2027",
    "{model} is available on the {plan} plan",
    "{model} beats DeepSeek V4 on GPQA Diamond by {number} points",
    "{model} is faster than DeepSeek V4",
    "{model} is ranked #{number} on LMArena",
    "{model} is available on OpenRouter",
)
FILLED = {"model": "GPT-5.5", "number": "5", "day": "March 3", "plan": "Plus"}
SLOTS = {
    "model": {"subject"},
    "number": {"value"},
    "day": {"deadline"},
    "plan": {"plans"},
}
OTHERS = {
    "model": MODELS[1:],
    "number": ("2", "3", "7", "8"),
    "day": ("March 4", "June 3", "July 21"),
    "plan": ("Pro", "Free"),
}
UNITS = (
    ("{model} costs $5 per million {}", ("input tokens", "output tokens")),
    ("{model} costs $20 per {}", ("month", "year")),
    ("{model} reads 400,000 {}", ("tokens", "words", "characters")),
    ("{model} scores 60 {} on HLE", ("%", "points")),
    ("{model} costs {}5 per million tokens", ("$", "€", "£")),
)
DENIED = (
    ("{model} is available in ChatGPT", "{model} isn't available in ChatGPT"),
    ("{model} is available in ChatGPT", "it is false that {model} is available in ChatGPT"),
    ("{model} was released on March 3", "{model} was not released on March 3"),
    ("{model} costs $5 per million input tokens", "{model} does not cost $5 per million input tokens"),
    ("{model} scores 82.5% on HLE", "{model} doesn't score 82.5% on HLE"),
    ("{model} and DeepSeek V4 are out", "neither {model} nor DeepSeek V4 is out"),
    ("{model} and DeepSeek V4 are released", "{model} and DeepSeek V4 aren't released"),
    ("{model} has finished training", "{model} has never finished training"),
)
DIRECTIONS = (
    ("{} beats {} on GPQA Diamond", "above"),
    ("{} doesn't reach {} on GPQA Diamond", "below"),
    ("{} is on par w {} on GPQA Diamond", "equal"),
    ("on GPQA Diamond the order was {}, then {}", "above"),
    ("nobody believes me when I say {} outscores {} on GPQA Diamond", "above"),
    ("is {} really worse than {} at coding, like some claim?", "below"),
    ("{} is three times as expensive per input token as {}", "above"),
    ("{} costs double {} — worth it?", "above"),
)
ASIDES = (
    ("{model} is already on OpenRouter", ", just not free"),
    ("{model} has a context window of 200k tokens", ", not a million"),
    ("{model} is still in training", ", won't be ready soon"),
    ("{model} is available on OpenRouter", " and refuses to say who made it"),
    ("{model} lands in June", " (and got groans for it)"),
    ("Altman says that {model} is not in training", " and won't be for a while"),
)
POLITE = ("hey all, {}", "FYI {}", "just saw that {}", "{}, thanks", "{}!!", "guys {}", "{} lol", "ok so {}")
ORDERS = (
    ("{model} ships in March 2027", "in March 2027 {model} ships"),
    ("{model} scores 82.5% on HLE", "on HLE, {model} scores 82.5%"),
    ("on the Plus plan, {model} is available", "{model} is available on the Plus plan"),
    ("{model} costs $5 in and $30 out", "{model} costs $30 out and $5 in"),
    ("{model} was released on March 3", "on March 3, {model} was released"),
)
TYPED = ("available", "released", "context", "million", "scores", "faster", "tokens", "window")


def slots(text):
    """What the first claim of a text says, a slot a key."""
    claim = parse_message(text, NOW, names(NOW))[0]
    said = claim.statement
    return {
        "checkable": claim.checkable,
        "type": claim.claim_type,
        "subject": claim.subject,
        "comparator": claim.comparator,
        "benchmark": claim.benchmark,
        "value": claim.value,
        "unit": claim.unit,
        "values": sorted(value.role for value in said.values) if said else [],
        "deadline": claim.deadline,
        "operator": claim.operator,
        "polarity": claim.polarity,
        "direction": claim.direction,
        "plans": said.plans if said else (),
        "surface": said.surface if said else "",
    }


def changed(one, other):
    """The slots in which two texts differ."""
    left, right = slots(one), slots(other)
    assert left["checkable"], one
    return {name for name in left if left[name] != right[name]}


SWAPPED = [
    (sentence.format(**FILLED), sentence.format(**{**FILLED, slot: other}), SLOTS[slot])
    for sentence in SENTENCES
    for slot, others in OTHERS.items()
    for other in others
    if f"{{{slot}}}" in sentence
]


@pytest.mark.parametrize(("one", "other", "slot"), SWAPPED)
def test_another_name_number_day_or_plan_changes_that_slot_alone(one, other, slot):
    assert changed(one, other) == slot


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (form.replace("{model}", model).format(first), form.replace("{model}", model).format(second))
        for form, units in UNITS
        for first, second in permutations(units, 2)
        for model in MODELS[:2]
    ],
)
def test_another_unit_changes_the_unit_and_what_the_number_is(one, other):
    assert "unit" in changed(one, other)
    assert changed(one, other) <= {"unit", "values"}


@pytest.mark.parametrize(("forms", "model"), list(product(DENIED, MODELS)))
def test_a_denial_changes_the_polarity_alone(forms, model):
    affirmed, denied = (form.format(model=model) for form in forms)
    assert changed(affirmed, denied) == {"polarity"}
    found = parse_message(denied, NOW, names(NOW))
    assert {claim.polarity for claim in found} == {"-"}
    assert len(found) == len(parse_message(affirmed, NOW, names(NOW)))


@pytest.mark.parametrize(("form", "direction"), DIRECTIONS)
@pytest.mark.parametrize(("one", "other"), list(permutations(MODELS[:4], 2)))
def test_two_models_change_places_and_the_direction_stays(form, direction, one, other):
    there, back = slots(form.format(one, other)), slots(form.format(other, one))
    assert (there["subject"], there["comparator"]) == (back["comparator"], back["subject"])
    assert there["direction"] == back["direction"] == direction


@pytest.mark.parametrize(("forms", "model"), list(product(ASIDES, MODELS)))
def test_a_denial_of_another_matter_denies_nothing(forms, model):
    told, aside = (form.format(model=model) for form in forms)
    assert changed(told, told + aside) == set()


@pytest.mark.parametrize(("forms", "model"), list(product(ORDERS, MODELS)))
def test_the_order_of_clauses_changes_nothing(forms, model):
    one, other = (form.format(model=model) for form in forms)
    assert changed(one, other) <= ({"value", "unit"} if " out" in one else set())


@pytest.mark.parametrize(("polite", "sentence"), list(product(POLITE, SENTENCES)))
def test_politeness_changes_nothing(polite, sentence):
    text = sentence.format(**FILLED)
    assert changed(text, polite.format(text)) == set()


@pytest.mark.parametrize(("sentence", "model"), list(product(SENTENCES, MODELS[:3])))
def test_small_letters_and_capitals_change_nothing(sentence, model):
    text = sentence.format(**{**FILLED, "model": model})
    assert changed(text, text.lower()) == set()
    assert changed(text, text.upper()) == set()


@pytest.mark.parametrize(("sentence", "word"), list(product(SENTENCES, TYPED)))
def test_a_slip_of_the_keyboard_changes_nothing(sentence, word):
    text = sentence.format(**FILLED)
    if word not in text:
        return
    place = random.Random(f"{sentence}{word}").randrange(1, len(word) - 2)  # noqa: S311 -- which letters change places
    slip = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    assert changed(text, text.replace(word, slip)) == set()
