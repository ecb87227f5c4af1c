"""One writer, many readers: what arrives, and what a bad write leaves alone."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from sqlite_utils import Database as Utils

from bot.messages.errors import OurFault, StoreBusy, StoreFull
from storage import migrations
from storage.sqlite.engine import Database, explain


@pytest.fixture
def database(tmp_path: Path):
    made = Database(tmp_path / "memory.db")
    made.write_now(lambda db: db.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT UNIQUE)"))
    yield made
    made.close()


def add(text: str):
    return lambda db: db.execute("INSERT INTO notes (text) VALUES (?)", [text])


async def test_what_is_written_can_be_read(database: Database) -> None:
    await database.write(add("a"))
    assert [row["text"] for row in database.read("SELECT text FROM notes")] == ["a"]


async def test_writes_that_wait_together_all_arrive(database: Database) -> None:
    await asyncio.gather(*(database.write(add(str(n))) for n in range(300)))
    assert database.read("SELECT count(*) AS n FROM notes")[0]["n"] == 300


async def test_one_bad_write_costs_nobody_else_theirs(database: Database) -> None:
    def bad(db: Utils) -> None:
        db.execute("INSERT INTO notes (text) VALUES ('half')")
        raise ValueError("no")

    results = await asyncio.gather(
        database.write(add("a")),
        database.write(bad),
        database.write(add("a")),
        database.write(add("b")),
        return_exceptions=True,
    )
    assert isinstance(results[1], ValueError)
    assert isinstance(results[2], sqlite3.IntegrityError)
    assert [row["text"] for row in database.read("SELECT text FROM notes ORDER BY id")] == ["a", "b"]


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StoreFull):
        database.read("DELETE FROM notes")


async def test_a_disk_that_fills_stops_writing_and_not_reading(database: Database) -> None:
    await database.write(add("kept"))

    def shrink(db: Utils) -> None:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")

    await database.write(shrink)
    with pytest.raises(StoreFull):
        await database.write(add("x" * 100_000))
    assert database.read("SELECT text FROM notes")[0]["text"] == "kept"

    await database.write(lambda db: db.execute("PRAGMA max_page_count = 1000000"))
    await database.write(add("after"))
    assert len(database.read("SELECT 1 FROM notes")) == 2


def test_a_locked_file_is_said_to_be_busy() -> None:
    assert isinstance(explain(sqlite3.OperationalError("database is locked")), StoreBusy)


def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(OurFault) as fault:
        Database(path)
    assert "doctor" in str(fault.value.todo)


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    Database(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('spudwatch', 'm9999', '')"
        )
    raw.close()
    with pytest.raises(OurFault) as fault:
        Database(path)
    assert "newer" in fault.value.what


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    Database(path).close()
    before = path.stat().st_mtime_ns
    Database(path).close()
    assert path.stat().st_mtime_ns == before


def test_every_step_has_a_name_in_order() -> None:
    assert list(migrations.names()) == sorted(migrations.names())
    assert all(name[0] == "m" and name[1:5].isdecimal() for name in migrations.names())
    numbers = [name[1:5] for name in migrations.names()]
    assert [one for one, following in pairwise(numbers) if one == following] == ["0662"], "a step needs its own number"


KILLED = """
import asyncio, sys
from pathlib import Path
from storage.sqlite.engine import Database
async def main():
    db = Database(Path(sys.argv[1]))
    for n in range(100000):
        await db.write(lambda u, n=n: u.execute("INSERT INTO notes (text) VALUES (?)", [str(n)]))
        print(n, flush=True)
asyncio.run(main())
"""


@pytest.mark.parametrize("after", [1, 17, 60])
def test_a_kill_loses_nothing_that_was_acknowledged(database: Database, after: int) -> None:
    database.close()
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", KILLED, str(database.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as child:
        assert child.stdout is not None
        acknowledged = [int(child.stdout.readline()) for _ in range(after)]
        os.kill(child.pid, signal.SIGKILL)
        acknowledged += [int(line) for line in child.stdout.read().split("\n")[:-1] if line]
    kept = {row["text"] for row in database.read("SELECT text FROM notes")}
    assert {str(n) for n in acknowledged} <= kept
    assert database.read("PRAGMA integrity_check")[0][0] == "ok"


async def test_erased_text_leaves_the_log_once_no_reader_of_another_process_needs_it(database: Database) -> None:
    def in_log() -> bool:
        return b"erased-word" in database.path.with_name(database.path.name + "-wal").read_bytes()

    await database.write(add("erased-word"))
    reader = sqlite3.connect(database.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM notes").fetchall()
    await database.write(lambda db: db.execute("DELETE FROM notes"))
    await database.clean()
    assert in_log()
    reader.close()
    await database.write(add("another"))
    assert not in_log()
