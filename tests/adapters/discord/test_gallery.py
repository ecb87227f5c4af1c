"""Everything a reply can say, drawn for Discord and judged by Discord's own rules."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.discord import commands, controls, forms, limits
from adapters.discord.markup import size
from adapters.discord.render import FULL_TEXT, DiscordMessage, draw
from bot.dispatch.registry import CommandRegistry
from bot.messages.order import order
from bot.messages.reply import (
    Bullets,
    Button,
    Chart,
    Fields,
    Form,
    Menu,
    Reply,
    Severity,
    Source,
    Table,
    Text,
    bold,
    code,
    link,
    when,
)
from tests.adapters.discord.conftest import SAMPLE, texts
from tests.adapters.discord.judge import judge
from tests.adapters.discord.local import PNG
from tests.gallery import GALLERY

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


def drawn(reply: Reply) -> DiscordMessage:
    keys = {line: f"{number:024x}" for number, line in enumerate(controls.too_long(reply))}
    return draw(reply, [PNG for _ in reply.pictures], keys, "ref ABCDEFGH")


def findings(message: DiscordMessage) -> list[str]:
    """What the judges say to the message as an answer, as an edit and as a post."""
    files = [file.name for file in message.files]
    post = message.payload(nonce="n" * 25, enforce_nonce=True)
    tries = [
        ("POST", "/channels/1/messages", post, None),
        ("PATCH", "/channels/1/messages/2", message.payload(), None),
        ("POST", "/interactions/1/t/callback", {"type": 4, "data": message.payload(private=True)}, "slash"),
        ("PATCH", "/webhooks/1/t/messages/@original", message.payload(), None),
        ("POST", "/webhooks/1/t", message.payload(private=True), None),
    ]
    return [
        f"{method} {path}: {found}"
        for method, path, body, source in tries
        for found in judge().request(method, path, body, files, source=source)
    ]


@pytest.mark.parametrize("name", GALLERY)
def test_the_judges_find_nothing_in_the_gallery(name: str):
    assert findings(drawn(GALLERY[name])) == []


def test_the_judge_is_awake():
    long = DiscordMessage([{"type": 10, "content": "x" * 4_001}])
    assert findings(long)


@pytest.mark.parametrize("name", GALLERY)
def test_every_source_is_there_however_long_the_reply(name: str):
    reply, message = GALLERY[name], drawn(GALLERY[name])
    attached = b"".join(file.content for file in message.files if file.name == FULL_TEXT).decode()
    for source in reply.sources:
        host = source.url.split("/")[2]
        assert host in texts(message.components[0])
        assert source.url in attached or source.url.split("?")[0] in texts(message.components[0])


def test_what_is_cut_is_named_and_goes_along_whole():
    message = drawn(GALLERY["very long"])
    said = texts(message.components[0])
    assert "Left out here:" in said
    assert "rows" in said
    assert "56 sources" in said
    [whole] = [file for file in message.files if file.name == FULL_TEXT]
    assert b"row 399" in whole.content


def test_nothing_of_a_users_takes_effect():
    blocks = drawn(GALLERY["hostile"]).components[0]["components"]
    said = "\n".join(block["content"] for block in blocks if block["type"] == 10)
    # What stands in fixed-width spans is not read, and a link of ours has its own brackets.
    outside = re.sub(r"\]\(<[^>]*>\)", "", re.sub(r"```.*?```|(?<!\\)`[^`]*`", "", said, flags=re.DOTALL))
    for live in ("<", "@e", "@h", "](", "discord.gg/", "https://", "\u202e", "\u200b", "\x1b"):
        assert not re.search(r"(?<!\\)" + re.escape(live), outside.replace("<t:", "")), live
    for line in outside.splitlines():
        assert not re.match(r"\s*(?:#{1,2} |> |\d+\. )", line)


WORDS = st.text(max_size=400) | st.text("a b<@>*_`[]()|~#\n", max_size=2_000) | st.just("word " * 900)
SHORT = st.text(max_size=120)
SPANS = st.one_of(
    WORDS,
    st.builds(bold, WORDS),
    st.builds(code, WORDS),
    st.builds(
        link, SHORT, st.sampled_from(["https://a.example/x", "javascript:x", "https://[", "http://ü.example/ü)"])
    ),
    st.just(when(NOW)),
)
RICH = SPANS | st.tuples(SPANS, SPANS, SPANS)
CELLS = st.lists(st.tuples(SHORT, SHORT, SHORT), max_size=80)
PARTS = st.one_of(
    st.builds(Text, RICH, st.booleans()),
    st.builds(Fields, st.lists(st.tuples(SHORT, RICH), max_size=40).map(tuple)),
    st.builds(Bullets, st.lists(RICH, max_size=40).map(tuple), SHORT),
    CELLS.map(lambda rows: Table(("one", "two", "three"), tuple(rows), frozenset({"two"}))),
    st.builds(Chart, SHORT, st.just(()), st.text(min_size=1, max_size=3_000)),
)
ORDERS = st.builds(lambda text: order("thing show", about=text), st.text(max_size=300))
BUTTONS = st.builds(Button, SHORT, ORDERS, st.sampled_from(["plain", "main", "danger"]))
ACTIONS = st.one_of(
    BUTTONS,
    st.builds(Menu, SHORT, st.lists(BUTTONS, max_size=40).map(tuple)),
    st.builds(Form, SHORT, st.just("thing add"), st.dictionaries(st.sampled_from(["label", "saw"]), WORDS)),
)
SOURCES = st.builds(Source, SHORT, st.builds("https://s.example/{}".format, SHORT), st.none() | st.just(NOW))
REPLIES = st.builds(
    Reply,
    title=WORDS,
    parts=st.lists(PARTS, max_size=14).map(tuple),
    severity=st.sampled_from(Severity),
    sources=st.lists(SOURCES, max_size=50).map(tuple),
    actions=st.lists(ACTIONS, max_size=60).map(tuple),
    note=RICH,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(REPLIES)
def test_the_judges_find_nothing_in_anything(reply: Reply):
    assert findings(drawn(reply)) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(3_000, 4_400), st.integers(0, 60), st.integers(0, 60))
def test_text_at_and_beyond_the_limit_is_cut_at_a_word(length: int, buttons: int, sources: int):
    reply = Reply(
        title="Title",
        parts=(Text("seven77 " * (length // 8)),),
        sources=tuple(Source(f"s{n}", f"https://s.example/{n}") for n in range(sources)),
        actions=tuple(Button(f"b{n}", order("thing show", about=str(n))) for n in range(buttons)),
    )
    message = drawn(reply)
    said = texts(message.components[0])
    assert findings(message) == []
    for line in said.splitlines():
        if line.startswith("seven77"):
            assert set(line.rstrip("…").split()) == {"seven77"}
            assert ("…" in line) == ("Left out here: the end of a paragraph" in said)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["label", "how", "saw", "link", "image", "sure"]), st.text(max_size=5_000)), SHORT
)
def test_the_judges_find_nothing_in_any_form(filled: dict[str, str], title: str):
    command = CommandRegistry(SAMPLE).get("thing add")
    data = forms.modal(Form(title, "thing add", filled), command, "&" + "0" * 24)
    assert judge().request("POST", "/interactions/1/t/callback", {"type": 9, "data": data}, (), source="slash") == []


@pytest.mark.parametrize("package", [SAMPLE, "bot.commands"])
def test_the_judges_find_nothing_in_what_is_registered(package: str):
    made = commands.registrations(CommandRegistry(package))
    assert judge().request("PUT", "/applications/1/commands", made) == []


@given(st.text(max_size=300))
def test_a_size_is_never_less_than_what_python_counts(text: str):
    assert size(text) >= len(text)
    assert limits.TEXT == 4_000
