"""Words drawn letter by letter, and cut where a word ends."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.command_mentions import spelled
from adapters.discord.markup import cut, escape, fixed, markdown, masked, shortened, size
from adapters.net.sanitize import address, one_line, visible
from bot.dispatch.registry import CommandRegistry
from bot.messages.reply import Bullets, Reply, Text, ago, bold, channel, code, link, person, when

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("plain words, 78 % (so far)", "plain words, 78 % (so far)"),
        ("**bold** _it_ ~~no~~ `code` ||hid||", r"\*\*bold\*\* \_it\_ \~\~no\~\~ \`code\` \|\|hid\|\|"),
        ("@everyone <@1> <@&2> <#3> </odds:1> <t:1:R>", r"\@everyone \<\@1\> \<\@&2\> \<#3\> \</odds:1\> \<t\:1:R\>"),
        ("[x](https://a.example)", r"\[x\](https\://a.example)"),
        ("https://a.example steam://x", r"https\://a.example steam\://x"),
        ("discord.gg/abc discord.com/invite/abc", r"discord.gg\/abc discord.com/invite\/abc"),
        ("# h\n## h\n-# s\n- l\n+ l\n1. n\n> q", "\\# h\n\\## h\n\\-# s\n\\- l\n\\+ l\n1\\. n\n\\> q"),
        ("3.5 points", "3.5 points"),
        (":tada: 12:30", r"\:tada: 12:30"),
        ("back\\slash", r"back\\slash"),
        ("a\u202eb\u200bc\x1bd\ud800e", "abcde"),
        ("Z\u0300\u0301\u0302\u0303", "Z\u0300\u0301"),
        ("👩\u200d💻 a\u200db", "👩\u200d💻 ab"),
    ],
)
def test_somebodys_words_are_drawn_letter_by_letter(typed: str, drawn: str):
    assert escape(typed) == drawn


@given(st.text(max_size=300))
def test_taking_the_backslashes_away_gives_what_is_visible(text: str):
    assert re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escape(text)) == visible(text)


@given(st.text(max_size=300))
def test_what_is_visible_can_be_sent(text: str):
    assert visible(text).encode("utf-8").decode() == visible(text)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://a.example/x?y=1#z", "https://a.example/x?y=1#z"),
        ("https://good.example@evil.example/", "https://evil.example/"),
        ("https://a.example/)>\u202e<", "https://a.example/%29%3E%3C"),
        ("https://ünder.example/", "https://xn--nder-zra.example/"),
        ("javascript:alert(1)", ""),
        ("http://[", ""),
        ("http://[::1]:8/x", "http://[::1]:8/x"),
        ("https://a b.example/", ""),
        ("https://a>b.example/", ""),
        ("https://a)b.example/", ""),
        ("https://", ""),
        ("ftp://a.example", ""),
    ],
)
def test_a_link_leads_to_the_web_and_nowhere_else(url: str, target: str):
    assert address(url) == target


def test_a_label_that_names_another_host_shows_the_real_one():
    assert (
        masked("openai.com/spud", "https://evil.example/x")
        == "[openai.com/spud](<https://evil.example/x>) (evil.example)"
    )
    assert masked("example.com", "https://www.example.com/") == "[example.com](<https://www.example.com/>)"
    assert (
        masked("docs of example.com", "https://docs.example.com/")
        == "[docs of example.com](<https://docs.example.com/>)"
    )


def test_times_are_drawn_in_the_readers_zone():
    assert markdown((when(NOW), " ", ago(NOW, NOW))) == "<t:1776772800:f> <t:1776772800:R>"


def test_a_fixed_width_span_cannot_be_ended():
    assert fixed("a`b``c") == "`aˋbˋˋc`"
    assert fixed("") == "` `"


@given(st.text(max_size=400), st.integers(1, 200))
def test_a_cut_text_fits(text: str, room: int):
    assert size(cut(text, room)) <= max(room, 1)
    assert size(cut((text, bold(text), link(text, "https://a.example")), room)) <= max(room, 1)
    assert size(shortened(text, room)) <= room


def test_a_text_is_cut_at_a_word_and_a_span_never_inside():
    assert cut("hello world how are you", 12) == "hello world…"
    assert cut(("hello ", bold("wide world"), " there"), 18) == "hello…"
    assert cut("x" * 100, 10) == "x" * 9 + "…"
    assert shortened("one two three", 8) == "one two…"
    assert one_line(" a\n b\t") == "a b"


@pytest.mark.parametrize(
    ("written", "spelled_out"),
    [
        ("/odds spud", "/odds show about:spud"),
        ("/odds history spud", "/odds history spud"),
        ("/claimcheck Spud beats Opus 4.7", "/claimcheck ask claim:Spud beats Opus 4.7"),
        ("/odds show about [by] [venue]", "/odds show about [by] [venue]"),
        ("/catchup", "/catchup"),
        ("/odds", "/odds"),
        ("/invite", "/invite"),
        ("CL-0042", "CL-0042"),
    ],
)
def test_a_command_to_type_is_written_as_discord_takes_it(written, spelled_out):
    reply = Reply(title="x", parts=(Text(("Type ", code(written))), Bullets((code(written),))))
    text, bullets = spelled(reply, CommandRegistry()).parts
    assert text.words == ("Type ", code(spelled_out))
    assert bullets.items == (code(spelled_out),)


def test_a_channel_is_drawn_with_its_name_by_discord_and_a_typed_one_is_not():
    assert markdown((channel("42"), channel("leaks"))) == "<#42>#leaks"


def test_a_person_is_drawn_with_their_name_by_discord():
    assert markdown((person("discord:42"), person("console:you"))) == "<@42>you"
