"""``/odds record``: the settled questions of the ledger, scored; money and kinds of question apart."""

import csv
from collections import defaultdict
from statistics import mean

import pytest

from bot.ledger import tables
from bot.messages.levels import brief_text
from bot.messages.request import View
from tests.shared import shared_data

NOVEMBER = "2026-11-28T12:00Z"


def filed(money="real", kind=None):
    """Every question of the files with its event, as a plain tuple: the second way to the same numbers."""
    return [
        (number, question)
        for number, event in enumerate(tables()["past_event"])
        for question in event["questions"]
        if event["money"] == money and kind in (None, question["kind"])
    ]


async def test_the_record_is_that_of_the_files(talk):
    here = talk(NOVEMBER)
    reply = await here.say("odds record")
    day = reply.data["brier"][0]
    events = defaultdict(list)
    for number, question in filed():
        if "d1" in question:
            events[-number - 1].append((question["d1"] - question["yes"]) ** 2)
    for one in here.ports.markets.settled(View("console:local", here.clock.now())):
        if one.event > 0 and one.money == "real":  # of markets that were read here
            events[one.event].append((one.prices[1] - one.came_true) ** 2)
    assert day["events"] == len(events) >= 29
    assert day["n"] == sum(map(len, events.values()))
    assert day["score"] == pytest.approx(mean(map(mean, events.values())), abs=1e-4)
    assert sum(one["n"] for one in reply.data["bins"]) == day["n"]
    assert "better than the base rate" in reply.title


async def test_deadlines_and_single_days_stand_apart_and_what_others_published_is_said_to_be_theirs(talk):
    reply = await talk(NOVEMBER).say("odds record")
    groups = {(one["venue"], one["money"], one["kind"]): one for one in reply.data["groups"]}
    for kind in ("by", "on"):
        assert groups["polymarket", "real", kind]["settled"] >= len(filed(kind=kind)) * 0.9
    assert "129 of 166" in reply.plain
    assert "8 of 25" in reply.plain
    assert "not recomputed here" in reply.plain
    assert all(source.url.startswith("http") for source in reply.sources)


async def test_one_venue_and_a_day_before_anything_had_settled(talk):
    play = await talk(NOVEMBER).say("odds record venue:manifold")
    assert {one["venue"] for one in play.data["groups"]} == {"manifold"}
    assert "none with a price" in play.title
    early = await talk("2024-01-01T12:00Z").say("odds record")
    assert early.data["settled"] == 0


def test_the_files_hold_what_was_collected_and_may_be_shipped():
    with shared_data("ledger/calibration/resolved_questions.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["resolution"] in ("yes", "no")]
    kept = [row for row in rows if row["licence"].startswith(("MIT", "CC BY-SA"))]
    questions = [question for event in tables()["past_event"] for question in event["questions"]]
    assert len(kept) - 5 <= len(questions) <= len(kept)
    assert sum(question["yes"] for question in questions) == sum(row["resolution"] == "yes" for row in kept)


async def test_the_record_of_a_venue_is_that_of_its_own_money(talk):
    reply = await talk("2026-04-21T18:00Z").say("odds record venue:manifold")
    assert reply.title == "3 questions settled at Manifold; none with a price of a day before"
    assert "Brier, each event once, play money: " in reply.plain
    assert "30 d: 0.012" in brief_text(reply)
    real = await talk("2026-04-21T18:00Z").say("odds record venue:polymarket")
    assert "Brier, each event once, real money: " in real.plain
