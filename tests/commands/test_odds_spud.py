"""/odds on the bundled Spud story: what was known when, what counts, what only pages told."""

from dataclasses import replace

import pytest

from bot.commands.odds._finding import Topic
from bot.domain.names.subjects import AliasStatus
from bot.messages.levels import brief_text
from bot.messages.reply import Button, Chart, Outcome
from bot.messages.reply_json import reply_json
from bot.messages.request import Request


@pytest.fixture
def odds(talk):
    """Ask one line and get the reply with its typed facts."""

    async def ask(line, moment="2026-04-21T12:00Z", **more):
        reply = await talk(moment).say(line, **more)
        return reply, reply_json(reply)["data"]

    return ask


async def test_the_next_deadline_stands_on_the_newest_reading_known_on_21_april(odds):
    reply, facts = await odds("odds spud")
    assert (facts["subject"], facts["state"], facts["outcome"]) == ("openai/spud", "open", None)
    first = facts["venues"][0]
    assert (first["venue"], first["probability"], first["basis"]) == ("Polymarket", 0.74, "reading")
    assert first["read_at"] == "2026-04-21T11:00:55Z"
    assert first["deadline"] == "2026-04-24T03:59:59Z"
    assert first["age_s"] == 3545
    assert first["change_24h"] == pytest.approx(-0.105)  # by the record that both ends are from
    assert "74 %" in reply.plain
    assert "read 21 Apr by when-model" in reply.plain
    assert reply.title == "74 % that GPT-5.5 is out by 23 April"
    assert (await odds("odds spud by:30 Apr"))[0].title == "94 % that GPT-5.5 is out by 30 April"


async def test_the_copied_78_per_cent_is_shown_as_reported_and_not_current(odds):
    reply, facts = await odds("odds spud")
    copied = next(told for told in facts["reported"] if told["probability"] == 0.78)
    assert copied["by"] == ["andrew.ooo", "faq.com.tw", "devpik.com"]
    assert copied["current"] is False
    assert copied["reported_at"].startswith("2026-04-10")
    assert copied["copied_until"].startswith("2026-04-21"), "what came later was not known yet"
    line = next(line for line in reply.plain.splitlines() if "78 %" in line)
    assert "reported 10 Apr by andrew.ooo" in line
    assert "not current" in line
    assert all(venue["probability"] != 0.78 for venue in facts["venues"])
    later = (await odds("odds spud", "2026-05-10T12:00Z"))[1]
    assert next(t for t in later["reported"] if t["probability"] == 0.78)["copied_until"].startswith("2026-04-22")


async def test_nothing_learned_later_shows_earlier(odds):
    _, facts = await odds("odds spud", "2026-04-15T12:00Z")
    priced = {row["rung"]: row["probability"] for row in (facts["venues"][0], *facts["next_rungs"])}
    assert priced == {"April 15": 0.012, "April 19": 0.051, "April 23": 0.7, "April 30": 0.805, "June 30": 0.9535}
    assert {told["probability"] for told in facts["reported"]} == {0.78, 0.95, 0.5, 0.3}
    _, as_of = await odds("odds spud as_of:2026-04-15T12:00:00Z", "2026-05-10T12:00Z")
    assert as_of["venues"][0]["probability"] == 0.012
    assert as_of["state"] == "open"


async def test_a_day_after_the_release_it_is_settled_yes(odds):
    reply, facts = await odds("odds spud", "2026-04-24T00:00Z")
    assert (facts["state"], facts["outcome"]) == ("settled", "yes")
    assert facts["probability"] is None, "an outcome is no price"
    assert facts["settled_at"].startswith("2026-04-23")
    assert reply.title == "Spud is GPT-5.5, which has been out since 23 April 2026"
    assert "by 23 Apr settled YES on 23 Apr" in brief_text(reply)
    assert "Last price known: >99 %, read 23 Apr" in reply.plain
    assert "settled YES on 23 Apr · asked: by 23 Apr" in reply.plain
    assert "settled YES by 23 Apr · read 23 Apr" not in reply.plain, "nobody read the outcome before it was"
    assert any("gamma-events" in source.url for source in reply.sources), "an outcome has a source, too"
    assert "Told by pages" not in reply.plain, "an outcome overtakes what pages told of a price"
    assert not [action for action in reply.actions if getattr(action, "label", "") == "Watch"]


async def test_the_card_quotes_what_would_not_count_word_for_word(odds):
    reply, facts = await odds("odds spud")
    assert facts["excludes"] == [
        "A GPT-6 brand does NOT qualify.",
        "Labels or placeholder text on the website do NOT qualify.",
    ]
    _, rules = await odds("odds rules MK-0001")
    assert all(clause in rules["text"] for clause in facts["excludes"])
    for clause in facts["excludes"]:
        assert f"“{clause}”" in reply.plain


async def test_the_gap_says_which_rumour_the_market_does_not_price(odds):
    reply, facts = await odds("odds spud")
    assert facts["gap"]["asks_about"] == "openai/gpt-5.5"
    assert facts["gap"]["grade"] == "SPECULATION"
    assert "does not say that Spud is that model: SPECULATION" in reply.plain
    _, after = await odds("odds spud", "2026-04-24T12:00Z")
    assert after["gap"]["grade"] == "CONFIRMED"
    _, own = await odds("odds gpt-5.5")
    assert own["gap"]["standing"] == "same"


@pytest.mark.parametrize(
    ("standing", "line", "caution"),
    [
        ("speculation", "Spud, if it is GPT-5.5 (SPECULATION)", "Nobody has shown that Spud is GPT-5.5."),
        ("refuted", "Spud is not GPT-5.5 (CONTRADICTED)", "asks about GPT-5.5; Spud is another model."),
    ],
)
async def test_the_brief_card_says_a_reading_with_its_grade(odds, monkeypatch, standing, line, caution):
    plain_read = Topic.read_of

    def read_of(topic, board):
        read = plain_read(topic, board)
        return read and replace(read, standing=AliasStatus(standing))

    monkeypatch.setattr(Topic, "read_of", read_of)
    reply, facts = await odds("odds spud")
    short = brief_text(reply)
    assert line in short
    assert caution in short
    assert ("if it is" in short) == (standing == "speculation")
    assert facts["gap"]["text"].count(facts["gap"]["grade"]) == 1


async def test_the_ladder_gives_median_and_range_two_days_before(odds):
    reply, facts = await odds("odds spud")
    curve = facts["curve"]
    assert (curve["median_date"], curve["p90_date"], curve["reach"]) == ("2026-04-23", "2026-04-29", 0.9675)
    assert "Median by 23 Apr; 10–90 %: by 23 Apr – 29 Apr" in brief_text(reply)


async def test_one_rung_carries_no_median(odds):
    reply, facts = await odds("odds gpt-5.5", "2026-03-30T12:00Z")
    assert facts["curve"]["median"] is None
    assert facts["curve"]["reach"] == 0.67
    assert "Only one deadline has a price: that gives no median date." in reply.plain


async def test_every_number_has_a_source_and_every_button_a_line(odds):
    reply, _ = await odds("odds spud")
    assert any("when-model" in source.url for source in reply.sources)
    lines = [action.run.line for action in reply.actions if isinstance(action, Button)]
    assert "odds history about:spud" in lines
    assert "odds rules market:MK-0001" in lines
    for line in lines:
        again, _ = await odds(line)
        assert again.outcome is Outcome.ANSWERED, line


async def test_asking_for_a_day_shows_that_rung_and_for_another_the_nearest(odds):
    _, exact = await odds("odds spud by:30 Apr")
    assert [venue["deadline_date"] for venue in exact["venues"]] == ["2026-04-30"]
    reply, facts = await odds("odds spud by:2026-05-15")
    assert facts["state"] == "no_market"
    assert reply.title == "About 95 % that GPT-5.5 is out by 15 May"
    assert [row["probability"] for row in facts["nearest"]] == [0.74, 0.941, 0.9675], "what settled is not offered"


async def test_a_venue_without_a_market_says_where_there_is_one(odds):
    reply, facts = await odds("odds spud venue:kalshi")
    assert facts["state"] == "no_market"
    assert "Kalshi" in reply.title
    assert "There is one at Manifold and Polymarket." in reply.plain
    assert [button.run.line for button in reply.actions][:2] == [
        "odds show about:spud venue:Manifold",
        "odds show about:spud venue:Polymarket",
    ]


async def test_a_question_that_lapsed_is_closed_without_a_price_or_an_outcome(odds):
    reply, facts = await odds("odds MK-0003", "2026-05-10T12:00Z")
    assert (facts["state"], facts["outcome"], facts["probability"]) == ("closed", None, None)
    assert "Closed, not settled." in reply.plain
    assert "last price" not in reply.plain
    assert "MK-0003: closed · asked: GPT-5.5" in reply.plain


async def test_what_pages_told_is_of_the_venue_and_the_day_that_was_asked(odds):
    _, manifold = await odds("odds spud venue:manifold")
    assert manifold["reported"] == []
    _, june = await odds("odds spud by:30 Jun")
    assert [told["probability"] for told in june["reported"]] == [0.95]


async def test_rules_out_of_a_summary_are_not_passed_off_as_the_venues_page(odds):
    reply, _ = await odds("odds spud")
    assert "a public record's summary, not on the venue's page" in reply.plain
    unknown, _ = await odds("odds MK-0002")
    assert "a public record's summary" not in unknown.plain
    assert unknown.plain.count("The rules text is not known here.") == 2


async def test_history_has_a_chart_with_alt_text_and_the_ledgers_events(odds):
    reply, facts = await odds("odds history spud window:all")
    chart = next(part for part in reply.parts if isinstance(part, Chart))
    values = [value for _, value in chart.series[0].points]
    assert (values[0], values[-1]) == (0.645, 0.74)
    assert len(values) > 40
    assert "from 65 to 74 percent" in chart.alt
    assert "minus 29" in chart.alt
    assert chart.marks
    assert all(mark.at <= chart.until for mark in chart.marks)
    assert facts["series"][0]["points"][-1]["p"] == 0.74
    assert not [part for part in (await odds("odds history spud image:no"))[0].parts if isinstance(part, Chart)]


async def test_a_window_starts_with_the_one_price_in_force_then(odds):
    reply, facts = await odds("odds history gpt-5.5 by:2026-04-30 window:24h", "2026-04-07T12:00Z")
    assert [point["p"] for point in facts["series"][0]["points"]] == [0.67]
    assert "one reading, 67 %, on 19 Mar" in reply.plain


async def test_an_empty_window_is_not_drawn_as_a_flat_line(odds):
    reply, facts = await odds("odds history gpt-6")
    assert not reply.pictures
    assert facts["series"] == []


async def test_compare_sets_venues_side_by_side_and_says_what_differs(odds):
    reply, facts = await odds("odds compare spud")
    assert {venue["venue"] for venue in facts["venues"]} == {"Polymarket", "Manifold"}
    manifold = next(venue for venue in facts["venues"] if venue["venue"] == "Manifold")
    assert "play money" in manifold["differs"]
    assert "asks about Spud" in manifold["differs"]
    assert "Only one market has a current price for that date; nothing is averaged." in reply.plain
    after, _ = await odds("odds compare spud", "2026-05-10T12:00Z")
    assert "No market has a current price for that date" in after.plain


async def test_search_finds_by_words_and_settled_ones_only_when_asked(odds):
    _, found = await odds("odds search gpt-5.5 released by")
    assert [market["market"] for market in found["markets"]] == ["MK-0001"]
    _, after = await odds("odds search gpt-5.5 released by", "2026-05-10T12:00Z")
    assert after["markets"] == []
    _, settled = await odds("odds search gpt-5.5 released by open_only:no", "2026-05-10T12:00Z")
    assert settled["markets"][0]["outcome"] == "yes"
    reply, many = await odds("odds search gpt")
    assert many["markets"][0]["market"] == "MK-0001", "what has a price stands first"
    assert reply.title == "4 markets with the words “gpt”"
    assert (await odds("odds search claude monet"))[0].title == "No open market with the words “claude monet”"


async def test_watches_are_kept_listed_and_ended(talk):
    you = talk()
    first = await you.say("odds watch spud when:crosses points:90")
    assert first.data["market"] == "MK-0001"
    assert (await you.say("odds watch spud when:crosses points:90")).data["already"] is True
    listed = await you.say("odds unwatch")
    assert [watch["points"] for watch in listed.data["watches"]] == [90]
    assert (await you.say("odds unwatch MK-0001", actor="console:other")).outcome is Outcome.REFUSED
    assert "it crosses 90 %" in listed.plain
    assert (await you.say("odds unwatch MK-0002")).outcome is Outcome.REFUSED
    assert (await you.say("odds unwatch MK-0001")).outcome is Outcome.ANSWERED
    assert (await you.say("odds unwatch")).data["watches"] == []
    await you.say("odds watch spud")
    assert (await you.say("odds unwatch gpt-6")).outcome is Outcome.REFUSED
    ended = await you.say("odds unwatch spud")
    assert (ended.outcome, ended.title) == (Outcome.ANSWERED, "Ended 1 watch: MK-0001")


@pytest.mark.parametrize("typed", ["GPT5.5", "gpt 5.5", "openai/gpt-5.5", "Gpt-5.5"])
async def test_a_name_is_read_as_people_write_it(odds, typed):
    _, facts = await odds(f"odds {typed}")
    assert facts["subject"] == "openai/gpt-5.5"


async def test_a_misspelt_subcommand_and_a_cry_for_help_are_understood(odds):
    reply, _ = await odds("odds histroy spud")
    assert "Did you mean odds history?" in reply.plain
    reply, _ = await odds("odds link MK-0001 CL-0044")
    assert "claim is written claim:…" in reply.plain
    reply, _ = await odds("odds help")
    assert (reply.title, reply.outcome) == ("/odds", Outcome.ANSWERED)
    unknown, _ = await odds("odds spud", "2026-03-15T12:00Z")
    assert unknown.outcome is Outcome.REFUSED, "nobody had said that name yet"
    assert "try odds spud" not in unknown.plain


@pytest.mark.parametrize("line", ["spud by 30 Apr", "spud before May", "will Spud be out by 30 Apr?"])
async def test_a_deadline_typed_as_people_write_it_is_one(odds, line):
    _, facts = await odds(f"odds {line}")
    assert (facts["subject"], str(facts["asked_deadline"])) == ("openai/spud", "2026-04-30")


async def test_words_beside_a_name_do_not_hide_it(odds):
    _, facts = await odds("odds what is spud")
    assert facts["subject"] == "openai/spud"
    reply, _ = await odds("odds spud beats opus 4.7")
    assert reply.outcome is Outcome.REFUSED
    assert reply.actions[0].run.line == "odds show about:openai/spud"
    reply, _ = await odds("odds spud by banana")
    assert "“banana” as a date" in reply.plain


@pytest.mark.parametrize("when", ["today", "2026-04-21", "now", '"21 Apr"'])
async def test_the_ledger_of_today_is_the_one_of_now(odds, when):
    reply, facts = await odds(f"odds spud as_of:{when}")
    assert reply.outcome is Outcome.ANSWERED
    assert facts["as_of"] == "2026-04-21T12:00:00Z"
    assert (await odds("odds spud as_of:2026-04-21T23:59:58Z"))[0].outcome is Outcome.REFUSED


async def test_an_unlisted_version_is_shown_with_its_family_and_a_month_13_is_called_that(odds):
    reply, facts = await odds("odds opus 4.99")
    assert (reply.title, facts["subject_state"]) == (
        "No market that is followed here asks when Claude Opus 4.99 ships",
        None,
    )
    assert facts["nearest_known"][0].startswith("anthropic/claude-opus-")
    reply, _ = await odds("odds spud by:2026-13-45")
    assert "there is no month 13" in reply.plain


BAD = [
    "odds no such thing",
    "odds spud by:end of quater",
    "odds spud by:31 Feb",
    "odds spud by:31 Dec 9999",
    'odds " OR 1=1 --',
    "odds NEAR(",
    "odds 🥔🥔",
    "odds \ud83e spud",
    "odds שלום",
    "odds \u202espud\u202c x",
    "odds show about:" + "x" * 5000,
    "odds MK-9999",
    "odds https://polymarket.com/event/nothing-here",
    "odds rules",
    "odds history",
    "odds compare",
    "odds watch",
    "odds search",
    "odds link MK-0001",
    "odds watch spud points:1000",
    "odds spud venue:nasdaq",
    "odds spud as_of:2027-01-01",
    "odds %",
    "odds unwatch nothing",
]


@pytest.mark.parametrize("line", BAD, ids=range(len(BAD)))
async def test_what_cannot_be_answered_is_refused_privately_and_repeated(talk, line):
    reply = await talk().say(line)
    assert reply.outcome is Outcome.REFUSED
    assert reply.private
    assert len(reply.plain) < 1500
    reply.plain.encode("utf-8")
    assert "You typed:" in reply.plain


async def test_a_million_characters_are_answered_at_once(talk):
    reply = await talk().say("odds " + "x" * 1_000_000)
    assert reply.outcome is Outcome.REFUSED
    assert len(reply.plain) < 1500


async def test_a_name_is_offered_before_what_it_may_be_a_name_of(talk):
    offered = await talk().app.suggest(Request(line="odds "), "about", "sp")
    assert offered[0].label.startswith("Spud — rumoured")


async def test_no_market_is_no_empty_window(odds):
    reply, facts = await odds("odds history gpt-6")
    assert (reply.title, facts["series"]) == ("No market that is followed here asks when GPT-6 ships", [])
    reply, _ = await odds("odds history spud by:2026-04-30")
    assert reply.actions[0].run.line == "odds history about:spud window:7d by:2026-04-30"
