# ruff: noqa: E501 -- a sentence is read as one line
"""Lists set apart by how they are built, shutdowns and what only nearly came about."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.claims.parse import parse_message
from bot.domain.claims.parsed import ClaimContext
from tests.domain.claims.reading import names

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def read(text):
    return parse_message(text, NOW, names(NOW))


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Training: GPT-7 finished, Opus 9 ongoing, Grok 8 restarted", ["training_status"] * 3),
        ("Usable already: Opus 9 (Cursor), Grok 8 (Zed)", ["available"] * 2),
        ("Phi-7 is MIT, Olmo 6 is Apache, Grok 7 is neither of those", ["other"] * 3),
        ("quartzlake is Mistral's, silver-owl is xAI's", ["identity"] * 2),
        ("Don't worry: GLM-6, Qwen 6 and Llama 6 are still in the API", ["available"] * 3),
        ("Opus 9: $5 in, $25 out \u00b7 Sonnet 9: $3/$15", ["price"] * 2),
        ("garnet = Opus 9, topaz = Sonnet 9", ["identity"] * 2),
        ("GPT-7 $5/$30, Opus 9 $5/$25 (per 1M in/out)", ["price"] * 2),
        ("Kimi K9: 1.2T parameters, MIT license, 1M context", ["other", "other", "context_limits"]),
        ("Kimi K9: 1.2T parameters and a new attention, 1M context", ["other", "context_limits"]),
        ("tin-kettle → OpenAI, rust-crane → Tencent (going by quirks)", ["identity"] * 2),
        ("reveals so far: kestrel was Grok 8, dunlin was GPT-7", ["identity"] * 2),
        ("GPT-7 Nov 12, Grok 8 Nov 18, Opus 9 Nov 24 – three flagships in a month", ["release_date"] * 3),
        ("Could it be that tin-kettle and Grok 8 are one and the same model?", ["identity"]),
        ("GPT-7 ahead of Kimi K9 and Qwen 9 on RULER, behind on HLE", ["better_than"] * 3),
        ("GPT-7 limits: 1M tokens in, 128K tokens coming back", ["context_limits"] * 2),
        ("kimi k4 gives you a 512k window for 60 cents in", ["context_limits", "price"]),
        ("Opus 9 pretraining done, Sonnet 9 in post-training, Haiku 9 still training", ["training_status"] * 3),
        ("Grok 8 is on Copilot too, not just Cursor", ["available"] * 2),
        ("Kimi K4 has a 512k window, not 1M", ["context_limits"] * 2),
        ("GPT-7 is live in Copilot, no sign of it in Cursor yet", ["available"] * 2),
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


@pytest.mark.parametrize(
    ("text", "subjects", "values"),
    [
        ("LMArena top three: 1) red-heron 2) Opus 9 3) GPT-7", ["label/red-heron", "anthropic/claude-opus-9", "openai/gpt-7"], [1, 2, 3]),
        ("Llama 9 comes as 7B, 70B and 405B", ["meta/llama-9"] * 3, [7e9, 7e10, 4.05e11]),
        ("Opus 9 $15, GPT-7 $3 per million in", ["anthropic/claude-opus-9", "openai/gpt-7"], [15, 3]),
        ("GPT-7 10/30, Opus 9 5/15 (dollars per million)", ["openai/gpt-7", "anthropic/claude-opus-9"], [10, 5]),
        ("GPT-7 got jacked to 7/35 per mil", ["openai/gpt-7"], [7]),
        ("GPT-7 gets a full million-token context window", ["openai/gpt-7"], [1e6]),
        ("Opus 9 is a buck fifty in", ["anthropic/claude-opus-9"], [1.5]),
        ("Opus 9 is gonna be like 1.5 in 9 out", ["anthropic/claude-opus-9"], [1.5]),
        ("ChatGPT Pro 200 a YEAR is a steal", ["openai/chatgpt-pro"], [200]),
        ("Total/active: Kimi K9 1T/32B, GLM-9 355B/30B", ["moonshot/kimi-k9", "zai/glm-9"], [1e12, 3.55e11]),
    ],
)  # fmt: skip
def test_each_item_has_its_number(text, subjects, values):
    found = read(text)
    assert [claim.subject for claim in found] == subjects
    assert [claim.value for claim in found] == values


def test_a_unit_behind_the_last_number_is_one_of_all():
    assert {claim.unit for claim in read("Opus 9 $15, GPT-7 $3 per million in")} == {"USD/Mtok in"}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("K9 over Qwen 9, Qwen 9 over GLM-9 on SWE-bench Pro", [("moonshot/kimi-k9", "alibaba/qwen-9"), ("alibaba/qwen-9", "zai/glm-9")]),
        ("Input price order: GPT-7 Luna under Haiku 9 under Opus 9", [("anthropic/claude-haiku-9", "anthropic/claude-opus-9")]),
        ("On HLE: Opus 9 > GPT-7 > Grok 8", [("anthropic/claude-opus-9", "openai/gpt-7"), ("openai/gpt-7", "xai/grok-8")]),
    ],
)  # fmt: skip
def test_an_order_sets_each_against_the_next(text, pairs):
    found = [(claim.subject, claim.comparator) for claim in read(text)]
    assert found[-len(pairs) :] == pairs


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("GPT-7 dropped last night with 3M context", ["release_date", "context_limits"]),
        ("Grok 8 debuts on July 9 with a $300 tier", ["release_date", "price"]),
    ],
)
def test_what_is_measured_beside_a_release_is_a_claim_of_its_own(text, types):
    assert [claim.claim_type for claim in read(text)] == types


def test_days_without_their_month_are_of_the_month_of_the_head():
    days = read("November 2025, in order: GPT-7 on the 12th, Grok 8 on the 17th")
    assert [claim.deadline for claim in days] == [date(2025, 11, 12), date(2025, 11, 17)]


def test_bare_versions_in_a_list_are_of_the_family_in_its_head():
    found = read("Sonnet releases: 9.1 Feb 5, 9.2 Apr 16, 9.3 May 28")
    assert [claim.subject for claim in found] == [f"anthropic/claude-sonnet-9.{n}" for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("text", "at", "about", "subject"),
    [
        ("Luna costs $1 in", datetime(2026, 7, 1, tzinfo=UTC), None, "openai/gpt-5.6-luna"),
        ("Luna costs $1 in", NOW, "openai/gpt-5.6-sol", "openai/gpt-5.6-luna"),
    ],
)
def test_a_bare_variant_is_of_what_is_followed_or_was_out_by_then(text, at, about, subject):
    assert parse_message(text, at, names(at), ClaimContext(about=about))[0].subject == subject


def test_a_family_in_the_head_is_no_item():
    found = read("Grok timeline: Grok 7 Nov 2025, Grok 8 July 2026")
    assert [(claim.subject, claim.deadline.month) for claim in found] == [("xai/grok-7", 11), ("xai/grok-8", 7)]


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
    assert (claim.claim_type, claim.polarity, claim.deadline) == ("release_date", "+", date(2026, 10, 6))


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
        ("GPT-7 ins't cheeper than Opus 9", "above"),
        ("Is GPT-7 mini cheaper on input than Opus 9?", "below"),
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
        ("Musk said in January that Grok 8 comes by June 5, 2027", date(2027, 6, 5), "+"),
        ("Moonshot confirms Kimi K9 by Lunar New Year", date(2027, 2, 6), "+"),
        ("GPT-7 finished pretraining in October", date(2026, 10, 31), "+"),
        ("GPT-7 has been in ChatGPT as of today", None, "+"),
    ],
)
def test_days_without_their_preposition_or_year_are_placed(text, day, polarity):
    claim = read(text)[0]
    assert (claim.deadline, claim.polarity) == (day, polarity)


@pytest.mark.parametrize(
    "text",
    [
        "Claude suffers a little with every update", "would kill for a dense 70b llama", "Why nobody talks about Kimi K9",
        "gpt-7 has that big brother energy", "POV: you asked your fridge to run Kimi", "I'd pay twice for a quieter Opus",
        "opus in the office when lmaooo", "Share your funniest Grok answer", "He gives GPT-7 a 10% chance of waking up",
        "Told Grok 8 a secret. It sold the secret.",
    ],
)  # fmt: skip
def test_wishes_inner_lives_and_bare_titles_are_no_claims(text):
    assert not read(text)[0].checkable


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Claude Sonata arrives in March", "anthropic/claude-sonata"),
        ("Cartesia's Sonic 9 is out", "cartesia/sonic-9"),
        ("Pixel Canary was xAI's", "label/pixel-canary"),
        ("garnet = Opus 9", "label/garnet"),
        ("something called 'copper-lantern' on LMArena tonight", "label/copper-lantern"),
        ("Codename 'tidewater' popped up in the arena's vision tab", "label/tidewater"),
        ("Amazon's 'Olympus 9' cancelled, sources say", "amazon/olympus-9"),
        ("OpenAI answers Anthropic's Opus 9 with GPT-7, released Thursday", "openai/gpt-7"),
        ("Apple won't ship the new Siri until the fall", "apple/siri"),
        ("tin heron = a new Grok, called it", "label/tin-heron"),
        ("dunlin on designarena = Opus 9", "label/dunlin"),
        ("Apple's own Quill 9 won't come before June", "apple/quill-9"),
        ("Samsung builds something called Quill 9 Ultra", "samsung/quill-9-ultra"),
        ("Sakana shelves Silk Road 9 after a year", "sakana/silk-road-9"),
        ("Cohere delays its in-house model Quill Nine", "cohere/quill-nine"),
        ("o1-preveiw is 15 dollars per million input tokens", "openai/o1-preview"),
        ("FLUX.9 Pro costs $0.05 a picture", "black-forest-labs/flux-9-pro"),
        ('"Terra is a tenth of the price of GPT-5.5," OpenAI wrote about GPT-5.6 Terra.', "openai/gpt-5.6-terra"),
    ],
)
def test_names_that_only_the_sentence_tells_are_subjects(text, subject):
    assert read(text)[0].subject == subject
