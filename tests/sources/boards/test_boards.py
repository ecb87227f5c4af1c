"""Leaderboards: what a reader makes of a board, and what an answer says of it."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.catalogs.vendor_facts import FactKind, Validators
from bot.jobs.vendor_poll import VendorPoll
from bot.messages.errors import SourceChanged, SourceError
from bot.sources.boards import every
from bot.sources.protocol import Answer, Get, drive
from tests.sources.boards.web import ALL, READ_AT, Web, answer

RECORDED = ALL["arena_board"]
PAGES = {"arena_board": "text", "epoch_board": "/data/benchmarks.csv"}


def rows(*changes: dict[str, Any], total: int | None = None) -> bytes:
    whole = RECORDED["exchanges"][0]["answer"]["json"]["rows"][0]["row"]
    told = [{"row": whole | change} for change in changes]
    return json.dumps({"rows": told, "num_rows_total": len(told) if total is None else total}).encode()


def board(body: bytes) -> tuple[list[str], int]:
    (reading,) = drive(
        every()["arena_board"].read(Validators()), lambda get: Answer(200, {}, body, READ_AT, get.origin)
    )
    return [fact.slug for fact in reading.facts or ()], reading.skipped


def test_a_recorded_board_is_understood_as_it_was():
    (reading,) = drive(every()["arena_board"].read(Validators()), answer)
    told = {fact.slug: [value.number for value in fact.values] for fact in reading.facts}
    assert told == {
        "openai/gpt-6-astra": [1498, 42000, 1],
        "anthropic/claude-opus-5.5": [1490, 31000, 2],  # a thinking row is one setting of it
        "xai/grok-4.7": [1467, 12345, 6],
    }
    assert {(fact.kind, fact.day.isoformat(), fact.via) for fact in reading.facts} == {
        (FactKind.SCORE, "2026-11-20", "Arena, CC BY 4.0")
    }
    assert (reading.skipped, reading.etag) == (1, '"one"')


@pytest.mark.parametrize("name", every())
def test_a_board_that_has_not_changed_is_not_read_again(name):
    known = Validators({PAGES[name]: ('"one"', "")})
    (reading,) = drive(every()[name].read(known), lambda get: Answer(304, {}, b"", READ_AT, get.origin))
    assert reading.facts is None


@pytest.mark.parametrize("name", every())
@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b'{"rows": []}', b'{"rows": [{"row": {"player": "Ann", "elo": 2800}}]}', b'{"error": "busy"}'],
    ids=["empty", "a page", "no rows", "another board", "an error"],
)
def test_a_board_of_another_shape_says_so(name, body):
    with pytest.raises(SourceError):
        drive(every()[name].read(Validators()), lambda get: Answer(200, {}, body, READ_AT, get.origin))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, (["openai/gpt-6-astra"], 0)),
        ({"vote_count": None}, ([], 1)),  # no n, no measurement
        ({"rating": "NaN"}, ([], 1)),
        ({"leaderboard_publish_date": "soon"}, ([], 1)),
        ({"model_name": ""}, ([], 1)),
        ({"model_name": "mystery-panda"}, ([], 0)),  # a label is nobody's model yet
    ],
)
def test_a_row_that_says_too_little_costs_itself(change, told):
    assert board(rows({"model_name": "GPT-6 Astra"} | change)) == told


def test_a_board_longer_than_a_page_is_read_page_by_page_and_ends():
    asked: list[str] = []

    def page(get: Get) -> Answer:
        asked.append(get.query["offset"])
        return Answer(200, {}, rows(*({"model_name": f"GPT-{n}"} for n in range(2, 102)), total=10_606), READ_AT, "")

    drive(every()["arena_board"].read(Validators()), page)
    assert asked == ["0", "100", "200", "300", "400", "500"]


async def test_a_boards_number_is_measured_evidence_with_n_terms_and_address(talk):
    there = talk("2026-11-28T12:00Z")
    job = VendorPoll(every(), Web(), there.clock, facts=there.ports.vendor_facts, sources=there.ports.sources)
    before = await there.say('/claimcheck "GPT-6 Astra scores 1498 on LMArena"')
    assert before.data["grade"] is None
    assert not (await job.read()).failed
    there.clock.move(READ_AT + timedelta(minutes=1))
    right = await there.say('/claimcheck "GPT-6 Astra scores 1498 on LMArena"')
    assert (right.data["grade"], right.data["support"]) == ("CONFIRMED", 5)
    assert "42,000 votes" in str(right.parts)
    assert "CC BY 4.0" in str(right.parts)
    wrong = await there.say('/claimcheck "GPT-6 Astra scores 1560 on LMArena"')
    assert wrong.data["grade"] == "CONTRADICTED"
    shown = await there.say("/model show gpt-6 astra")
    assert "LMArena gives GPT-6 Astra 1,498 from 42,000 votes, rank 1 (Arena, CC BY 4.0)." in str(shown.parts)
    assert "huggingface.co/datasets/lmarena-ai" in str(shown.parts)
    source = await there.say("/claimcheck source Arena")
    assert "leaderboard" in str(source.parts)


def test_a_board_of_no_known_shape_names_itself():
    with pytest.raises(SourceChanged, match="Arena's text leaderboard has another shape"):
        board(rows({"rating": 1}).replace(b"model_name", b"name"))
