from datetime import UTC, datetime

import pytest

from bot.domain.markets.discovery import sort_out
from bot.domain.markets.quotes import VenueMarket, VenueRung
from bot.domain.names.subjects import Alias, AliasStatus

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


def called(text: str, slug: str, standing: AliasStatus = AliasStatus.GOOD) -> Alias:
    return Alias(text, slug, standing, NOW, NOW)


ALIASES = (
    called("GPT-5.5", "openai/gpt-5.5"),
    called("GPT 5.5 Pro", "openai/gpt-5.5-pro"),
    called("GPT-5", "openai/gpt-5"),
    called("GPT-6", "openai/gpt-6"),
    called("Spud", "openai/spud"),
    called("Spud", "openai/gpt-5.5", AliasStatus.SPECULATION),
    called("Orion", "openai/gpt-5", AliasStatus.REFUTED),
    called("Garlic", "openai/gpt-5.2", AliasStatus.SPECULATION),
    called("Claude", "anthropic/claude"),
    called("Claude Sonnet", "anthropic/claude-sonnet-next"),
    called("Claude Sonnet 5", "anthropic/claude-sonnet-5"),
    called("Gemini", "google/gemini"),
    called("o3", "openai/o3"),
)


def market(title: str, rules: str = "", question: str = "") -> VenueMarket:
    rung = VenueRung("k", "", question, None, "open", None, False, None, "t")
    return VenueMarket("v", title, title, title, "", rules, (rung,), (), "USD", None, False, NOW)


def verdict(title: str, rules: str = "", question: str = "") -> tuple[str, str | None]:
    (match,) = sort_out([market(title, rules, question)], ALIASES)
    return match.verdict, match.slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("GPT-5.5 released by...?", "openai/gpt-5.5"),
        ("When will OpenAI release GPT5.5?", "openai/gpt-5.5"),
        ("gpt 5.5 launch on…", "openai/gpt-5.5"),
        ("GPT-5.5 Pro released by April 30?", "openai/gpt-5.5-pro"),
        ("Will OpenAI announce GPT-6 (or greater) before 2027?", "openai/gpt-6"),
        ("Next Claude Sonnet released by...?", "anthropic/claude-sonnet-next"),
        ("Claude Sonnet 5 released by September 30, 2026?", "anthropic/claude-sonnet-5"),
        ("Claude Sonnet 2026 release?", "anthropic/claude-sonnet-next"),
        ("Will OpenAI ship Spud by April 30?", "openai/spud"),
        ("Will OpenAI release o3 this year?", "openai/o3"),
        ("ＧＰＴ－６ released by March?", "openai/gpt-6"),
    ],
)
def test_a_release_question_goes_to_the_longest_good_alias(title, slug):
    assert verdict(title) == ("mapped", slug)


def test_a_single_word_needs_the_company_of_an_ai_word_which_the_rules_may_give():
    assert verdict("Spud released by April 30?") == ("ignored", None)
    assert (
        verdict("Spud released by April 30?", "Resolves YES if OpenAI makes the model Spud available.")[0] == "mapped"
    )


@pytest.mark.parametrize(
    "title",
    [
        "Will a Claude Monet painting be released at auction for over $100m?",
        "Jean-Claude Van Damme film released by June?",
        "Will Gemini launch its IPO in 2026?",
        "Gemini exchange to launch prediction markets by May?",
        "Winklevoss' Gemini released from probation?",
        "ChatGPT outage by April 30?",
        "Will ChatGPT go down before May?",
        "GPT-5.5 outage on release day?",
        "Will Spud Webb be released?",
        "OpenAI IPO announced by December?",
        "Will it rain in London?",
        "",
    ],
)
def test_false_friends_and_other_matters_are_left_alone(title):
    assert verdict(title)[0] == "ignored"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Grok 5 released by...?", None),  # nobody's alias
        ("GPT-5.5 mini released by May?", None),  # another model than GPT-5.5
        ("GPT-5.5 or GPT-6 released first?", None),  # two subjects
        ("Will GPT-6 top the Arena?", "openai/gpt-6"),  # names it, asks something else
        ("OpenAI Garlic model released by May?", "openai/gpt-5.2"),  # only said to be it
        ("Gemini 3 released by May?", None),
    ],
)
def test_what_is_unclear_is_a_candidate(title, slug):
    assert verdict(title) == ("candidate", slug)


def test_a_version_is_never_taken_for_a_shorter_one():
    assert verdict("GPT-5.55 released?")[1] is None
    assert verdict("GPT-55 released?")[1] is None
    assert verdict("XGPT-5 released?")[1] is None
    assert verdict("GPT-5o released by May?")[1] is None


def test_a_refuted_name_maps_nothing():
    assert verdict("OpenAI Orion model released by May?")[1] is None


def test_the_first_question_helps_where_the_title_is_vague():
    assert verdict("What will OpenAI do?", question="Will OpenAI release GPT-6 by May 31?") == (
        "mapped",
        "openai/gpt-6",
    )


def test_endless_and_odd_titles_cost_nothing():
    for title in ("GPT-6 " * 100_000, "\ud800 GPT-6 released", "𝕏" * 10_000, "((((((" * 10_000):
        assert sort_out([market(title, title)], ALIASES)
