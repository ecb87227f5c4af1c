"""Questions in other languages: the commonest words are read, also where a script has no spaces."""

from collections.abc import Callable

import pytest

from bot.dispatch.plain_words.languages.foreign_words import foreign_words
from bot.dispatch.plain_words.question_forms import KINDS
from tests.conftest import Conversation

NOW = "2026-11-28T12:00Z"


@pytest.mark.parametrize(("text", "intent"), foreign_words().examples.values(), ids=foreign_words().examples)
async def test_each_language_asks_for_what_its_example_says(
    talk: Callable[..., Conversation], text: str, intent: str
) -> None:
    reply = await talk(NOW).say(text.replace("X", "Grok 5"))
    assert reply.data["read_as"] == {"intent": intent, "subject": "xai/grok-5"}
    assert "I read English" in reply.plain


@pytest.mark.parametrize(
    ("text", "intent", "subject"),
    [
        ("was gibt es neues von mistral", "news", "mistral"),
        ("cuándo apagan gpt-4o", "retire", "openai/gpt-4o"),
        ("какие новости про openai", "news", "openai"),
        ("сравни claude 6 и grok 5", "compare", "anthropic/claude-6"),
        ("Grok 5什么时候发布？", "odds", "xai/grok-5"),
        ("OpenAIの最新ニュース", "news", "openai"),
        ("quanto costa gpt-6", "model", "openai/gpt-6"),
    ],
)
async def test_the_commonest_questions_are_read_in_other_languages(
    talk: Callable[..., Conversation], text: str, intent: str, subject: str
) -> None:
    assert (await talk(NOW).say(text)).data["read_as"] == {"intent": intent, "subject": subject}


@pytest.mark.parametrize(
    "text",
    [
        "hola, ¿qué puedes hacer?",
        "salut, tu sais faire quoi ?",
        "hallo, was kannst du?",
        "olá, o que você faz?",
        "ciao, cosa sai fare?",
    ],
)
async def test_what_it_can_do_is_asked_in_other_languages(talk: Callable[..., Conversation], text: str) -> None:
    assert (await talk(NOW).say(text)).data["read_as"]["intent"] == "help"


def test_words_are_set_apart_where_a_script_has_no_spaces() -> None:
    assert foreign_words().spaced("次のQwenはいつ出る？") == "次の Qwen は いつ 出る ?"
    assert foreign_words().spaced("when will Qwen ship") == "when will Qwen ship"


def test_english_is_no_other_language() -> None:
    words = ["price", "per", "token", "in", "the", "api", "?"]
    assert foreign_words().in_english(words, KINDS) == words
