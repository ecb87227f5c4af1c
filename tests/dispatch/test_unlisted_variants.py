"""A word behind a known name that no record knows: it is said, and never read as the name without it."""

from collections.abc import Callable

import pytest

from bot.messages.levels import brief_text
from bot.messages.reply import Reply
from tests.conftest import Conversation

NOW = "2026-11-28T12:00Z"
# A known model with a word that no list, page or market has shown, and the slug of the two.
MADE_UP = {
    "gemini 4 xenon": ("Gemini 4", "Xenon", "google/gemini-4-xenon"),
    "gpt-6 zeta": ("GPT-6", "Zeta", "openai/gpt-6-zeta"),
    "opus 5 quartz": ("Claude Opus 5", "Quartz", "anthropic/claude-opus-5-quartz"),
    "grok 5 kappa": ("Grok 5", "Kappa", "xai/grok-5-kappa"),
}
ASKED = (
    "{}",
    "is {} out",
    "odds of {}",
    "price of {}",
    "what changed about {}",
    "tell me when {} is out",
    "when will {} be shut down",
    "when is {} coming",
)
# A family's word with another that none of its models has; with the lab, also where it is an everyday word.
IN_SERIES = {
    "command zeta": ("Command Zeta", "cohere"),
    "magistral quux": ("Magistral Quux", "mistral"),
    "llama banshee": ("Llama Banshee", "meta"),
    "claude duet": ("Claude Duet", "anthropic"),
}


@pytest.fixture
def here(talk: Callable[..., Conversation]) -> Conversation:
    return talk().at(NOW)


def first_lines(reply: Reply) -> str:
    return "\n".join(brief_text(reply).splitlines()[:2])


@pytest.mark.parametrize("name", MADE_UP)
async def test_a_made_up_variant_is_named_as_not_known_whatever_is_asked(here: Conversation, name: str) -> None:
    base, word, slug = MADE_UP[name]
    for text in ASKED:
        reply = await here.say(text.format(name))
        assert f"I know {base}, not a “{word}” of it." in first_lines(reply), text
        assert reply.data["read_as"]["subject"] == slug, text


@pytest.mark.parametrize("name", IN_SERIES)
async def test_a_name_of_a_series_that_nobody_knows_is_told_as_such(here: Conversation, name: str) -> None:
    shown, lab = IN_SERIES[name]
    texts = (
        "is {} out",
        "news of {}",
        "odds of {}",
        "price of {}",
        "tell me when {} is out",
        "is {} retired",
        f"did {lab} put out {{}} last week",
        f"when does {lab} ship {{}}",
    )
    for text in texts:
        reply = await here.say(text.format(name))
        assert f"{shown} is not known here" in first_lines(reply), text
        assert reply.data["read_as"]["subject"] == f"{lab}/{name.replace(' ', '-')}", text


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("is gemini 4 neon out", "google/gemini-4-neon"),
        ("is gpt-6 sol out", "openai/gpt-6-sol"),
        ("gpt-6 rumours", "openai/gpt-6"),
        ("is opus 5 worth it", "anthropic/claude-opus-5"),
        ("gpt-6 jailbreaks", "openai/gpt-6"),
        ("is grok 5 really coming", "xai/grok-5"),
        ("gpt-6 hallucinating", "openai/gpt-6"),
    ],
)
async def test_known_variants_and_words_of_english_are_no_unknown_names(
    here: Conversation, text: str, subject: str
) -> None:
    reply = await here.say(text)
    assert reply.data["read_as"]["subject"] == subject
    assert "not a “" not in brief_text(reply)


async def test_a_word_that_stands_as_no_name_leaves_the_model_and_is_told(here: Conversation) -> None:
    reply = await here.say("gpt-6 zeta hype thread")
    assert reply.data["read_as"]["subject"] == "openai/gpt-6"
    assert "I know GPT-6, not a “Zeta” of it." in first_lines(reply)


@pytest.mark.parametrize("text", ["command line tools?", "what command shows odds", "which command lists alerts"])
async def test_an_everyday_word_that_a_family_is_called_by_is_no_name(here: Conversation, text: str) -> None:
    assert "is not known here" not in brief_text(await here.say(text))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "tell me when gpt-5.5 is out",
            "GPT-5.5 has been out since 23 April 2026. Shall I tell you when anything else",
        ),
        ("let me know when opus 5 drops", "Claude Opus 5 has been out since 24 July 2026. Shall I"),
        ("ping me when sora ships", "Sora was shut down on 24 September 2026"),
        ("tell me when grok 5 is out", "Shall I tell you when anything changes about Grok 5?"),
        ("tell me when gpt-9 is out", "GPT-9 is not known here. Shall I tell you when anything names it?"),
    ],
)
async def test_a_watch_says_first_that_its_model_is_out(here: Conversation, text: str, title: str) -> None:
    reply = await here.say(text)
    assert reply.command == "model watch"
    assert reply.title.startswith(title)


async def test_a_watch_of_what_is_out_tells_what_can_still_be_watched(here: Conversation) -> None:
    asked = await here.say("tell me when gpt-5.5 is out")
    saved = await here.say("/model watch gpt-5.5")
    assert saved.title == "You now watch GPT-5.5."
    for reply in (asked, saved):
        assert "GPT-5.5 has been out since 23 April 2026" in reply.plain
        assert "Still told of: its shutdown, price and limits, sightings, and changes of grades." in reply.plain
        assert "release, price" not in reply.plain


async def test_news_of_a_model_that_nobody_knows_does_not_move_the_mark(here: Conversation) -> None:
    await here.say("/catchup")
    later = here.at("2026-11-28T15:00Z")
    for text in ("news of command zeta", "latest on gemini 4 xenon", "what changed about gpt-6"):
        assert "Your next look begins here" not in (await later.say(text)).plain, text
    assert (await later.say("/catchup")).data["since"].isoformat() == "2026-11-28T12:00:00+00:00"


@pytest.mark.parametrize("text", ["OpenAI hat GPT-6 veröffentlicht", "Grok 5 kommt im Sommer", "odds gpt-6 kalshi"])
async def test_a_word_of_another_language_or_a_venue_is_no_variant(here: Conversation, text: str) -> None:
    assert "not known here" not in first_lines(await here.say(text))
