"""What a terminal shows beside words: curves, bars, colours, links; and a long answer folded to its window."""

from datetime import UTC, datetime, timedelta

from adapters.console.braille import BrailleCanvas
from adapters.console.charts import HEIGHT, chart_lines
from adapters.console.handler import LEAST, Console
from adapters.console.prompt import alike
from adapters.console.render import draw
from adapters.console.terminal_text import Screen, columns
from bot.messages.reply import Bullets, Chart, Reply, Series, Text, link

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
CURVE = Chart("odds", (Series("a", tuple((NOON + timedelta(days=n), n / 10) for n in range(11))),), "from 0 to 100")
LINKING = Screen(80, links=True)


def test_a_canvas_draws_from_corner_to_corner_and_fits():
    canvas = BrailleCanvas(10, 4)
    canvas.steps([(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)])
    rows = canvas.rows()
    assert (len(rows), {len(row) for row in rows}) == (4, {10})
    assert rows[-1][0] != " "
    assert rows[0][-1] != " "
    assert rows[0][0] == " "


def test_a_curve_has_its_axes_and_keeps_within_the_window():
    lines = chart_lines(CURVE, Screen(60), "")
    assert lines[1] == "  a: <1 % → >99 %"
    assert lines[2].startswith("  100 %")
    assert lines[1 + HEIGHT].lstrip().startswith("0 %")
    assert lines[2 + HEIGHT].split() == ["21", "Apr", "1", "May"]
    assert all(columns(line) <= 60 for line in lines)
    assert chart_lines(CURVE, Screen(40), "")[1].startswith("  a  <1 % ▁")


def test_a_probability_has_a_bar_on_a_terminal_alone():
    reply = Reply(title="2 markets", parts=(Bullets(("39 % Claude 5", "no price")),))
    assert "• ██░░░ 39 % Claude 5" in draw(reply, Screen(80, bars=True))
    assert "░" not in draw(reply, Screen(80))


def test_a_grade_has_its_colour_where_there_is_colour():
    reply = Reply(title="SPECULATION: nobody measured it", parts=(Text("it was REPORTED once"),), grade="SPECULATION")
    painted = draw(reply, Screen(80, colour=True))
    assert "\x1b[1;33mSPECULATION" in painted
    assert "\x1b[36mREPORTED\x1b[0m" in painted
    assert "\x1b" not in draw(reply, Screen(80))


def test_a_link_leads_to_its_address_where_the_terminal_can_and_stands_beside_it_elsewhere():
    reply = Reply(
        title="t", parts=(Text(("by ", link("The Verge", "https://theverge.com/x"), " and ", "\ue000evil\ue001")),)
    )
    assert "\x1b]8;;https://theverge.com/x\x1b\\The Verge\x1b]8;;\x1b\\" in draw(reply, LINKING)
    assert draw(reply, LINKING).count("\x1b]8;;https") == 1
    assert "The Verge (https://theverge.com/x)" in draw(reply, Screen(80))


def test_an_address_steers_no_terminal():
    reply = Reply(title="t", parts=(Text((link("x", "https://a.example/\x1b\\\x07"),)),))
    assert "\x07" not in draw(reply, LINKING)
    assert draw(reply, LINKING).count("\x1b") == 4


def test_tab_takes_letters_in_their_order_and_beginnings_first():
    names = ("checkpoint", "claimcheck", "catchup", "odds")
    assert alike("c", names) == ["checkpoint", "claimcheck", "catchup"]
    assert alike("chk", names)[0] == "checkpoint"
    assert alike("clm", names) == ["claimcheck"]
    assert alike("", names) == list(names)
    assert alike("zz", names) == []


async def test_a_long_answer_is_folded_to_the_window_and_0_shows_the_rest(talk, tmp_path):
    chat, told = talk(), []

    async def ask(_prompt: str) -> str:
        raise EOFError

    console = Console(chat.running, chat.clock, ask, told.append, Screen(80, height=20), tmp_path)
    console.show(Reply(title="head", parts=(Bullets(tuple(f"line {n}" for n in range(40))),)))
    first = told[-1].splitlines()
    assert first[0] == "head"
    assert LEAST <= len(first) <= 20
    assert "[0] " in told[-1]
    await console.hear("0")
    assert told[-1].strip().endswith("line 39")
    assert f"line {len(first) - 2}" in told[-1]
    await console.hear("0")
    assert "Nothing here has the number 0" in told[-1]
