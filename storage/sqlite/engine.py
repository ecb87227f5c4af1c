"""One file, one writing thread, readers that never wait for it.

All writes run on one thread inside ``BEGIN IMMEDIATE``: a read-modify-write in a deferred transaction fails at once
with ``SQLITE_BUSY_SNAPSHOT``, whatever the timeout, and SQLite before 3.51.3 can corrupt a WAL that two connections
write to (https://sqlite.org/wal.html#walresetbug). Writes that wait together are committed together, because the
commit's fsync is nearly all that a small write costs. Reads go straight to a read-only connection of the calling
thread: handing an 8 µs look-up to another thread would cost five times the look-up.
"""

import logging
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.messages.errors import OurFault, SpudwatchError, StoreBusy, StoreFull
from storage import migrations
from storage.engines import Parameters
from storage.side_thread import SideThread
from storage.sqlite.full_text import Fts5
from storage.sqlite.private_files import close_to_others, make_file, make_folder
from storage.sqlite.senders import SenderFiles
from storage.sqlite.writer import SqliteWriter
from storage.write_queue import PendingWrite, WriteQueue, WriteResult

if TYPE_CHECKING:
    from storage.engines import Writer

log = logging.getLogger(__name__)
T = TypeVar("T")

_COUNT = "INSERT INTO write_version VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET version = version + 1"
BUSY_MS = 10_000  # how long a write waits for another process's lock before it says so
READER_MS = 100  # how long a write that emptied something waits for readers of what it emptied


class Database:
    """The store's SQLite file: open, `write`, `read`, `close`.

    It is migrated on opening.

    Raises:
        StoreBusy: another process holds the file for longer than ten seconds.
        StoreFull: the disk is full or the file cannot be written; reading still works.
        OurFault: the file is damaged, or was written by a newer version.
    """

    # a list, a number over 64 bits, half a surrogate, a row that breaks a rule
    shared = False
    refused: tuple[type[BaseException], ...] = (
        sqlite3.IntegrityError,
        sqlite3.ProgrammingError,
        sqlite3.InterfaceError,
        OverflowError,
        UnicodeEncodeError,
    )

    def __init__(self, path: Path) -> None:
        self.path = path
        self._queue = WriteQueue(self._commit, self._stop)
        self._readers = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._writer: SqliteWriter | None = None
        self._side = SideThread()
        self._checkpoint = False
        with _explained():
            make_folder(path.parent)
            make_file(path)
            migrations.bring_up_to_date(path, self._connect)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        connection.row_factory = sqlite3.Row
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
        close_to_others(self.path)
        return connection

    def read(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Read a query's rows on the calling thread, on a read-only connection."""
        connection = getattr(self._readers, "connection", None)
        if connection is None:
            with _explained():
                connection = sqlite3.connect(
                    f"{self.path.absolute().as_uri()}?mode=ro",
                    uri=True,
                    isolation_level=None,
                    check_same_thread=False,
                    cached_statements=512,
                    timeout=BUSY_MS / 1000,
                )
            connection.row_factory = sqlite3.Row
            self._readers.connection = connection
            self._opened.append(connection)
        try:
            return connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise explain(error) from error

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def size(self) -> int:
        """How many bytes the file takes."""
        return self.path.stat().st_size

    def full_text(self, columns: Sequence[str]) -> Fts5:
        """Return the query builder of a full-text table."""
        return Fts5()

    def senders(self) -> SenderFiles:
        """Return the locks of sending processes: files next to the database."""
        return SenderFiles(self.path)

    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """Return every table of rows with its columns in order, without full-text tables."""
        rows = self.read(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        virtual = {row["name"] for row in rows if row["sql"].upper().startswith("CREATE VIRTUAL")}
        names = [row["name"] for row in rows if not any(f"{row['name']}_".startswith(f"{owner}_") for owner in virtual)]
        return {name: tuple(each["name"] for each in self.read(f"PRAGMA table_info([{name}])")) for name in names}

    def take_orphans(self, db: "Writer") -> list[str]:
        """Delete rows whose parent is missing until there are none; describe each."""
        said: list[str] = []
        while lost := db.execute("PRAGMA foreign_key_check").fetchall():
            for table, row, parent, _ in lost:
                db.execute(f"DELETE FROM [{table}] WHERE rowid = ?", [row])  # noqa: S608 - named by the schema
                said.append(f"a row of {table} belongs to a row of {parent} that is not there, and was left out")
        return said

    def lead(self, number: int) -> None:
        """Do nothing: a file lock cannot be lost by a process that lives."""

    def leads(self) -> bool:
        """Return True, as a file lock cannot be lost."""
        return True

    def version(self) -> int:
        """A number for caches that changes with every write a look-up may show."""
        rows = self.read("SELECT version FROM write_version")
        return int(rows[0][0]) if rows else 0

    def current_version(self) -> int:
        """The same: every process counts in the file."""
        return self.version()

    async def beside(self, run: "Callable[[], T]") -> T:
        """Run a read-heavy function on a thread of its own, off the event loop."""
        return await self._side.run(run)

    async def write(self, run: "Callable[[Writer], T]", *, quiet: bool = False) -> T:
        """Run a function on the writing thread in its own transaction.

        It is committed before this returns. An exception of the function is raised here, and its writes are rolled
        back. ``quiet``: no look-up shows what it writes, so `version` does not change.
        """
        return await self._queue.write(run, quiet=quiet)

    async def write_apart(self, run: "Callable[[Writer], T]") -> T:
        """Run a single statement; a file has one writer, so it takes its turn."""
        return await self._queue.write(run, quiet=True)

    def write_now(self, run: "Callable[[Writer], T]") -> T:
        """Write without an event loop.

        It serves opening, loading the ledger, and the command line.
        """
        return self._queue.write_now(run)

    def write_behind(self, run: "Callable[[Writer], object]") -> None:
        """Run a write that nobody waits for, at the latest on closing; a kill may lose it."""
        self._queue.write_behind(run)

    def write_with_next(self, run: "Callable[[Writer], object]") -> None:
        """Run a deferred write just before the next write, or half a second later."""
        self._queue.write_with_next(run)

    async def clean(self) -> None:
        """Remove erased data from the write-ahead log, so that no file contains it."""

        def note(db: "Writer") -> None:
            del db
            self._checkpoint = True

        await self.write(note)
        await self.write(lambda _db: None)

    def close(self) -> None:
        """Finish queued writes, then close the file."""
        self._side.close()
        # Readers first: who closes last brings the write-ahead log into the file, and a reader may not.
        for connection in self._opened:
            connection.close()
        self._opened.clear()
        self._readers = threading.local()
        self._queue.close()

    def _commit(self, batch: list[PendingWrite]) -> list[WriteResult]:
        try:
            if self._writer is None:
                self._writer = SqliteWriter(self._connect())
            results = _commit(self._writer, batch)
            if self._checkpoint:
                self._checkpoint = not _emptied(self._writer.conn)
        except sqlite3.Error as error:
            raise explain(error) from error
        return results

    def _stop(self) -> None:
        if self._writer is not None:
            self._writer.conn.close()
            self._writer = None


def _commit(writer: SqliteWriter, batch: list[PendingWrite]) -> list[WriteResult]:
    connection = writer.conn
    connection.execute("BEGIN IMMEDIATE")
    results: list[WriteResult] = []
    try:
        for write in batch:
            connection.execute("SAVEPOINT one")
            try:
                results.append((write, write.run(writer), None))
            except BaseException as error:  # noqa: BLE001 - it is the caller's to handle, not its neighbours' problem
                results.append((write, None, explain(error) if isinstance(error, sqlite3.Error) else error))
                if connection.in_transaction:
                    connection.execute("ROLLBACK TO one")
            if not connection.in_transaction:
                raise _full()  # SQLite gave up the whole transaction, as it does when the disk is full
            connection.execute("RELEASE one")
        if any(error is None and not write.quiet for write, _, error in results):
            connection.execute(_COUNT)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return results


def _emptied(connection: sqlite3.Connection) -> bool:
    """Move the write-ahead log into the file and truncate it.

    Returns False where a reader still needs it. The batch before it is committed, whatever becomes of this; the next
    write tries again.
    """
    connection.execute(f"PRAGMA busy_timeout={READER_MS}")
    try:
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error as error:
        log.warning("erased data is still in the write-ahead log", extra={"why": str(error)})
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    return not busy


_DOCTOR = "Run spudwatch doctor."


def _full() -> StoreFull:
    return StoreFull(why="The disk is full.", todo="Free some space; nothing has to be restarted.")


def explain(error: sqlite3.Error) -> SpudwatchError | sqlite3.Error:
    """Translate a SQLite error that a person or operator can act on."""
    words = str(error).casefold()
    if "locked" in words or "busy" in words:
        return StoreBusy(why="Another process holds the database.", todo="Try again in a moment.")
    if "full" in words:
        return _full()
    if "disk i/o" in words:
        return StoreFull("The database cannot be read or written.", why="The disk reports an error.", todo=_DOCTOR)
    if "readonly" in words or "read-only" in words or "unable to open" in words:
        return StoreFull("The database cannot be written.", why="The database or its folder is read-only or missing.")
    if "malformed" in words or "not a database" in words or "corrupt" in words:
        return OurFault("The database is damaged.", why="It cannot be read back.", todo=_DOCTOR)
    return error


class _explained:  # noqa: N801 - used as a statement
    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.Error):
            known = explain(error)
            if isinstance(known, SpudwatchError):
                raise known from error
            raise OurFault(
                "The database does not match this version.",
                why=f"SQLite says: {error}. Nothing was changed.",
                todo="Restore a backup, or move the database file away to start afresh.",
            ) from error
        if isinstance(error, OSError):
            raise StoreFull("The database cannot be opened.", why=error.strerror or "") from error
