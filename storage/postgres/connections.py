"""Open and configure server connections, and explain failures to connect."""

from __future__ import annotations

from typing import Any, LiteralString

import psycopg
from psycopg import errors, pq
from psycopg.conninfo import conninfo_to_dict

from bot.messages.errors import OurFault, SpudwatchError, StoreBusy, StoreFull
from storage.postgres import values

OLDEST = 15  # the first version whose behaviour is tested
CONNECT_SECONDS = 2
STATEMENT_MS = 10_000  # how long a read may take
LOCK_MS = 10_000  # how long a write waits for other processes' writes
FROZEN_MS = 3_000  # after which a serving process that says nothing inside a transaction loses it, and the lane with it
STOPPED_MS = 60_000  # the same for a command, which may compute for long between two statements
_SETTINGS = {
    "plan_cache_mode": "force_generic_plan",  # planning a statement of ten joins takes longer than running it
    "jit": "off",
    "client_encoding": "UTF8",
    "lock_timeout": str(LOCK_MS),
    "idle_in_transaction_session_timeout": str(STOPPED_MS),  # a frozen client would keep its locks for ever
}
_AWAY = "I cannot reach the database."


class ServerSilent(errors.OperationalError):
    """The server took longer to answer than its caller may wait."""


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is closed if an answer takes over ``patience`` seconds."""

    patience: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for an answer."""
        limited = timeout is None and self.patience is not None
        try:
            return super().wait(gen, interval, self.patience if limited else timeout)
        except errors.OperationalError:
            if limited and not self.closed and self.info.transaction_status is pq.TransactionStatus.ACTIVE:
                self.close()
                raise ServerSilent("no answer in time") from None
            raise


def connect(
    address: str, *, reads: bool = False, patience: float | None = None, **settings: str
) -> psycopg.Connection[Any]:
    """Open an autocommit connection; with ``reads`` it is read-only with a timeout."""
    chosen = {**_SETTINGS, **settings}
    if reads:
        chosen |= {"default_transaction_read_only": "on", "statement_timeout": str(STATEMENT_MS)}
    connection = PatientConnection.connect(
        address,
        autocommit=True,
        prepare_threshold=0,
        cursor_factory=psycopg.RawCursor,
        row_factory=values.rows,
        connect_timeout=CONNECT_SECONDS,
        options=" ".join(f"-c {name}={value}" for name, value in chosen.items()),
        application_name="spudwatch",
        keepalives_idle=10,
        keepalives_interval=5,
        keepalives_count=3,
        tcp_user_timeout=10_000,
    )
    connection.prepared_max = 1_000
    connection.patience = patience
    values.prepare(connection)
    return connection


def name_of(address: str) -> str:
    """Host and database, without user and password."""
    try:
        parts = conninfo_to_dict(address)
    except psycopg.Error:
        return "postgresql"
    return f"postgresql://{parts.get('host') or 'localhost'}/{parts.get('dbname') or ''}"


def gone(connection: psycopg.Connection[Any], error: BaseException) -> bool:
    """Whether a connection is unusable after an error."""
    return connection.closed or (isinstance(error, errors.OperationalError) and connection.broken)


def explain(error: psycopg.Error) -> SpudwatchError | psycopg.Error:
    """Translate a PostgreSQL error that a person or operator can act on."""
    if isinstance(error, errors.LockNotAvailable | errors.DeadlockDetected | errors.SerializationFailure):
        return StoreBusy(why="Other processes hold the database.", todo="Try again in a moment.")
    if isinstance(error, errors.QueryCanceled):
        return StoreBusy(why="The database took too long to answer.", todo="Try again in a moment.")
    if isinstance(error, errors.IdleInTransactionSessionTimeout):
        return StoreBusy(why="This process stood still while it wrote.", todo="Try again in a moment.")
    if isinstance(error, errors.DiskFull | errors.OutOfMemory | errors.ConfigurationLimitExceeded):
        return StoreFull(why="The database server is full.", todo="Free some space; nothing has to be restarted.")
    if isinstance(error, errors.ReadOnlySqlTransaction):
        return StoreFull("The database cannot be written.", why="The server accepts no writes.")
    if isinstance(error, errors.InvalidPassword | errors.InvalidAuthorizationSpecification | errors.InvalidCatalogName):
        return OurFault(_AWAY, why="The database server refuses us.", todo="Check SPUDWATCH_DATABASE.")
    if isinstance(error, errors.InsufficientPrivilege):
        return OurFault(
            "I have no access to the database.", why=_first(error), todo="Make the user the database's owner."
        )
    if isinstance(error, errors.OperationalError | errors.InterfaceError | errors.TooManyConnections):
        return StoreBusy(_AWAY, why="The database server does not answer.", todo="Try again in a moment.")
    return error


def raised(error: psycopg.Error) -> BaseException:
    """Return the error to raise, by `explain`.

    Log it for the operator if nobody can act.
    """
    return explain(error)


def _first(error: psycopg.Error) -> str:
    return str(error).partition("\n")[0][:200]


def simply(connection: psycopg.Connection[Any], sql: LiteralString) -> None:
    """Run statements of our own without parameters, several in one trip."""
    connection.execute(sql, prepare=False)
