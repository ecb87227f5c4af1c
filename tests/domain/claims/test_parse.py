"""Texts of any kind become claims: none, one, several, refused."""

# ruff: noqa: E501 -- a sentence is read as one line
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.claims.claim_types import claim_types
from bot.domain.claims.parse import MAX_CLAIMS, parse_message, read_message
from bot.domain.claims.parsed import ClaimContext, Followed, Operator, Reason
from bot.domain.evidence.evidence import Value
from bot.domain.names import KnownSubject, NameReader
from tests.domain.claims.reading import names
from tests.steps import steps

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


def one(text, **context):
    return parse_message(text, NOW, names(), ClaimContext(**context))[0]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\ud800", "\u202e\u200b", "!!!", "💥", ".", "?", "()", "⟨ea⟩", "<script>", '"', "; ; ;"]
)
def test_nothing_to_check_is_an_answer(text):
    assert not one(text).checkable


def test_a_million_characters_are_refused_at_once():
    known, said = names(), "GPT-5.5 is out. " * 70_000
    assert parse_message(said, NOW, known)[0].reason is Reason.TOO_LONG
    assert steps(lambda: parse_message(said, NOW, known)) < steps(lambda: parse_message(said[:16], NOW, known))


def test_three_hundred_claims_are_five_and_the_rest_named():
    message = read_message("\n".join(f"GPT-5.{n % 9} costs ${n} per million tokens" for n in range(300)), NOW)
    assert len(message.claims) == MAX_CLAIMS
    assert len(message.rest) > 250


def test_the_same_claim_three_hundred_times_is_one():
    message = read_message("GPT-5.5 costs $5 per million tokens. " * 300 + "Opus 5 is out.", NOW)
    assert [claim.subject for claim in message.claims] == ["openai/gpt-5.5", "anthropic/claude-opus-5"]
    assert (message.rest, message.repeated) == ((), 299)


def test_what_leans_on_the_sentence_before_it_is_read_again():
    message = read_message("GPT-5.5 is out. It costs $5/M. Opus 4.7 is out. It costs $5/M.", NOW)
    assert [claim.subject for claim in message.claims].count("anthropic/claude-opus-4.7") == 2


@pytest.mark.parametrize(
    "bomb",
    [" " * 100_000, "a" * 19_000, "5.5 " * 4_000, "GPT-5 " * 3_000, "-" * 19_000, "a-" * 9_000, "$" * 19_000, "1,000," * 3_000, "not " * 4_000,
     "(" * 9_000, '"' * 9_000, "according to " * 1_200, "GPT-5 and " * 1_500, "A" * 19_000 + " is GPT-5", "may may " * 2_000, "9" * 19_000, "v" * 600 + "5.5"],
)  # fmt: skip
def test_no_text_breaks_it(bomb):
    """That its cost does not grow with the square of what is typed is asked in `tests/safety/test_syntax.py`."""
    assert parse_message(bomb, NOW)


WORDS = st.sampled_from(
    [
        "GPT-5.5",
        "Opus",
        "4.7",
        "beats",
        "costs",
        "$5",
        "/$30",
        "per",
        "million",
        "is",
        "not",
        "out",
        "by",
        "before",
        "April",
        "30",
        "next",
        "week",
        "said",
        "that",
        "and",
        ";",
        ".",
        "?",
        "on",
        "SWE-bench",
        "Pro",
        "82.7",
        "%",
        "1M",
        "context",
        "the",
        "OpenAI",
        "will",
        "Spud",
        "�",
        "⟨ea⟩",
        "\u202e",
        "4/23",
        "Q3",
        "2026",
        "end",
        "of",
        "<",
        ">",
    ]
)


@example("what are the unreleased xai checkpoints called")
@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=30).map(" ".join)))
def test_no_text_raises_and_every_answer_says_what_it_is(text):
    for claim in parse_message(text, NOW, names()):
        assert claim.checkable == (claim.reason is None)
        assert claim.checkable or claim.why
        assert not claim.checkable or claim.claim_type in claim_types()


@given(st.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_the_same_text_is_always_read_the_same(text):
    assert parse_message(text, NOW) == parse_message(text, NOW)


def test_a_version_is_never_a_date():
    names = ["GPT-4.1", "GPT-5.5", "Gemini 2.0 Flash", "Claude 3.5 Sonnet", "o3", "o4-mini", "Llama 3.1 405B", "Qwen 2.5", "DeepSeek-R1-0528", "gemini-2.5-pro-preview-06-05",
             "gpt-4o-2024-08-06", "claude-3-5-sonnet-20241022", "Grok 4.20", "Kimi K2.5", "GLM-4.6", "Mixtral 8x22B", "Terminal-Bench 2.0", "AIME 2025", "ARC-AGI-2", "Phi-4"]  # fmt: skip
    frames = [
        "{} is out",
        "{} beats GPT-4",
        "{} scores 9.11 on GPQA",
        "{} may be better",
        "{} costs $5/$25",
        "{} works 24/7",
        "{} is 2.5x faster than o1",
        "{} solved 9/10 problems",
    ]
    for frame in frames:
        for name in names:
            assert one(frame.format(name)).deadline is None, frame.format(name)


def test_variants_of_a_version_are_different_subjects():
    assert [one(f"{name} is out").subject for name in ("GPT-5", "GPT-5.5", "GPT-5.5 Pro", "gpt 5.5 mini")] == [
        "openai/gpt-5", "openai/gpt-5.5", "openai/gpt-5.5-pro", "openai/gpt-5.5-mini",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "slug"),
    [("GPT5.5", "openai/gpt-5.5"), ("4.7 Opus", "anthropic/claude-opus-4.7"), ("claude-opus-4-7", "anthropic/claude-opus-4.7"), ("Claude 4 Opus", "anthropic/claude-opus-4"),
     ("Claude 3.5 Sonnet", "anthropic/claude-3.5-sonnet"), ("o3-mini-high", "openai/o3-mini-high"), ("Gemini 3.0 Ultra", "google/gemini-3-ultra"), ("Gemni 3", "google/gemini-3"),
     ("Cluade Opus 5", "anthropic/claude-opus-5"), ("DeepSeek R2", "deepseek/deepseek-r2"), ("Llama 3.1 405B", "meta/llama-3.1-405b"), ("Amazon Nova 2 Lite", "amazon/nova-2-lite"),
     ("Mistral Large 3", "mistral/mistral-large-3"), ("gpt-oss-120b", "openai/gpt-oss-120b"), ("ChatGPT 5", "openai/gpt-5"), ("Midjourney v8", "midjourney/midjourney-v8")],
)  # fmt: skip
def test_spellings_lead_to_one_slug(written, slug):
    assert one(f"{written} is out").subject == slug


def test_a_bare_version_is_read_by_what_surrounds_it_or_asked_for():
    assert one("5.5 is out", about="openai/gpt-5.4").subject == "openai/gpt-5.5"
    assert one("GPT-5.5 beats 5.4").comparator == "openai/gpt-5.4"
    guessed = one("5.5 is out")
    assert guessed.subject.endswith("-5.5")
    assert guessed.doubts == ("“5.5”",)


def test_a_typo_in_a_version_is_not_repaired():
    assert one("Gemini 33 is out").subject == "google/gemini-33"


def test_a_benchmark_is_not_a_model():
    claim = one("SWE-bench Pro has a new leader")
    assert claim.subject is None


def test_an_axis_with_two_benchmarks_is_one_claim_and_two_rivals_are_two():
    assert len(parse_message("GPT-5.5 beats Opus 4.7 on SWE-bench Pro and OSWorld", NOW)) == 1
    assert [c.comparator for c in parse_message("GPT-5.5 beats Opus 4.7 and Gemini 3.1 Pro", NOW)] == [
        "anthropic/claude-opus-4.7",
        "google/gemini-3.1-pro",
    ]


def test_negation_turns_a_comparison_round():
    assert (one("GPT-5.5 did not beat Opus 4.7").polarity, one("GPT-5.5 did not beat Opus 4.7").direction) == (
        "-",
        "below",
    )
    assert one("Opus 4.7 loses to GPT-5.5").direction == "below"


@pytest.mark.parametrize(
    "text",
    [
        "is it true that GPT-5.5 is out",
        "GPT-5.5 is out, right?",
        "did GPT-5.5 ship?",
        "has OpenAI released GPT-5.5?",
        "GPT-5.5 is out?",
        "does anyone know if GPT-5.5 is out?",
    ],
)
def test_a_question_with_a_proposition_is_that_proposition_as_asked(text):
    claim = one(text)
    assert (claim.checkable, claim.asked, claim.subject, claim.claim_type) == (
        True,
        True,
        "openai/gpt-5.5",
        "available",
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Everything we know about Spud, OpenAI's secret model", "exists"),
        ("Is xAI really doing a Grok 6?", "exists"),
        ("Can you still pick Opus 4.7 on OpenRouter?", "available"),
        ("Opus 4.7 needs a paid key", "available"),
        ("hunter-alpha = Opus 4.7, same dead tokens", "identity"),
        ("nah hunter-alpha aint openai's, way too dumb", "identity"),
        ("Opus 4.7 still mid, loses to GPT-5.5 at basic math", "better_than"),
        ("Kimi K3 is MIT-licensed, go wild", "other"),
    ],
)
def test_what_is_said_in_passing_is_checked(text, kind):
    claim = one(text)
    assert (claim.checkable, claim.claim_type) == (True, kind)


@pytest.mark.parametrize(
    ("text", "label", "other"),
    [
        ("hunter-alpha revealed! It was Xiaomi's MiMo-V2-Pro all along", "label/hunter-alpha", "xiaomi/mimo-v2-pro"),
        ("Pony Alpha unmasked! Zhipu's GLM-5 was hiding on OpenRouter", "label/pony-alpha", "zai/glm-5"),
    ],
)
def test_a_label_that_is_revealed_is_the_model_behind_it(text, label, other):
    claim = one(text)
    assert (claim.claim_type, claim.subject, claim.object) == ("identity", label, other)


def test_an_opinion_comes_with_a_checkable_form():
    claim = one("GPT-5.5 feels smarter than Opus 4.7")
    assert claim.reason is Reason.OPINION
    assert "scores higher than Opus 4.7 on" in claim.rewrite


def test_who_said_it_is_kept_apart():
    claim = one("According to The Information, Spud finished pretraining")
    assert (claim.said_by, claim.subject) == ("The Information", "openai/spud")
    assert one("OpenAI denies that Spud is GPT-6").polarity == "-"


@pytest.mark.parametrize(
    ("text", "day", "operator"),
    [("by the end of Q2", date(2026, 6, 30), Operator.BY), ("before May", date(2026, 4, 30), Operator.BY), ("before April 30", date(2026, 4, 30), Operator.BEFORE),
     ("by mid-May", date(2026, 5, 20), Operator.BY), ("next week", date(2026, 5, 3), Operator.WITHIN), ("on Thursday", date(2026, 4, 23), Operator.ON), ("by EOY", date(2026, 12, 31), Operator.BY),
     ("in H2", date(2026, 12, 31), Operator.WITHIN), ("in Q3 2026", date(2026, 9, 30), Operator.WITHIN), ("by 2026-05-01", date(2026, 5, 1), Operator.BY), ("on 4/28", date(2026, 4, 28), Operator.ON),
     ("on 28 April", date(2026, 4, 28), Operator.ON), ("within two weeks", date(2026, 5, 5), Operator.BY), ("tomorrow", date(2026, 4, 22), Operator.ON), ("in 2027", date(2027, 12, 31), Operator.WITHIN),
     ("after May 1", date(2026, 5, 1), Operator.AFTER), ("this week", date(2026, 4, 26), Operator.WITHIN), ("by the end of the month", date(2026, 4, 30), Operator.BY), ("late May", date(2026, 5, 31), Operator.WITHIN),
     ("before the year is out", date(2026, 12, 31), Operator.BY), ("on Tuesday, April 28", date(2026, 4, 28), Operator.ON), ("between May and July", date(2026, 7, 31), Operator.WITHIN)],
)  # fmt: skip
def test_deadlines_are_read_with_their_operator(text, day, operator):
    claim = one(f"GPT-6 launches {text}")
    assert (claim.deadline, claim.operator) == (day, operator)


@pytest.mark.parametrize(
    ("text", "day"),
    [("GPT-5.5 came out in May", date(2026, 5, 31)), ("did GPT-5.5 come out in May?", date(2026, 5, 31)), ("Kimi K2.6 dropped May 3", date(2026, 5, 3)), ("GPT-5.5 has been out since May", date(2026, 5, 31)),
     ("Meta gave us Llama 5 in March", date(2026, 3, 31)), ("Grok 5 hit the API in August", date(2026, 8, 31)), ("Grok 5 didn't come out in May", date(2026, 5, 31)), ("Gemini 3 was released last November", date(2025, 11, 30)),
     ("Grok 6 may come out in May", date(2027, 5, 31)), ("Grok 6 comes out in May", date(2027, 5, 31)), ("Grok 6 to hit the API in May", date(2027, 5, 31)), ("the launch has been moved up to Friday", date(2026, 11, 27))],
)  # fmt: skip
def test_what_has_happened_is_dated_back_and_what_will_ahead(text, day):
    (claim,) = parse_message(text, datetime(2026, 11, 23, 12, tzinfo=UTC), context=ClaimContext(about="openai/gpt-5.5"))
    assert claim.deadline == day


def test_a_vague_time_is_no_deadline():
    claim = one("OpenAI plans to launch Spud in the coming weeks")
    assert (claim.deadline, claim.forecast) == (None, True)


@pytest.mark.parametrize(
    ("text", "day"),
    [("GPT-6 is released before May", date(2027, 4, 30)), ("GPT-6 was released before May", date(2026, 4, 30)), ("2025 launches: GPT-4.5 on May 22, Grok 4 on July 9", date(2025, 5, 22))],
)  # fmt: skip
def test_a_plan_looks_ahead_and_a_head_names_the_year(text, day):
    at = datetime(2026, 11, 28, 12, tzinfo=UTC)
    assert parse_message(text, at, names(at))[0].deadline == day


@pytest.mark.parametrize(
    ("text", "subject"),
    [("qwen 9 max is crest-alpha", "alibaba/qwen-9-max"), ("Gemini 9 Flash Lite is out", "google/gemini-9-flash-lite")],
)
def test_a_name_that_nobody_filed_keeps_its_variant(text, subject):
    assert (one(text).subject, "max" in one(text).left) == (subject, False)


def test_a_product_that_the_ledger_has_is_a_surface():
    claim = one("GPT-5.5 is available in ChatGPT")
    assert (claim.statement.surface, claim.left) == ("app", ())


@pytest.mark.parametrize(
    "text",
    ["Neither GPT-6 nor Grok 6 is out", "GPT-6 and Grok 6 aren't released", "Not GPT-6 nor Grok 6 shipped in May"],
)
def test_a_denial_of_a_list_is_one_of_each(text):
    found = parse_message(text, NOW, names())
    assert [(claim.subject, claim.polarity) for claim in found] == [("openai/gpt-6", "-"), ("xai/grok-6", "-")]


def test_a_name_that_is_a_common_word_counts_as_a_name_only():
    reader = NameReader([KnownSubject("openai/orion", "Orion", "openai")])
    assert parse_message("Orion is out", NOW, reader)[0].subject == "openai/orion"


@pytest.mark.parametrize(
    ("text", "operator", "values"),
    [
        ("GPT-5.5 was released a week after Opus 4.7", "after", (Value(1, "weeks apart"),)),
        ("Opus 4.7 shipped 7 days ahead of GPT-5.5", "before", (Value(7, "days apart"),)),
        ("GPT-5.5 came out before Opus 4.8", "before", ()),
    ],
)
def test_releases_are_set_in_order(text, operator, values):
    (claim,) = parse_message(text, NOW, names())
    assert (claim.claim_type, claim.statement.operator, claim.statement.values) == ("release_date", operator, values)
    assert claim.statement.comparator
    assert claim.left == ()


def test_what_a_thing_is_made_with_is_not_what_it_is_about():
    (claim,) = parse_message("Gemini-based Siri ships in March", NOW, names())
    assert claim.subject == "apple/siri"


def test_a_version_behind_a_comparison_is_a_model():
    (claim,) = parse_message("opus 5.5 lowkey mogs 4.8 on swe bench pro", NOW, names())
    assert (claim.comparator, claim.direction) == ("anthropic/claude-opus-4.8", "above")


@pytest.mark.parametrize(
    ("text", "asked"),
    [("GPT-5.5 costs $5 per million input tokens", False), ("nobody can use it yet", False), ("5.5 is out", True)],
)
def test_what_is_followed_is_only_looked_at_for_a_bare_version(text, asked):
    recent = Followed(lambda: ["openai/gpt-5.5"])
    read_message(text, NOW, names(), ClaimContext(recent=recent))
    assert recent.asked is asked
