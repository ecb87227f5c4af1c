"""What a person types at the console survives a slip: files named in a line, and forms that were refused."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from adapters.console.handler import Console
from adapters.console.terminal_text import Screen
from tests.conftest import Conversation

TEXT = (
    "The picker listed it between 5.4 and 5.4 Pro; I chose it and the header said so; gone after reload. Perhaps tuned."
)
LINE = f'checkpoint report label:"Zed Alpha" surface:"ChatGPT picker" how:"own account" text:"{TEXT}"'


@pytest.fixture
def told(talk: Callable[..., Conversation], tmp_path: Path) -> Callable[..., str]:
    async def run(*lines: str) -> str:
        said: list[str] = []
        left = iter(lines)

        async def ask(_prompt: str) -> str:
            try:
                return next(left)
            except StopIteration:
                raise EOFError from None

        chat = talk()
        await Console(chat.running, chat.clock, ask, said.append, Screen(100), tmp_path / "pictures").talk()
        return "\n".join(said)

    return run


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    out = io.BytesIO()
    Image.linear_gradient("L").save(out, "PNG")
    path = tmp_path / "a picker.png"
    path.write_bytes(out.getvalue())
    return path


async def test_a_file_may_be_named_in_the_line(told: Callable[..., str], picture: Path) -> None:
    assert "256 × 256 pixels, metadata removed" in await told(f'{LINE} image:"{picture}"', "quit")


async def test_a_file_that_is_not_there_is_said(told: Callable[..., str]) -> None:
    assert "There is no file “/no/such.png” to read." in await told(f"{LINE} image:/no/such.png", "quit")


async def test_a_form_that_was_refused_can_be_sent_again_with_what_was_typed(
    told: Callable[..., str], picture: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "text.png"
    bad.write_text("hello")
    fields = ("Zed Alpha", "own account", "ChatGPT web, just now", TEXT)
    said = await told("checkpoint report", *fields, str(bad), "1", "", "", "", "", str(picture), "quit")
    assert "That is not a picture I can open." in said
    assert "[1] Continue editing" in said
    preview = said[said.index("Before I save it") :]
    assert "Zed Alpha" in preview
    assert re.sub(r"\s+", " ", TEXT) in re.sub(r"\s+", " ", preview)


async def test_a_choice_is_named_or_numbered_and_asked_again_until_it_is_one(told: Callable[..., str]) -> None:
    said = await told("checkpoint report", "Zed Alpha", "I dreamt it", "1", "ChatGPT web, just now", TEXT, "", "quit")
    assert "    1 own account" in said
    assert "how cannot be “I dreamt it”. It is one of: own account" in said
    assert "How you know: own account" in said


async def test_what_a_line_lacks_is_asked_for(told: Callable[..., str]) -> None:
    said = await told("digest create here name:Morning", "1", "daily", "09:00", "quit")
    assert "[1] Ask me for it" in said
    assert "channel:" not in said[said.index("Enter takes") :].partition("Time of day")[0]
    assert "Every day 09:00" in said
    assert "[1] Ask me for it" in await told("odds history", "quit")
    assert "Ask me for it" not in await told("odds nothing at all", "quit")


@pytest.mark.parametrize("word", ["cancel", "quit", "Exit"])
async def test_a_word_leaves_a_form_and_nothing_is_saved(told: Callable[..., str], word: str) -> None:
    said = await told("checkpoint report", "Zed Alpha", word, "checkpoint zed alpha", "quit")
    assert "cancel leaves without saving" in said
    assert "nothing was saved" in said
    assert "Nobody here has reported “zed alpha”" in said


async def test_a_form_of_any_command_can_be_sent_again(told: Callable[..., str]) -> None:
    said = await told("spudwatch-admin setup", "1", "Nowhere at all", "1", "Berlin", "quit")
    assert "[1] Try again with what you typed" in said
    assert "Europe/Berlin" in said
