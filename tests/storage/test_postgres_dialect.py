"""SQLite's words as PostgreSQL's: each case is what a statement means on both, told apart by its result."""

import pytest

from storage import migrations, open_database
from storage.postgres import schema
from storage.rows import queries
from storage.sqlite.engine import Database as SqliteDatabase
from tests.postgres import BOTH

ENGINES = BOTH
LISTED = "SELECT t.model FROM json_each(?) w CROSS JOIN trials t ON t.passed = w.value ORDER BY w.key"
ROWS = (("a", 1, None, 0.5), ("B", 2, 7, None), ("b", None, 7, 2.0), ("%_", 0, -1, 1.5))
ALL = [(row[0],) for row in ROWS]


@pytest.fixture
def notes(memory):
    memory.write_now(lambda db: db.execute("DELETE FROM trials"))
    memory.write_now(
        lambda db: db.executemany(
            "INSERT INTO trials (tenant, task, model, passed, latency_ms, cost, attempt, by, so_at) "
            "VALUES ('t', 'x', ?, ?, ?, ?, '', 'me', 5)",
            ROWS,
        )
    )
    return memory


@pytest.mark.parametrize(
    ("sql", "given", "rows"),
    [
        ("SELECT model FROM trials WHERE passed ORDER BY model", [], [("B",), ("a",)]),
        ("SELECT model FROM trials WHERE NOT passed ORDER BY model", [], [("%_",)]),
        ("SELECT model FROM trials WHERE model = ? COLLATE NOCASE ORDER BY model", ["B"], [("B",), ("b",)]),
        ("SELECT model FROM trials WHERE model LIKE 'B%' ORDER BY model", [], [("B",), ("b",)]),
        ("SELECT model FROM trials WHERE model NOT LIKE 'B%' ORDER BY model", [], [("%_",), ("a",)]),
        ("SELECT model FROM trials WHERE model NOT IN ('a', 'b') ORDER BY model", [], [("%_",), ("B",)]),
        ("SELECT model FROM trials WHERE cost NOT BETWEEN 1 AND 3 ORDER BY model", [], [("a",)]),
        ("SELECT passed FROM trials ORDER BY passed", [], [(None,), (0,), (1,), (2,)]),
        ("SELECT passed FROM trials ORDER BY passed DESC", [], [(2,), (1,), (0,), (None,)]),
        ("SELECT max(passed, latency_ms) AS m FROM trials ORDER BY model", [], [(0,), (7,), (None,), (None,)]),
        ("SELECT iif(passed IS NULL, 'none', model) AS w FROM trials WHERE passed IS NULL", [], [("none",)]),
        ("SELECT model, max(passed) FROM trials GROUP BY task", [], [("B", 2)]),
        ("SELECT model = 'a' AS same FROM trials ORDER BY number", [], [(1,), (0,), (0,), (0,)]),
        ("SELECT passed > 1 AS more FROM trials WHERE more ORDER BY number", [], [(1,)]),
        ("SELECT sum(model = 'a') AS n FROM trials", [], [(1,)]),
        ("SELECT model FROM trials WHERE (model = 'a') <> ? ORDER BY number", [True], [("B",), ("b",), ("%_",)]),
        ("SELECT model FROM trials WHERE ? IS NULL OR model = ? ORDER BY number", [None, None], ALL),
        ("SELECT model FROM trials WHERE ? IS NULL OR model = ? ORDER BY number", ["a", "a"], [("a",)]),
        ("SELECT model FROM trials WHERE passed IN (SELECT value FROM json_each(?))", ["[2, 9]"], [("B",)]),
        ("SELECT model FROM trials WHERE passed IN (SELECT value FROM json_each(?))", ["[]"], []),
        (LISTED, ["[2, 1]"], [("B",), ("a",)]),
        ("SELECT model FROM trials WHERE latency_ms IS ? ORDER BY number", [None], [("a",)]),
        ("SELECT count(*) AS n FROM (SELECT DISTINCT latency_ms FROM trials)", [], [(3,)]),
        ("SELECT cost / 2 + 0.25 AS c FROM trials WHERE model = 'a'", [], [(0.5,)]),
        ("SELECT substr(model, -length(:n) - 0) AS end FROM trials WHERE model = '%_'", {"n": "x"}, [("_",)]),
        ("SELECT substr(model, :n) AS rest FROM trials WHERE model = '%_'", {"n": 2}, [("_",)]),
        ("SELECT instr(model, ?) AS place FROM trials WHERE instr(model, ?)", ["_", "_"], [(2,)]),
    ],
)  # fmt: skip
def test_a_statement_means_the_same(notes, sql, given, rows):
    found = [tuple(row) for row in notes.read(sql, given)]
    assert found == rows


def test_a_conflict_is_ignored_or_replaces_and_says_how_many(memory):
    def write(db):
        first = db.execute("INSERT OR IGNORE INTO counters VALUES ('n', 1)").rowcount
        second = db.execute("INSERT OR IGNORE INTO counters VALUES ('n', 2)").rowcount
        db.execute("INSERT INTO counters VALUES ('n', 1) ON CONFLICT (name) DO UPDATE SET value = value + 10")
        kept = db.execute("SELECT value FROM counters WHERE name = 'n'").fetchone()[0]
        db.execute("INSERT OR REPLACE INTO counters (name, value) VALUES (:name, :value)", {"name": "n", "value": 5})
        return first, second, kept, db.execute("SELECT value FROM counters").fetchall()[0]["value"]

    assert memory.write_now(write) == (1, 0, 11, 5)


def test_an_update_takes_the_place_of_the_row_in_its_way(memory):
    def write(db):
        db.executemany("INSERT INTO people VALUES ('t', ?, 'k', ?, 1)", [("ana", "new"), ("former", "old")])
        db.execute("UPDATE OR REPLACE people SET person = :to WHERE person = :who", {"to": "former", "who": "ana"})
        return [tuple(row) for row in db.execute("SELECT person, value FROM people")]

    assert memory.write_now(write) == [("former", "new")]


def test_rows_that_become_the_same_leave_one(memory):
    def write(db):
        rows = [("t", "a", "k", "1"), ("t", "b", "k", "2"), ("t", "c", "k", "3"), ("t", "d", "l", "4")]
        db.executemany("INSERT INTO people VALUES (?, ?, ?, ?, 1)", rows)
        db.execute("UPDATE OR REPLACE people SET person = 'one' WHERE person < 'd'")
        return [row["person"] for row in db.execute("SELECT person FROM people ORDER BY person")]

    assert memory.write_now(write) == ["d", "one"]


def test_a_row_that_takes_a_place_has_a_new_number(memory):
    def write(db):
        numbers = []
        for _ in range(2):
            db.execute("INSERT OR REPLACE INTO change_marks (tenant, kind, ref, at, due) VALUES ('', 'k', 'r', 1, 1)")
            numbers.append(db.execute("SELECT id FROM change_marks").fetchone()[0])
        return numbers

    first, second = memory.write_now(write)
    assert second > first


def test_every_named_query_is_understood(fresh, engine):
    if engine != "postgres":
        pytest.skip("SQLite needs no translation")
    database = open_database(fresh())
    try:
        with schema.connect(database.address) as connection:
            for name in sorted(_files()):
                for query, text in queries(name).items():
                    for statement in database._translator.statements(text):
                        try:
                            connection.execute(f"PREPARE named AS {statement.sql}")
                            connection.execute("DEALLOCATE named")
                        except schema.psycopg.Error as error:
                            pytest.fail(f"{name}.{query}: {error}\n{statement.sql}")
    finally:
        database.close()


def _files():
    from importlib import resources  # noqa: PLC0415 - one test

    folder = resources.files("storage").joinpath("sql")
    return {file.name.removesuffix(".sql") for file in folder.iterdir() if file.name.endswith(".sql")}


def test_both_engines_have_the_same_tables(tmp_path, fresh, engine):
    plain, other = SqliteDatabase(tmp_path / "plain.db"), open_database(fresh())
    mine = {name: columns for name, columns in plain.tables().items() if name != "_sqlite_migrations"}
    assert dict(other.tables()) == mine if engine == "postgres" else set(other.tables()) >= set(mine)
    plain.close()
    other.close()


FIRST = "m0030_discovered_subjects"  # the newest step when there first was a server's database


def test_an_older_database_is_refused_and_brought_up_step_by_step(postgres_server):
    address, new = postgres_server.create(), postgres_server.create()
    steps = tuple(name for name in migrations.names() if name <= FIRST)
    schema.migrate(address, steps)
    later = tuple(name for name in migrations.names() if name > FIRST)
    if later:
        with pytest.raises(Exception, match="older than this version"):
            open_database(address)
    assert schema.migrate(address) == later
    assert schema.migrate(address) == ()
    schema.migrate(new)
    one, other = open_database(address), open_database(new)
    try:
        assert one._translator.catalog == other._translator.catalog
    finally:
        one.close()
        other.close()


def test_what_all_steps_make_is_no_row(tmp_path):
    database = SqliteDatabase(tmp_path / "empty.db")
    rows = {name: len(database.read(f"SELECT * FROM {name}")) for name in database.tables()}
    assert {name for name, n in rows.items() if n} == {"_sqlite_migrations"}, "a server's database begins without rows"
    database.close()
