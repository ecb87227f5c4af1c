"""Schema migrations.

One module per step, in the order of their whole names (their numbers have gaps, and two share 0662), never edited or
renamed once shipped. Each module has one function, ``apply(db)``, given a sqlite-utils database within a transaction
that also records the step: a kill at any moment leaves a step done or not begun. ``executescript`` commits on its own
and is not used.
"""

import importlib
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from bot.messages.errors import OurFault
from bot.plugins import module_names

SET = "spudwatch"


def names() -> tuple[str, ...]:
    """The steps there are, in order."""
    return module_names(__name__)


def applied(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The steps a database has behind it."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return ()
    rows = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY name", [SET])
    return tuple(row[0] for row in rows)


def bring_up_to_date(path: Path, connect: Callable[[], sqlite3.Connection]) -> None:
    """Take the steps a database lacks. One that is up to date is only looked at.

    Raises:
        OurFault: the database was written by a newer version.
    """
    wanted = names()
    if path.exists() and path.stat().st_size:
        reader = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            done = applied(reader)
        finally:
            reader.close()
        if done == wanted:
            return
        if set(done) - set(wanted):
            raise newer(done)
    connection = connect()
    try:
        apply(wanted, connection)
    finally:
        connection.close()


def newer(done: Iterable[str]) -> OurFault:
    """Build the error for a database with steps this version does not know."""
    return OurFault(
        "This database was written by a newer Spudwatch.",
        why="It holds changes this version does not know: " + ", ".join(sorted(set(done) - set(names()))) + ".",
        todo="Install the newer version again, or restore the backup made before it.",
    )


def apply(wanted: tuple[str, ...], connection: sqlite3.Connection) -> None:
    """Take steps that a SQLite database lacks, in one transaction."""
    from sqlite_utils import Database, Migrations  # noqa: PLC0415 - only an outdated database needs it

    steps = Migrations(SET)
    for name in wanted:
        steps(name=name)(importlib.import_module(f"{__name__}.{name}").apply)
    database = Database(connection, execute_plugins=False)
    connection.isolation_level = None
    connection.execute("BEGIN IMMEDIATE")  # two processes that start together take the steps one after the other
    try:
        steps.apply(database)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
