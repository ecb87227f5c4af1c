"""The short card of a refuted claim gives what is so in its place, from the best source; events of the ledger count."""

import pytest

from bot.messages.levels import brief_text
from bot.messages.reply import plain

NOW = "2026-11-30T12:00Z"


@pytest.mark.parametrize(
    ("claim", "title"),
    [
        (
            "Claude Opus 5 costs $50",
            "CONTRADICTED: $5 in, $25 out per million tokens, says Anthropic (27 Nov 2026)",
        ),
        (
            "Claude Opus 5 costs $40 per million output tokens",
            "CONTRADICTED: $25 out per million tokens, says Anthropic (27 Nov 2026)",
        ),
        (
            "Claude Opus 5 costs more than $30",
            "CONTRADICTED: $5 in, $25 out per million tokens, says Anthropic (27 Nov 2026)",
        ),
        (
            "Claude Opus 5.5 reads 2M tokens of context",
            "CONTRADICTED: context 1,000,000 tokens, says Anthropic (30 Sep 2026)",
        ),
        (
            "Claude Opus 4.7 scores 99% on SWE-bench Verified",
            "SPECULATION: 87.6 % instead, says Anthropic, quoted by allthings.how (16 Apr 2026)",
        ),
        (
            "GPT-5 is shut down on 3 March 2027",
            "CONTRADICTED: it is to be shut down on 11 December 2026, says OpenAI (28 Sep 2026)",
        ),
        ("Gemini 4 came out on 3 March 2026", "CONTRADICTED: it came out on 13 October 2026, says Google"),
        (
            "GPT-6 came out on 3 March 2026",
            "CONTRADICTED: it came out on 3 September 2026, says OpenAI, quoted by docs.laozhang.ai",
        ),
        ("GPT-6 isn't out", "CONTRADICTED: GPT-6 has been out since 3 September 2026"),
        ("Claude Mythos 5 is open to the public", "CONTRADICTED: in limited access, not out for everybody"),
        ("Spud is GPT-6", "CONTRADICTED: it is GPT-5.5, says OpenAI, quoted by dev.to (23 Apr 2026)"),
        (
            "Kimi K3 is already open on 19 July 2026",
            "CONTRADICTED: its weights came out on 27 July 2026, says Moonshot AI",
        ),
        (
            "Kimi K3's weights came out on 16 July 2026",
            "CONTRADICTED: its weights came out on 27 July 2026, says Moonshot AI",
        ),
        ("Gemini 4 Argon was released on 30 September", "CONTRADICTED: it came out on 13 October 2026, says Google"),
        (
            "GPT-6 was delayed to 2027",
            "CONTRADICTED: it came out on 3 September 2026, says OpenAI, quoted by docs.laozhang.ai",
        ),
        (
            "GPT-5.5 has 400k ctx",
            "MIXED: it depends on the place: context 400,000 tokens in Codex; context 1,050,000 tokens in general",
        ),
        ("Gemini 3.5 Pro is out", "SPECULATION: SemiAnalysis says that it was cancelled"),
    ],
)
async def test_its_title_says_what_is_so_and_from_where(talk, claim, title):
    assert (await talk(NOW).say(f"claimcheck ask {claim}")).title == title


@pytest.mark.parametrize(
    ("claim", "grade"),
    [
        ("GPT-6 is available to all ChatGPT users", "SUPPORTED"),
        ("GPT-6 is available to ChatGPT Plus users", "SUPPORTED"),
        ("GPT-6 Astra is in ChatGPT", "SUPPORTED"),
        ("GPT-5.5 is available to paid users in ChatGPT", "SUPPORTED"),
        ("GPT-5.5 is available to free users in ChatGPT", None),
        ("Claude Fable 5 is available to everyone", "CONFIRMED"),
        ("Claude Sonnet 5.5 cached input costs $0.10", "CONFIRMED"),
        ("GLM-5 has 744B parameters", "UNCONFIRMED"),
        ("GLM-5 has 800B parameters", "SPECULATION"),
        ("GPT-6 Luna costs $0.10/$0.50", "UNCONFIRMED"),
    ],
)
async def test_an_event_counts_for_what_it_says(talk, claim, grade):
    assert (await talk(NOW).say(f"claimcheck ask {claim}")).data["grade"] == grade


@pytest.mark.parametrize(
    ("at", "grade", "told"),
    [
        ("2026-06-10T12:00Z", None, ""),
        ("2026-06-20T12:00Z", "CONFIRMED", "Anthropic says so"),
        (NOW, "MIXED", "it was shut down on 12 June 2026 and came back on 1 July 2026"),
    ],
)
@pytest.mark.parametrize("claim", ["Claude Fable 5 was retired", "Claude Fable 5 has been withdrawn"])
async def test_a_model_that_ended_and_came_back_is_said_to_have_done_both(talk, at, grade, told, claim):
    card = await talk(at).say(f"claimcheck ask {claim}")
    assert card.data["grade"] == grade
    assert told in card.title


async def test_a_lab_s_own_word_goes_before_a_record_of_equal_weight(talk):
    card = await talk(NOW).say("claimcheck ask GPT-6 came out on 3 September 2026")
    assert card.title == "SUPPORTED: OpenAI, quoted by docs.laozhang.ai, says so"
    assert (await talk(NOW).say("model claude haiku 5.5")).plain.count("listed by Anthropic") == 1


@pytest.mark.parametrize(
    ("claim", "read"),
    [
        ("GPT-6 has a 1 MB context window", "1 MB"),
        ("GPT-6 has a 512 kilobyte context window", "512 kB"),
        ("GPT-6 came at most one month after GPT-5.6", "at most 1 month apart from GPT-5.6"),
        ("Claude Opus 5.5 came out 1 day after Claude Opus 5", "1 day apart from Claude Opus 5 · on 25 Jul 2026"),
        ("DeepSeek V4 is multimodal at release", "DeepSeek V4 · as filed, in its own words"),
    ],
)
async def test_a_claim_is_read_back_in_words(talk, claim, read):
    lines = brief_text(await talk(NOW).say(f"claimcheck ask {claim}")).splitlines()
    said = next(line for line in lines if line.startswith("Read as: "))
    assert said == f"Read as: {said.removeprefix('Read as: ')}"
    assert read in said
    assert read.endswith(said[-len(read) :]) or f"{read} ·" in said


async def test_the_two_halves_of_a_comparison_are_one_origin(talk):
    card = await talk(NOW).say("claimcheck ask Claude Opus 4.5 costs a third of Claude Opus 4.1")
    assert card.data["origins"] == len(card.data["origin_names"]) == 1
    assert " with " in card.data["origin_names"][0]
    near = await talk(NOW).say("claimcheck ask Claude Fable 5.2 is cheaper than GPT-6.2 Astra")
    assert near.data["against"] == ["Anthropic with LaoZhang"]


@pytest.mark.parametrize("claim", ["CL-0052", "CL-0001", "CL-0326"])
async def test_the_full_card_of_a_filed_claim_names_the_three_nearest(talk, claim):
    card = await talk(NOW).say(f"claimcheck show {claim}")
    bullets = [part for part in card.parts if getattr(part, "heading", "") == "Nearest to it in the ledger"]
    assert [len(part.items) for part in bullets] == [3]
    assert not any(plain(item).startswith(claim) for item in bullets[0].items)


async def test_two_models_compared_on_nothing_are_both_shown_with_price_and_limits(talk):
    said = brief_text(
        await talk(NOW).say("claimcheck ask Claude Fable 5.2 is better than Claude Opus 5.5")
    ).splitlines()
    assert [line.partition(":")[0] for line in said if line.startswith("• ")] == [
        "• Claude Fable 5.2",
        "• Claude Opus 5.5",
    ]
