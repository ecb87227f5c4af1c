"""Server facts for the operator: version, leader, and pooler."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from storage.postgres.connections import connect, explain

_FACTS = """
    SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS size,
           pg_is_in_recovery() AS replica,
           coalesce(extract(epoch FROM now() - pg_last_xact_replay_timestamp()), 0) AS behind,
           current_setting('server_encoding') AS encoding,
           (SELECT count(*) FROM pg_locks
            WHERE locktype = 'advisory' AND granted
              AND ((classid::bigint << 32) | objid::bigint) = hashtextextended('spudwatch serve', 0)) AS serving
"""
_PID = "SELECT pg_backend_pid()"


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """Facts about a server.

    ``behind``: seconds a replica lags, 0 on any other server.
    ``pooled``: connections are shared between statements, which loses locks and notifications.
    """

    version: str
    size: int
    replica: bool
    encoding: str
    serving: bool
    pooled: bool
    behind: float


def server_facts(address: str) -> ServerFacts:
    """Look at the server.

    Raises:
        StoreBusy: it does not answer.
    """
    try:
        with connect(address) as one, connect(address) as two:
            row = one.execute(_FACTS).fetchall()[0]
            before = one.execute(_PID).fetchall()[0][0]
            two.execute("BEGIN")
            two.execute(_PID)  # a pool that lends connections for a transaction gives this one what the first gave back
            after = one.execute(_PID).fetchall()[0][0]
            two.execute("ROLLBACK")
    except psycopg.Error as error:
        raise explain(error) from error
    return ServerFacts(
        row["version"],
        row["size"],
        bool(row["replica"]),
        row["encoding"],
        bool(row["serving"]),
        before != after,
        float(row["behind"]),
    )
