"""Two levels of a reply: the answer in eight lines, and everything behind it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.messages import words
from bot.messages.codec import decode_reply, encode_reply
from bot.messages.levels import CHARACTERS, LINES, brief, brief_text, caution, derived, says_more, shortened, shown
from bot.messages.order import order
from bot.messages.reply import (
    Bullets,
    Button,
    Chart,
    Fields,
    Form,
    Level,
    Menu,
    Reply,
    Source,
    Table,
    Text,
    bold,
    link,
    plain,
    when,
)

LONG = "word " * 100
SINCE = datetime(2026, 11, 27, 12, tzinfo=UTC)


def card(**more: object) -> Reply:
    lines = [bold("Spud"), ("at ", link("Polymarket", "https://polymarket.com/x")), LONG, LONG, LONG, LONG]
    made = brief("89 % that it is out", lines, "MK-0001")
    buttons = tuple(Button(f"B{n}", order("odds show", about=str(n))) for n in range(6))
    every = (*buttons, Form("Ask", "claimcheck add"), Button(words.ALL_NUMBERS, order("full odds show", about="x")))
    return Reply(title="89 % that it is out", parts=(Text(LONG),), brief=made, actions=every, **more)  # type: ignore[arg-type]


def test_a_brief_is_held_to_its_lines_and_characters():
    text = brief_text(card())
    assert len(text) <= CHARACTERS
    assert text.count("\n") < LINES
    assert text.splitlines()[:3] == ["89 % that it is out", "Spud", "at Polymarket"]
    assert text.splitlines()[-1] == "MK-0001"
    table = Table(("a", "b"), (("1", "2"),) * 4)
    assert brief_text(Reply(title="t", brief=brief("t", ["x"] * 9, "n", (table,)))).count("\n") < LINES


def test_what_is_drawn_is_the_level_with_rare_buttons_under_more():
    short = brief("89 % that it is out", ["Spud"])
    drawn = shown(replace(card(sources=(Source("s", "https://s.example"),)), brief=short))
    assert (drawn.sources, drawn.level, drawn.brief) == ((), Level.BRIEF, None)
    *alone, more = drawn.actions
    assert [one.label for one in alone] == ["B0", "B1", "B2", words.ALL_NUMBERS]
    assert isinstance(more, Menu)
    assert [one.label for one in more.choices] == ["B3", "B4", "B5", "Ask"]
    assert shown(drawn).actions == drawn.actions
    full = shown(card(), Level.FULL)
    assert full.parts == (Text(LONG),)
    assert shown(card(private=False)).actions[-1].label == words.ALL_NUMBERS, "a shared card keeps one button"


def test_a_shared_card_keeps_its_first_lines_and_its_caution():
    made = brief("t", ["first " * 15, "second " * 14, "third " * 5, "fourth", caution("mind this")], "n")
    drawn = shown(Reply(title="t", parts=(Text(LONG),), brief=made, private=False))
    lines = plain(drawn.parts[0].words).splitlines()
    assert [line.split()[0] for line in lines] == ["first", "second", "⚠️"]
    assert len(plain(shown(Reply(title="t", brief=made)).parts[0].words).splitlines()) == 5


def test_nothing_is_offered_behind_an_answer_that_says_all():
    said = brief("Grok 9", ["nobody names it yet", "nearest: Grok 4"], "xai")
    assert not says_more(Reply(title="Grok 9", parts=(Text("nobody names it yet; nearest: Grok 4"),), brief=said))
    assert says_more(Reply(title="Grok 9", parts=(Text("nobody names it yet; 3 lists were read"),), brief=said))


def test_a_long_reply_without_a_brief_gets_its_first_parts():
    assert derived(Reply(title="short", parts=(Text("one"),))) is None
    items = tuple(f"item {n}" for n in range(20))
    reply = Reply(title="t", parts=(Fields((("a", "b"),)), Bullets(items, "Head")), note="ids")
    made = derived(reply)
    assert made is not None
    text = brief_text(Reply(title="t", brief=made))
    assert text.splitlines() == ["t", "a: b", "Head", *(f"• item {n}" for n in range(4)), "ids"]


@pytest.mark.parametrize("reply", [card(), card(level=Level.FULL, command="odds show")])
def test_both_levels_are_kept_with_a_posted_card(reply):
    kept = decode_reply(encode_reply(reply))
    assert brief_text(kept) == brief_text(reply)
    assert (kept.level, kept.command, kept.plain) == (reply.level, reply.command, reply.plain)


def test_a_picture_is_one_of_the_eight_lines():
    chart = Chart("Spud over time", (), "Spud rose.")
    made = brief("Spud", [f"line {number}" for number in range(9)], "MK-0001", (chart,))
    lines = brief_text(Reply(title="Spud", brief=made)).splitlines()
    assert (len(lines), lines[-2:]) == (LINES, ["[chart: Spud rose.]", "MK-0001"])


@pytest.mark.parametrize(
    "line", ["odds spud", "odds history spud", "odds rules MK-0001", "odds compare spud", "checkpoint crest pro alpha",
             "claimcheck Spud beats Opus 4.7", "claimcheck show CL-0042", "claimcheck ready spud", "model spud",
             "model coming", "claimcheck list", "checkpoint list", "help", "checkpoint timeline crest pro alpha",
             "checkpoint timeline zenith", "spudwatch privacy", "help words", "help odds", "help checkpoint report"],
)  # fmt: skip
@pytest.mark.parametrize("moment", ["2026-04-21T12:00Z", "2026-11-20T12:00Z"])
async def test_every_look_up_answers_in_eight_lines(talk, line, moment):
    here = talk(moment)
    reply = await here.say(line)
    text = brief_text(reply)
    assert len(text) <= CHARACTERS, text
    assert text.count("\n") < LINES, text
    assert "openai/" not in reply.title
    if reply.brief is None:
        return
    presses = [one for one in reply.actions if one.label in words.OPENS_ALL]
    assert bool(presses) is says_more(reply)
    if not presses:
        return
    (press,) = presses
    assert press.in_place
    full = await here.say(press.run.line)
    assert (full.level, full.title) == (Level.FULL, reply.title)
    assert shown(full).parts == full.parts
    if any(one.label == words.SHARE for one in reply.actions):
        shared = await here.say(f"share {line}")
        assert shared.private is False
        assert shown(shared).level is Level.BRIEF


CLAIM = "CL-0077 “Claude Opus 4.5 keeps the Opus price of 15 and 75 dollars a million tokens”"


def test_a_quotation_gives_way_before_what_is_said_of_it():
    line = (CLAIM, ": ", "SPECULATION → ", bold("CONTRADICTED"), " · 27 Nov")
    said = "CL-0077 “Claude Opus 4.5 keeps the Opus price of 15…”: SPECULATION → CONTRADICTED · 27 Nov"
    assert plain(shortened(line, 93)) == said


@pytest.mark.parametrize("limit", range(40, 160, 3))
def test_no_word_is_cut_where_a_line_ends(limit):
    line = (CLAIM, ": ", "SPECULATION → ", bold("CONTRADICTED, it turned out false"), " · ", when(SINCE))
    short = plain(shortened(line, limit))
    known = {word.strip("“”:") for word in plain(line).split()}
    assert len(short) <= limit
    assert {word.strip("“”:…") for word in short.split()} <= known | {""}
