"""Whoever waits when the program stops is told so, and can ask the same again by a button."""

import pytest

from adapters.runtime.restart_notice import WITHOUT_FILE, restarting
from bot.dispatch.registry import CommandRegistry
from bot.messages.reply import Outcome, Text
from bot.messages.request import Attachment, Request


@pytest.mark.parametrize(
    ("request_", "line"),
    [
        (Request(line="/odds spud by:2026-04-30"), "odds spud by:2026-04-30"),
        (Request(line="share odds show about:spud"), "share odds show about:spud"),
        (Request(name="odds show", values={"about": 'gpt "5" by:x', "by": "2026-04-30"}), None),
        (Request(name="checkpoint report", values={"label": "Crest", "image": Attachment("a", "b", b"c")}), None),
    ],
)
def test_the_button_asks_the_same_again(request_, line):
    (button,) = restarting(request_, changes=False).actions
    assert line is None or button.run.line == line
    understood = CommandRegistry().understand(button.run.line.removeprefix("share "))
    if request_.name:
        words = {key: value for key, value in request_.values.items() if isinstance(value, str)}
        assert (understood.command.name, dict(understood.values)) == (request_.name, words)


def test_what_may_have_been_done_is_looked_at_first():
    request = Request(line="checkpoint withdraw CP-0001")
    assert "look before you repeat it" in restarting(request, changes=True).plain
    assert restarting(request, changes=False).plain == "I am restarting; ask again in a moment."
    assert restarting(request, changes=False, file=True).parts == (Text(WITHOUT_FILE),)
    held = Request(name="checkpoint report", values={"image": Attachment("a", "b", b"c")})
    assert restarting(held, changes=False).parts == (Text(WITHOUT_FILE),)
    assert restarting(request, changes=True).outcome is Outcome.REFUSED
    assert restarting(request, changes=True).private
