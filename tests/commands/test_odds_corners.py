"""/odds at its edges: gaps in a history, mapping by hand, watches of every kind, boards of every venue."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.markets.quotes import HistoryPoint, Quote, VenueMarket, VenueRung
from bot.messages.reply import Chart, Outcome
from bot.messages.reply_json import reply_json
from bot.messages.request import Role

T0 = datetime(2026, 9, 25, 12, tzinfo=UTC)


def found(at=T0, bid=0.4, ask=0.42, *, venue="polymarket", key="m", rungs=None, **more):
    quote = Quote(at, bid, ask, liquidity=5000.0)
    made = rungs or (
        VenueRung("r", "October 31", "GLM-6 released by October 31, 2026?", None, "open", None, False, quote, "t"),
    )
    told = {"rules": "", "closes_at": None, "neg_risk": False} | more
    return VenueMarket(
        venue,
        key,
        key,
        "GLM-6 released by...?",
        f"https://polymarket.com/event/{key}",
        told["rules"],
        made,
        (),
        "USD",
        told["closes_at"],
        told["neg_risk"],
        at,
    )


@pytest.fixture
def you(talk):
    return talk("2026-09-27T12:00Z")


async def record(you, *markets, subject="zai/glm-6"):
    await you.ports.markets.record([(market, subject) for market in markets])


async def test_a_silence_is_a_gap_and_not_a_line(you):
    for hours in (0, 1, 40, 41, 47):
        await record(you, found(T0 + timedelta(hours=hours), 0.4 + hours / 1000, 0.42 + hours / 1000))
    await you.ports.markets.record_history("polymarket", "m", "r", [HistoryPoint(T0 - timedelta(days=2), 0.3)])
    reply = await you.say("odds history glm-6 window:7d")
    chart = next(part for part in reply.parts if isinstance(part, Chart))
    assert len({series.name for series in chart.series}) == 1
    assert len(chart.series) == 3, "before the silence, between, after"
    assert chart.series[0].points[0][1] == 0.3
    ends = [series.points[-1][0] for series in chart.series]
    starts = [series.points[0][0] for series in chart.series]
    assert starts[1] - ends[0] > timedelta(hours=30)
    assert "from 30 to" in chart.alt
    assert None in [point["p"] for point in reply_json(reply)["data"]["series"][0]["points"]]


async def test_one_reading_and_a_flat_line_have_their_own_words(you):
    await record(you, found(T0))
    reply = await you.say("odds history glm-6 window:7d")
    assert "one reading, 41 %" in reply.plain
    await record(you, found(T0 + timedelta(hours=1), 0.405, 0.425), found(T0 + timedelta(hours=2)))
    assert "the largest move" in (await you.say("odds history glm-6 window:7d")).plain


async def test_a_market_without_a_subject_is_listed_for_the_desk_and_mapped_by_hand(you):
    await record(you, found(T0, key="stray"), subject=None)
    assert (await you.say("odds search unmapped:yes", role=Role.MEMBER)).outcome is Outcome.REFUSED
    listed = await you.say("odds search unmapped:yes", role=Role.DESK)
    number = listed.data["markets"][0]["market"]
    alone = await you.say(f"odds {number}")
    assert "It belongs to no model here" in alone.plain
    mapped = await you.say(f"odds link https://polymarket.com/event/stray?x=1 claim:glm-6", role=Role.DESK)  # noqa: F541
    assert mapped.data["subject"] == "zai/glm-6"
    assert (await you.say("odds glm-6")).data["venues"][0]["market"] == number
    assert (await you.say("odds search unmapped:yes", role=Role.DESK)).data["markets"] == []
    elsewhere = await you.say("odds glm-6", place="slack:T1/C1", actor="slack:U1")
    assert elsewhere.data["state"] == "no_market"


async def test_an_option_that_does_not_exist_is_said_to_be_none(you):
    refused = await you.say("odds spud foo:bar")
    assert refused.outcome is Outcome.REFUSED
    assert "odds show has no option “foo”; it has about, by, venue, as_of." in refused.plain
    assert "foo:bar" in refused.title
    assert "no option" not in (await you.say("odds nothing of that name")).plain


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("", "it moves by 5 points"),
        ("when:crosses points:80", "it crosses 80 %"),
        ("when:settles", "it settles"),
        ('when:"rules change"', "its rules change"),
        ("points:1", "it moves by 1 point"),
    ],
)
async def test_every_kind_of_watch_is_said_in_words(you, wish, words):
    await record(you, found(T0))
    reply = await you.say(f"odds watch glm-6 {wish}".strip())
    assert words in reply.plain
    assert (await you.say("odds unwatch all")).outcome is Outcome.ANSWERED


async def test_fifty_watches_are_the_most(you):
    await record(you, found(T0))
    for points in range(1, 51):
        assert (await you.say(f"odds watch glm-6 points:{points}")).outcome is Outcome.ANSWERED
    assert (await you.say("odds watch glm-6 points:51")).outcome is Outcome.REFUSED


async def test_compare_names_differences_of_date_money_and_rules(you):
    kalshi = VenueRung(
        "k", "Before Nov 15", "GLM-6 before Nov 15, 2026?", None, "open", None, False, Quote(T0, 0.5, 0.52), ""
    )
    await record(
        you,
        found(T0, rules="A beta will not suffice."),
        found(T0, venue="kalshi", key="k", rungs=(kalshi,), rules="A beta counts."),
        found(T0, venue="manifold", key="n"),
    )
    reply = await you.at("2026-09-25T12:01:00Z").say("odds compare glm-6")
    facts = {venue["venue"]: venue["differs"] for venue in reply.data["venues"]}
    assert facts["Kalshi"] == ["different date (by 14 Nov)", "other rules"]
    assert "rules not known here" in facts["Manifold"]
    assert "Same date" in reply.plain
    assert (await you.say("odds compare claude-5 by:31 Oct")).outcome is not Outcome.BROKEN


async def test_a_market_that_closed_a_minute_ago_hides_no_sibling(you):
    quote = Quote(T0, 0.4, 0.42, liquidity=5000.0)
    rungs = tuple(
        VenueRung(day, day, f"GLM-6 released by {day}, 2026?", None, status, None, False, quote, "")
        for day, status in (("September 24", "closed"), ("October 31", "open"), ("November 30", "open"))
    )
    await record(you, found(T0, rungs=rungs))
    reply = await you.at("2026-09-25T12:01:00Z").say("odds glm-6")
    assert reply.data["state"] == "open"
    closed = await you.say("odds glm-6 by:24 Sep")
    assert "closed at 41 %" in closed.plain


async def test_suggestions_name_state_and_date(you):
    from bot.messages.request import Request  # noqa: PLC0415 - one use

    await record(you, found(T0))
    you.at("2026-09-25T12:05Z")
    offered = await you.app.suggest(Request(line="odds rules "), "market", "glm-6")
    assert any("open — 31 Oct 2026" in entry.label for entry in offered)
    await you.say("odds watch glm-6")
    mine = await you.app.suggest(Request(line="odds unwatch "), "watch", "mk")
    assert "moves by 5" in mine[0].label


async def test_a_lab_lists_the_open_markets_on_its_models(talk):
    reply = await talk("2026-04-21T12:00Z").say("odds show about:openai")
    assert " markets are open on OpenAI, " in reply.title
    venues = reply.data["venues"]
    assert venues
    assert all(one["subject"].startswith("openai/") for one in venues)


async def test_a_family_none_asks_about_says_the_newest_and_what_is_expected(talk):
    reply = await talk("2026-11-28T12:00Z").say("odds gemini")
    assert reply.title == "No market that is followed here asks when the next Gemini ships"
    assert reply.outcome is Outcome.ANSWERED
    assert "the newest is Gemini 4 Neon, released 18 Nov" in reply.plain
    assert "Next, expected: Gemini 4.1 Flash, " in reply.plain
    lab = await talk("2026-11-28T12:00Z").say("odds deepseek")
    assert lab.title == "No market that is followed here asks when the next DeepSeek model ships"


async def test_a_family_with_one_model_that_a_market_asks_about_is_answered_by_it(talk):
    here = talk("2026-11-28T12:00Z")
    family, model = await here.say("odds claude"), await here.say("odds claude 6")
    assert family.title == model.title
    assert family.data["subject"] == "anthropic/claude-6"


async def test_an_earlier_deadline_bounds_a_later_one_and_a_past_day_is_over(talk):
    here = talk("2026-04-21T12:00Z")
    later = await here.say("odds show about:gpt-5.5 by:2026-05-15")
    assert later.data["at_least"] == pytest.approx(0.94, abs=0.005)
    assert later.title == "About 95 % that GPT-5.5 is out by 15 May"
    past = await here.say("odds show about:gpt-5.5 by:2026-04-10")
    assert past.title == "10 Apr is past; no release of GPT-5.5 by then is known here"
    assert past.data["at_least"] is None


async def test_the_history_of_a_market_that_is_over_is_of_its_own_last_days(talk):
    reply = await talk("2026-11-28T12:00Z").say("odds history gpt-5.5 by:2026-04-23")
    [series] = reply.data["series"]
    assert series["count"] > 70
    assert {str(point["at"])[:7] for point in series["points"]} == {"2026-04"}
    [chart] = [part for part in reply.parts if isinstance(part, Chart)]
    assert (chart.since.date().isoformat(), chart.until.date().isoformat()) == ("2026-04-09", "2026-04-23")
    assert all(mark.at <= chart.until for mark in chart.marks)


async def test_an_order_that_cannot_be_heard_says_so_or_asks(talk):
    here = talk("2026-11-28T12:00Z")
    assert (await here.say("odds watch MK-0001 when:crosses")).title == "Which percentage shall it cross?"
    assert "its prices move no more" in (await here.say("odds watch MK-0001")).plain
    told = await here.say('alerts add what:"odds move" about:gpt-8 where:me')
    assert "No open market here asks about GPT-8 yet" in told.plain
    await here.say("alerts add what:release about:gpt-8 where:me")
    assert (await here.say("alerts edit AL-02 threshold:3")).title.startswith("AL-02 reports each release")
    for hours in ("00:00-23:59", "09:00-09:00", "09:30-09:00"):
        refused = await here.say(f'alerts edit AL-02 quiet_hours:"{hours}"')
        assert "less than an hour" in refused.title
    assert (await here.say('alerts edit AL-02 quiet_hours:"22:00-08:00"')).outcome is Outcome.ANSWERED
