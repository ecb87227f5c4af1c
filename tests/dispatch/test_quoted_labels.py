"""What stands between quotation marks or backticks is a label as it is written there."""

from collections.abc import Callable

import pytest

from bot.messages.levels import brief_text
from tests.conftest import Conversation

MARKS = ("`{}`", "“{}”", '"{}"', "«{}»", "‘{}’")
LABELS = (
    "crest-alpha-2",
    "foo-bar",
    "zeta",
    "Foo.Bar-2",
    "zephyr_v2:free",
    "gpt-7-preview-x",
    "claude-opus-5-turbo-max",
)


@pytest.fixture
def here(talk: Callable[..., Conversation]) -> Conversation:
    return talk().at("2026-11-28T12:00Z")


@pytest.mark.parametrize("label", LABELS)
async def test_a_quoted_label_is_asked_about_as_it_is_written(here: Conversation, label: str) -> None:
    for marks in MARKS:
        for text in ("anyone seen {}", "{} in the arena", "what model is {}"):
            reply = await here.say(text.format(marks.format(label)))
            assert reply.command == "checkpoint show", (text, marks)
            assert reply.title == f"Nobody here has reported “{label}”", (text, marks)


@pytest.mark.parametrize("text", ["what is `gpt-5.5`", 'what is "gpt-5.5"', "what is `claude-opus-6`"])
async def test_a_quoted_id_that_is_a_model_is_that_model(here: Conversation, text: str) -> None:
    assert (await here.say(text)).command == "model show"


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("is sam altman reliable", True),
        ("what did musk promise", True),
        ("is the verge reliable", False),
        ("what did openai promise", False),
        ("promises about gpt-6", False),
        ("who keeps their dates", False),
    ],
)
async def test_only_where_a_person_is_asked_about_a_record_minds_its_manners(
    here: Conversation, text: str, *, person: bool
) -> None:
    assert ("No harassment" in brief_text(await here.say(text))) == person


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("anyone seen `zeta`", "Read as: sightings of zeta"),
        ("sightings", "Read as: names seen lately"),
        ("what shipped last week", "Read as: what was released"),
        ("what changed", "Read as: what changed"),
        ("shutdowns next month", "Read as: shutdowns"),
        ("is the verge reliable", "Read as: who was right, and how often"),
        ("what did openai promise", "Read as: promised days"),
    ],
)
async def test_how_a_question_was_read_is_told_in_its_own_words(here: Conversation, text: str, said: str) -> None:
    assert said in brief_text(await here.say(text))
