"""How old a price is, wherever one is listed: an old one is never told as of today."""

import pytest

from bot.messages.levels import brief_text
from bot.messages.reply import Reply


@pytest.mark.parametrize(
    "line", ["odds", "full odds", "model coming", "full model coming", "model first claude-5, glm-6"]
)
async def test_an_old_price_has_its_day_wherever_it_is_listed(talk, line):
    told = [row for row in _lines(await talk("2026-04-21T18:00Z").say(line)) if "39 %" in row]
    assert told
    assert all("2 Apr" in row or "19 days ago" in row for row in told)


@pytest.mark.parametrize("line", ["odds", "model coming"])
async def test_a_price_of_the_day_and_one_that_settled_have_none(talk, line):
    reply = await talk("2026-04-21T18:00Z").say(line)
    assert all(", read " not in row for row in _lines(reply) if "GPT-5.5 by 23 Apr" in row or "GPT-5.5: " in row)


async def test_a_title_with_an_old_price_has_its_day(talk):
    here = talk("2026-04-21T18:00Z")
    assert (await here.say("model show claude-5")).title == "Claude 5 is not out: 39 % by 30 April, read 2 Apr"
    assert (await here.say("odds")).title == "5 markets are open, 2 with a price read at the venue"


async def test_an_old_price_is_not_current_where_venues_are_compared(talk):
    reply = await talk("2026-04-21T18:00Z").say("odds compare claude-5")
    assert reply.title == ("4 markets ask, none has a current price: Claude 5 by 30 Apr; last known: 39 %, read 2 Apr")
    assert "No market has a current price for that date; nothing is averaged." in reply.plain


@pytest.mark.parametrize("day", ["2026-05-01", "on 22 Apr", "2026-04-20"])
async def test_a_day_without_a_rung_says_where_its_neighbours_were_read_and_what_is_assumed(talk, day):
    reply = await talk("2026-04-21T18:00Z").say(f'odds show about:spud by:"{day}"')
    for level in (reply.plain, brief_text(reply)):
        assert "Polymarket, read by when-model" in level
        assert "3 hours ago" in level
        assert "Nobody has shown that Spud is GPT-5.5." in level
    assert any("when-model" in source.label for source in reply.sources)
    assert len(brief_text(reply)) <= 700


async def test_a_market_that_asks_on_the_day_answers_and_without_a_price_is_named(talk):
    here = talk("2026-04-21T18:00Z")
    reply = await here.say('odds show about:gpt-5.5 by:"on 23 Apr"')
    assert (reply.title, reply.shows) == ("80–81 % that GPT-5.5 comes out on 23 April, as reported", ("MK-0002",))
    unpriced = await here.at("2026-04-19T18:00Z").say('odds show about:gpt-5.5 by:"on 23 Apr"')
    assert "No price is known of MK-0002, which asks on that day: " in unpriced.plain


async def test_a_price_of_a_public_record_says_how_it_moved(talk):
    here = talk("2026-04-21T12:00Z")
    reply = await here.say("full odds spud")
    first = reply.data["venues"][0]
    assert (first["change_24h"], first["change_7d"]) == (-0.105, 0.16)
    assert "down 11 points in 24 h" in brief_text(reply)
    assert "down 11 points in 24 h · up 16 points in 7 d" in reply.plain
    stopped = await here.at("2026-04-25T12:00Z").say("odds MK-0007")  # its last price is of 2 April
    assert stopped.data["venues"][0]["change_24h"] is None


async def test_a_move_is_told_from_the_page_that_holds_the_price(talk):
    reply = await talk("2026-04-21T12:00Z").say("full catchup")
    moves = [line for line in reply.plain.splitlines() if "58 % → 74 %" in line]
    assert moves
    assert all("jasonm4130/when-model" in line for line in moves)


def _lines(reply: Reply) -> list[str]:
    return [line for level in (reply.plain, brief_text(reply)) for line in level.splitlines()]
