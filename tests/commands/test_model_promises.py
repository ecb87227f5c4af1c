"""``/model promises``: who said when, what came of it, and how late."""

from datetime import date
from statistics import median

import pytest

from bot.ledger import tables
from bot.messages.levels import brief_text
from bot.messages.reply import Outcome

NOVEMBER = "2026-11-28T12:00Z"


async def test_a_person_s_record_is_that_of_the_ledger_s_rows(talk):
    reply = await talk(NOVEMBER).say("model promises Musk")
    rows = {(row["about"], row["implied"]): row for row in reversed(tables()["promise"])
            if row["who"] == "Elon Musk" and "implied" in row}  # fmt: skip
    slips = sorted((row["came"] - row["implied"]).days for row in rows.values() if "came" in row)
    assert reply.data["n"] == len(slips) >= 10
    assert (reply.data["median"], reply.data["low"], reply.data["high"]) == (median(slips), slips[0], slips[-1])
    assert f"Median of the {len(slips)} that came" in reply.plain
    assert {row["source"] for row in rows.values()} <= {one.url for one in reply.sources}


async def test_how_late_promises_were_is_said_in_words(talk):
    reply = await talk(NOVEMBER).say("model promises")
    assert " days early to " in reply.plain
    assert "; median of the 10 that came: " in brief_text(reply)
    assert "(-" not in reply.plain


async def test_below_ten_it_says_why_there_is_only_a_list(talk):
    reply = await talk(NOVEMBER).say("model promises Meta")
    assert reply.data["n"] < 10
    assert "too few for more than a list" in reply.plain


@pytest.mark.parametrize(("who", "of"), [
    ("", None), ("Elon Musk", "Elon Musk"), ("xAI", "xAI"), ("openai", "OpenAI"), ("gpt-5", "GPT-5"),
    ("Musk, Grok 5", "Elon Musk on Grok 5"),
])  # fmt: skip
async def test_people_labs_and_models_are_asked_for_alike(talk, who, of):
    reply = await talk(NOVEMBER).say(f'model promises who:"{who}"' if who else "model promises")
    assert (reply.outcome, reply.data["of"]) == (Outcome.ANSWERED, of)
    assert reply.data["promises"]


async def test_reports_of_others_stand_apart(talk):
    reply = await talk(NOVEMBER).say("model promises DeepSeek")
    assert "In no record" in reply.plain
    assert {row["reported_by"] for row in reply.data["promises"]} >= {"The Information", "Financial Times", None}


async def test_what_came_later_had_not_come_and_what_was_said_later_was_not_said(talk):
    early = await talk("2025-01-31T12:00Z").say("model promises Musk")
    grok = [row for row in early.data["promises"] if row["about"] == "xai/grok-3"]
    assert {row["came"] for row in grok} == {None}
    assert max(row["said"] for row in early.data["promises"]) <= date(2025, 1, 31)
    assert early.data["not_come"] >= 1


async def test_nobody_has_no_promises(talk):
    reply = await talk(NOVEMBER).say("model promises zorbling")
    assert reply.outcome is Outcome.REFUSED


def test_what_was_promised_twice_in_the_same_words_of_a_day_came_on_one_day():
    came: dict[tuple, set] = {}
    for row in tables()["promise"]:
        if row.get("about") and "came" in row:
            came.setdefault((row["who"], row["said"], row["about"]), set()).add(row["came"])
    assert {key: days for key, days in came.items() if len(days) > 1} == {}
