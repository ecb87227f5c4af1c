"""The prompt of the console: what Ctrl-C clears and ends."""

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from adapters.console.handler import ACTOR, PLACE
from adapters.console.prompt import prompting


async def test_ctrl_c_clears_a_typed_line_and_a_second_one_leaves(talk, tmp_path):
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        ask = prompting(talk().app, ACTOR, PLACE, tmp_path / "state" / "history")
        keys.send_text("half a li\x03odds spud\r")
        assert await ask("> ") == "odds spud"
        keys.send_text("half a line\x03\x03")
        with pytest.raises(KeyboardInterrupt):
            await ask("> ")
