"""/odds on ladders that were polled: every state written out, every rule of honest numbers."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.domain.markets.quotes import Quote, VenueMarket, VenueRung
from bot.ledger import tables
from bot.messages.levels import brief_text
from bot.messages.reply import Button, Outcome
from bot.messages.reply_json import reply_json
from bot.messages.request import View
from bot.sources.venues import _gamma
from tests.shared import shared_data

T0 = datetime(2026, 9, 25, 12, tzinfo=UTC)
GPT = "zai/glm-6"


def rung(day, quote=None, *, question="GLM-6 released by {day}, 2026?", label="{day}", **more):
    made = VenueRung(
        day,
        label.format(day=day),
        question.format(day=day),
        None,
        "open",
        None,
        placeholder=False,
        quote=quote,
        token=day,
    )
    return replace(made, **more)


def book(mid, spread=0.02, at=T0, **more):
    return Quote(at, round(mid - spread / 2, 4), round(mid + spread / 2, 4), **({"liquidity": 5000.0} | more))


def market(*rungs, at=T0, venue="polymarket", title="GLM-6 released by...?", **more):
    made = VenueMarket(
        venue,
        f"{venue}-{title}",
        f"{venue}-glm-6",
        title,
        f"https://example.org/{venue}",
        "Counts if public. A closed beta will not suffice.",
        tuple(replace(r, quote=r.quote and replace(r.quote, read_at=at)) for r in rungs),
        (),
        "play" if venue == "manifold" else "USD",
        None,
        neg_risk=False,
        read_at=at,
    )
    return replace(made, **more)


LADDER = (rung("September 30", book(0.1)), rung("October 31", book(0.5)), rung("December 31", book(0.95)))


@pytest.fixture
def polled(talk):
    """A conversation over markets that were just polled; ``ask`` gives the reply and its facts."""

    async def start(*found, subject=GPT):
        you = talk("2026-09-25T12:05Z")
        await you.ports.markets.record([(one, subject) for one in found])

        async def ask(line, moment="2026-09-25T12:05Z"):
            reply = await you.at(moment).say(line)
            return reply, reply_json(reply)["data"]

        return ask, you.ports.markets

    return start


async def test_a_ladder_is_said_in_median_and_range_of_new_york_dates(polled):
    ask, _ = await polled(market(*LADDER))
    reply, facts = await ask("odds glm-6 by:31 Oct")
    assert facts["curve"]["median_date"] == "2026-10-31"
    assert facts["curve"]["p10_date"] == "2026-09-30"
    assert facts["curve"]["reach"] == 0.95
    assert "median 31 Oct; 10–90 %: 30 Sep –" in reply.plain
    assert facts["venues"][0]["basis"] == "mid"
    assert [row["rung"] for row in facts["next_rungs"]] == ["September 30", "December 31"]


async def test_a_ladder_that_does_not_reach_says_after_its_last_day(polled):
    ask, _ = await polled(market(rung("September 30", book(0.1)), rung("December 31", book(0.4))))
    reply, facts = await ask("odds glm-6")
    assert facts["curve"]["median"] is None
    assert "median after 31 Dec" in reply.plain


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
    assert "median within 1 Oct to 7 Oct (the days summed" in reply.plain
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


async def test_two_ladders_that_disagree_are_told(polled):
    days = [rung(f"September {d}", book(0.1), question="GLM-6 released on {day}, 2026?") for d in (28, 29, 30)]
    ask, _ = await polled(
        market(rung("September 30", book(0.8)), rung("October 31", book(0.9))),
        market(*days, title="GLM-6 released on...?", neg_risk=True),
    )
    reply, facts = await ask("odds glm-6")
    assert facts["ladder_gap"]["gap"] == pytest.approx(0.5)
    assert "Two ladders disagree by 50 points" in reply.plain


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


async def test_no_market_at_all_offers_a_search(talk):
    reply = await talk("2026-03-30T12:00Z").say("odds glm-6")
    assert reply.data["state"] == "no_market"
    assert reply.title == "No market that is followed here asks when GLM-6 ships"
    lines = [action.run.line for action in reply.actions if isinstance(action, Button)]
    assert lines[0] == "model watch name:zai/glm-6"
    assert "odds search words:GLM-6" in lines


async def test_a_model_that_nobody_named_is_answered_with_its_nearest_known(talk):
    reply = await talk().say("when does grok 9 drop")
    assert (reply.outcome, reply.data["state"], reply.data["subject"]) == (Outcome.ANSWERED, "no_market", "xai/grok-9")
    assert reply.title == "No market that is followed here asks when Grok 9 ships"
    assert "Grok 4.5 (rumoured)" in reply.plain
    assert "xai/" not in brief_text(reply)
    assert reply.actions[0].run.line == "model watch name:xai/grok-9"


async def test_a_model_that_is_out_says_so_where_no_market_asks(talk):
    reply = await talk("2026-08-10T12:00Z").say("odds kimi k3")
    assert reply.title == "Kimi K3 has been out since 16 July 2026"
    assert "No market that is followed here asks about it." in reply.plain
    assert reply.data["subject_state"] == "released"


async def test_odds_alone_lists_what_is_open(talk):
    reply = await talk().say("odds")
    assert reply.title == "2 markets are open"
    assert "74 % GPT-5.5 by 23 Apr · Polymarket" in brief_text(reply)
    assert {row["market"] for row in reply.data["venues"]} >= {"MK-0001"}
    empty = await talk("2024-01-01T12:00Z").say("odds")
    assert (empty.title, empty.data["state"]) == ("No market is open", "no_market")


async def test_several_subjects_of_one_name_are_offered(talk):
    you = talk("2026-09-25T12:05Z")
    slugs = [subject.slug for subject in you.ports.ledger.suggest("", _view(you), 2)]
    await you.running.store.database.write(
        lambda db: (
            [
                db.execute(
                    "INSERT INTO aliases VALUES ('pro alpha', 'Pro Alpha', ?, 'good', 0, 0, '', 'test', '', 'ledger')",
                    [slug],
                )
                for slug in slugs
            ]
            + [db.execute("INSERT INTO name_changes (tenant, slug) VALUES ('', '')")]
        )
    )
    reply = await you.say("odds Pro Alpha")
    assert reply.title == "“Pro Alpha” may be 2 models."
    assert reply.outcome.value == "refused"
    assert len(reply.actions) == 2


def _view(you):
    return View("console:local", you.clock.now())


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
    assert "median 28 Sep" in reply.plain
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
