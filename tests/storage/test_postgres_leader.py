"""Of several processes on a server one leads: one at a time, and who lost its place finds out before it acts."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from bot.messages.errors import StoreBusy
from bot.messages.reply import Reply
from bot.ports.notifications.outbox import MessageKind, OutboxDraft
from storage import open_database
from storage.notifications.outbox import OutboxStore
from storage.postgres.connections import connect
from storage.postgres.diagnosis import server_facts
from storage.postgres.instance import InstanceSession
from storage.postgres.schema import LANE
from tests.storage.rows import add

ENGINES = ("postgres",)
ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)
LEASE_OVER = NOW + timedelta(minutes=2)


def ended_by_the_server(address: str, session: InstanceSession) -> None:
    """What the server does to a session that is silent for too long."""
    pid = session._connection.info.backend_pid
    database = open_database(address)
    try:
        database.write_now(lambda db: db.execute(f"SELECT pg_terminate_backend({pid})"))
    finally:
        database.close()


async def released(address: str) -> InstanceSession:
    """Take the lock once the server has noticed that its holder has gone, within milliseconds."""
    for _ in range(500):
        with suppress(BlockingIOError):
            return InstanceSession(address)
        await asyncio.sleep(0.01)
    return InstanceSession(address)


async def test_a_leader_that_wakes_up_after_another_took_its_place_writes_and_posts_nothing(fresh) -> None:
    address = fresh()
    before, after = open_database(address), open_database(address)
    try:
        old, outbox = InstanceSession(address), OutboxStore(before)
        before.lead(old.lead())
        draft = OutboxDraft("one", "discord:7/9", MessageKind.NOTE, Reply(title="x"), NOW, NOW + timedelta(hours=1))
        await outbox.add([draft], NOW)
        [taken] = await outbox.claim("old", ["discord"], NOW, 1)
        assert outbox.mine(taken)

        ended_by_the_server(address, old)
        new = await released(address)
        assert before.leads()  # nobody else has begun
        after.lead(new.lead())
        assert not before.leads()
        assert not outbox.mine(taken)
        with pytest.raises(StoreBusy) as refused:
            await before.write(add("late"))
        assert refused.value.why == "Another process leads now."
        with pytest.raises(StoreBusy):
            old.lead()
        await after.write(add("now"))
        assert [row["name"] for row in after.read("SELECT name FROM counters WHERE name <> 'leader'")] == ["now"]
        [again] = await OutboxStore(after).claim("new", ["discord"], LEASE_OVER, 1)
        assert again.key == "one"
        new.release()
    finally:
        before.close()
        after.close()


async def test_a_process_that_only_answers_people_is_refused_nothing(fresh) -> None:
    address = fresh()
    front = open_database(address)
    leader = InstanceSession(address)
    try:
        leader.lead()
        assert front.leads()
        await front.write(add("asked"))
    finally:
        leader.release()
        front.close()


async def test_only_one_serves_and_a_frozen_one_loses_its_place(fresh) -> None:
    address = fresh()
    first = InstanceSession(address)
    with pytest.raises(BlockingIOError):
        InstanceSession(address)
    assert first.held()
    assert server_facts(address).serving
    first.release()
    again = await released(address)
    ended_by_the_server(address, again)
    assert not again.held()
    facts = server_facts(address)
    assert (facts.pooled, facts.replica, facts.encoding) == (False, False, "UTF8")


@contextmanager
def frozen_inside_a_batch(address: str) -> Iterator[None]:
    """A session that took the lane, sent statements without the end of their batch, and says nothing more."""
    with closing(connect(address)) as stopped:
        stopped.execute(f"BEGIN; SELECT pg_advisory_xact_lock({LANE})", prepare=False)
        with suppress(psycopg.OperationalError), stopped.pipeline():
            assert stopped.execute("SELECT 1").fetchone()
            yield


async def test_a_process_frozen_inside_a_batch_of_statements_keeps_nobody_from_leading_or_writing(fresh) -> None:
    address = fresh()
    front, leader = open_database(address), InstanceSession(address)
    try:
        with frozen_inside_a_batch(address):
            assert await asyncio.to_thread(leader.lead) == 1
        with frozen_inside_a_batch(address):
            written = asyncio.create_task(front.write(add("asked")))
            while not written.done():
                assert await asyncio.to_thread(leader.held)
                await asyncio.wait({written}, timeout=0.1)
            await written
    finally:
        leader.release()
        front.close()


STANDBY = {"SPUDWATCH_SOURCES__LIVE": "false", "SPUDWATCH_LOG_FORMAT": "text"}


def serving(address: str) -> "subprocess.Popen[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SPUDWATCH_")}
    environment = {**kept, **STANDBY, "SPUDWATCH_DATABASE": address}
    command = [sys.executable, "-m", "adapters", "serve"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)


def until(process: "subprocess.Popen[str]", words: str) -> None:
    for line in process.stderr:
        if words in line:
            return
    raise AssertionError(f"{words!r} was never said; ended with {process.wait()}")


def test_a_second_process_stands_by_and_serves_when_the_first_is_killed(postgres_server, postgres_ledger) -> None:
    address = postgres_server.copy(postgres_ledger)
    first = serving(address)
    try:
        until(first, "serving")
        second = serving(address)
        try:
            until(second, "standing by")
            first.kill()
            first.wait()
            until(second, "serving")
            second.send_signal(signal.SIGTERM)
            assert second.wait(30) == 0
        finally:
            second.kill()
            second.communicate()
    finally:
        first.kill()
        first.communicate()
