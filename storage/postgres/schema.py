"""The server's schema, derived from `storage.migrations` and migrated by them.

A new database gets, translated, what all steps make of an empty SQLite file; an older one gets each missing step,
translated statement by statement. Only `migrate` changes tables; everything else refuses a database of another version.
"""

from __future__ import annotations

import importlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any, cast

import psycopg

from bot.messages.errors import OurFault
from storage import migrations
from storage.postgres.catalog import read_catalog, read_parents
from storage.postgres.connections import connect, explain, simply
from storage.postgres.dialect import Translator
from storage.postgres.writer import PostgresWriter

STEPS = "_steps"
LANE = 0x5B0D  # the advisory lock that a writing transaction holds
_MAKE = f'CREATE TABLE {STEPS} (name text COLLATE "C" PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())'
_APPLIED = f"SELECT name FROM {STEPS} ORDER BY name"  # noqa: S608 - a constant of ours
_FILLED = (
    "SELECT oid::regclass::text FROM pg_class "
    "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0"
)
_NOTED = f"INSERT INTO {STEPS} (name) VALUES ($1)"  # noqa: S608 - a constant of ours


def applied(connection: psycopg.Connection[Any]) -> tuple[str, ...]:
    """The steps a database has behind it."""
    if connection.execute("SELECT to_regclass($1) IS NULL", [STEPS]).fetchall()[0][0]:
        return ()
    return tuple(row[0] for row in connection.execute(_APPLIED))


def check(connection: psycopg.Connection[Any]) -> None:
    """Refuse a database whose tables are not those of this version.

    Raises:
        OurFault: it is empty, older, or newer; says what to run.
    """
    done, wanted = applied(connection), migrations.names()
    if set(done) - set(wanted):
        raise migrations.newer(done)
    if done != wanted:
        raise OurFault(
            "The database is older than this version." if done else "The database is empty.",
            why=f"It lacks {len(set(wanted) - set(done))} steps.",
            todo="Run spudwatch migrate; running processes may continue.",
        )


def migrate(address: str, wanted: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """Create the tables, or apply missing steps; return the steps.

    Concurrent runs queue.

    Raises:
        OurFault: the database is of a newer version, or a step cannot be applied; nothing was changed.
    """
    wanted = wanted or migrations.names()
    try:
        with connect(address) as connection:
            simply(connection, f"BEGIN; SELECT pg_advisory_xact_lock({LANE})")
            try:
                done = applied(connection)
                if set(done) - set(wanted):
                    raise migrations.newer(done)
                lacking = tuple(name for name in wanted if name not in done)
                if not done:
                    _create(connection, wanted)
                elif lacking:
                    for name in lacking:
                        _step(connection, name)
                for name in lacking:
                    connection.execute(_NOTED, [name])
            except BaseException:
                simply(connection, "ROLLBACK")
                raise
            simply(connection, "COMMIT")
    except psycopg.Error as error:
        raise explain(error) from error
    return lacking


def count_rows(address: str) -> None:
    """Let the server count the rows that tables have and tidy its indexes.

    It does so by itself a minute later. Prepared statements are planned by these counts, and without them by a guess. A
    table without a row keeps the guess: planned by its count, its first thousands would be read from end to end.
    """
    try:
        with connect(address) as connection:
            tables = ", ".join(row[0] for row in connection.execute(_FILLED))
            if tables:
                connection.execute(cast("Any", f"VACUUM (ANALYZE, SKIP_LOCKED) {tables}"), prepare=False)
    except psycopg.Error as error:
        raise explain(error) from error


def definitions(steps: tuple[str, ...]) -> Iterator[str]:
    """Yield the definitions that steps make in an empty SQLite file, in order."""
    with closing(sqlite3.connect(":memory:")) as made:
        migrations.apply(steps, made)
        rows = made.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
    virtual = [name for name, sql in rows if sql.upper().startswith("CREATE VIRTUAL")]
    for name, sql in rows:
        ours = not name.startswith("sqlite_") and "_sqlite_migrations" not in name
        if ours and not any(name.startswith(f"{owner}_") for owner in virtual):
            yield sql


def _create(connection: psycopg.Connection[Any], steps: tuple[str, ...]) -> None:
    writer = PostgresWriter(connection, Translator({}))
    connection.execute(cast("Any", _MAKE))
    later = []
    for sql in definitions(steps):
        if sql.lstrip().upper().startswith("CREATE VIEW"):
            later.append(sql)
        else:
            writer.execute(sql)
    writer = PostgresWriter(connection, Translator(read_catalog(connection)))
    for sql in later:
        writer.execute(sql)


def _step(connection: psycopg.Connection[Any], name: str) -> None:
    module = importlib.import_module(f"{migrations.__name__}.{name}")
    module.apply(_Stepping(connection))


class _Stepping:
    """The connection of a step.

    The catalog is reread whenever a statement may change it.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._writer: PostgresWriter | None = None

    def execute(self, sql: str, parameters: Any = None, /) -> psycopg.Cursor[Any]:
        if self._writer is None:
            self._writer = PostgresWriter(self._connection, Translator(read_catalog(self._connection)))
        done = self._writer.execute(sql, parameters)
        if sql.split(None, 1)[0].upper() in {"CREATE", "ALTER", "DROP"}:
            self._writer = None
        return done


def take_orphans(connection: psycopg.Connection[Any]) -> list[str]:
    """Delete rows whose parent is missing until there are none; describe each."""
    said: list[str] = []
    while True:
        before = len(said)
        for key in read_parents(connection):
            lost = connection.execute(
                f'DELETE FROM "{key.child}" c WHERE "{key.column}" IS NOT NULL AND NOT EXISTS '  # noqa: S608 - the catalog's
                f'(SELECT 1 FROM "{key.parent}" p WHERE p."{key.key}" = c."{key.column}")'
            ).rowcount
            said += [
                f"a row of {key.child} belongs to a row of {key.parent} that is not there, and was left out"
            ] * lost
        if len(said) == before:
            break
    return said
