"""The engine on a server: several processes write one after the other, and what breaks is said in words."""

import asyncio
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.messages.errors import OurFault, StoreBusy
from storage import open_database
from storage.accounts.tenants import TenantStore
from storage.engines import Database
from storage.postgres.connections import connect
from storage.postgres.schema import migrate
from tests.postgres import TestServer, start_or_skip
from tests.storage.rows import add

ENGINES = ("postgres",)
SAFE = ("max_connections=50",)  # with fsync, as a server that is ended at once needs it
ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


async def test_writes_that_wait_together_all_arrive(memory: Database) -> None:
    await asyncio.gather(*(memory.write(add(str(n))) for n in range(200)))
    assert memory.read("SELECT count(*) AS n FROM counters")[0]["n"] == 200


async def test_one_bad_write_costs_nobody_else_theirs(memory: Database) -> None:
    def bad(db) -> None:
        db.execute("INSERT INTO counters VALUES ('half', 1)")
        raise ValueError("no")

    writes = (memory.write(run) for run in (add("a"), bad, add("a"), add("b")))
    results = await asyncio.gather(*writes, return_exceptions=True)
    assert isinstance(results[1], ValueError)
    assert isinstance(results[2], memory.refused)
    assert [row["name"] for row in memory.read("SELECT name FROM counters ORDER BY name")] == ["a", "b"]


async def test_who_freezes_while_writing_holds_up_nobody(fresh) -> None:
    address = fresh()
    frozen, other = open_database(address, 0.5), open_database(address)
    writing, go_on = threading.Event(), threading.Event()

    def freezes(db) -> None:
        add("late")(db)
        writing.set()
        go_on.wait()

    try:
        late = asyncio.create_task(frozen.write(freezes))
        await asyncio.to_thread(writing.wait)
        await other.write(add("now"))
        go_on.set()
        with pytest.raises(StoreBusy):
            await late
        await frozen.write(add("again"))
        assert [row["name"] for row in other.read("SELECT name FROM counters ORDER BY name")] == ["again", "now"]
    finally:
        go_on.set()
        frozen.close()
        other.close()


async def test_a_reader_cannot_write(memory: Database) -> None:
    with pytest.raises(OurFault):
        memory.read("DELETE FROM counters RETURNING name")


async def test_what_no_column_can_keep_is_kept_readable(memory: Database) -> None:
    await memory.write(add("nul\x00 and \U0001f954"))
    assert memory.read("SELECT name FROM counters")[0]["name"] == "nul\ufffd and \U0001f954"


async def test_what_another_process_wrote_is_seen_by_small_caches(fresh) -> None:
    address = fresh()
    here, there = open_database(address), open_database(address)
    try:
        one, other = TenantStore(here), TenantStore(there)
        assert one.settings("discord:7").zone == "UTC"
        await other.choose("discord:7", "zone", "Asia/Tokyo", "discord:1", NOW)
        before = here.version()
        for _ in range(500):  # the server tells within milliseconds
            if one.settings("discord:7").zone == "Asia/Tokyo":
                break
            await asyncio.sleep(0.01)
        assert one.settings("discord:7").zone == "Asia/Tokyo"
        assert here.version() >= before
    finally:
        here.close()
        there.close()


async def test_writes_are_counted_without_the_listening_connection(fresh) -> None:
    address = fresh()
    here, there = open_database(address), open_database(address)
    deaf = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND query LIKE 'LISTEN%'"
    )
    try:
        seen = [here.current_version()]
        for _ in range(20):
            with connect(address) as connection:
                connection.execute(deaf)  # as a server that was restarted, again and again
            await there.write(add(str(len(seen))))
            seen.append(here.current_version())
        assert len(set(seen)) == len(seen)
    finally:
        here.close()
        there.close()


async def test_a_write_that_failed_or_that_nobody_sees_is_not_counted(memory: Database) -> None:
    def bad(_db) -> None:
        raise ValueError("no")

    counted = "SELECT version FROM write_version"
    await memory.write(add("a"))
    before = memory.read(counted)[0]["version"]
    await memory.write(add("b"), quiet=True)
    with pytest.raises(ValueError, match="no"):
        await memory.write(bad)
    assert memory.read(counted)[0]["version"] == before
    await memory.write(add("c"))
    assert memory.read(counted)[0]["version"] == before + 1


WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from storage import open_database
from storage.accounts.tenants import TenantStore
from storage.desk import DeskStore
from bot.ports.desk import AuditEntry, QueueItem

async def main():
    now = datetime(2026, 4, 21, 12, tzinfo=UTC)
    database = open_database(sys.argv[1])
    tenants, desk = TenantStore(database), DeskStore(database)
    for n in range(250):
        await asyncio.gather(
            tenants.choose("discord:7", "picture_days", n % 90 + 1, "discord:1", now),
            desk.log("discord:7", AuditEntry(sys.argv[2], f"act {n}", "x", now)),
            desk.propose("discord:7", QueueItem("lead", "x", f"{sys.argv[2]} {n}", "ana", now)),
        )
    database.close()

asyncio.run(main())
"""


async def test_two_processes_write_one_tenant_and_its_trails_stay_whole(fresh) -> None:
    address = fresh()
    command = [sys.executable, "-c", WRITER, address]
    both = [await asyncio.create_subprocess_exec(*command, name, cwd=ROOT) for name in ("ana", "bob")]
    assert [await process.wait() for process in both] == [0, 0]
    database = open_database(address)
    try:
        from storage.desk import DeskStore  # noqa: PLC0415 - as the processes did

        assert TenantStore(database).broken("discord:7") is None
        assert DeskStore(database).broken("discord:7") is None
        for table in ("audit", "desk_items"):
            numbers = [row["number"] for row in database.read(f"SELECT number FROM {table} ORDER BY number")]
            assert numbers == list(range(1, 501)), table
    finally:
        database.close()


NAME = "hashtextextended('spudwatch sender gone', 0)"
HOLDER = """
import sys
from storage import open_database
print(open_database(sys.argv[1]).senders().enter("gone"), flush=True)
sys.stdin.read()
"""


def test_a_sender_that_was_killed_is_known_to_be_dead_at_once(fresh) -> None:
    address = fresh()
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, address], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    database = open_database(address)
    try:
        assert process.stdout.readline() == "gone\n"
        senders = database.senders()
        assert senders.dead("gone") is False
        with connect(address) as other:
            process.kill()
            process.communicate()
            other.execute(f"SELECT pg_advisory_lock({NAME})")  # waits until it is let go of
            other.execute(f"SELECT pg_advisory_unlock({NAME})")
        assert senders.dead("gone")
        mine = senders.enter()
        assert senders.dead(mine) is False
        senders.leave(mine)
    finally:
        process.kill()
        database.close()


@pytest.fixture(scope="module")
def own_server():
    server = start_or_skip(SAFE)
    if server.process is None:
        pytest.skip("the server that is named is not ours to stop")
    yield server
    server.stop()


async def test_a_server_that_goes_and_comes_back_loses_nothing_that_was_acknowledged(own_server: TestServer) -> None:
    address = own_server.create()
    migrate(address)
    database = open_database(address)
    try:
        await database.write(add("before"))
        assert len(database.read("SELECT name FROM counters")) == 1
        own_server.halt()
        with pytest.raises(StoreBusy, match="cannot reach the database"):
            database.read("SELECT name FROM counters")
        with pytest.raises(StoreBusy, match="cannot reach the database"):
            await database.write(add("while it is away"))
        own_server.launch(SAFE)
        await database.write(add("after"))
        assert [row["name"] for row in database.read("SELECT name FROM counters ORDER BY name")] == ["after", "before"]
    finally:
        database.close()


def test_a_database_without_tables_is_refused_with_what_to_run(postgres_server) -> None:
    with pytest.raises(OurFault, match="The database is empty") as said:
        open_database(postgres_server.create())
    assert "spudwatch migrate" in str(said.value.todo)


def test_a_server_that_is_not_there_is_said_in_words(tmp_path) -> None:
    with pytest.raises(StoreBusy, match="cannot reach the database"):
        open_database(f"postgresql://me:secret@/x?host={tmp_path}")


def test_migrating_lets_the_server_count_the_rows_there_are(fresh) -> None:
    counted = "SELECT reltuples AS n FROM pg_class WHERE oid = to_regclass($1)"
    with connect(fresh("ledger")) as connection:
        assert connection.execute(counted, ["claims"]).fetchone()[0] > 100
        assert connection.execute(counted, ["quote"]).fetchone()[0] == -1, "an empty table has the server's guess"
