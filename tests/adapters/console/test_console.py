"""The console is a platform like the others: it draws every reply, presses its buttons, fills in its forms."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.charts import sparkline
from adapters.console.handler import Console
from adapters.console.render import choices, draw, table
from adapters.console.story import begin
from adapters.console.terminal_text import Screen, clean, columns
from adapters.runtime.lock import InstanceLock
from bot.dispatch.delivery import delivery_of
from bot.messages.levels import shown
from bot.messages.order import Order
from bot.messages.reply import Branch, Button, Chart, Form, Menu, Reply, Series, Source, Table, Text, TextSpan, Tree
from bot.messages.reply_json import reply_json
from tests.conftest import Conversation
from tests.gallery import GALLERY

ROOT = Path(__file__).resolve().parents[3]
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def test_a_terminal_that_was_never_told_its_size_is_eighty_wide() -> None:
    leader, follower = os.openpty()
    with os.fdopen(leader), os.fdopen(follower, "w") as stream:
        assert Screen.of(stream).width == 79


@pytest.mark.parametrize("name", GALLERY)
@pytest.mark.parametrize("width", [40, 80, 100])
def test_every_reply_is_drawn_with_all_its_sources_and_steers_no_terminal(name: str, width: int) -> None:
    reply = GALLERY[name]
    text = draw(reply, Screen(width))
    assert not UNSAFE.search(text.replace("\n", ""))
    for source in reply.sources:
        assert clean(source.url) in text


@pytest.mark.parametrize("name", GALLERY)
def test_every_reply_is_json_and_nothing_of_it_is_lost(name: str) -> None:
    reply = GALLERY[name]
    back = json.loads(json.dumps(reply_json(reply)))
    assert back["title"] == reply.title
    assert len(back["parts"]) == len(reply.parts)
    assert [source["url"] for source in back["sources"]] == [source.url for source in reply.sources]


def test_colour_never_carries_a_meaning_alone() -> None:
    for reply in GALLERY.values():
        painted = re.sub(r"\x1b\[[0-9;]*m", "", draw(reply, Screen(80, colour=True)))
        assert painted == draw(reply, Screen(80))


@given(st.lists(st.lists(st.text(max_size=60), min_size=3, max_size=3), max_size=5), st.integers(40, 100))
def test_a_table_keeps_within_the_window_and_loses_no_row(rows: list[list[str]], width: int) -> None:
    drawn = table(Table(("a", "b", "c"), tuple(map(tuple, rows))), Screen(width))
    assert len(drawn) >= len(rows) + 1
    assert all(columns(line) <= width + 2 for line in drawn)


@given(st.lists(st.floats(0, 1), max_size=500), st.integers(1, 60))
def test_a_sparkline_fits_its_room(values: list[float], room: int) -> None:
    assert len(sparkline(values, room, 0, 1)) <= room


def test_a_price_beside_a_sparkline_is_said_as_everywhere() -> None:
    noon = datetime(2026, 4, 21, 12, tzinfo=UTC)
    points = ((noon, 0.002), (noon + timedelta(days=1), 0.025))
    text = draw(Reply(title="x", parts=(Chart("odds", (Series("a", points),), "alt"),)), Screen(80))
    assert "<1 %" in text
    assert "3 %" in text, "halves up, as the card says them"


class Person:
    """Types what a test says and remembers what was told."""

    def __init__(self, chat: Conversation, tmp_path: Path, lines: list[str]) -> None:
        self.told: list[str] = []
        self._lines: Iterator[str] = iter(lines)
        self.console = Console(
            chat.running, chat.clock, self._ask, self.told.append, Screen(100), tmp_path / "pictures"
        )

    async def _ask(self, prompt: str) -> str:
        self.told.append(prompt)
        try:
            return next(self._lines)
        except StopIteration:
            raise EOFError from None

    @property
    def text(self) -> str:
        return "\n".join(self.told)


@pytest.fixture
def person(talk: Callable[..., Conversation], tmp_path: Path) -> Callable[..., Person]:
    return lambda *lines: Person(talk(), tmp_path, list(lines))


async def test_a_number_presses_a_button(person: Callable[..., Person]) -> None:
    somebody = person("odds spud", "1", "quit")
    await somebody.console.talk()
    assert "› odds history about:spud" in somebody.text
    assert "65 % → 74 % since 9 Apr: GPT-5.5 by 23 Apr" in somebody.text


async def test_a_picture_is_saved_and_its_path_told(person: Callable[..., Person]) -> None:
    somebody = person("odds history spud", "quit")
    await somebody.console.talk()
    path = re.search(r"picture: (\S+\.png)", somebody.text)
    assert path
    assert Path(path[1]).read_bytes().startswith(b"\x89PNG")


async def test_a_form_is_asked_field_by_field(person: Callable[..., Person]) -> None:
    somebody = person("spudwatch-admin setup", "1", "Berlin", "quit")
    await somebody.console.talk()
    assert "Europe/Berlin" in somebody.text


async def test_the_end_of_input_in_a_form_saves_nothing(person: Callable[..., Person]) -> None:
    somebody = person("spudwatch-admin setup", "1")
    await somebody.console.talk()
    assert "nothing was saved" in somebody.text


ADD = ("claimcheck gpt-7 costs $5", "1", "")  # the first button opens the form for evidence about this claim


async def test_each_field_of_a_form_is_checked_at_once(person: Callable[..., Person]) -> None:
    somebody = person(
        *ADD, "5", "https://example.org/x", "what about gemini 3.5", "soonish", "yesterday", "cancel", "quit"
    )
    await somebody.console.talk()
    assert "The link must begin with http." in somebody.text
    assert somebody.text.count("Day the page was published") == 1
    assert "This is still the form; cancel leaves it without saving." in somebody.text
    assert "nothing was saved" in somebody.text


async def test_a_command_in_a_form_asks_whether_to_leave_it(person: Callable[..., Person]) -> None:
    somebody = person(*ADD, "odds spud", "no", "/odds spud", "yes", "quit")
    await somebody.console.talk()
    asked = somebody.text.count("is a command. Leave the form for it, unsaved? yes or no")
    assert asked == 1, "two words without an option may be an answer; a slash is none"
    assert "nothing was saved" in somebody.text
    assert "MK-0001" in somebody.text.partition("nothing was saved")[2]


async def test_numbers_stay_valid_after_small_talk(person: Callable[..., Person]) -> None:
    somebody = person("odds spud", "lol", "thanks", "1", "quit")
    await somebody.console.talk()
    assert "› odds history about:spud" in somebody.text


async def test_a_number_that_is_none_takes_no_choice_away(person: Callable[..., Person]) -> None:
    somebody = person("7", "odds spud", "9", "²", "2", "ods spud", "1", "quit")
    await somebody.console.talk()
    assert "There are none yet." in somebody.text
    assert "Nothing here has the number 9." in somebody.text
    assert "They go from 1 to 6." in somebody.text
    assert "There is no command “²”." in somebody.text
    assert "› odds watch market:MK-0001" in somebody.text, "the card's second button still works after two slips"
    assert somebody.text.rstrip().count("› odds show about:spud") == 1, "a slip that is understood offers its own"


async def test_tomorrow_moves_a_standing_clock_and_tells_what_was_posted(
    talk: Callable[..., Conversation], tmp_path: Path
) -> None:
    chat = talk()
    somebody = Person(chat, tmp_path, ["tomorrow", "tomorrow", "tomorrow", "tomorrow", "tomorrow", "quit"])
    somebody.console.advance = await begin(chat.running, chat.clock)
    await somebody.console.talk()
    text = somebody.text
    assert "Wednesday 22 April 2026" in text
    assert "Codex" in text
    assert text.index("UNCONFIRMED") < text.index("Codex") < text.index("→ SUPPORTED")


async def test_a_slip_of_tomorrow_is_tomorrow_and_the_days_posts_share_their_numbers(
    talk: Callable[..., Conversation], tmp_path: Path
) -> None:
    chat = talk("2026-04-23T12:00Z")
    somebody = Person(chat, tmp_path, ["tommorow", "quit"])
    one = Reply(title="One", actions=(Button("Odds", Order("odds show", (("about", "spud"),))),))
    three = Reply(title="Three", actions=(Button("Rules", Order("odds rules", (("market", "MK-0001"),))),))

    async def advance(*_: object) -> tuple[Reply, ...]:
        return one, Reply(title="Two"), three

    somebody.console.advance = advance
    await somebody.console.talk()
    assert "Friday 24 April 2026" in somebody.text
    assert "[1] Odds → odds show about:spud" in somebody.text
    assert "[2] Rules → odds rules market:MK-0001" in somebody.text
    await somebody.console.hear("1")
    assert "› odds show about:spud" in somebody.text, "the first post's button is still its own"


def test_a_menu_is_a_line_and_each_of_its_choices_keeps_its_number() -> None:
    menu = Menu("Which plan?", tuple(Button(name, Order("odds show", (("about", name),))) for name in ("Free", "Pro")))
    reply = Reply(title="x", actions=(menu, Button("Rules", Order("odds rules", ()))))
    assert draw(reply, Screen(80)).splitlines()[1:] == ["  Which plan: [1] Free · [2] Pro", "  [3] Rules → odds rules"]
    asking = Menu("More", (menu.choices[0], Form("Object", "claimcheck dispute", {"claim": "CL-0001"})))
    drawn = draw(Reply(title="x", actions=(asking,)), Screen(80)).splitlines()[1:]
    assert drawn == ["  More: [1] Free · [2] Object → claimcheck dispute claim:CL-0001"]
    narrow = draw(Reply(title="x", actions=(Menu("Show", menu.choices * 6),)), Screen(40)).splitlines()
    assert not any(re.search(r"\[\d+\]$", line) for line in narrow), "no number without its label"
    assert [line for line, _ in choices(reply)] == ["odds show about:Free", "odds show about:Pro", "odds rules"]


def test_a_tree_keeps_within_the_window() -> None:
    root = Branch("X users", "a word " * 12, (Branch("copy", "a word " * 12),))
    drawn = draw(Reply(title="x", parts=(Tree("t", (root,), "alt"),)), Screen(80)).splitlines()
    assert len(drawn) == 5
    assert all(len(line) <= 80 for line in drawn)


def test_an_address_is_told_once_and_not_beyond_the_edge_where_it_fits() -> None:
    url, at = "https://example.org/" + "long/" * 12, datetime(2026, 4, 21, tzinfo=UTC)
    reply = Reply(title="x", parts=(Text((TextSpan("link", "a page", url),)),), sources=(Source("A page", url, at),))
    text = draw(reply, Screen(80))
    assert text.count(url) == 1
    assert f"  source: A page · read 21 Apr 2026 00:00 UTC\n    {url}" in text
    assert f"({url})" in draw(Reply(title="x", parts=reply.parts), Screen(80))


async def test_whoever_asked_in_the_demo_is_told_when_it_came_out(
    talk: Callable[..., Conversation], tmp_path: Path
) -> None:
    chat = talk()
    somebody = Person(chat, tmp_path, ["claimcheck ask Spud is GPT-6", "tomorrow", "tomorrow", "tomorrow", "quit"])
    somebody.console.advance = await begin(chat.running, chat.clock)
    await somebody.console.talk()
    before, _, after = somebody.text.partition("Friday 24 April 2026")
    assert "since you asked" not in before
    assert after.count("since you asked") == 1, "nobody shared the demo's card, and nobody is told that they did"
    assert "CL-0003 “Spud is GPT-6”: SPECULATION → CONTRADICTED, it turned out false" in after
    assert "because you looked it up" in after


async def test_what_is_offered_can_be_understood(talk: Callable[..., Conversation]) -> None:
    chat = talk("2026-05-10T12:00Z")
    for line in ("help", "odds spud", "checkpoint quasar-alpha", "claimcheck Spud is GPT-5.5", "spudwatch-admin setup"):
        reply: Reply = await chat.say(line)
        for run, _ in choices(shown(reply)):
            chat.app.catalogue.understand(delivery_of(run, chat.app.catalogue)[1])


def asked(*words: str, stdin: str = "", database: Path) -> "subprocess.CompletedProcess[str]":
    command = [
        sys.executable,
        "-m",
        "adapters",
        "ask",
        "--database",
        str(database),
        "--at",
        "2026-04-21T12:00Z",
        *words,
    ]
    return subprocess.run(command, cwd=ROOT, input=stdin, capture_output=True, text=True, check=False)


def test_ask_answers_a_command_a_line_and_returns_the_worst_outcome(ledger_file: Path) -> None:
    done = asked("--json", "-", stdin="odds spud\nasdf qwer\n\nhelp\n", database=ledger_file)
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [reply["outcome"] for reply in replies] == ["answered", "refused", "answered"]
    assert done.returncode == 1


def test_ask_prints_text_for_people(ledger_file: Path) -> None:
    done = asked("/odds spud", database=ledger_file)
    assert done.returncode == 0
    assert "74 %" in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("moment", ["31 Feb", "soon", "9999-01-01"])
def test_a_moment_that_cannot_be_read_is_said(moment: str, ledger_file: Path) -> None:
    command = [sys.executable, "-m", "adapters", "ask", "--database", str(ledger_file), "--at", moment, "help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "could not read" in done.stderr


def test_a_verb_that_is_none_is_said() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "adapters", "dance"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "demo" in done.stderr


def console(database: Path, stdin: str) -> str:
    known = {key: value for key, value in os.environ.items() if not key.startswith("SPUDWATCH_")}
    environment = known | {"SPUDWATCH_SOURCES__LIVE": "false", "SPUDWATCH_DATABASE": str(database)}
    command = [sys.executable, "-m", "adapters"]
    return subprocess.run(
        command, cwd=ROOT, input=stdin, env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_the_console_says_what_it_answers_from(ledger_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    shutil.copy(ledger_file, path)
    start = console(path, "quit\n")
    assert "No network" in start
    assert re.search(r"Newest names in it: \S.* \(\d+ \w+ 20\d\d\) · \S.* \(\d+ \w+ 20\d\d\)\n", start)
    lock = InstanceLock(path)
    assert "spudwatch serve reads the sources" in console(path, "quit\n")
    lock.release()
