"""Which market is mapped to a model by itself, which is only a candidate, and which concerns nobody."""

import csv
import tomllib
from datetime import UTC, date, datetime
from importlib import resources

import pytest

from bot.domain.markets.mapping import map_markets
from bot.domain.markets.question import question_words, read_question
from bot.domain.markets.quotes import VenueMarket, VenueRung
from bot.domain.names import KnownName, KnownSubject, NameKind, NameReader
from tests.shared import shared_data

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)
SPECULATION = ((NOW, "speculation"),)


def out(*day: int) -> tuple[tuple[datetime, str, date], ...]:
    return ((datetime(*day, tzinfo=UTC), "released", date(*day)),)


READER = NameReader(
    [
        KnownSubject("openai/gpt-5.5", "GPT-5.5", "openai", (KnownName("Spud", SPECULATION),)),
        KnownSubject("openai/spud", "Spud", "openai", (KnownName("Spud"),)),
        KnownSubject("openai/gpt-5.4", "GPT-5.4", "openai", history=out(2026, 3, 5)),
        KnownSubject("openai/gpt-5.3", "GPT-5.3", "openai", history=out(2026, 4, 15)),
        KnownSubject("openai/gpt-5.2", "GPT-5.2", "openai", (KnownName("Garlic", SPECULATION),)),
        KnownSubject("anthropic/claude-mythos", "Claude Mythos", "anthropic"),
        KnownSubject("google/gemini-pro", "Gemini Pro", "google", history=out(2023, 12, 6)),
        KnownSubject("label/horizon-beta", "Horizon Beta", kind=NameKind.LABEL),
    ]
)


def market(title: str, rules: str = "", question: str = "", labels: tuple[str, ...] = ()) -> VenueMarket:
    rungs = tuple(
        VenueRung(f"k{place}", label, question, None, "open", None, False, None, "t")
        for place, label in enumerate(labels or ("",))
    )
    return VenueMarket("v", title, title, title, "", rules, rungs, (), "USD", None, False, NOW)


def mapped(title: str, rules: str = "", question: str = "") -> tuple[str, str | None]:
    (result,) = map_markets([market(title, rules, question)], READER, NOW)
    return result.kind, result.slug


PLAIN = """
GPT-5.5 released by...?                                   openai/gpt-5.5
GPT-5.5 released on...?                                   openai/gpt-5.5
When will OpenAI release GPT5.5?                          openai/gpt-5.5
gpt 5.5 launch on…                                        openai/gpt-5.5
GPT-5.5 Pro released by April 30?                         openai/gpt-5.5-pro
Will OpenAI release GPT-6 before 2027?                    openai/gpt-6
GPT-6 by...?                                              openai/gpt-6
GPT-6 in 2026?                                            openai/gpt-6
GPT-6 this year?                                          openai/gpt-6
GPT-6 out by June 30?                                     openai/gpt-6
GPT-6 released in Q3 2026?                                openai/gpt-6
Will GPT-6 be publicly released by December 31, 2026?     openai/gpt-6
Will the AI model GPT-6 be available before July?         openai/gpt-6
What day will OpenAI release GPT-6?                       openai/gpt-6
No GPT-6 release by June 30?                              openai/gpt-6
OpenAI's GPT-6 to ship by the end of June?                openai/gpt-6
OpenAI to drop GPT-6 this week?                           openai/gpt-6
GPT-6 release date                                        openai/gpt-6
Will GPT-6 come out in H2 2026?                           openai/gpt-6
ＧＰＴ－６ released by March?                               openai/gpt-6
Claude 4.7 released on...?                                anthropic/claude-4.7
Claude 5 Opus released by...?                             anthropic/claude-opus-5
Claude Opus 6 released by…?                               anthropic/claude-opus-6
Claude Sonnet 5 released by September 30, 2026?           anthropic/claude-sonnet-5
Claude Mythos released by…?                               anthropic/claude-mythos
Will Anthropic release Claude 5 by May 31?                anthropic/claude-5
Gemini 4.0 released by...?                                google/gemini-4
Will Google release Gemini 4 by June 30?                  google/gemini-4
Gemini 3.0 Flash released by...?                          google/gemini-3-flash
DeepSeek V4 released by...?                               deepseek/deepseek-v4
Will DeepSeek release V4 by June 30?                      deepseek/deepseek-v4
DeepSeek release V4 by June 30?                           deepseek/deepseek-v4
Grok 5 released by...?                                    xai/grok-5
Will xAI launch Grok 5 before August?                     xai/grok-5
Grok 5 Fast released by...?                               xai/grok-5-fast
OpenAI’s Astra released by…?                              openai/astra
Kimi K3 released by…?                                     moonshot/kimi-k3
Qwen3 Max released by...?                                 alibaba/qwen-3-max
Llama-5 Behemoth released by June?                        meta/llama-5-behemoth
Meta releases Llama-5 Behemoth by June?                   meta/llama-5-behemoth
Will OpenAI release o3 this year?                         openai/o3
Will OpenAI ship Spud by April 30?                        openai/spud
GPT-5.3 released by May 1?                                openai/gpt-5.3
Sora 2 released by September 30?                          openai/sora-2
"""

UNCLEAR = """
Next Google Gemini Pro Model released on...?
Next Google Gemini Pro Model released between...?
Next Claude Opus released by...?
Next Grok Model (4.7+) released by...?
Next OpenAI GPT Sol (5.7+) released by...?
New Gemini reasoning flagship released by...?
Gemini Pro released by June?
Will GPT-6 score over 90% on ARC-AGI-2 at release?
GTA VI released before GPT-6?
Will GPT-6 be released before GTA VI?
GPT-6 price at launch?
GPT-6 open weights when released?
GPT-6 context window at launch over 2M?
GPT-6 System card released by?
GPT-6 released with a 2M context window by June?
Anthropic releases Claude 5 Opus before OpenAI releases GPT-6?
GPT-5.5 or GPT-6 released first?
DeepSeek R2 released before V4?
Will Elon Musk grok 5 new ideas at launch?
Sora 2 released in Europe by...?
GPT-4.5 to be released on AWS by...?
GPT-6 available to free users by June?
GPT-6 in ChatGPT by June 30?
Will Microsoft release GPT-6 by June 30?
GPT-6 preview released by June 30?
Will GPT-6 top the Arena?
Will GPT-6 be the best model by June 30?
Gemini Pro price cut announced by June?
GPT-5 announced in Q4 2024?
Will OpenAI announce GPT-6 (or greater) before 2027?
Will GPT-6 be delayed because of safety?
GPT-5.4 released by May 31?
OpenAI Garlic model released by May?
Meta "Mango" model released by...?
Will GPT-5.4 outperform Claude Opus 4.6 at METR 50% time horizon?
Will Google Gemini 3 score at least 60% on the FrontierMath Benchmark by?
GPT-5.5 outage on release day?
GPT-6 banned in Italy by June?
Will GPT-6 be released on AWS by June?
"""

NOBODYS = """
Will a Claude Monet painting be released at auction for over $100m?
Jean-Claude Van Damme film released by June?
Will Gemini launch its IPO in 2026?
Will Bard College launch an AI model program?
Will the Gemini exchange be released from probation by June?
Winklevoss' Gemini released from probation?
Will Spud Webb be released?
spud crisps released by?
Orion capsule launched by?
Aurora Alpha satellite launch by June?
Will Horizon Beta game be released?
OpenAI IPO announced by December?
Will it rain in London?
Will the ARC-AGI grand prize be claimed by end of 2026?
Will an AI score over 80% on FrontierMath Benchmark in 2025
Spud released by April 30?
"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize("row", lines(PLAIN))
def test_a_plain_release_question_is_mapped_to_its_model(row):
    title, _, slug = row.rpartition(" ")
    assert mapped(title.strip()) == ("mapped", slug)


@pytest.mark.parametrize("title", lines(UNCLEAR))
def test_a_question_with_a_condition_is_a_candidate(title):
    assert mapped(title) == ("candidate", None)


@pytest.mark.parametrize("title", [*lines(NOBODYS), ""])
def test_what_names_no_model_is_left_alone(title):
    assert mapped(title)[0] in ("ignored", "candidate")
    assert mapped(title)[1] is None


@pytest.mark.parametrize(
    "title", ["Will it rain in London?", "Claude Monet painting sold?", "Orion capsule launched by?"]
)
def test_other_peoples_matters_are_not_even_candidates(title):
    assert mapped(title)[0] == "ignored"


def test_a_candidate_is_found_by_every_name_in_it_and_says_why_it_is_one():
    (result,) = map_markets([market("Anthropic releases Claude 5 Opus before OpenAI releases GPT-6?")], READER, NOW)
    assert {"anthropic/claude-opus-5", "openai/gpt-6"} <= set(result.subjects)
    assert result.why == "it names several models"


def test_a_labs_codename_that_nobody_knows_is_found_as_a_label():
    (result,) = map_markets([market("OpenAI to release Astra by June?")], READER, NOW)
    assert result.subjects[0] == "label/astra"


def test_a_codename_needs_the_company_of_ai_which_the_rules_may_give():
    assert mapped("Spud released by April 30?")[0] == "ignored"
    assert mapped("Spud released by April 30?", "Resolves YES if OpenAI makes the model Spud available.")[0] == "mapped"


def test_the_first_question_helps_where_the_title_is_vague():
    asked = "Will OpenAI release GPT-6 by May 31?"
    assert mapped("What will OpenAI do?", question=asked) == ("mapped", "openai/gpt-6")
    assert mapped("What will OpenAI do next?", question=asked) == ("candidate", None)
    assert mapped("Will OpenAI lose money?", question=asked) == ("candidate", None)


def test_one_misspelt_rung_does_not_unmap_a_plain_board():
    rungs = tuple(
        VenueRung(f"k{place}", "", f"GPT-5.5 released {lead} April {place + 8}?", None, "open", None, False, None, "t")
        for place, lead in enumerate(("Prio to or on", "on", "on"))
    )
    board = VenueMarket("v", "k", "s", "GPT-5.5 released on...?", "", "", rungs, (), "USD", None, True, NOW)
    assert map_markets([board], READER, NOW)[0].slug == "openai/gpt-5.5"


def test_a_board_that_chooses_between_labs_is_a_candidate_of_each():
    board = market("Which company has the best AI model end of June?", labels=("OpenAI", "Google", "xAI", "Other"))
    (result,) = map_markets([board], READER, NOW)
    assert (result.kind, result.subjects) == ("candidate", ("openai", "google", "xai"))


def test_a_version_is_never_taken_for_a_shorter_one():
    assert mapped("GPT-5.55 released by May?")[1] != "openai/gpt-5.5"
    assert mapped("GPT-55 released by May?")[1] != "openai/gpt-5.5"
    assert mapped("XGPT-5 released by May?")[1] is None


def test_endless_and_odd_titles_cost_nothing():
    for title in ("GPT-6 " * 100_000, "\ud800 GPT-6 released", "𝕏" * 10_000, "((((((" * 10_000):
        assert map_markets([market(title, title)], READER, NOW)


def test_every_row_of_words_has_an_example_it_takes_and_one_it_must_not():
    text = resources.files("bot.domain.markets").joinpath("question_words.toml").read_text("utf-8")
    for row in tomllib.loads(text)["row"]:
        if row["takes"]:
            assert read_question(row["takes"], READER).plain, row["takes"]
        if row["not"]:
            assert not read_question(row["not"], READER).plain, row["not"]
    assert question_words()["released"] == {"release"}


def test_real_release_titles_are_mapped_and_none_to_another_model():
    """The event titles of when-model and ForecastBench: only plain questions of a named version are mapped."""
    path = shared_data("ledger/calibration/resolved_questions.csv")
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    early = datetime(2025, 1, 1, tzinfo=UTC)
    reader = NameReader()
    wrong, missed, plain = [], [], 0
    for title, release, topic in dict.fromkeys(
        (row["event"] or row["question"], row["release"], row["topic"]) for row in rows
    ):
        (result,) = map_markets([market(title)], reader, early)
        model = (result.slug or "").rpartition("/")[2]
        if result.kind == "mapped":
            plain += 1
            if topic != "release" or "next" in title.casefold():
                wrong.append((title, model))
        elif (
            topic == "release"
            and title.endswith("...?")
            and any(char.isdigit() for char in title)
            and "Next" not in title
        ):
            missed.append((title, release))
    assert not wrong
    assert plain >= 25
    assert len(missed) <= plain // 20
