"""Lists set apart by how they are built, shutdowns and what only nearly came about."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.domain.claims.parse import parse_message

sys.path.insert(0, str(Path(__file__).parent))
from reading import names

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def read(text):
    return parse_message(text, NOW, names(NOW))


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Training: GPT-7 finished, Opus 9 ongoing, Grok 8 restarted", ["training_status"] * 3),
        ("Usable already: Opus 9 (Cursor), Grok 8 (Zed)", ["available"] * 2),
        ("garnet = Opus 9, topaz = Sonnet 9", ["identity"] * 2),
        ("GPT-7 $5/$30, Opus 9 $5/$25 (per 1M in/out)", ["price"] * 2),
        ("Kimi K9: 1.2T parameters, MIT license, 1M context", ["other", "other", "context_limits"]),
        ("ChatGPT Plus limits: 160 messages per 3 hours, 3,000 Thinking messages per week", ["context_limits"] * 2),
    ],
)
def test_each_item_is_a_claim(text, types):
    assert [claim.claim_type for claim in read(text)] == types


def test_items_have_the_place_and_the_day_that_stand_in_brackets():
    places = read("WebDev Arena: Opus 9 first, GPT-7 second")
    assert [(claim.value, claim.unit) for claim in places] == [(1, "rank"), (2, "rank")]
    days = read("Released in October: Haiku 9 (6th), Grok 8 (14th)")
    assert [claim.deadline for claim in days] == [date(2026, 10, 6), date(2026, 10, 14)]


def test_a_sentence_with_commas_is_no_list():
    assert len(read("Unlike Grok 8, Opus 9 is on Vertex")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "GPT-7 has been gone from the API since October 2",
        "GPT-7 hasn't been selectable in ChatGPT since October 2",
        "Since October 2 GPT-7 can no longer be called",
        "GPT-7 was pulled from the API on October 2",
        "GPT-7 isn't on Vertex any more as of October 2",
    ],
)
def test_the_day_of_a_shutdown_is_its_deadline(text):
    claim = read(text)[0]
    assert (claim.claim_type, claim.polarity, claim.deadline) == ("other", "+", date(2026, 10, 2))


def test_being_in_a_place_since_a_day_is_no_shutdown():
    claim = read("GPT-7 has been on Bedrock since October 6")[0]
    assert (claim.claim_type, claim.polarity, claim.deadline) == ("available", "+", None)


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("GPT-7 was almost open sourced, then the board said no", "-"),
        ("GPT-7 was nearly released in May", "-"),
        ("GPT-7 would have been MIT licensed, but they backed out", "-"),
        ("GPT-7 nearly matches Opus 9 on GPQA", "+"),
        ("GPT-7's post-training is nearly complete", "+"),
        ("They pulled GPT-7 out of ChatGPT on May 5", "+"),
    ],
)
def test_what_only_nearly_came_about_is_denied(text, polarity):
    assert read(text)[0].polarity == polarity


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("GPT-7 is cheeper than Opus 9", "below"),
        ("GPT-7 is pricier than Opus 9", "above"),
        ("GPT-7 isn't cheaper than Opus 9", "above"),
        ("GPT-7 costs exactly what Opus 9 did", "equal"),
        ("GPT-7 is half the price of Opus 9", "below"),
    ],
)
def test_prices_are_compared_by_which_is_higher(text, direction):
    claim = read(text)[0]
    assert (claim.claim_type, claim.direction) == ("price", direction)


@pytest.mark.parametrize(
    ("text", "day", "polarity"),
    [
        ("xAI misses its target as second quarter ends without a Grok 8", date(2026, 6, 30), "-"),
        ("A leaked slide says GPT-7 goes live on December 12", date(2026, 12, 12), "+"),
        ("Kimi K9 lands by Lunar New Year", date(2027, 2, 6), "+"),
        ("GPT-7's knowledge cutoff is May 2026", date(2026, 5, 31), "+"),
    ],
)
def test_days_without_their_preposition_or_year_are_placed(text, day, polarity):
    claim = read(text)[0]
    assert (claim.deadline, claim.polarity) == (day, polarity)


@pytest.mark.parametrize(
    "text",
    ["Claude suffers a little with every update", "would kill for a dense 70b llama", "Why nobody talks about Kimi K9"],
)
def test_wishes_inner_lives_and_bare_titles_are_no_claims(text):
    assert not read(text)[0].checkable


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Claude Sonata arrives in March", "anthropic/claude-sonata"),
        ("Cartesia's Sonic 9 is out", "cartesia/sonic-9"),
        ("Pixel Canary was xAI's", "label/pixel-canary"),
        ("garnet = Opus 9", "label/garnet"),
        ('"Terra is a tenth of the price of GPT-5.5," OpenAI wrote about GPT-5.6 Terra.', "openai/gpt-5.6-terra"),
    ],
)
def test_names_that_only_the_sentence_tells_are_subjects(text, subject):
    assert read(text)[0].subject == subject
