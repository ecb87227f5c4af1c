"""/odds on books and rules that are silent, thin, crossed or contradictory: each is said in words."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.domain.markets.quotes import Quote
from tests.commands.ladders import GPT, LADDER, T0, book, market, rung


async def test_when_the_venue_is_silent_the_last_price_keeps_its_age_and_no_change_is_drawn(polled):
    ask, _ = await polled(market(*LADDER))
    reply, facts = await ask("odds glm-6", "2026-09-25T13:00Z")
    assert facts["state"] == "down"
    assert "No prices right now" in reply.plain
    assert (
        "This price is 1 hour old. Polymarket has not answered since 25 Sep 2026 12:00 UTC; the last good value is "
        "shown" in reply.plain
    )
    assert "No fresh price: no median date is drawn from old ones." in reply.plain
    assert facts["venues"][0]["age_s"] == 3600
    assert facts["venues"][0]["change_24h"] is None
    assert "stale" in facts["venues"][0]["flags"]


async def test_a_price_that_alone_cannot_be_read_does_not_accuse_its_venue(polled):
    ask, markets = await polled(market(*LADDER))
    bare = (replace(LADDER[0], quote=None), *LADDER[1:])
    later = market(*bare, at=T0 + timedelta(hours=1), faults=("September 30: bestBid 'abc' is not a number",))
    await markets.record([(later, GPT)])
    reply, facts = await ask("odds glm-6 by:2026-09-30", "2026-09-25T13:00Z")
    assert facts["state"] == "open"
    assert "This price is 1 hour old. It could not be read at Polymarket since 25 Sep 2026 12:00 UTC" in reply.plain
    assert "2 of 3 rungs read: September 30" in reply.plain


async def test_a_wide_thin_or_one_sided_book_says_so_in_words(polled):
    wide = rung("October 31", Quote(T0, 0.351, 0.938, 0.919, liquidity=310.0))
    ask, _ = await polled(market(wide))
    reply, facts = await ask("odds glm-6")
    assert facts["venues"][0]["basis"] == "none"
    assert facts["venues"][0]["probability"] is None
    assert facts["venues"][0]["interval"] == [0.351, 0.938]
    assert "no signal (35–94 %)" in reply.plain
    assert "Thin market ($310 in the book)" in reply.plain
    one = rung("October 31", Quote(T0, None, 0.3))
    ask, _ = await polled(market(one))
    reply, facts = await ask("odds glm-6")
    assert facts["venues"][0]["probability"] is None
    assert "Nobody offers to buy" in reply.plain


async def test_one_bad_rung_never_hides_the_others(polled):
    ask, _ = await polled(market(*LADDER, faults=("October 15: a price of 1.7", "November 30: no outcomes"), lost=2))
    reply, facts = await ask("odds glm-6")
    assert (facts["rungs_read"], facts["rungs_total"]) == (3, 5)
    assert "3 of 5 rungs read: November 30: no outcomes" in reply.plain
    assert facts["curve"]["median_date"] == "2026-10-31"


async def test_a_violation_is_noise_unless_it_could_be_traded(polled):
    noise = (rung("September 30", book(0.30, 0.04)), rung("October 31", book(0.29, 0.04)))
    ask, _ = await polled(market(*noise))
    reply, facts = await ask("odds glm-6")
    assert facts["violations"][0]["executable"] is None
    assert "within the spread: noise" in reply.plain
    real = (rung("September 30", book(0.35, 0.02)), rung("October 31", book(0.29, 0.02)))
    ask, _ = await polled(market(*real))
    reply, facts = await ask("odds glm-6")
    assert facts["violations"][0]["executable"] == pytest.approx(0.04)
    assert "executable" in reply.plain


async def test_many_rungs_out_of_order_are_told_by_the_gravest(polled):
    later = tuple(rung(f"October {day}", book(0.30 + day / 1000, 0.02)) for day in range(1, 9))
    ask, _ = await polled(market(rung("September 30", book(0.60, 0.02)), *later))
    reply, facts = await ask("odds glm-6")
    assert len([odd for odd in facts["violations"] if odd["executable"]]) == len(later)
    assert reply.plain.count("executable") == 4
    assert "4 more pairs of rungs are out of order" in reply.plain


async def test_an_end_date_that_contradicts_the_words_is_told(polled):
    late = rung("October 31", book(0.5), end_date=datetime(2026, 11, 30, 23, 59, tzinfo=UTC))
    ask, _ = await polled(market(late))
    reply, facts = await ask("odds glm-6")
    assert facts["venues"][0]["deadline_date"] == "2026-10-31"
    assert "end date says 30 Nov 2026" in reply.plain


async def test_two_rungs_of_one_id_are_one_and_counted(polled):
    twin = rung("October 31", book(0.5), key="September 30")
    ask, markets = await polled(market(LADDER[0], twin, LADDER[2]))
    await markets.record([(market(LADDER[0], twin, LADDER[2], at=T0 + timedelta(minutes=5)), GPT)])
    reply, facts = await ask("odds glm-6")
    assert [(row["rung"], row["probability"]) for row in facts["venues"]] == [("September 30", 0.1)]
    assert "2 of 3 rungs read: two rungs have the same id, the first is kept" in reply.plain


async def test_a_question_without_end_is_cut_and_a_market_without_rungs_says_so(polled):
    endless = rung("x", book(0.2), question="y" * 9000, label="z" * 5000)
    ask, _ = await polled(market(endless, title="t" * 5000))
    reply, _ = await ask("odds glm-6")
    assert len(reply.plain) < 1500
    ask, _ = await polled(market())
    reply, facts = await ask("odds glm-6")
    assert (reply.title, facts["state"]) == (
        "No market that is followed here asks about a day for GLM-6 that I can read.",
        "no_market",
    )


async def test_a_crossed_book_has_no_spread(polled):
    crossed = rung("October 31", Quote(T0, 0.6, 0.4))
    ask, _ = await polled(market(LADDER[0], crossed))
    reply, _ = await ask("odds glm-6")
    assert "crossed" in reply.plain


async def test_a_changed_rules_text_is_told_and_shown(polled):
    ask, markets = await polled(market(*LADDER))
    at = T0 + timedelta(minutes=3)
    await markets.record([(market(*LADDER, at=at, rules="Counts if public. A closed beta will count."), GPT)])
    reply, facts = await ask("odds glm-6")
    assert facts["rules_changed_at"] is not None
    assert "The rules text changed on 25 Sep" in reply.plain
    reply, facts = await ask(f"odds rules {facts['venues'][0]['market']}")
    assert {(c["sign"], c["sentence"]) for c in facts["changes"]} == {
        ("-", "A closed beta will not suffice."),
        ("+", "A closed beta will count."),
    }
    assert facts["excludes"] == []
    assert "The rules name no exclusion." in reply.plain


@pytest.mark.parametrize(
    ("hours", "told"), [(0, "read at the same time"), (7, "read 7 h apart, so one may be out of date")]
)
async def test_a_day_above_its_own_deadline_is_told_with_the_time_between_the_readings(polled, hours, told):
    earlier = T0 - timedelta(hours=hours)
    asked = "GLM-6 released on {day}, 2026?"
    day = [rung("September 30", book(0.75), question=asked), rung("September 29", book(0.05), question=asked)]
    ask, _ = await polled(
        market(rung("September 30", book(0.57)), rung("October 31", book(0.95)), at=earlier),
        market(*day, title="GLM-6 released on...?", neg_risk=True),
    )
    reply, facts = await ask("odds glm-6")
    found = facts["day_above_deadline"]
    assert (found["day"], found["on"], found["by"]) == ("2026-09-30", pytest.approx(0.75), pytest.approx(0.57))
    assert "“On 30 Sep” stands at 75 %, above “by 30 Sep” at 57 %: it cannot be both" in reply.plain
    assert told in reply.plain


async def test_two_ladders_that_disagree_are_told(polled):
    days = [rung(f"September {d}", book(0.1), question="GLM-6 released on {day}, 2026?") for d in (28, 29, 30)]
    ask, _ = await polled(
        market(rung("September 30", book(0.8)), rung("October 31", book(0.9))),
        market(*days, title="GLM-6 released on...?", neg_risk=True),
    )
    reply, facts = await ask("odds glm-6")
    assert facts["ladder_gap"]["gap"] == pytest.approx(0.5)
    assert "Two ladders disagree by 50 points" in reply.plain
