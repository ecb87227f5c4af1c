"""The desk's queue as it stood: a decision of today does not reach back."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.messages.request import View
from bot.ports.desk import AuditEntry, QueueItem
from storage.desk import DeskStore
from tests.postgres import BOTH

ENGINES = BOTH
NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TENANT = "discord:7"


def at(hours):
    return View(TENANT, NOON + hours * HOUR)


@pytest.fixture
def desk(memory):
    return DeskStore(memory)


async def test_what_was_decided_later_still_waited_then(desk):
    name = await desk.propose(TENANT, QueueItem("dispute", "CP-0001", "Not so", "discord:7/1", NOON))
    assert await desk.decide(TENANT, name, "accepted", "discord:7/2", NOON + 2 * HOUR, "seen twice")
    assert desk.queue(at(-1)) == ()
    assert [(item.id, item.state) for item in desk.queue(at(1))] == [(name, "waiting")]
    assert desk.queue(at(2)) == ()
    before, after = desk.item(name, at(1)), desk.item(name, at(2))
    assert (before.state, before.decided_by, before.decided_at, before.reason) == ("waiting", "", None, "")
    assert (after.state, after.decided_by, after.reason) == ("accepted", "discord:7/2", "seen twice")
    assert [item.state for hours in (1, 3) for item in desk.about("CP-0001", at(hours))] == ["waiting", "accepted"]


async def test_a_line_that_was_taken_back_later_stood_then(desk):
    number = await desk.log(TENANT, AuditEntry("discord:7/2", "accept", "CP-0001", NOON))
    assert await desk.undone(TENANT, number, NOON + 2 * HOUR)
    assert [act.undone_at for act in desk.trail(at(1))] == [None]
    assert [act.undone_at for act in desk.trail(at(2))] == [NOON + 2 * HOUR]
