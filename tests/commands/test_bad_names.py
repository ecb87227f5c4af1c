"""Names that are none, names of two models, names that are commands: answered, asked or refused, never misread."""

import pytest

from bot.domain.names.subjects import OpenedSubject, SubjectOrigin
from bot.messages.reply import Outcome

PAGE = "https://example.org/notes"
LOOK_UPS = (
    "model show", "odds show about:", "claimcheck ready", "checkpoint show", "alerts add what:release about:",
    "digest create channel:here name:News days:daily time:09:00 about:", "claimcheck ask claim:",
)  # fmt: skip


def line(look_up: str, name: str) -> str:
    return f'{look_up}"{name}"' if look_up.endswith(":") else f'{look_up} "{name}"'


@pytest.mark.parametrize("look_up", LOOK_UPS)
@pytest.mark.parametrize(
    "name", ["x" * 300, "GPT-" + "9" * 300, "\u200b", "..."], ids=["long", "digits", "unseen", "dots"]
)
async def test_what_is_no_name_is_refused_in_words(talk, look_up, name):
    said = await talk().say(line(look_up, name))
    assert said.outcome in (Outcome.REFUSED, Outcome.ANSWERED)
    assert said.data.get("subject") is None or said.data["subject"].startswith(("label/", "openai/gpt-"))
    assert max(map(len, said.title.splitlines())) <= 200


async def test_two_models_of_one_name_are_asked_about(talk):
    chat = talk()
    assert (await chat.say(f"model add model:Lantern lab:google source:{PAGE}")).data["slug"] == "google/lantern"
    other = OpenedSubject("openai/lantern", "Lantern", "openai", SubjectOrigin.LIST, chat.clock.now(), PAGE)
    await chat.ports.ledger.open(other)
    chat.at("2026-04-21T13:00Z")
    for look_up in ("model show", "alerts add what:release about:"):
        said = await chat.say(line(look_up, "Lantern"))
        assert said.outcome is Outcome.REFUSED
        assert "google/lantern" in said.plain
        assert "openai/lantern" in said.plain


@pytest.mark.parametrize("name", ["odds", "help", "model show"])
async def test_a_model_may_be_called_like_a_command(talk, name):
    chat = talk()
    slug = (await chat.say(f'model add model:"{name}" lab:google source:{PAGE}')).data["slug"]
    assert (await chat.say(f'model show "{name}"')).data["subject"] == slug
    helped = await chat.say("odds help")
    assert helped.title.startswith("/odds"), "the command is still the command"


async def test_a_model_nobody_knows_is_named_readably_with_its_lab(talk):
    chat = talk("2026-11-28T12:00Z")
    card = await chat.say("model show claude-quux-7")
    assert card.title == "Claude Quux 7 is not known here"
    assert "Anthropic" in card.plain
    assert "Lab unknown" not in card.plain
    asked = await chat.say("claimcheck ask deepseek-v9 is out")
    assert "DeepSeek V9" in asked.plain
    assert "deepseek-v9 " not in asked.plain.replace("“deepseek-v9 is out”", "")


@pytest.mark.parametrize("line", ["model klaude 6", "odds klaude 6", "Odds of klaude 6"])
async def test_a_name_with_a_slip_in_its_first_letter_is_offered_with_a_button(talk, line):
    said = await talk("2026-11-28T12:00Z").say(line)
    assert "Claude 6" in said.plain
    assert any(one.label == "Claude 6" and "anthropic/claude-6" in one.run.line for one in said.actions)
