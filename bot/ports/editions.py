"""Which editions of the public ledger a database has held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.ledger import Tables
from bot.ledger.editions import EditionLink


class Editions(Protocol):
    """The chain of editions, and the file of the one that stands."""

    def chain(self) -> Sequence[EditionLink]:
        """Every edition that was loaded, the oldest first; the last one stands."""

    def taken(self) -> bytes | None:
        """The file of the edition that stands, as it was taken; None of one that came with the program."""

    def database_file(self, tables: Tables) -> bytes:
        """Rows as an SQLite file, a table a kind: lists are JSON, times text; the same rows give the same bytes."""
