"""Copies of a database, and restoring them over what is there."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.messages.errors import BadArgument, OurFault
from storage.export import export_csv, export_lines, harmless, import_lines, tables
from storage.rows import dumps
from storage.sqlite.backup import back_up, check, restore
from storage.sqlite.engine import Database
from storage.sqlite.private_files import readable_by_others


def filled(path: Path, rows: int = 200) -> Database:
    database = Database(path)
    for n in range(rows):
        database.write_now(
            lambda db, n=n: db.execute(
                "INSERT INTO tenant_settings (tenant, key, value, set_at, set_by) VALUES (?, 'zone', ?, ?, 'x:1')",
                [f"x:{n % 2}", dumps(f"Zone/{n}"), n],
            )
        )
    return database


def test_a_copy_made_while_writing_is_whole(tmp_path: Path) -> None:
    database = filled(tmp_path / "a.db")
    assert back_up(database.path, tmp_path / "copy.db") > 0
    database.write_now(lambda db: db.execute("DELETE FROM tenant_settings"))
    check(tmp_path / "copy.db")
    copy = Database(tmp_path / "copy.db")
    assert copy.read("SELECT count(*) AS n FROM tenant_settings")[0]["n"] == 200
    copy.close()
    database.close()


def test_a_restore_keeps_what_was_there(tmp_path: Path) -> None:
    database = filled(tmp_path / "a.db", 3)
    back_up(database.path, tmp_path / "copy.db")
    database.write_now(lambda db: db.execute("DELETE FROM tenant_settings"))
    database.close()
    kept = restore(tmp_path / "copy.db", tmp_path / "a.db")
    assert kept is not None
    assert kept.exists()
    again = Database(tmp_path / "a.db")
    assert again.read("SELECT count(*) AS n FROM tenant_settings")[0]["n"] == 3
    again.close()


def damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    file.write_bytes(content)


def make_newer(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('spudwatch', 'm9999', '')"
        )


@pytest.mark.parametrize(
    "ruin",
    [damage, lambda file: file.write_bytes(file.read_bytes()[:5000]), lambda file: file.write_bytes(b""), make_newer],
    ids=["pages overwritten", "truncated", "empty", "of a newer version"],
)
def test_a_restore_works_over_whatever_is_there(tmp_path: Path, ruin: Callable[[Path], object]) -> None:
    live = tmp_path / "a.db"
    database = filled(live, 3)
    back_up(live, tmp_path / "copy.db")
    database.close()
    ruin(live)
    ruined = live.read_bytes()
    (tmp_path / "a.db-wal").write_bytes(b"left over")
    kept = restore(tmp_path / "copy.db", live)
    assert kept is not None
    assert kept.read_bytes() == ruined
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"left over"
    again = Database(live)
    assert again.read("SELECT count(*) AS n FROM tenant_settings")[0]["n"] == 3
    again.close()


def test_a_second_restore_keeps_what_the_first_one_kept(tmp_path: Path) -> None:
    filled(tmp_path / "a.db", 3).close()
    back_up(tmp_path / "a.db", tmp_path / "copy.db")
    names = [restore(tmp_path / "copy.db", tmp_path / "a.db").name for _ in range(3)]  # type: ignore[union-attr]
    assert names == ["a.db.before-restore", "a.db.before-restore-2", "a.db.before-restore-3"]
    assert not list(tmp_path.glob("*.part"))


def test_what_a_restore_refuses_is_named(tmp_path: Path) -> None:
    filled(tmp_path / "a.db", 3).close()
    before = (tmp_path / "a.db").read_bytes()
    back_up(tmp_path / "a.db", tmp_path / "night.db")
    make_newer(tmp_path / "night.db")
    with pytest.raises(OurFault, match=r"night\.db is not one this version can read"):
        restore(tmp_path / "night.db", tmp_path / "a.db")
    with pytest.raises(OurFault, match=r"no file other\.db"):
        restore(tmp_path / "other.db", tmp_path / "a.db")
    assert (tmp_path / "a.db").read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_every_file_is_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        database = filled(tmp_path / "made" / "a.db", 3)
        back_up(database.path, tmp_path / "copies" / "copy.db")
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.rglob("*")}
        database.close()
        kept = restore(tmp_path / "copies" / "copy.db", database.path)
    finally:
        os.umask(before)
    assert modes == {
        "made": 0o700,
        "copies": 0o700,
        "a.db": 0o600,
        "a.db-wal": 0o600,
        "a.db-shm": 0o600,
        "copy.db": 0o600,
    }
    assert kept is not None
    assert {file.stat().st_mode & 0o777 for file in (kept, database.path)} == {0o600}


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_an_open_database_of_before_is_closed_to_others(tmp_path: Path) -> None:
    filled(tmp_path / "a.db", 3).close()
    (tmp_path / "a.db").chmod(0o644)
    assert readable_by_others(tmp_path / "a.db") == ("a.db",)
    database = Database(tmp_path / "a.db")
    database.write_now(lambda db: db.execute("DELETE FROM tenant_settings"))
    assert readable_by_others(database.path) == ()
    database.close()


def test_a_damaged_copy_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    database = filled(tmp_path / "a.db")
    back_up(database.path, tmp_path / "copy.db")
    database.close()
    before = (tmp_path / "a.db").read_bytes()
    content = bytearray((tmp_path / "copy.db").read_bytes())
    content[4096:8192] = b"\xff" * 4096
    (tmp_path / "copy.db").write_bytes(content)
    with pytest.raises(OurFault):
        restore(tmp_path / "copy.db", tmp_path / "a.db")
    assert (tmp_path / "a.db").read_bytes() == before


def test_no_copy_is_left_of_a_damaged_database(tmp_path: Path) -> None:
    database = filled(tmp_path / "a.db")
    database.close()
    back_up(tmp_path / "a.db", tmp_path / "copy.db")
    before = (tmp_path / "copy.db").read_bytes()
    content = bytearray((tmp_path / "a.db").read_bytes())
    content[-8192:-4096] = b"\xff" * 4096
    (tmp_path / "a.db").write_bytes(content)
    with pytest.raises(OurFault):
        back_up(tmp_path / "a.db", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("tampered", "says"),
    [
        ("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('spudwatch', 'm9999', '')", "newer"),
        ("INSERT INTO pages (a) VALUES (1)", "damaged"),
    ],
)
def test_a_copy_that_was_tampered_with_is_refused(tmp_path: Path, tampered: str, says: str) -> None:
    database = filled(tmp_path / "a.db", 3)
    back_up(database.path, tmp_path / "copy.db")
    database.close()
    with closing(sqlite3.connect(tmp_path / "copy.db", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE pages (a INTEGER REFERENCES nowhere (b))")
        connection.execute("CREATE TABLE nowhere (b INTEGER PRIMARY KEY)")
        connection.execute(tampered)
    with pytest.raises(OurFault) as refused:
        restore(tmp_path / "copy.db", tmp_path / "a.db")
    assert says in f"{refused.value} {refused.value.why}"


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE x (y)")
    other.close()
    with pytest.raises(OurFault) as fault:
        check(tmp_path / "other.db")
    assert "not a Spudwatch database" in str(fault.value.why)


@pytest.mark.parametrize(
    "odd",
    [
        "[" * 200_000,
        '["tenant_settings", {"tenant": "x:1", "key": "a", "value": ["a list"], "set_at": 1, "set_by": "x:1"}]',
        '["tenant_settings", {"tenant": "x:1", "key": "a", "value": "1", "set_at": ' + "9" * 30 + ', "set_by": "x:1"}]',
        '["tenant_settings", {"tenant": "x:1", "key": "a", "value": "\\ud800", "set_at": 1, "set_by": "x:1"}]',
        '["tenant_settings", {"tenant": null, "key": null, "value": null, "set_at": null, "set_by": null}]',
        '["market_watch", {"market": 987654, "tenant": "x:1", "actor": "x:1"}]',
        "not JSON at all",
    ],
    ids=["nested too deep", "a list", "a number too large", "half a surrogate", "broken rules", "no parent", "no JSON"],
)
def test_an_odd_line_costs_only_itself_and_is_named(tmp_path: Path, odd: str) -> None:
    first = filled(tmp_path / "a.db", 4)
    header, *lines = export_lines(first)
    first.close()
    second = Database(tmp_path / "b.db")
    new, faults = import_lines(second, [header, *lines[:2], odd, *lines[2:]])
    assert new == len(lines) == len(list(export_lines(second))) - 1
    assert len(faults) == 1
    assert "line 4" in faults[0] or "a row of" in faults[0]
    second.close()


def test_an_export_reads_back_the_same(tmp_path: Path) -> None:
    first = filled(tmp_path / "a.db")
    lines = list(export_lines(first))
    second = Database(tmp_path / "b.db")
    new, faults = import_lines(second, lines)
    assert (new, faults) == (200, [])
    assert list(export_lines(second)) == lines
    assert import_lines(second, lines) == (0, [])
    first.close()
    second.close()


def test_a_tenants_export_holds_nobody_elses_rows(tmp_path: Path) -> None:
    database = filled(tmp_path / "a.db")
    rows = [json.loads(line) for line in list(export_lines(database, "x:1"))[1:]]
    assert {row["tenant"] for _, row in rows} == {"x:1"}
    assert len(rows) == 100
    database.close()


def test_a_bad_line_costs_only_itself(tmp_path: Path) -> None:
    first, second = filled(tmp_path / "a.db", 3), Database(tmp_path / "b.db")
    lines = [*export_lines(first), "half a li", '["no_table", {"a": 1}]', '["people", {"no_column": 1}]', "[]"]
    new, faults = import_lines(second, lines)
    assert new == 3
    assert len(faults) == 4
    first.close()
    second.close()


@pytest.mark.parametrize(
    "lines", [[], ["{}"], ["nonsense"], ['{"format": "spudwatch export 1", "steps": ["m9999_x"]}']]
)
def test_what_is_no_export_is_refused(tmp_path: Path, lines: list[str]) -> None:
    database = Database(tmp_path / "a.db")
    with pytest.raises(BadArgument):
        import_lines(database, lines)
    database.close()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1", "\r=1"])
def test_no_cell_runs_in_a_spreadsheet(cell: str) -> None:
    assert str(harmless(cell)).startswith("'")


@pytest.mark.parametrize("cell", ["a", "", "5", -5.0, 7, None])
def test_other_cells_stay_as_they_are(cell: object) -> None:
    assert harmless(cell) == cell


def test_every_table_can_be_a_sheet(tmp_path: Path) -> None:
    database = filled(tmp_path / "a.db", 2)
    for name, columns in tables(database).items():
        assert export_csv(database, name).splitlines()[0] == ",".join(columns)
    database.close()
