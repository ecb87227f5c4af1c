"""What is said of a sentence itself: a slip in a name, another language, a link, a command and a name run together."""

from collections.abc import Callable

import pytest

from bot.messages.reply import Outcome
from tests.conftest import Conversation


@pytest.mark.parametrize("text", ["Spudd odds", "when does Spudd ship"])
async def test_a_misspelt_name_beside_a_question_is_understood(talk: Callable[..., Conversation], text: str) -> None:
    reply = await talk().say(text)
    assert reply.outcome is Outcome.ANSWERED
    assert "Spud" in reply.plain
    assert reply.data["read_as"] == {"intent": "odds", "subject": "openai/spud"}
    assert "“Spudd” is taken for Spud" in reply.plain


async def test_a_command_and_a_name_run_together_are_taken_apart(talk: Callable[..., Conversation]) -> None:
    here = talk()
    glued = await here.say("oddsspud")
    assert glued.title == (await here.say("odds spud")).title
    assert (await here.say("oddsfoo")).outcome is Outcome.REFUSED


@pytest.mark.parametrize("text", ["@Spudwatch is grok 5 out yet lol", "hey spudwatch, is grok 5 out yet"])
async def test_the_name_that_the_bot_is_called_by_is_no_part_of_the_question(
    talk: Callable[..., Conversation], text: str
) -> None:
    reply = await talk().say(text)
    assert reply.data["read_as"] == {"intent": "model", "subject": "xai/grok-5"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ist gpt-6 besser als opus 5", "GPT-6"),
        ("wann kommt gpt-6", "GPT-6"),
        ("combien coute gpt-6", "GPT-6"),
        ("¿es mejor opus 5 que gpt-6?", "GPT-6"),
        ("какая цена gpt-6", "GPT-6"),
        ("gpt-6 はいつ出ますか", "GPT-6"),
    ],
)
async def test_another_language_gets_the_card_of_the_name_and_says_so(
    talk: Callable[..., Conversation], text: str, name: str
) -> None:
    reply = await talk().say(text)
    assert reply.outcome is Outcome.ANSWERED
    assert f"I read English; I understood the name {name}" in reply.plain
    assert reply.command in ("model show", "odds show", "claimcheck ask")


async def test_a_label_in_another_language_is_a_name_too(talk: Callable[..., Conversation]) -> None:
    reply = await talk().say("wer steckt hinter crest pro alpha")
    assert reply.command == "checkpoint show"
    assert "I understood the name Crest Pro Alpha" in reply.plain


async def test_another_language_without_a_name_is_told_what_is_read(talk: Callable[..., Conversation]) -> None:
    assert (await talk().say("привет как дела")).title.startswith("I read English only.")


@pytest.mark.parametrize("text", ["when will spud ship", "is spud out", "what was spud", "news of openai"])
async def test_english_is_not_remarked_on(talk: Callable[..., Conversation], text: str) -> None:
    assert "I read English" not in (await talk().say(text)).plain


async def test_a_link_that_names_nothing_is_refused_kindly(talk: Callable[..., Conversation]) -> None:
    reply = await talk().say("https://x.com/foo/status/12345")
    assert reply.title.startswith("I do not open links")


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("https://openai.com/index/introducing-gpt-5-5", "openai/gpt-5.5"),
        ("https://www.theinformation.com/articles/google-gemini-4", "google/gemini-4"),
    ],
)
async def test_the_words_of_an_address_name_the_model_and_nothing_was_opened(
    talk: Callable[..., Conversation], text: str, subject: str
) -> None:
    reply = await talk().say(text)
    assert reply.data["read_as"] == {"intent": "model", "subject": subject}
    assert "Links are not opened" in reply.plain


async def test_why_something_happened_to_a_model_shows_what_is_known_of_it(talk: Callable[..., Conversation]) -> None:
    reply = await talk().at("2026-11-29T13:00Z").say("why was gemini 3.5 pro cancelled")
    assert reply.command == "model show"
    assert reply.title == "Gemini 3.5 Pro was cancelled"


async def test_what_is_asked_of_two_models_tells_of_both(talk: Callable[..., Conversation]) -> None:
    reply = await talk().at("2026-11-29T13:00Z").say("claude opus 5 cost compared to sonnet 5.5")
    assert "Claude Sonnet 5.5" in reply.title or "Claude Sonnet 5.5" in reply.plain


async def test_a_list_is_narrowed_to_the_lab_that_is_named(talk: Callable[..., Conversation]) -> None:
    reply = await talk().say("which of those is about google")
    assert (reply.command, reply.data["lab"]) == ("model coming", "google")
    assert "Read as: what is coming" in reply.plain
