"""/odds on ladders that were polled: every state written out, every rule of honest numbers."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.domain.markets.quotes import Quote
from bot.ledger import tables
from bot.messages.request import View
from bot.sources.venues import _gamma
from tests.commands.ladders import GPT, LADDER, T0, book, market, rung
from tests.shared import shared_data


async def test_a_ladder_is_said_in_median_and_range_of_new_york_dates(polled):
    ask, _ = await polled(market(*LADDER))
    reply, facts = await ask("odds glm-6 by:31 Oct")
    assert facts["curve"]["median_date"] == "2026-10-31"
    assert facts["curve"]["p10_date"] == "2026-09-30"
    assert facts["curve"]["reach"] == 0.95
    assert "Median 31 Oct; 10–90 %: 30 Sep –" in reply.plain
    assert facts["venues"][0]["basis"] == "mid"
    assert [row["rung"] for row in facts["next_rungs"]] == ["September 30", "December 31"]


async def test_a_ladder_that_does_not_reach_says_after_its_last_day(polled):
    ask, _ = await polled(market(rung("September 30", book(0.1)), rung("December 31", book(0.4))))
    reply, facts = await ask("odds glm-6")
    assert facts["curve"]["median"] is None
    assert "Median after 31 Dec" in reply.plain


async def test_changes_are_drawn_from_books_that_were_read_then(polled):
    ask, markets = await polled(market(*LADDER))
    for hours in range(0, 25, 2):
        at = T0 + timedelta(hours=hours)
        price = 0.5 if hours < 24 else 0.54
        await markets.record([(market(rung("October 31", book(price)), at=at), GPT)])
    reply, facts = await ask("odds glm-6 by:31 Oct", "2026-09-26T12:05Z")
    assert facts["venues"][0]["change_24h"] == pytest.approx(0.04)
    assert facts["venues"][0]["change_7d"] is None
    assert "up 4 points in 24 h" in reply.plain


async def test_while_rungs_settle_one_by_one_there_is_no_median(polled):
    ask, _ = await polled(market(rung("September 24", None, status="resolved", resolution="yes"), *LADDER))
    reply, facts = await ask("odds glm-6")
    assert facts["state"] == "resolving"
    assert facts["curve"]["median"] is None
    assert "Resolving. Settled so far: by 24 Sep YES. The others not yet: no median, no alerts." in reply.plain
    _, later = await ask("odds glm-6", "2026-09-29T12:00Z")
    assert (later["state"], later["outcome"]) == ("settled", "yes")


async def test_closed_and_unsettled_is_no_outcome(polled):
    ask, _ = await polled(market(*(replace(r, status="closed") for r in LADDER)))
    reply, facts = await ask("odds glm-6")
    assert (facts["state"], facts["outcome"]) == ("closed", None)
    assert "Closed, not settled." in reply.plain
    assert "closes" not in reply.note


async def test_all_rungs_no_is_settled_no(polled):
    ask, _ = await polled(market(*(replace(r, status="resolved", resolution="no") for r in LADDER)))
    reply, facts = await ask("odds glm-6")
    assert (facts["state"], facts["outcome"]) == ("settled", "no")
    assert reply.title.startswith("Settled NO")
    assert "GLM-6 was not out by 31 December" in reply.title
    assert "asked: by 31 Dec" in reply.plain


async def test_no_release_by_is_turned_round_and_placeholders_are_left_out(polled):
    legs = (
        rung("September 30", book(0.2), question="", label="September 24-September 30"),
        rung("October 7", book(0.3), question="", label="October 1-October 7"),
        rung("none", book(0.5), question="", label="No release by October 7"),
        rung("a", Quote(T0, 0.0, 1.0), question="", label="Company A", placeholder=True),
    )
    ends = [datetime(2026, 10, 1, 3, 59, tzinfo=UTC), datetime(2026, 10, 8, 3, 59, tzinfo=UTC)]
    dated = [replace(leg, end_date=end) for leg, end in zip(legs, [*ends, ends[1], None], strict=True)]
    ask, _ = await polled(market(*dated, title="GLM-6 released in which week?", neg_risk=True))
    reply, facts = await ask("odds glm-6")
    assert facts["placeholders"] == 1
    assert [leg["cum"] for leg in facts["curve"]["buckets"]] == [0.2, 0.5, None]
    assert "Median within 1 Oct to 7 Oct (the days summed" in reply.plain
    tail = next(row for row in facts["next_rungs"] if row["complement"])
    assert tail["probability"] == pytest.approx(0.5)


async def test_venues_stand_side_by_side_and_are_pooled_only_when_the_desk_says_they_ask_the_same(polled):
    kalshi = market(rung("November 1", book(0.4), question="Will GLM-6 be out before {day}, 2026?"), venue="kalshi")
    manifold = market(rung("October 31", book(0.7)), venue="manifold")
    ask, markets = await polled(market(*LADDER), kalshi, manifold)
    reply, facts = await ask("odds glm-6 by:31 Oct")
    assert {venue["venue"] for venue in facts["venues"]} == {"Polymarket", "Kalshi", "Manifold"}
    assert {venue["deadline_date"] for venue in facts["venues"]} == {"2026-10-31"}, "before 1 November is by 31 October"
    assert facts["pooled"] is None
    for venue in facts["venues"]:
        number = int(venue["market"].removeprefix("MK-"))
        link = await markets.propose_link(
            number, "CL-0001", "exact", note="", tenant="console:local", by="console:you", at=T0
        )
        await markets.decide_link(link, accept=True, tenant="console:local", by="console:you", at=T0)
    reply, facts = await ask("odds glm-6 by:31 Oct")
    assert 0.4 < facts["pooled"] < 0.55, "play money is capped"
    assert "40–70 %" in reply.plain
    day_off = market(rung("October 30", book(0.2)), venue="metaculus")
    await markets.record([(day_off, GPT)])
    number = int(markets.search("metaculus", _seen())[0].number)
    link = await markets.propose_link(
        number, "CL-0001", "exact", note="", tenant="console:local", by="console:you", at=T0
    )
    await markets.decide_link(link, accept=True, tenant="console:local", by="console:you", at=T0)
    _, again = await ask("odds glm-6 by:31 Oct")
    assert again["pooled"] == facts["pooled"]
    assert (await ask("odds glm-6"))[1]["pooled"] is None, "other deadlines are other questions"


async def test_a_complement_alone_is_said_as_a_release_with_what_was_quoted(polled):
    no = rung("December 31", book(0.6), question="No GLM-6 release by {day}, 2026?", label="No release by {day}")
    ask, _ = await polled(market(no))
    reply, facts = await ask("odds glm-6")
    assert facts["probability"] == pytest.approx(0.4)
    assert "40 % by 31 Dec · quoted as 60 % not by 31 Dec" in reply.plain


async def test_a_single_day_beside_a_ladder_does_not_speak_for_it(polled):
    day = rung("September 28", book(0.05), question="GLM-6 released on {day}, 2026?", label="on {day}")
    ask, _ = await polled(market(day, *LADDER))
    reply, _ = await ask("odds glm-6")
    assert reply.title == "10 % that GLM-6 is out by 30 September"


async def test_a_board_that_settled_on_another_name_says_which(talk):
    here = talk("2026-11-28T12:00Z")
    event = next(one for one in tables()["past_event"] if one.get("release") == "anthropic/claude-fable-5")
    board = replace(
        market(rung("June 30", status="resolved", resolution="yes"), title=event["title"]),
        url=event["url"], slug=event["url"].rpartition("/")[2],
    )  # fmt: skip
    await here.ports.markets.record([(board, "anthropic/claude-5")])
    number = here.ports.markets.by_url(event["url"], View("console:local", here.clock.now())).id
    reply = await here.say(f"odds show about:{number}")
    assert reply.data["resolved_on"] == "Claude Fable 5"
    assert "It settled on Claude Fable 5" in reply.plain


async def test_between_two_rungs_the_curve_is_read_off_and_called_that(polled):
    ask, _ = await polled(market(*LADDER))
    reply, facts = await ask("odds glm-6 by:15 Oct")
    assert facts["state"] == "no_market"
    assert facts["interpolated"] == pytest.approx(0.294, abs=0.01)
    assert reply.title == "About 29 % that GLM-6 is out by 15 October"
    assert "Read off between the deadlines of the markets; none asks about that day: 10 % by 30 Sep" in reply.plain
    _, beyond = await ask("odds glm-6 by:31 Jan 2027")
    assert beyond["interpolated"] is None


async def test_the_calibration_line_counts_events_and_names_n(polled):
    ask, _ = await polled(market(*LADDER))
    reply, facts = await ask("odds glm-6 by:31 Dec")
    assert facts["calibration"]["events"] >= 1
    assert "n = " in reply.plain


async def test_the_recorded_sonnet_ladder_gives_the_computed_median_and_violations(polled):
    events = json.loads(shared_data("markets/polymarket/next_claude_sonnet_by_and_on_2026-09-25.json").read_text())
    vectors = json.loads(shared_data("markets/test_vectors.json").read_text())
    case = vectors["claude_sonnet_by_ladder_2026-09-25"]
    found = [one for one in _gamma.events(events["events"], T0) if one.rungs]
    ask, markets = await polled(*found, subject="anthropic/test-sonnet")
    number = markets.search("claude sonnet released by", _seen())[0].id
    reply, facts = await ask(f"odds {number}")
    for name, q in (("p10", "0.1"), ("median", "0.5"), ("p90", "0.9")):
        expected = datetime.fromisoformat(case["pava_invspread2_quantiles"][q])
        assert abs(datetime.fromisoformat(facts["curve"][name]) - expected) < timedelta(seconds=1)
    assert [knot["p"] for knot in facts["curve"]["knots"]] == case["pava_invspread2"]
    assert [[v["early"], v["late"], v["gap"]] for v in facts["violations"]] == case["mid_violations"]
    assert [v["executable"] for v in facts["violations"]] == [0.01]
    assert "Median 28 Sep" in reply.plain
    assert "The median rests on a wide book; without it the median is 29 Sep" in reply.plain


async def test_the_recorded_sonnet_boards_disagree_and_it_is_told(polled):
    events = json.loads(shared_data("markets/polymarket/next_claude_sonnet_by_and_on_2026-09-25.json").read_text())
    ask, _ = await polled(*_gamma.events(events["events"], T0))
    reply, facts = await ask("odds glm-6")
    gap = facts["ladder_gap"]
    assert (gap["day"], gap["by"]) == ("2026-09-28", 0.745)
    assert gap["gap"] == pytest.approx(abs(gap["by"] - gap["summed"]), abs=1e-6)
    assert "Two ladders disagree by" in reply.plain


def _seen():
    return View("console:local", T0)
