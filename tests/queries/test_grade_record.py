"""Grades of before an outcome are worked out once, and one broken claim costs itself alone."""

import logging
from datetime import datetime

from bot.messages.request import View
from bot.queries.records.grade_record import graded_resolutions, prepare_resolutions
from tests.growth import statements

NOVEMBER = "2026-11-28T12:00Z"
VIEW = View("", datetime.fromisoformat(NOVEMBER))
BROKEN = "CL-0016"


def counted(database, run):
    """How often the outcomes are read meanwhile, and all statements."""
    with statements(database) as asked:
        run()
    return sum("claim_outcomes AS o" in sql for sql in asked), len(asked)


def test_the_outcomes_are_read_once_however_many_parts_there_are(talk):
    here = talk(NOVEMBER)
    database = here.running.store.database
    parts = []
    read, _ = counted(database, lambda: parts.extend(prepare_resolutions(here.ports, VIEW)))
    assert len(parts) > 3
    assert read == 1
    assert counted(database, lambda: graded_resolutions(here.ports, VIEW)) == (1, 1)
    assert counted(database, lambda: list(prepare_resolutions(here.ports, VIEW))) == (1, 1)


def test_a_claim_that_cannot_be_graded_is_left_out_alone_and_named_in_the_log(talk, caplog):
    whole = graded_resolutions(talk(NOVEMBER).ports, VIEW)
    here = talk(NOVEMBER)
    database = here.running.store.database
    database.write_now(lambda db: db.execute("UPDATE claims SET statement = '{' WHERE id = ?", [BROKEN]))
    with caplog.at_level(logging.ERROR):
        assert list(prepare_resolutions(here.ports, VIEW))
        left = graded_resolutions(here.ports, VIEW)
    assert left == tuple(one for one in whole if one.claim != BROKEN)
    assert len(left) == len(whole) - 1
    assert [record.claim for record in caplog.records if record.message == "claim not graded"] == [BROKEN]


def test_a_grade_that_failed_once_is_tried_again(talk):
    whole = graded_resolutions(talk(NOVEMBER).ports, VIEW)
    here = talk(NOVEMBER)
    database = here.running.store.database
    kept = [tuple(row) for row in database.read("SELECT id, body FROM evidence")]
    database.write_now(lambda db: db.execute("UPDATE evidence SET body = '{'"))
    assert len(graded_resolutions(here.ports, VIEW)) < len(whole)
    database.write_now(lambda db: db.executemany("UPDATE evidence SET body = ?2 WHERE id = ?1", kept))
    assert graded_resolutions(here.ports, VIEW) == whole
