"""PostgreSQL under the stores: implements `storage.engines.Database`.

All writes of all processes run one after the other: a transaction begins with one advisory lock, the *lane*, so that a
function which reads, decides and writes is as safe as it is on SQLite's single writer. Writes of one process that wait
together are committed together. Reads run on the calling thread, on a connection of its own that cannot write.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, LiteralString, TypeVar

import psycopg

from bot.messages.errors import OurFault, StoreBusy
from storage.engines import Parameters, Writer
from storage.postgres import schema
from storage.postgres.catalog import read_catalog
from storage.postgres.connections import (
    FROZEN_MS,
    LOCK_MS,
    OLDEST,
    ServerSilent,
    connect,
    explain,
    gone,
    name_of,
    simply,
)
from storage.postgres.dialect import Translator
from storage.postgres.full_text import TextSearchQuery
from storage.postgres.instance import LEADER
from storage.postgres.listener import CHANNEL, WriteListener
from storage.postgres.senders import SenderSessions
from storage.postgres.writer import ApartWriter, PostgresWriter
from storage.side_thread import SideThread
from storage.write_queue import PendingWrite, WriteQueue, WriteResult

T = TypeVar("T")
SILENCE = 1.0  # seconds for which a server that did not answer is not asked again
PROBE = 5.0  # seconds for which a single read then tries it while the others fail fast
_LEADER = "SELECT value FROM counters WHERE name = ?"
_VERSION = "SELECT version FROM write_version"
_COUNT: LiteralString = f"""
    WITH counted AS (
        INSERT INTO write_version VALUES (1, 1)
        ON CONFLICT (id) DO UPDATE SET version = write_version.version + 1 RETURNING version
    )
    SELECT version, pg_notify('{CHANNEL}', version::text) FROM counted;
    COMMIT
"""  # noqa: S608 - a constant of ours
REFUSED = (psycopg.errors.IntegrityError, psycopg.errors.DataError, psycopg.errors.ProgrammingError, OverflowError)


class PostgresDatabase:
    """A database on a server.

    `storage.postgres.schema.migrate` creates and migrates it. With ``patience`` an unanswered read is abandoned after
    so many seconds, and a write ten seconds later.

    Raises:
        StoreBusy: the server does not answer, or others write for longer than ten seconds.
        OurFault: it refuses us, is too old, or its tables are not those of this version.
    """

    refused: tuple[type[BaseException], ...] = (*REFUSED, UnicodeEncodeError, TypeError)
    shared = True

    def __init__(self, address: str, patience: float | None = None) -> None:
        self.address, self._patience = address, patience
        self._silent_until = 0.0
        self._leader: int | None = None
        self._readers = threading.local()
        self._opened: list[psycopg.Connection[Any]] = []
        self._queue = WriteQueue(self._commit, self._stop)
        self._apart_writer = ApartWriter(address, patience)
        self._apart = WriteQueue(self._commit_apart, self._apart_writer.stop)
        self._writing: psycopg.Connection[Any] | None = None
        self._side = SideThread()
        self._listener = WriteListener(address)
        self._senders = SenderSessions(address)
        try:
            with connect(address, reads=True) as connection:
                if connection.info.server_version < OLDEST * 10_000:
                    raise OurFault(
                        "The database server is too old.",
                        why=f"It is PostgreSQL {connection.info.server_version // 10_000}.",
                        todo=f"Use PostgreSQL {OLDEST} or newer.",
                    )
                schema.check(connection)
                self._translator = Translator(read_catalog(connection))
        except psycopg.Error as error:
            raise explain(error) from error

    @property
    def name(self) -> str:
        """Host and database, without user and password."""
        return name_of(self.address)

    def read(self, sql: str, parameters: Parameters = ()) -> list[Any]:
        """Read a query's rows on the calling thread, retrying once on a broken connection."""
        if self._silent_until:
            if time.monotonic() < self._silent_until:
                raise explain(ServerSilent())
            self._silent_until = time.monotonic() + PROBE
        statement = self._translator.statements(sql)[-1]
        arguments = statement.arguments(parameters)
        for last in (False, True):
            cursor = self._reader()
            connection = cursor.connection
            try:
                rows = cursor.execute(statement.sql, arguments).fetchall()
            except psycopg.Error as error:
                if not gone(connection, error):
                    self._silent_until = 0.0
                    raise explain(error) from error
                self._forget(connection)
                if last or isinstance(error, ServerSilent):
                    self._silenced(error)
                    raise explain(error) from error
            else:
                self._silent_until = 0.0
                return rows
        raise AssertionError("a loop of two always ends inside")  # pragma: no cover

    def _silenced(self, error: psycopg.Error) -> None:
        """Fail fast for a moment after the server did not answer, without queueing."""
        silent = isinstance(error, ServerSilent | psycopg.errors.ConnectionTimeout)
        self._silent_until = time.monotonic() + SILENCE if silent else 0.0

    def _reader(self) -> psycopg.Cursor[Any]:
        """Return the thread's cursor.

        Making one for each read costs as much as the server's part of a small one.
        """
        cursor: psycopg.Cursor[Any] | None = getattr(self._readers, "cursor", None)
        if cursor is None or cursor.connection.closed:
            try:
                connection = connect(self.address, reads=True, patience=self._patience)
            except psycopg.Error as error:
                self._silenced(error)
                raise explain(error) from error
            cursor = self._readers.cursor = connection.cursor()
            self._opened.append(connection)
        return cursor

    def _forget(self, connection: psycopg.Connection[Any]) -> None:
        self._readers.cursor = None
        with suppress(ValueError):
            self._opened.remove(connection)
        connection.close()

    def lead(self, number: int) -> None:
        """Refuse own writes once a process with a higher leader number exists."""
        self._leader = number

    def leads(self) -> bool:
        """Whether no process has a higher leader number; True in one that never led."""
        return self._leader is None or all(row["value"] <= self._leader for row in self.read(_LEADER, [LEADER]))

    def version(self) -> int:
        """A number that changes with every write, of others once the server notifies us."""
        return self._listener.version()

    def current_version(self) -> int:
        """The same number, asked of the server: no process's finished write is missing.

        It does without the listening connection, which only brings writes by processes of an earlier version.
        """
        self._listener.start()
        rows = self.read(_VERSION)
        return self._listener.wrote(rows[0]["version"] if rows else 0)

    def size(self) -> int:
        """How many bytes the database takes on the server."""
        return int(self.read("SELECT pg_database_size(current_database()) AS bytes")[0]["bytes"])

    async def beside(self, run: Callable[[], T]) -> T:
        """Run a read-heavy function on a thread of its own, off the event loop."""
        return await self._side.run(run)

    async def write(self, run: Callable[[Writer], T], *, quiet: bool = False) -> T:
        """Run a function on the writing thread in its own transaction.

        It is committed before this returns. ``quiet``: no look-up shows what it writes, so `version` does not change.
        """
        return await self._queue.write(run, quiet=quiet)

    async def write_apart(self, run: Callable[[Writer], T]) -> T:
        """Run a single statement outside the write lane.

        Claims of deliveries then never wait for whoever holds the lane.
        """
        return await self._apart.write(run, quiet=True)

    def write_now(self, run: Callable[[Writer], T]) -> T:
        """The same as `write` for code without an event loop."""
        return self._queue.write_now(run)

    def write_behind(self, run: Callable[[Writer], object]) -> None:
        """Run a write that nobody waits for, at the latest on closing; a kill may lose it."""
        self._queue.write_behind(run)

    def write_with_next(self, run: Callable[[Writer], object]) -> None:
        """Run a deferred write just before the next write, or half a second later."""
        self._queue.write_with_next(run)

    async def clean(self) -> None:
        """Free the space of erased rows; backups and archives expire on their own."""

        def vacuum() -> None:
            with suppress(psycopg.Error), connect(self.address) as connection:
                simply(connection, "VACUUM (SKIP_LOCKED)")

        await asyncio.to_thread(vacuum)

    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """Return every table of rows with its columns in order, without search tables."""
        return {
            name: tuple(table.columns)
            for name, table in sorted(self._translator.catalog.items())
            if not table.view and name != schema.STEPS and not any(c.type == "tsvector" for c in table.columns.values())
        }

    def take_orphans(self, db: Writer) -> list[str]:
        """Take out the rows a write left without their parent, a sentence for each."""
        assert isinstance(db, PostgresWriter)  # noqa: S101 - narrows for the type checker
        return schema.take_orphans(db.connection)

    def full_text(self, columns: Sequence[str]) -> TextSearchQuery:
        """Return the query builder of a full-text table."""
        return TextSearchQuery(columns)

    def senders(self) -> SenderSessions:
        """Which sending processes are alive, by locks of their sessions."""
        return self._senders

    def close(self) -> None:
        """Finish queued writes, then close the connections."""
        self._side.close()
        self._queue.close()
        self._apart.close()
        self._listener.close()
        self._senders.close()
        for connection in self._opened:
            connection.close()
        self._opened.clear()
        self._readers = threading.local()

    def _stop(self) -> None:
        if self._writing is not None:
            self._writing.close()
            self._writing = None

    def _commit(self, batch: list[PendingWrite]) -> list[WriteResult]:
        try:
            connection = self._begin()
            try:
                writer = PostgresWriter(connection, self._translator)
                self._refuse_late(writer)
                results = self._run(writer, batch)
                version = self._end(connection, quiet=all(write.quiet or error for write, _, error in results))
            except BaseException:
                if not connection.closed:
                    with suppress(psycopg.Error):
                        simply(connection, "ROLLBACK")
                raise
        except psycopg.Error as error:
            if self._writing is not None and gone(self._writing, error):
                self._stop()
            raise explain(error) from error
        if version is not None:
            self._listener.wrote(version)
        return results

    @staticmethod
    def _end(connection: psycopg.Connection[Any], *, quiet: bool) -> int | None:
        """Commit, and return the version this makes.

        None if no look-up shows what was written.
        """
        if quiet:
            simply(connection, "COMMIT")
            return None
        counted = connection.execute(_COUNT, prepare=False).fetchone()
        return int(counted["version"]) if counted else None

    def _commit_apart(self, batch: list[PendingWrite]) -> list[WriteResult]:
        return self._apart_writer.commit(batch, self._translator)

    def _refuse_late(self, writer: PostgresWriter) -> None:
        """Raise if another process became the leader while this one was frozen."""
        if self._leader is None:
            return
        if any(row["value"] > self._leader for row in writer.execute(_LEADER, [LEADER])):
            raise StoreBusy(why="Another process leads now.", todo="Try again in a moment.")

    def _begin(self) -> psycopg.Connection[Any]:
        """Return a connection in a transaction with the write lock.

        A broken one is replaced; nothing is lost at that point.
        """
        for last in (False, True):
            if self._writing is None:
                self._writing = self._writer()
            try:
                simply(self._writing, f"BEGIN; SELECT pg_advisory_xact_lock({schema.LANE})")
            except psycopg.Error as error:
                if not gone(self._writing, error):
                    with suppress(psycopg.Error):
                        simply(self._writing, "ROLLBACK")
                    raise
                self._stop()
                if last:
                    raise
            else:
                return self._writing
        raise AssertionError("a loop of two always ends inside")  # pragma: no cover

    def _writer(self) -> psycopg.Connection[Any]:
        """Connect for writing.

        A serving process holds the lane while it is alive, and loses it while it is frozen.
        """
        if self._patience is None:
            return connect(self.address)
        frozen = str(min(FROZEN_MS, int(self._patience * 1_500)))
        waits = self._patience + LOCK_MS / 1000
        return connect(self.address, patience=waits, idle_in_transaction_session_timeout=frozen)

    def _run(self, writer: PostgresWriter, batch: list[PendingWrite]) -> list[WriteResult]:
        results: list[WriteResult] = []
        connection = writer.connection
        for write in batch:
            simply(connection, "SAVEPOINT one")
            try:
                result = write.run(writer)
                writer.settle()
                results.append((write, result, None))
            except BaseException as error:
                if connection.closed:
                    raise
                results.append((write, None, explain(error) if isinstance(error, psycopg.Error) else error))
                simply(connection, "ROLLBACK TO one")
            simply(connection, "RELEASE one")
        return results
