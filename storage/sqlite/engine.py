"""One file, one writing thread, readers that never wait for it.

All writes run on one thread inside ``BEGIN IMMEDIATE``: a read-modify-write in a deferred transaction fails at once
with ``SQLITE_BUSY_SNAPSHOT``, whatever the timeout, and SQLite before 3.51.3 can corrupt a WAL that two connections
write to (https://sqlite.org/wal.html#walresetbug). Writes that wait together are committed together, because the
commit's fsync is nearly all that a small write costs. Reads go straight to a read-only connection of the calling
thread: handing an 8 µs look-up to another thread would cost five times the look-up.
"""

import asyncio
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bot.messages.errors import OurFault, SpudwatchError, StoreBusy, StoreFull
from storage import migrations
from storage.sqlite.private_files import close_to_others, make_file, make_folder

if TYPE_CHECKING:
    from sqlite_utils import Database as Utils

log = logging.getLogger(__name__)

T = TypeVar("T")
Parameters = Sequence[object] | Mapping[str, object]

GROUP = 64  # writes committed together at the most
BUSY_MS = 10_000  # how long a write waits for another process's lock before it says so


@dataclass(slots=True)
class _Write:
    """What to run, and whom to tell: on an event loop, or at once on the writing thread."""

    run: "Callable[[Utils], Any]"
    done: Callable[[Any, BaseException | None], None]
    loop: asyncio.AbstractEventLoop | None = None


_Told = tuple[_Write, Any, BaseException | None]


class Database:
    """The store's file. Open it, `write` and `read`, and `close` it; it is migrated when it is opened.

    Raises:
        StoreBusy: another process holds the file for longer than ten seconds.
        StoreFull: the disk is full or the file cannot be written; reading still works.
        OurFault: the file is damaged, or was written by a newer version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._queue: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._readers = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._writer: threading.Thread | None = None
        self._lock = threading.Lock()
        self._beside: ThreadPoolExecutor | None = None
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
        """The rows of a query, read on the calling thread from a connection that cannot write."""
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

    def version(self) -> int:
        """A number that changes whenever anybody else has written since this thread last asked: for small caches."""
        return int(self.read("PRAGMA data_version")[0][0])

    async def beside(self, run: Callable[[], T]) -> T:
        """Run a function that reads much on one thread of its own, so that the loop goes on."""
        if self._beside is None:
            self._beside = ThreadPoolExecutor(1, "beside the loop")
        return await asyncio.get_running_loop().run_in_executor(self._beside, run)

    async def write(self, run: "Callable[[Utils], T]") -> T:
        """Run a function on the writing thread, in a transaction of its own that is committed before this returns.

        Whatever the function raises is raised here, and what it wrote is undone.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._put(_Write(run, partial(_settle, future), loop))
        return await future

    def write_now(self, run: "Callable[[Utils], T]") -> T:
        """The same for code without an event loop: opening, loading the ledger, the command line."""
        finished = threading.Event()
        box: list[Any] = [None, None]

        def done(result: Any, error: BaseException | None) -> None:
            box[:] = [result, error]
            finished.set()

        self._put(_Write(run, done))
        finished.wait()
        if box[1] is not None:
            raise box[1]
        return box[0]  # type: ignore[no-any-return]

    def write_behind(self, run: "Callable[[Utils], object]") -> None:
        """The same for what nobody waits for: it is queued with the others, and done at the latest when closing.

        What goes wrong is logged and lost; only what may be lost at a kill belongs here.
        """

        def done(_result: Any, error: BaseException | None) -> None:
            if error is not None:
                log.warning("a write behind was lost", extra={"why": str(error)})

        self._put(_Write(run, done))

    async def clean(self) -> None:
        """Bring what was erased out of the write-ahead log too, so that no file holds it any more."""

        def note(db: "Utils") -> None:
            del db
            self._checkpoint = True

        await self.write(note)
        await self.write(lambda _db: None)

    def _put(self, write: _Write) -> None:
        with self._lock:
            if self._writer is None:
                self._writer = threading.Thread(target=self._run, name="spudwatch-writer", daemon=True)
                self._writer.start()
        self._queue.put(write)

    def close(self) -> None:
        """Finish what is queued, then let go of the file."""
        if self._beside is not None:
            self._beside.shutdown(cancel_futures=True)
            self._beside = None
        # Readers first: who closes last brings the write-ahead log into the file, and a reader may not.
        for connection in self._opened:
            connection.close()
        self._opened.clear()
        self._readers = threading.local()
        if self._writer is not None:
            self._queue.put(None)
            self._writer.join()
            self._writer = None

    def _run(self) -> None:
        from sqlite_utils import Database as Utils  # noqa: PLC0415 - a process that only reads need not load it

        connection: sqlite3.Connection | None = None
        utils: Utils | None = None
        while (first := self._queue.get()) is not None:
            batch, last = self._drain(first)
            try:
                if connection is None or utils is None:
                    connection = self._connect()
                    utils = Utils(connection, execute_plugins=False)
                _commit(connection, utils, batch)
                if self._checkpoint:
                    self._checkpoint = False
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except BaseException as error:  # noqa: BLE001 - the thread must live on, and everybody waiting must hear
                why = explain(error) if isinstance(error, sqlite3.Error) else error
                _tell([(write, None, why) for write in batch])
            if last:
                break
        if connection is not None:
            connection.close()

    def _drain(self, first: _Write) -> tuple[list[_Write], bool]:
        batch = [first]
        while len(batch) < GROUP:
            try:
                following = self._queue.get_nowait()
            except queue.Empty:
                break
            if following is None:
                return batch, True
            batch.append(following)
        return batch, False


def _commit(connection: sqlite3.Connection, utils: "Utils", batch: list[_Write]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    results: list[_Told] = []
    try:
        for write in batch:
            connection.execute("SAVEPOINT one")
            try:
                results.append((write, write.run(utils), None))
            except BaseException as error:  # noqa: BLE001 - it is the caller's to handle, not its neighbours' problem
                results.append((write, None, explain(error) if isinstance(error, sqlite3.Error) else error))
                if connection.in_transaction:
                    connection.execute("ROLLBACK TO one")
            if not connection.in_transaction:
                raise _full()  # SQLite gave up the whole transaction, as it does when the disk is full
            connection.execute("RELEASE one")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    _tell(results)


def _tell(results: Sequence[_Told]) -> None:
    """Everybody hears what became of theirs; a loop is woken once, because each waking takes its lock from it."""
    told: dict[asyncio.AbstractEventLoop | None, list[_Told]] = {}
    for each in results:
        told.setdefault(each[0].loop, []).append(each)
    for loop, heard in told.items():
        if loop is None:
            _hear(heard)
        else:
            with suppress(RuntimeError):  # the loop has closed: nobody waits for this any more
                loop.call_soon_threadsafe(_hear, heard)


def _hear(heard: Sequence[_Told]) -> None:
    for write, result, error in heard:
        write.done(result, error)


def _settle(future: "asyncio.Future[Any]", result: object, error: BaseException | None) -> None:
    if future.cancelled():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)


_DOCTOR = "Run spudwatch doctor."


def _full() -> StoreFull:
    return StoreFull(why="The disk is full.", todo="Free some space; nothing has to be restarted.")


def explain(error: sqlite3.Error) -> SpudwatchError | sqlite3.Error:
    """SQLite's error as one of ours, where a person or an operator can do something about it."""
    words = str(error).casefold()
    if "locked" in words or "busy" in words:
        return StoreBusy(why="Another process holds the database.", todo="Try again in a moment.")
    if "full" in words:
        return _full()
    if "disk i/o" in words:
        return StoreFull("My memory cannot be read or written.", why="The disk reports an error.", todo=_DOCTOR)
    if "readonly" in words or "read-only" in words or "unable to open" in words:
        return StoreFull("My memory cannot be written.", why="The database or its folder is read-only or missing.")
    if "malformed" in words or "not a database" in words or "corrupt" in words:
        return OurFault("My memory is damaged.", why="The database does not read back.", todo=_DOCTOR)
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
                "My memory does not fit this version.",
                why=f"SQLite says: {error}. Nothing was changed.",
                todo="Restore a backup, or move the database file away to begin anew.",
            ) from error
        if isinstance(error, OSError):
            raise StoreFull("My memory cannot be opened.", why=error.strerror or "") from error
