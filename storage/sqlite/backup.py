"""Back up a database in use, verify the copy, and restore it completely."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.messages.errors import OurFault
from storage import migrations
from storage.served_file import SERVED_AT, SERVED_FILE
from storage.sqlite.engine import explain
from storage.sqlite.private_files import SIDE_FILES, make_folder, sync


def back_up(database: Path, to: Path) -> int:
    """Copy a database that may be in use.

    The copy is complete and verified, or absent. Returns its size in bytes. Only its owner may read it.

    Raises:
        OurFault: there is no such database, the copy would replace a file, or it does not read back.
    """
    if to.exists():
        raise OurFault(f"There is a file {to.name} already.", todo="Give the copy a new name, or move that file away.")
    if not database.exists():
        raise OurFault("There is no database to copy.", why=str(database.name), todo="Set SPUDWATCH_DATABASE.")
    make_folder(to.parent)
    with _part_of(to, database.name) as part:
        _copy(database, part)
        check(part, f"the copy of {database.name}")
        part.replace(to)
        sync(to)
    return to.stat().st_size


def check(copy: Path, name: str = "") -> None:
    """Open a copy and read all of it.

    ``name`` is its name in errors (default: its file).

    Raises:
        OurFault: it is damaged, was tampered with, or is not ours.
    """
    name = name or copy.name
    if not copy.exists():
        raise OurFault(f"There is no file {name}.", todo="Name a copy made by spudwatch backup.")
    try:
        with closing(_read_only(copy)) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            steps = migrations.applied(connection)
    except sqlite3.Error as error:
        raise _fault(error, name) from error
    if verdict != "ok" or broken:
        raise OurFault(f"{name} is damaged.", why=str(verdict)[:200], todo="Take an older copy.")
    if not steps or set(steps) - set(migrations.names()):
        raise OurFault(
            f"{name} is not one this version can read.",
            why="It is not a Spudwatch database." if not steps else "It was written by a newer version.",
            todo="Take another copy, or install the version that made it.",
        )


def restore(copy: Path, database: Path) -> Path | None:
    """Put a checked copy in the database's place; the program must not be running.

    What was there is set aside by renaming, with its write-ahead log, and never judged: a restore is for the day on
    which it is damaged, empty, or of a newer version. Returns where it is now, or None when there was nothing.

    Raises:
        OurFault: the copy is not sound, or there is no room for it; nothing was changed.
    """
    check(copy)
    make_folder(database.parent)
    with _part_of(database, copy.name) as part:
        _copy(copy, part)
        _forget_file(part)
        sync(part)
        aside = _set_aside(database)
        part.replace(database)
        sync(database)
    return aside


@contextmanager
def _part_of(file: Path, copied: str) -> Iterator[Path]:
    """Make a temporary file next to the one it is to replace.

    It is removed when the block ends.

    Raises:
        OurFault: SQLite failed; it names what was ``copied``.
    """
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        yield part
    except sqlite3.Error as error:
        raise _fault(error, copied) from error
    finally:
        part.unlink(missing_ok=True)


def _set_aside(database: Path) -> Path | None:
    """Rename a database with its companion files, so that it can still be opened."""
    if not any(database.with_name(database.name + suffix).exists() for suffix in SIDE_FILES):
        return None
    numbers = ("", *(f"-{number}" for number in range(2, 10_000)))
    places = (database.with_name(f"{database.name}.before-restore{number}") for number in numbers)
    aside = next(place for place in places if not place.exists())
    for suffix in SIDE_FILES:
        file = database.with_name(database.name + suffix)
        if file.exists():
            file.replace(aside.with_name(aside.name + suffix))
    return aside


def _copy(source: Path, to: Path) -> None:
    with closing(_read_only(source)) as opened, closing(sqlite3.connect(to)) as made:
        opened.backup(made)
        made.execute("PRAGMA journal_mode=DELETE")


def _forget_file(database: Path) -> None:
    """Drop the stored inode, so that a restored copy counts as the database itself."""
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute("DELETE FROM counters WHERE name IN (?, ?)", [SERVED_FILE, SERVED_AT])


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _fault(error: sqlite3.Error, name: str) -> OurFault:
    explained = explain(error)
    why = explained.why if isinstance(explained, OurFault) else str(error)
    return OurFault(f"{name} cannot be read back.", why=why, todo="Take another copy.")
