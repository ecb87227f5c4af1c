"""The prompt of the console: what Ctrl-C clears and ends, what Tab completes."""

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from adapters.console.handler import ACTOR, PLACE
from adapters.console.prompt import Suggestions, prompting


async def test_ctrl_c_clears_a_typed_line_and_a_second_one_leaves(talk, tmp_path):
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        ask = prompting(talk().app, ACTOR, PLACE, tmp_path / "state" / "history")
        keys.send_text("half a li\x03odds spud\r")
        assert await ask("> ") == "odds spud"
        keys.send_text("half a line\x03\x03")
        with pytest.raises(KeyboardInterrupt):
            await ask("> ")


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("od", ["odds"]),
        ("odds sho", ["odds show"]),
        ("odds spud ven", ["odds spud venue:"]),
        ("odds spud venue:po", ["odds spud venue:Polymarket"]),
        ("odds show spud by:30 Apr ve", ["odds show spud by:30 Apr venue:"]),
        ('odds show about:"gpt 5" ve', ['odds show about:"gpt 5" venue:']),
        ("odds link MK-0001 ", ["odds link MK-0001 claim:", "odds link MK-0001 relation:", "odds link MK-0001 note:"]),
        ("model show claude opus 4.6", ["model show anthropic/claude-opus-4.6"]),
        ('model show "claude opus 4.6', ["model show anthropic/claude-opus-4.6"]),
        ('model show name:"claude opus 4.6', ["model show name:anthropic/claude-opus-4.6"]),
    ],
)
async def test_tab_completes_what_is_being_typed_however_many_words_it_has(talk, typed, lines):
    completer = Suggestions(talk().app, ACTOR, PLACE)
    found = [
        typed[: len(typed) + one.start_position] + one.text
        async for one in completer.get_completions_async(Document(typed, len(typed)), CompleteEvent())
    ]
    assert found[: len(lines)] == lines


async def test_tab_offers_no_option_twice(talk):
    typed = "odds spud venue:Kalshi "
    completer = Suggestions(talk().app, ACTOR, PLACE)
    found = [one.text async for one in completer.get_completions_async(Document(typed, len(typed)), CompleteEvent())]
    assert found[:2] == ["by:", "as_of:"]
    assert "venue:" not in found
