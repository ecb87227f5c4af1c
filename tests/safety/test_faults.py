"""Killed, full, locked, damaged, older, newer: what a person sees, what the doctor says, and that nothing is lost."""

import argparse
import asyncio
import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from adapters.cli import ask
from adapters.doctor.local_checks import memory
from adapters.doctor.results import CheckStatus
from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from storage import migrations
from storage.sqlite.engine import Database
from tests.safety.mixed import START, do, faults, killed_at, operation, work

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork a process to kill")
REPORT = operation(0)[0]


@pytest.fixture
def path(ledger_file, tmp_path):
    return Path(shutil.copy(ledger_file, tmp_path / "memory.db"))


@pytest.fixture
def asked(path, capsys):
    """What ``spudwatch ask`` prints and returns."""

    def run(line: str, database: Path = path) -> tuple[int, dict]:
        arguments = ["--json", "--at", "2026-04-21T12:00Z", "--database", str(database), line]
        parser = argparse.ArgumentParser()
        ask.arguments(parser)
        capsys.readouterr()
        try:
            status = ask.run(parser.parse_args(arguments))
        except SystemExit as stopped:
            return int(str(stopped.code)), {"plain": capsys.readouterr().err}
        return status, json.loads(capsys.readouterr().out.splitlines()[-1])

    return run


def doctor(path: Path) -> dict[str, tuple[CheckStatus, str]]:
    return {found.what: (found.verdict, f"{found.says} {found.todo}") for found in memory(path)}


# --------------------------------------------------------------------------------------------------------------- kills
def test_killed_between_any_two_answers_nothing_acknowledged_is_lost(path):
    said: list[str] = []
    n = kills = 0
    for after in (1, 7, 12, 4):
        lines, killed = do(path, n, 60, after)
        said += lines
        n += len(lines)
        kills += killed
        assert faults(path, said) == []
    lines, killed = do(path, n, 60)
    assert not killed
    assert faults(path, said + lines) == []
    assert kills == 4
    assert not [line for line in said + lines if line.endswith("broken")]


@pytest.mark.parametrize("statement", [2, 9, 11, 12, 13, 14, 25, 40])
def test_killed_inside_a_write_it_is_there_whole_or_not_at_all(path, statement):
    def some(where: Path) -> None:
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a path is not opened here
            asyncio.run(work(where, 0, 10, nowhere))

    killed_at(path, statement, some)
    assert faults(path, []) == []
    running = build(path, StandingClock(START))
    rows = running.store.database.read(
        "SELECT count(*) AS n FROM reports r WHERE NOT EXISTS (SELECT 1 FROM label_events e WHERE e.tenant = r.tenant)"
    )
    assert rows[0]["n"] == 0  # a report without its event would be half of one
    running.close()


@pytest.mark.parametrize("statement", [1, 6, 8, 10, 20, 40, 60, 80, 95, 110, 200, 900, 2_000])
def test_killed_during_the_first_start_the_next_one_finds_all_or_nothing(tmp_path, statement):
    path = tmp_path / "new.db"
    killed_at(path, statement, lambda where: build(where, StandingClock(START)).close())
    if path.exists():
        assert faults(path, []) == []
    build(path, StandingClock(START)).close()
    assert faults(path, []) == []
    with closing(sqlite3.connect(path)) as raw:
        assert migrations.applied(raw) == migrations.names()
        assert raw.execute("SELECT count(*) FROM claims").fetchone()[0] > 20


# ---------------------------------------------------------------------------------------------------------- the disk
def limited(monkeypatch, *pragmas: str) -> None:
    """Every connection that writes is opened with these."""
    connect = Database._connect

    def made(self: Database) -> sqlite3.Connection:
        connection = connect(self)
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    monkeypatch.setattr(Database, "_connect", made)


def pages(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        free = raw.execute("PRAGMA freelist_count").fetchone()[0]
        raw.execute("VACUUM" if free else "SELECT 1")
        return int(raw.execute("PRAGMA page_count").fetchone()[0])


def test_a_full_disk_is_said_reading_goes_on_and_nothing_is_half_kept(path, asked, monkeypatch):
    limited(monkeypatch, f"max_page_count={pages(path)}")
    long = REPORT.replace(' text:"', ' text:"' + "word " * 300)
    outcomes = [asked(long.replace("op0x", f"op{n}x")) for n in range(30)]
    status, reply = outcomes[-1]
    assert status == 2
    assert "accepts no writes" in reply["title"]
    assert "disk is full" in reply["plain"]
    assert asked("odds spud")[0] == 0
    assert faults(path, []) == []


@pytest.mark.parametrize("line", ["odds spud", "checkpoint crest pro alpha", "claimcheck Spud beats Opus 4.7"])
def test_a_memory_that_cannot_be_written_still_answers(path, asked, monkeypatch, line):
    limited(monkeypatch, "query_only=ON")
    assert asked(line)[0] == 0
    status, reply = asked(REPORT)
    assert status == 2
    assert "cannot be written" in reply["title"]
    assert "read-only" in reply["plain"]
    assert doctor(path)["writing"][0] is CheckStatus.FAIL


def test_a_disk_that_fails_is_said_and_is_no_mystery(path, asked, monkeypatch):
    def fails(_writer, _batch):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("storage.sqlite.engine._commit", fails)
    status, reply = asked(REPORT)
    assert status == 2
    assert "disk" in reply["plain"]
    assert doctor(path)["writing"][0] is CheckStatus.FAIL


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_folder_is_said(path, asked):
    path.parent.chmod(0o500)
    try:
        status, reply = asked(REPORT)
        assert status == 2
        assert "read-only" in reply["plain"]
    finally:
        path.parent.chmod(0o700)


def test_a_folder_that_cannot_be_is_said(tmp_path, asked):
    (tmp_path / "file").write_text("x")
    status, reply = asked("odds spud", tmp_path / "file" / "memory.db")
    assert status == 2
    assert "The database cannot be opened" in reply["plain"]
    assert doctor(tmp_path / "file" / "memory.db")["database"][0] is CheckStatus.FAIL


# ------------------------------------------------------------------------------------------------------------- damage
def damaged(path: Path, offset: int, size: int = 4096) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(b"\xff" * size)


@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_damaged_page_is_never_an_answer_made_up_and_the_doctor_finds_it(path, asked, part):
    damaged(path, int(path.stat().st_size * part) // 4096 * 4096)
    for line in ("odds spud", "checkpoint crest pro alpha", "claimcheck list", "claimcheck CL-0044", REPORT):
        status, reply = asked(line)
        assert status in (0, 1, 2)
        if status == 2:
            assert "damaged" in reply["plain"] or "doctor" in reply["plain"], reply
    verdict, words = doctor(path)["database"]
    assert verdict is CheckStatus.FAIL
    assert "restore" in words or "doctor" in words


@pytest.mark.parametrize("content", [b"", b"x" * 5_000, b"SQLite format 3\0" + b"\0" * 4_000])
def test_a_file_that_is_no_database_is_said(tmp_path, asked, content):
    path = tmp_path / "odd.db"
    path.write_bytes(content)
    status, reply = asked("odds spud", path)
    if content:
        assert status == 2
        assert "damaged" in reply["plain"]
        assert doctor(path)["database"][0] is CheckStatus.FAIL
        assert path.read_bytes() == content
    else:
        assert status == 0  # an empty file is a new one


# -------------------------------------------------------------------------------------------------- versions and locks
@pytest.mark.parametrize("steps", [1, 4, 8])
def test_an_older_schema_is_brought_up_to_date_and_keeps_what_it_held(tmp_path, asked, monkeypatch, steps):
    path = tmp_path / "older.db"
    names = migrations.names()
    with monkeypatch.context() as then:
        then.setattr(migrations, "names", lambda: names[:steps])
        Database(path).close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("INSERT INTO tenant_settings VALUES (1, 'x:1', 'zone', '\"UTC\"', 1, 'x')")
    assert asked("odds spud", path)[0] == 0
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT tenant FROM tenant_settings").fetchone() == ("x:1",)
        assert migrations.applied(raw) == names


def test_a_newer_schema_is_refused_with_what_to_do_and_left_alone(path, asked):
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('spudwatch', 'm9', '')")
    before = path.read_bytes()
    status, reply = asked("odds spud")
    assert status == 2
    assert "newer Spudwatch" in reply["plain"]
    assert "Install the newer version" in reply["plain"]
    verdict, words = doctor(path)["database"]
    assert (verdict, "newer" in words) == (CheckStatus.FAIL, True)
    assert path.read_bytes() == before


def test_a_schema_that_no_version_wrote_is_refused_with_what_to_do_and_left_alone(path, asked):
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("ALTER TABLE quote RENAME COLUMN ask_over TO ask")
        raw.execute("DELETE FROM _sqlite_migrations WHERE name > 'm0015'")
    before = path.read_bytes()
    status, reply = asked("odds spud")
    assert status == 2
    assert "does not match this version" in reply["plain"]
    assert "Restore a backup" in reply["plain"]
    assert path.read_bytes() == before


def test_a_memory_somebody_else_locks_still_answers_and_says_that_it_is_busy(path, asked, monkeypatch):
    monkeypatch.setattr("storage.sqlite.engine.BUSY_MS", 50)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("BEGIN IMMEDIATE")
        assert asked("odds spud")[0] == 0
        status, reply = asked(REPORT)
        assert status == 2
        assert "busy" in reply["title"]
        assert "Try again" in reply["plain"]
        assert "You typed" in reply["plain"]
        assert doctor(path)["writing"][0] is CheckStatus.FAIL
        other.execute("ROLLBACK")
    assert asked(REPORT)[0] == 0
