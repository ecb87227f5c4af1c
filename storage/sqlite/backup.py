"""Copies of the database: made while it is in use, opened before they are trusted, put back whole."""

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from bot.messages.errors import OurFault
from storage import migrations
from storage.sqlite.engine import explain


def back_up(database: Path, to: Path) -> int:
    """Copy a database that may be in use; the copy is complete and checked, or not there at all.

    Returns its size in bytes.

    Raises:
        OurFault: there is no such database, or the copy does not read back.
    """
    if not database.exists():
        raise OurFault("There is no database to copy.", why=str(database.name), todo="Set SPUDWATCH_DATABASE.")
    to.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=to.parent, prefix=to.name, suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        with closing(_read_only(database)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        check(part)
        part.replace(to)
    except sqlite3.Error as error:
        raise _fault(error) from error
    finally:
        part.unlink(missing_ok=True)
    return to.stat().st_size


def check(copy: Path) -> None:
    """Open a copy and read all of it.

    Raises:
        OurFault: it is damaged, was tampered with, or is not ours.
    """
    try:
        with closing(_read_only(copy)) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            steps = migrations.applied(connection)
    except sqlite3.Error as error:
        raise _fault(error) from error
    if verdict != "ok" or broken:
        raise OurFault("That copy is damaged.", why=str(verdict)[:200], todo="Take an older one.")
    if not steps or set(steps) - set(migrations.names()):
        raise OurFault(
            "That copy is not one this version can read.",
            why="It is not a Spudwatch database." if not steps else "It was written by a newer version.",
            todo="Take another, or install the version that made it.",
        )


def restore(copy: Path, database: Path) -> Path | None:
    """Put a checked copy in the database's place; the program must not be running.

    What was there is kept beside it. Returns where, or None when there was nothing.

    Raises:
        OurFault: the copy is not sound; nothing was changed.
    """
    check(copy)
    database.parent.mkdir(parents=True, exist_ok=True)
    kept = None
    if database.exists():
        kept = database.with_name(database.name + ".before-restore")
        back_up(database, kept)
    part = database.with_name(database.name + ".part")
    with closing(_read_only(copy)) as source, closing(sqlite3.connect(part)) as made:
        source.backup(made)
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    part.replace(database)
    return kept


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _fault(error: sqlite3.Error) -> OurFault:
    explained = explain(error)
    return explained if isinstance(explained, OurFault) else OurFault("That copy does not read back.", why=str(error))
