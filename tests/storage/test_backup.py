import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.messages.errors import BadArgument, OurFault
from storage.rows import dumps
from storage.sqlite.backup import back_up, check, restore
from storage.sqlite.engine import Database
from storage.sqlite.export import export_csv, export_lines, harmless, import_lines, tables


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
