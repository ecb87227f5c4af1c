"""A frozen reply thaws into the same reply."""

from datetime import UTC, datetime

import pytest

from bot.messages.codec import decode_reply, encode_reply
from bot.messages.order import Order, order
from bot.messages.reply import Button, Menu, Reply, Severity, Source, Text, bold, link, when
from tests import gallery

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)


def replies() -> list[Reply]:
    found = [value for value in vars(gallery).values() if isinstance(value, Reply)]
    for value in vars(gallery).values():
        if isinstance(value, dict | list | tuple):
            members = value.values() if isinstance(value, dict) else value
            found += [member for member in members if isinstance(member, Reply)]
    return found


def test_a_reply_thaws_as_it_was_and_freezes_to_the_same_text():
    reply = Reply(
        title="Model watch",
        parts=(Text(("a ", bold("b"), link("c", "https://example.org"), when(NOON)), quiet=True),),
        severity=Severity.WARN,
        sources=(Source("x", "https://example.org", NOON),),
        actions=(Button("Go", order("odds show", about="spud"), "main"), Menu("m", (Button("Go", Order("help")),))),
        data={"not": "kept"},
        shows=("CL-0001",),
        private=False,
    )
    back = decode_reply(encode_reply(reply))
    assert back.plain == reply.plain
    assert (back.severity, back.sources, back.shows, back.private) == (
        reply.severity,
        reply.sources,
        reply.shows,
        False,
    )
    assert [action.run.line for action in back.actions if isinstance(action, Button)] == ["odds show about:spud"]
    assert encode_reply(back) == encode_reply(reply)
    assert back.data == {}


@pytest.mark.parametrize("reply", replies(), ids=lambda reply: reply.title[:30])
def test_everything_that_can_be_said_can_be_frozen(reply):
    assert decode_reply(encode_reply(reply)).plain == reply.plain
    assert encode_reply(decode_reply(encode_reply(reply))) == encode_reply(reply)


def test_only_replies_thaw():
    with pytest.raises(TypeError):
        decode_reply("[]")
    with pytest.raises(TypeError):
        encode_reply(Reply(title="x", actions=(Button("b", object()),)))  # type: ignore[arg-type]
