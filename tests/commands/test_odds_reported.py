"""Odds that are known only from a report are told wherever odds are told, each time as reported."""

import re

import pytest

from bot import pages
from bot.messages.levels import brief_text
from bot.pages.page import PageRequest

NOVEMBER = "2026-11-28T12:00Z"


@pytest.mark.parametrize(
    "line",
    [
        "odds",
        "odds claude 6",
        "odds claude 6 by:2027-06-30",
        "odds claude 6 by:2027-05-15",
        "odds compare claude 6",
        "odds search claude",
        "model coming",
        "model show claude 6",
        'model first models:"claude 6, gpt-7"',
        "claimcheck ask claude 6 is released by 31 march 2027",
    ],
)
async def test_every_card_tells_reported_odds_as_such(talk, line):
    said = (await talk(NOVEMBER).say(line)).plain
    assert re.search(r"\d+ % \(reported\)|\d+ % that .+, as reported", said), said
    assert "no price read yet" not in said.partition("GPT-7")[0]


async def test_a_day_between_two_reports_is_bounded_by_them_and_the_day_itself_by_nothing(talk):
    here = talk(NOVEMBER)
    assert (await here.say("odds claude 6 by:2027-05-15")).title.startswith(
        "Between 35 % and 56 % (reported) that Claude 6"
    )
    assert "reported" not in (await here.say('odds claude 6 by:"on 2027-05-15"')).title


async def test_a_report_is_named_with_its_day_and_is_no_probability_for_programs(talk):
    reply = await talk(NOVEMBER).say("odds claude 6")
    assert "as reported on 28 Sep by polymarket.com" in brief_text(reply)
    assert reply.data["probability"] is None
    shown = (await talk(NOVEMBER).say("model show claude 6")).data
    assert (shown["probability"], shown["reported"]) == (None, [0.35, 0.35])


def test_the_pages_tell_them_too_without_a_value(talk):
    here = talk(NOVEMBER)
    request = PageRequest(here.clock.now())
    made = {name: pages.every()[name].build(here.ports, request) for name in ("coming", "home")}
    subject = pages.every()["subject"].build(here.ports, request, lab="anthropic", name="claude-6")
    rows = {row.slug: row for row in made["coming"].rows}
    assert rows["anthropic/claude-6"].odds.figure.said == "35 % (reported)"
    assert rows["anthropic/claude-6"].odds.figure.value is None
    assert "others report odds" in made["coming"].lead
    assert made["home"].coming[0].slug == "anthropic/claude-6"
    assert "gives 35 % (reported) that Claude 6 is out by 31 Mar 2027" in subject.lead
    assert [row.figure.said for row in subject.odds.deadlines] == [
        "35 % (reported)",
        "56 % (reported)",
        "87 % (reported)",
    ]
    assert "Reported by others, not verified at the venue." in subject.odds.cautions
