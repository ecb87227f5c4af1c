"""Epoch AI's table of its own runs: best setting, newest run, standard error; columns by name, what is odd refused."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.catalogs.vendor_facts import FactKind, PageReading, Validators
from bot.jobs.vendor_poll import VendorPoll
from bot.messages.errors import SourceChanged
from bot.sources.boards import every
from bot.sources.protocol import Answer, drive
from tests.sources.boards.web import READ_AT, Web

RECORDED = json.loads((Path(__file__).parents[2] / "recorded" / "epoch_board" / "read.json").read_text("utf-8"))
TABLE = RECORDED["exchanges"][0]["answer"]["text"]
ROW = next(csv.DictReader(io.StringIO(TABLE)))


def board(text: str | bytes) -> PageReading:
    body = text.encode() if isinstance(text, str) else text
    (reading,) = drive(
        every()["epoch_board"].read(Validators()), lambda get: Answer(200, {}, body, READ_AT, get.origin)
    )
    return reading


def table(*changes: dict[str, str], columns: tuple[str, ...] = tuple(ROW)) -> str:
    made = io.StringIO()
    writer = csv.DictWriter(made, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(ROW | change for change in changes)
    return made.getvalue()


def told(reading: PageReading) -> list[tuple[object, ...]]:
    assert {fact.kind for fact in reading.facts or ()} <= {FactKind.SCORE}
    return [
        (fact.slug, fact.surface, *(value.number for value in fact.values), fact.day and fact.day.isoformat(), fact.via)
        for fact in reading.facts or ()
    ]


def test_a_table_in_the_published_columns_is_understood():
    reading = board(TABLE)
    best = "Epoch AI, setting max, CC BY 4.0"
    assert told(reading) == [
        ("openai/gpt-6-astra", "GPQA Diamond", 95, 1.49, 198, "2026-09-05", best),
        ("anthropic/claude-opus-5.5", "FrontierMath", 51.2, 3, "2026-09-24", "Epoch AI, CC BY 4.0"),
        ("xai/grok-4.7", "FrontierMath Tier 4", 100, "2026-11-02", "Epoch AI, CC BY 4.0"),  # no error
    ]
    assert reading.skipped == 1


def test_columns_are_found_by_name_in_any_order_and_number():
    turned = table({}, columns=("stderr", "mean_score", "new column", "task", "model"))
    assert told(board("\ufeff" + turned))[0][:4] == ("openai/gpt-6-astra", "GPQA Diamond", 95, 1.49)


@pytest.mark.parametrize("missing", ["model", "task", "mean_score"])
def test_a_column_that_is_missing_is_named(missing):
    with pytest.raises(SourceChanged) as refused:
        board(table({}, columns=tuple(name for name in ROW if name != missing)))
    assert refused.value.why == f"It has no column {missing}."


@pytest.mark.parametrize(
    "text",
    [
        "Modell,Aufgabe,Mittelwert\nBeispiel,GPQA diamond,0.9\n",
        "model,task,mean_score\n",
        "model,task,mean_score\ngpt-6-astra,Someone's task,0.9\n",
        b"PK\x03\x04" + bytes(400),
        'model,task,mean_score\n"' + "x" * 200_000,
        b"\xff\xfe\x00" * 50,
    ],
    ids=["another language", "no rows", "other tasks", "a zip", "a huge field", "bytes"],
)
def test_what_does_not_fit_is_refused_with_words(text):
    with pytest.raises(SourceChanged) as refused:
        board(text)
    assert refused.value.why


@pytest.mark.parametrize(
    "change",
    [
        {"mean_score": "soon"},
        {"mean_score": ""},
        {"mean_score": "95"},  # a share of 1 it is, or it is not read
        {"mean_score": "nan"},
        {"stderr": "-1"},
        {"started_at": "in May"},
    ],
)
def test_a_row_that_says_too_little_costs_itself(change):
    reading = board(table(change, {"model": "grok-4.7"}))
    assert ([fact.slug for fact in reading.facts or ()], reading.skipped) == (["xai/grok-4.7"], 1)


@pytest.mark.parametrize(
    "change",
    [
        {"model": "mystery-panda_max"},
        {"model": ""},
        {"model": "claude-opus-6-fast_max"},  # another way to buy it
        {"Status": "Error"},
        {"task": "FrontierMath-2025-02-28-Private"},  # a set that was replaced
    ],
)
def test_a_row_of_something_else_is_left_out(change):
    reading = board(table(change, {"model": "grok-4.7"}))
    assert ([fact.slug for fact in reading.facts or ()], reading.skipped) == (["xai/grok-4.7"], 0)


async def test_a_measured_score_is_evidence_with_its_setting_error_and_address(talk):
    there = talk("2026-11-28T12:00Z")
    job = VendorPoll(every(), Web(), there.clock, facts=there.ports.vendor_facts, sources=there.ports.sources)
    assert not (await job.read()).failed
    there.clock.move(READ_AT + timedelta(minutes=1))
    right = await there.say('/claimcheck "GPT-6 Astra scores 95% on GPQA Diamond"')
    assert (right.data["grade"], right.data["support"]) == ("SUPPORTED", 4)
    wrong = await there.say('/claimcheck "GPT-6 Astra scores 99% on GPQA Diamond"')
    assert wrong.data["grade"] not in ("CONFIRMED", "SUPPORTED")
    shown = str((await there.say("/model show gpt-6 astra")).parts)
    assert "scored 95 % on GPQA Diamond, standard error 1.49 points (Epoch AI, setting max, CC BY 4.0)." in shown
    assert "https://epoch.ai/benchmarks" in shown
    uncounted = await there.say('/claimcheck "Grok 4.7 scores 100% on FrontierMath Tier 4"')
    assert uncounted.data["grade"] not in ("CONFIRMED", "SUPPORTED"), "a measurement without n is a trace"
