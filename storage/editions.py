"""The chain of ledger editions on a database: implements `bot.ports.editions`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date

from bot.ledger import MADE, Tables
from bot.ledger.editions import BEGINNING, EditionFile, EditionLink, link, pack
from storage.engines import Database, Writer
from storage.rows import from_db, queries, to_db

_SQL = queries("editions")


class EditionStore:
    """Reads the chain; `remember_edition` extends it."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def chain(self) -> Sequence[EditionLink]:
        """Return every edition loaded, oldest first."""
        return tuple(
            EditionLink(row["edition"], from_db(row["made_at"]), row["digest"], row["previous"], row["chain"])
            for row in self._db.read(_SQL["chain"])
        )

    def taken(self) -> bytes | None:
        """Return the current edition's file; None if it was bundled with the program."""
        rows = self._db.read(_SQL["taken"])
        return bytes(rows[0]["content"]) if rows and rows[0]["content"] is not None else None

    def database_file(self, tables: Tables) -> bytes:
        """Export rows as an SQLite file, one table per kind."""
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
            made.execute("BEGIN")
            for kind in sorted(tables):
                rows = tables[kind]
                columns = sorted({name for row in rows for name in row})
                named = ", ".join(f'"{name}"' for name in columns)
                made.execute(f'CREATE TABLE "{kind}" ({named})')
                marks = ", ".join("?" * len(columns))
                filled = ([_value(row.get(name)) for name in columns] for row in rows)
                made.executemany(f'INSERT INTO "{kind}" ({named}) VALUES ({marks})', filled)  # noqa: S608 - names of ours
            made.execute("COMMIT")
            return made.serialize()


def _value(value: object) -> object:
    """Convert a row's value for a column."""
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else value


def remember_edition(db: Writer, name: str, tables: Tables, taken: EditionFile | None) -> None:
    """Append the edition being loaded to the chain, with its file.

    An edition with the same rows as the previous one is not added.
    """
    last = db.execute(_SQL["last"], []).fetchone()
    digest, previous = (last["digest"], last["chain"]) if last is not None else ("", BEGINNING)
    place = taken.link if taken is not None else link(name, MADE, pack(tables), previous)
    if place.digest == digest:
        return
    db.execute(_SQL["forget_files"], [])
    content = taken.content if taken is not None else None
    db.execute(_SQL["add"], [place.name, to_db(place.made), place.digest, place.previous, place.chain, content])


def last_chain(database: Database) -> str:
    """Return the chain up to the current edition."""
    rows = database.read(_SQL["last"])
    return str(rows[0]["chain"]) if rows else BEGINNING
