"""A short answer fits the screen of a phone with its buttons, and a full one is parted into pages."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.messages import words
from bot.messages.full_pages import page, page_count
from bot.messages.levels import brief, caution, shown
from bot.messages.order import Order
from bot.messages.phone import FULL, SCREEN, SHARED, button_rows, height
from bot.messages.reply import Brief, Bullets, Button, Fields, Level, Menu, Reply, Source, Table, Text, plain

LINES = tuple(f"Line {n} of what is known about the model, with a source and a day beside it" for n in range(6))
TITLE = "A title that is about as long as titles are"
RUN = Order("odds show")
KEPT = (Button(words.ALL_NUMBERS, RUN), Button(words.SHARE, RUN))
OTHERS = (Button("Everything about the model", RUN), Button("Odds of the model and its kin", RUN))


def card(lines: tuple[str, ...] = LINES, buttons: int = 4) -> Reply:
    told = brief(TITLE, (lines[0], caution("Mind this."), *lines[1:]), "as of now")
    actions = tuple(Button(f"A button with long words {number}", RUN) for number in range(buttons))
    return Reply(title=TITLE, brief=told, actions=(*actions, *KEPT), others=OTHERS)


def test_a_tall_card_folds_buttons_and_leaves_out_lines_until_it_fits():
    drawn = shown(card())
    assert height(drawn.title, drawn.parts, drawn.note, drawn.actions) <= SCREEN
    told = plain(drawn.parts[0].words)
    assert told.startswith(f"{LINES[0]}\n⚠️ Mind this.")
    (more,) = (one for one in drawn.actions if isinstance(one, Menu))
    labels = {one.label for one in (*drawn.actions, *more.choices)}
    assert {one.label for one in (*card().actions, *OTHERS)} <= labels, "no button is lost"


def test_a_small_card_is_left_as_it_is():
    small = card(LINES[:1], 1)
    drawn = shown(small)
    assert drawn.parts == small.brief.parts
    assert drawn.actions == (*small.actions, *OTHERS)


def test_a_card_in_a_channel_takes_less():
    drawn = shown(replace(card(), private=False, others=()))
    assert height(drawn.title, drawn.parts, drawn.note, drawn.actions) <= SHARED


def test_short_buttons_share_a_row_and_menus_have_their_own():
    short = tuple(Button(label, RUN) for label in ("Yes", "No", "Maybe"))
    assert button_rows(short) == 1
    assert button_rows((*short, Menu("More", short))) == 2
    assert button_rows(OTHERS) == 2


def full(rows: int) -> Reply:
    read = datetime(2026, 4, 21, tzinfo=UTC)
    return Reply(
        title="All of it",
        parts=(
            Text("What is told first."),
            Table(("name", "value"), tuple((f"name {n}", f"a value of some length, number {n}") for n in range(rows))),
            Fields(tuple((f"field {n}", "told") for n in range(rows))),
            Bullets(tuple(f"item {n}" for n in range(rows)), "Items"),
        ),
        brief=Brief((Text("Short."),)),
        sources=(Source("A page", "https://example.org/", read),),
    )


@pytest.mark.parametrize("rows", [1, 8, 60, 200])
def test_every_row_of_a_full_answer_stands_on_one_page(rows):
    whole = full(rows)
    pages = [page(whole, number) for number in range(1, page_count(whole) + 1)]
    assert (len(pages) > 1) == (rows > 8)
    lines = "\n".join(one.plain for one in pages).splitlines()
    for n in range(rows):
        for line in (f"name {n} · a value of some length, number {n}", f"field {n}: told", f"• item {n}"):
            assert lines.count(line) == 1
    assert [bool(one.sources) for one in pages] == [*(False for _ in pages[1:]), True]
    assert all(height(one.title, one.parts, one.note) <= FULL for one in pages)


async def test_the_next_page_of_a_full_answer_is_a_press_away(talk):
    here = talk("2026-11-28T12:00Z")
    first = await here.say("full claimcheck show CL-0044")
    (following,) = (one for one in first.actions if one.label == words.NEXT_PAGE)
    assert following.in_place
    assert following.run.line == "full2 claimcheck show claim:CL-0044"
    second = await here.say(following.run.line)
    assert plain(first.note).startswith("Part 1 of ")
    assert plain(second.note).startswith("Part 2 of ")
    assert {str(one) for one in first.parts}.isdisjoint(map(str, second.parts))
    assert second.level is Level.FULL
    assert words.SHORT_ANSWER in {one.label for one in second.actions}
