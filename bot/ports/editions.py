"""The editions of the public ledger that a database has held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.ledger import Tables
from bot.ledger.editions import EditionLink


class Editions(Protocol):
    """The chain of editions, and the file of the current one."""

    def chain(self) -> Sequence[EditionLink]:
        """Return every edition loaded, oldest first; the last one is current."""

    def taken(self) -> bytes | None:
        """Return the current edition's file; None if it was bundled with the program."""

    def database_file(self, tables: Tables) -> bytes:
        """Export rows as an SQLite file, deterministically, with one table per kind.

        Lists are JSON, times text.
        """
