"""The interface of a database engine.

`storage.open_database` opens the one an address names. The stores use one dialect of SQL, SQLite's, with ``?`` or
``:name`` for parameters. `storage.postgres.dialect` translates it; the few statements that differ in more than spelling
are in ``storage/sql/postgres``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
Parameters = Sequence[object] | Mapping[str, object]
POSTGRES = ("postgresql://", "postgres://")


class DbRow(Protocol):
    """One row: its columns by name and by place."""

    def __getitem__(self, key: str | int, /) -> Any:
        """The value of a column."""

    def __iter__(self) -> Iterator[Any]:
        """The values in order."""

    def keys(self) -> Any:
        """The names of the columns in order."""


class Cursor(Protocol):
    """The result of a statement."""

    @property
    def rowcount(self) -> int:
        """How many rows it wrote."""

    def fetchone(self) -> Any:
        """The next row, or None."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """The rows that are left, one by one."""


class Writer(Protocol):
    """The connection passed to a function given to `Database.write`, in a transaction."""

    def execute(self, sql: str, parameters: Any = None, /) -> Cursor:
        """Run a statement."""

    def executemany(self, sql: str, parameters: Any, /) -> Cursor:
        """Run a statement once for each set of parameters."""


class Database(Protocol):
    """An open database.

    Writes run one after the other, over all processes that have it open: a function given to ``write`` may read, decide
    and write. Those that wait together are committed together.
    """

    @property
    def name(self) -> str:
        """The database's name in logs and messages; never a password."""

    @property
    def shared(self) -> bool:
        """Whether several processes share it over a network; reads then belong on threads."""

    def read(self, sql: str, parameters: Parameters = ()) -> list[Any]:
        """The rows of a query."""

    def lead(self, number: int) -> None:
        """Refuse own writes once a process with a higher leader number exists."""

    def leads(self) -> bool:
        """Whether no process has a higher leader number; True in one that never led."""

    def version(self) -> int:
        """A number for caches that changes with every write a look-up may show.

        It changes with another process's write a moment later.
        """

    def current_version(self) -> int:
        """The same number once every finished write is counted, of all processes."""

    def size(self) -> int:
        """How many bytes it takes on its disk."""

    async def beside(self, run: Callable[[], T]) -> T:
        """Run a read-heavy function on its own thread, off the event loop."""

    async def write(self, run: Callable[[Writer], T], *, quiet: bool = False) -> T:
        """Run a function in its own transaction, committed before this returns.

        ``quiet``: no look-up shows what it writes, so `version` does not change.
        """

    async def write_apart(self, run: Callable[[Writer], T]) -> T:
        """Run a single statement without waiting for other writes.

        It is atomic by itself, and no look-up shows its result.
        """

    def write_now(self, run: Callable[[Writer], T]) -> T:
        """The same as `write` for code without an event loop."""

    def write_behind(self, run: Callable[[Writer], object]) -> None:
        """Run a write that nobody waits for, a kill may lose and no look-up shows."""

    def write_with_next(self, run: Callable[[Writer], object]) -> None:
        """Run a deferred write just before the next write, or half a second later."""

    async def clean(self) -> None:
        """Remove erased data from the engine's own logs too, as far as possible."""

    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """Return every table of rows with its columns in order, without index tables."""

    def take_orphans(self, db: Writer) -> list[str]:
        """Take out the rows a write left without their parent, a sentence for each."""

    @property
    def refused(self) -> tuple[type[BaseException], ...]:
        """The exceptions for a value that a column cannot take."""

    def full_text(self, columns: Sequence[str]) -> FullText:
        """Return the query builder for a full-text table with these columns."""

    def senders(self) -> SenderLocks:
        """Which sending processes are alive."""

    def close(self) -> None:
        """Finish queued writes, then close."""


class FullText(Protocol):
    """Builder of an engine's full-text queries; its results are query texts."""

    def word(self, word: str, column: str = "") -> str:
        """A word, in one column or in any."""

    def either(self, parts: Sequence[str]) -> str:
        """Match any of the parts."""

    def both(self, parts: Sequence[str]) -> str:
        """Match all of the parts."""


class SenderLocks(Protocol):
    """Names held by sending processes, released when the process dies."""

    def enter(self, owner: str = "") -> str:
        """Take an unused name, and hold it while this process lives."""

    def leave(self, owner: str) -> None:
        """Release a name."""

    def dead(self, owner: str) -> bool:
        """Whether a name's holder is known to be gone; False if it lives or is unknown."""


def is_server(address: str | Path) -> bool:
    """Whether an address names a database server, not a file."""
    return str(address).startswith(POSTGRES)
