"""What is said or asked of two models: that they are one, that both are out, which is first, and what each costs.

The answers turn on the structure of a sentence: whichever models are named, and however a denial is spelled.
"""

from collections.abc import Callable
from itertools import permutations

import pytest

from bot.messages.levels import brief_text
from bot.messages.reply import Outcome
from tests.conftest import Conversation

LATER = "2026-11-29T13:00Z"
EQUATED = ("spud {} gpt-5.5", "avocado {} muse spark", "gpt-6 {} gemini 4", "hunter alpha {} deepseek v4")
EQUATIONS = ("is", "was", "=", "is not", "isn't", "turned out to be")
BARE = ("isn't out", "isn't out".replace("'", ""))  # with and without the apostrophe
PAIRS = tuple(permutations(("gpt-5.5", "opus 4.7", "gpt-6"), 2))


@pytest.fixture
def here(talk: Callable[..., Conversation]) -> Conversation:
    return talk().at(LATER)


@pytest.mark.parametrize("pattern", EQUATED)
async def test_that_one_model_is_another_is_checked_as_that_and_in_no_other_words(here: Conversation, pattern: str):
    for verb in EQUATIONS:
        text = pattern.format(verb)
        reply = await here.say(text)
        assert reply.command == "claimcheck ask", text
        assert f"“{text}”" in reply.plain, text
    asked = (f"is {pattern.replace('{} ', '')}?", pattern.format("=") + "?", f"was {pattern.replace('{} ', '')}")
    for text in (*asked, f"did {pattern.format('turn out to be')}?"):
        reply = await here.say(text)
        assert reply.command == "checkpoint show" or f"“{text}”" in reply.plain, text


@pytest.mark.parametrize("model", ["gpt-6", "opus 5", "grok 5", "gpt-5.5"])
async def test_a_denial_is_answered_the_same_however_it_is_spelled(here: Conversation, model: str):
    replies = [await here.say(f"{model} {verb}") for verb in ("is not out", *BARE, "is still not out")]
    assert {reply.command for reply in replies} == {"claimcheck ask"}
    assert len({reply.title for reply in replies}) == 1
    asked = [
        await here.say(text)
        for text in (f"is {model} not out?", f"isn't {model} out?", f"{BARE[1].split()[0]} {model} out?")
    ]
    assert len({(reply.command, reply.title) for reply in asked}) == 1


@pytest.mark.parametrize(("one", "other"), PAIRS)
async def test_which_of_two_is_cheaper_is_answered_by_both_prices(here: Conversation, one: str, other: str):
    texts = (
        f"is {one} cheaper than {other}",
        f"is {one} more expensive than {other}?",
        f"which is cheaper, {one} or {other}",
        f"{one} vs {other} price",
        f"compare the prices of {one} and {other}",
    )
    replies = [await here.say(text) for text in texts]
    assert {reply.command for reply in replies} == {"model prices"}
    assert len({reply.title for reply in replies}) == 1
    stated = await here.say(f"{one} is cheaper than {other}")
    assert stated.command == "claimcheck ask"


@pytest.mark.parametrize(("one", "other"), PAIRS)
async def test_which_of_two_is_before_the_other_is_answered_by_both_days(here: Conversation, one: str, other: str):
    for text in (f"{one} before {other}?", f"did {one} come out before {other}", f"was {one} out after {other}?"):
        reply = await here.say(text)
        assert reply.command == "model first", text


async def test_the_cheaper_one_stands_in_the_title_and_a_price_that_is_not_known_is_said_so(here: Conversation):
    reply = await here.say('model prices models:"gpt-5.5, opus 4.7"')
    assert reply.title == "Claude Opus 4.7 is cheaper than GPT-5.5"
    rows = reply.data["models"]
    assert isinstance(rows, list)
    assert [one["usd_per_million"] for one in rows] == [{"input": 5, "output": 30}, {"input": 5, "output": 25}]
    unknown = await here.say('model prices models:"gpt-5.5, grok 5"')
    assert unknown.title == "No price known here: Grok 5"
    assert (await here.say("model prices spud")).outcome is Outcome.REFUSED


@pytest.mark.parametrize("words", ["open source", "open weights", "closed", "proprietary"])
async def test_whether_a_model_is_open_is_answered_by_its_weights(here: Conversation, words: str):
    grades = ("CONTRADICTED", "CONFIRMED") if words in ("closed", "proprietary") else ("CONFIRMED", "CONTRADICTED")
    for verb, grade in zip(("is", "isn't"), grades, strict=True):
        assert (await here.say(f"kimi k3 {verb} {words}")).title.startswith(grade)
    asked = await here.say(f"is kimi k3 {words}?")
    assert (asked.command, asked.title) == ("model show", "Kimi K3 has open weights since 27 July 2026")
    for text in (f"gpt-5.5 is {words}", f"gpt-5.5 isn't {words}"):
        assert "no release of its weights is known here" in (await here.say(text)).title
    unknown = await here.say(f"is gpt-5.5 {words}?")
    assert unknown.title == "Whether GPT-5.5 has open weights is not known here"


@pytest.mark.parametrize(
    ("asked", "claims"),
    [
        ("is avocado muse spark or llama 5", ("Avocado is Muse Spark", "Avocado is Llama 5")),
        ("was Avocado really Muse Spark, or is it Llama 5?", ("Avocado is Muse Spark", "Avocado is Llama 5")),
        (
            "could hunter alpha be deepseek v4, mimo or opus 5",
            ("hunter-alpha is DeepSeek V4",),
        ),
    ],
)
async def test_which_of_several_a_name_is_checks_each_of_them(here: Conversation, asked: str, claims: tuple[str, ...]):
    reply = await here.say(asked)
    assert reply.command == "claimcheck ask"
    assert [claim for claim in claims if f"“{claim}.”" not in reply.plain] == []


@pytest.mark.parametrize(
    "asked", ["is gpt-5.5 or opus 4.7 cheaper", "gpt-5.5 or opus 4.7 or gpt-6", "is spud out or not"]
)
async def test_a_choice_that_equates_nothing_is_no_claim_of_identity(here: Conversation, asked: str):
    assert (await here.say(asked)).data.get("claim_type") != "identity"


async def test_of_three_models_none_is_left_out(here: Conversation):
    reply = await here.say("compare opus 4.7 with gpt-5.5 and gemini 3 pro")
    assert reply.command == "model prices"
    assert [one["subject"] for one in reply.data["models"]] == [
        "anthropic/claude-opus-4.7", "openai/gpt-5.5", "google/gemini-3-pro",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "asked", ["latest claude and latest grok", "newest gemini and newest gpt", "news of gpt-6 and spud"]
)
async def test_an_answer_of_one_of_two_models_says_so(here: Conversation, asked: str):
    first, second = asked.split(" and ")
    told = brief_text(await here.say(asked)).casefold()
    assert f"this is of {first.split()[-1]} alone, not of {second.split()[-1]}." in told


@pytest.mark.parametrize(
    "asked", ["when is gpt-6 out and how much is it", "when did opus 5.5 launch and what does it cost"]
)
async def test_a_day_and_a_price_asked_for_at_once_are_both_told(here: Conversation, asked: str):
    told = brief_text(await here.say(asked))
    assert "has been out since" in told
    assert "input / $" in told


@pytest.mark.parametrize("model", ["gpt-5.5", "opus 5.5"])
async def test_a_price_and_a_context_asked_for_at_once_are_both_told(here: Conversation, model: str):
    told = brief_text(await here.say(f"{model} price and context window"))
    assert "per million tokens" in told
    assert "context 1," in told


@pytest.mark.parametrize(
    "asked", ["who leaked gpt-6", "which leaker spilled gemini 4 first", "who was it that leaked opus 5"]
)
async def test_who_leaked_a_model_is_no_question_about_promised_days(here: Conversation, asked: str):
    reply = await here.say(asked)
    assert reply.command == "claimcheck list"
    assert "the claims about it" in brief_text(reply)
