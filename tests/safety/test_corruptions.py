"""Thirty ways a database file breaks: the doctor finds each, and restoring a backup mends it."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from adapters.doctor.local_checks import CheckStatus, memory
from storage import migrations
from storage.sqlite.backup import back_up, restore
from storage.sqlite.diagnosis import JSON, damage, schema_faults, unreadable
from storage.sqlite.engine import Database

PAGE = 4096
SEED = int(os.environ.get("SPUDWATCH_TEST_SEED", "7"))


def pages(count: int) -> Callable[[Path, random.Random], None]:
    """Some pages hold anything."""

    def do(path: Path, dice: random.Random) -> None:
        with path.open("r+b") as file:
            for page in dice.sample(range(1, path.stat().st_size // PAGE), count):
                file.seek(page * PAGE)
                file.write(dice.randbytes(PAGE))

    return do


def zeros(path: Path, dice: random.Random) -> None:
    """A page was never written."""
    with path.open("r+b") as file:
        file.seek(dice.randrange(1, path.stat().st_size // PAGE) * PAGE)
        file.write(bytes(PAGE))


def truncated(path: Path, dice: random.Random) -> None:
    os.truncate(path, dice.randrange(PAGE, path.stat().st_size - PAGE))


def header(path: Path, dice: random.Random) -> None:
    with path.open("r+b") as file:
        file.write(dice.randbytes(100))


def row(sql: str) -> Callable[[Path, random.Random], None]:
    """A value that no version wrote, as a flipped bit leaves it: SQLite finds nothing wrong with it."""

    def do(path: Path, dice: random.Random) -> None:
        with closing(sqlite3.connect(path)) as raw, raw:
            assert raw.execute(sql).rowcount == 1

    return do


def schema(sql: str) -> Callable[[Path, random.Random], None]:
    def do(path: Path, dice: random.Random) -> None:
        with closing(sqlite3.connect(path)) as raw, raw:
            raw.execute("PRAGMA foreign_keys = OFF")
            raw.execute(sql)

    return do


ONE = "sequence = (SELECT min(sequence) FROM changes)"
WAYS = [
    *[("three pages", pages(3))] * 8,
    *[("one page", pages(1))] * 6,
    *[("a page of zeros", zeros)] * 3,
    *[("truncated", truncated)] * 4,
    ("no header", header),
    ("half a statement", row("UPDATE claims SET statement = substr(statement, 1, 9) WHERE id = 'CL-0044'")),
    ("no UTF-8", row("UPDATE claims SET text = CAST(x'53c3' AS TEXT) WHERE id = 'CL-0044'")),
    ("bytes for text", row(f"UPDATE changes SET facts = CAST(facts AS BLOB) WHERE {ONE}")),
    ("text for a number", row(f"UPDATE changes SET at = 'x' WHERE {ONE}")),
    ("no moment", row(f"UPDATE changes SET at = 1 << 60 WHERE {ONE}")),
    ("a column is lacking", schema("ALTER TABLE outbox DROP COLUMN told")),
    ("an index is lacking", schema("DROP INDEX changes_at")),
    ("a row of a newer version", row(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('spudwatch', 'm9999', '')")),
]  # fmt: skip


def failed(path: Path) -> list[str]:
    return [f"{found.what}: {found.says}" for found in memory(path) if found.verdict is CheckStatus.FAIL]


@pytest.mark.parametrize("number", range(len(WAYS)), ids=lambda number: f"{number}: {WAYS[number][0]}")
def test_the_doctor_finds_it_and_a_restore_mends_it(number: int, ledger_file, tmp_path):
    path = Path(shutil.copy(ledger_file, tmp_path / "memory.db"))
    back_up(path, tmp_path / "good.db")
    WAYS[number][1](path, random.Random(SEED * 1000 + number))  # noqa: S311 - dice
    assert failed(path), "not found"
    restore(tmp_path / "good.db", path)
    assert failed(path) == []


def test_there_are_thirty_of_them():
    assert len(WAYS) == 30


def test_a_sound_database_has_no_fault_nor_has_one_that_an_older_version_began(ledger_file, tmp_path, monkeypatch):
    names = migrations.names()
    old = tmp_path / "older.db"
    with monkeypatch.context() as then:
        then.setattr(migrations, "names", lambda: names[:9])
        Database(old).close()
    assert schema_faults(old)
    Database(old).close()
    for path in (ledger_file, old):
        assert (damage(path), schema_faults(path), list(unreadable(path))) == ((), (), [])


def test_every_column_that_holds_json_is_read_as_such(ledger_file):
    """What is JSON in every row of a filled database is declared; a new column joins the list."""
    with closing(sqlite3.connect(ledger_file)) as raw:
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for column in [found[1] for found in raw.execute(f"PRAGMA table_info([{table}])") if found[2] == "TEXT"]:
                heads = raw.execute(f"SELECT DISTINCT substr([{column}], 1, 1) FROM [{table}] WHERE [{column}] <> ''")
                if set(heads.fetchall()) <= {("{",), ("[",)} and raw.execute(f"SELECT max([{column}]) FROM [{table}]"
                                                                             ).fetchone()[0]:  # fmt: skip
                    assert column in JSON.get(table, ()), f"{table}.{column}"


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_files_that_others_can_read_are_named_with_what_to_do(ledger_file, tmp_path):
    path = Path(shutil.copy(ledger_file, tmp_path / "memory.db"))
    path.chmod(0o644)
    found = {one.what: one for one in memory(path)}["files"]
    assert found.verdict is CheckStatus.WARN
    assert found.todo == "Run in its folder: chmod 600 memory.db"
    path.chmod(0o600)
    assert {one.what: one.verdict for one in memory(path)}["files"] is CheckStatus.OK
