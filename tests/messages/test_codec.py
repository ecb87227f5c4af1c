"""A frozen reply thaws into the same reply."""

from datetime import UTC, datetime

import pytest

from bot.messages.codec import decode_reply, encode_reply
from bot.messages.order import CommandLine, Order, order
from bot.messages.reply import Button, DotPlot, Form, Menu, Reply, Severity, Source, Table, Text, bold, link, when
from tests import gallery

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)

# A body as the first version stored it: those in a queue, and cards that may be corrected, outlive an upgrade.
STORED = (
    '{"_":"Reply","actions":[{"_":"Button","label":"Go","run":{"_":"run","line":"odds show about:spud"}},'
    '{"_":"Form","command":"checkpoint report","fields":["where"],"filled":{"_":"map","of":{"label":"crest"}},'
    '"label":"Report"}],"data":{"_":"map","of":{}},"parts":[{"_":"Text","quiet":true,"words":["a ",{"_":"Span",'
    '"kind":"bold","text":"b"},{"_":"Span","at":{"_":"at","at":"2026-04-21T12:00:00+00:00"},"kind":"when",'
    '"text":"21 Apr 2026 12:00 UTC"}]},{"_":"Table","columns":["venue","odds"],"right":{"_":"set","of":["odds"]},'
    '"rows":[["Kalshi","60 %"]]},{"_":"Spread","alt":"a","marks":[["p10",0.5]],"title":"t","values":[0.5,1.0]}],'
    '"private":false,"severity":"warn","shows":["CL-0001"],"sources":[{"_":"Source","label":"x","read_at":'
    '{"_":"at","at":"2026-04-21T12:00:00+00:00"},"url":"https://example.org"}],"title":"Model watch"}'
)


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


def test_a_body_that_the_first_version_stored_is_read():
    reply = decode_reply(STORED)
    assert reply == Reply(
        title="Model watch",
        parts=(
            Text(("a ", bold("b"), when(NOON)), quiet=True),
            Table(("venue", "odds"), (("Kalshi", "60 %"),), frozenset({"odds"})),
            DotPlot("t", (0.5, 1.0), (("p10", 0.5),), "a"),
        ),
        severity=Severity.WARN,
        sources=(Source("x", "https://example.org", NOON),),
        actions=(
            Button("Go", CommandLine("odds show about:spud")),
            Form("Report", "checkpoint report", {"label": "crest"}, ("where",)),
        ),
        shows=("CL-0001",),
        private=False,
    )
    assert decode_reply(encode_reply(reply)) == reply


def test_only_replies_thaw():
    with pytest.raises(TypeError):
        decode_reply("[]")
    with pytest.raises(TypeError):
        encode_reply(Reply(title="x", actions=(Button("b", object()),)))  # type: ignore[arg-type]
