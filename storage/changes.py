"""The change log: implements `bot.ports.changes`.

`append` and `touch` take the database within a transaction: whoever writes a record calls them there, so that the
change and its log entry are stored together or not at all.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec

from bot.domain.notify.change_log import ChangeFacts, ChangeRow
from bot.domain.notify.changes import Change
from bot.messages.errors import Conflict
from bot.ports.changes import ChangeBatch, ChangeMark, LogFilter, ThingState
from storage.accounts.personal_data import PersonalTable
from storage.engines import Database, DbRow, Writer
from storage.rows import from_db, queries, to_db
from storage.subjects import open_subject

T = TypeVar("T")
_SQL = queries("changes")
_OF_TENANT = "sequence IN (SELECT sequence FROM changes WHERE tenant = :tenant)"
_RETRY = timedelta(minutes=5)  # until what could not be looked at is looked at again
_LATELY = timedelta(days=14)  # how far back what was filed is looked at again
_FOREVER = 1 << 62


class _Facts(msgspec.Struct):
    """The JSON in a row's column of facts."""

    change: Change
    facts: ChangeFacts | None = None
    quiet: bool = False
    about: tuple[str, ...] = ()


_facts = msgspec.json.Decoder(_Facts)


class ChangeStore:
    """Reads the log and its marks; appends the results of examinations."""

    KEEPS = (
        PersonalTable("change_about", through=_OF_TENANT, derived=True),
        PersonalTable("changes", derived=True),
        PersonalTable("change_states", derived=True),
        PersonalTable("change_marks", derived=True),
    )

    def __init__(self, database: Database) -> None:
        self._db = database
        self.looking = asyncio.Lock()
        self.progress: Callable[[int, int], None] = lambda _done, _of: None

    def read(self, wanted: LogFilter) -> Sequence[ChangeRow]:
        """The rows, in the order they were written."""
        asked = {
            "tenant": wanted.tenant,
            "after": wanted.after,
            "upto": _FOREVER if wanted.upto is None else wanted.upto,
            "since": to_db(wanted.since) if wanted.since else -_FOREVER,
            "until": to_db(wanted.until) if wanted.until else _FOREVER,
            "about": json.dumps(list(wanted.about)),
            "limit": _FOREVER if wanted.limit is None else wanted.limit,
        }
        query = "about" if wanted.about else "after" if wanted.after else "within"
        return tuple(_row(row) for row in reversed(self._db.read(_SQL[query], asked)))

    def version(self) -> int:
        """Return a number that changes with every write that may be news."""
        return self._db.version()

    def head(self) -> int:
        """The position behind the last row."""
        return int(self._db.read("SELECT coalesce(max(sequence), 0) AS head FROM changes")[0]["head"])

    def tenants(self) -> frozenset[str]:
        """The tenants that have rows of their own."""
        return frozenset(row["tenant"] for row in self._db.read(_SQL["tenants"]))

    def due(self, now: datetime, limit: int = 200) -> Sequence[ChangeMark]:
        """Return the marks due by now."""
        rows = self._db.read(_SQL["due"], {"now": to_db(now), "limit": limit})
        return tuple(ChangeMark(row["tenant"], row["kind"], row["ref"], from_db(row["at"]), row["id"]) for row in rows)

    def waiting(self, now: datetime) -> int:
        """Return how many marks are due by now."""
        return int(self._db.read("SELECT count(*) AS n FROM change_marks WHERE due <= ?", [to_db(now)])[0]["n"])

    async def gather(self, kind: str, before: datetime) -> None:
        """Merge all older marks of a kind about the same thing into one, at that moment."""
        sql = "UPDATE OR REPLACE change_marks SET at = :at WHERE kind = :kind AND at < :at"
        await self._db.write(lambda db: db.execute(sql, {"kind": kind, "at": to_db(before)}))

    def failing(self) -> Sequence[tuple[str, str, datetime]]:
        """The kinds of which something could not be looked at."""
        return tuple((row["kind"], row["why"], from_db(row["at"])) for row in self._db.read(_SQL["failing"]))

    def state(self, tenant: str, thing: str) -> ThingState | None:
        """Return the last logged state of a thing for a tenant."""
        rows = self._db.read("SELECT * FROM change_states WHERE thing = ? AND tenant = ?", [thing, tenant])
        return ThingState(rows[0]["state"], from_db(rows[0]["looked_at"])) if rows else None

    def followers(self, thing: str) -> Sequence[str]:
        """Return the tenants that see a public thing combined with rows of their own."""
        rows = self._db.read("SELECT tenant FROM change_states WHERE thing = ? AND tenant <> ''", [thing])
        return tuple(row["tenant"] for row in rows)

    async def beside(self, run: Callable[[], T]) -> T:
        """Run a read-heavy function on its dedicated thread, off the event loop."""
        return await self._db.beside(run)

    async def turn_back(self, now: datetime) -> None:
        """Reset to now what a clock that was ahead did: see the port."""
        filed = f"SELECT * FROM ({_SQL['mark_filed'].strip().rstrip(';')}) WHERE at > :since AND at <= :now"  # noqa: S608 - ours

        def write(db: Writer) -> None:
            touch_each(db, filed, {"since": to_db(now - _LATELY), "now": to_db(now)})
            for name in ("recorded_by_now", "looked_at_by_now", "retried_now"):
                db.execute(_SQL[name], {"now": to_db(now)})

        await self._db.write(write)

    async def append(self, batch: ChangeBatch, at: datetime) -> bool:
        """Store a batch in one transaction."""

        def write(db: Writer) -> None:
            if done := {mark.id for mark in batch.done}:  # in one trip to a server: others' writes wait meanwhile
                sql = "DELETE FROM change_marks WHERE id IN (SELECT value FROM json_each(?))"
                _all(db.execute(sql, [json.dumps(sorted(done))]), len(done))
            for mark, why in batch.failed.items():
                sql = "UPDATE change_marks SET due = ?, why = ?, since = coalesce(since, ?) WHERE id = ?"
                _all(db.execute(sql, [to_db(at + _RETRY), why, to_db(at), mark.id]), 1)
            for key, (was, now) in batch.states.items():
                _put(db, key, was, now)
            for subject in batch.opened:
                open_subject(db, subject)
            append(db, batch.rows, at)
            touch(db, batch.again)

        try:
            await self._db.write(write)
        except Conflict:
            return False
        return True


def append(db: Writer, rows: Iterable[ChangeRow], at: datetime) -> None:
    """Append rows to the log in the transaction that caused them, skipping known ones."""
    for row in rows:
        change = row.change
        subject = change.subjects[0] if change.subjects else ""
        given = {
            "at": to_db(change.at),
            "written": to_db(at),
            "tenant": change.tenant,
            "id": f"{change.id}|own" if row.quiet else change.id,
            "thing": row.thing,
            "subject": subject,
            "kind": change.kind.value,
            "ref": change.ref,
            "before": change.before,
            "after": change.after,
            "facts": msgspec.json.encode(_Facts(change, row.facts, row.quiet, row.about)).decode(),
        }
        if (new := db.execute(_SQL["insert"], given).fetchone()) is not None:
            _index(db, int(new[0]), change, row.about)


def forget_changes(db: Writer, things: str, given: Mapping[str, object]) -> None:
    """Delete what a tenant's log repeats of the erased things that a query names."""
    where = f"tenant = :tenant AND thing IN ({things})"
    db.execute(f"DELETE FROM change_about WHERE sequence IN (SELECT sequence FROM changes WHERE {where})", given)  # noqa: S608 - as below
    for table in ("changes", "change_states"):
        db.execute(f"DELETE FROM {table} WHERE {where}", given)  # noqa: S608 - constants of ours


def index_changes(db: Writer) -> None:
    """Index imported rows by what they are about."""
    sql = "SELECT sequence, facts FROM changes WHERE sequence NOT IN (SELECT sequence FROM change_about)"
    for sequence, text in db.execute(sql).fetchall():
        kept = _facts.decode(text)
        _index(db, sequence, kept.change, kept.about)


def _index(db: Writer, sequence: int, change: Change, about: Iterable[str]) -> None:
    names = dict.fromkeys((*sorted(change.keys), *about))
    db.executemany("INSERT INTO change_about VALUES (?, ?)", [(name, sequence) for name in names])


def touch(db: Writer, marks: Iterable[ChangeMark]) -> None:
    """Mark, in a write's transaction, what it may have changed and from when on."""
    rows = [{"tenant": one.tenant, "kind": one.kind, "ref": one.ref, "at": to_db(one.at)} for one in marks]
    if rows:
        db.executemany(_SQL["mark"], rows)


def touch_each(db: Writer, select: str, given: Sequence[object] | dict[str, object] = ()) -> None:
    """The same for the rows of a query: tenant, kind, ref, moment (seconds)."""
    columns = "INSERT OR REPLACE INTO change_marks (tenant, kind, ref, at, due) SELECT tenant, kind, ref, at, at"
    db.execute(f"{columns} FROM ({select})", given)


def mark_filed(db: Writer) -> None:
    """Mark all imported tenant records, as of the moments in their rows."""
    touch_each(db, _SQL["mark_filed"])


def _put(db: Writer, key: tuple[str, str], was: ThingState | None, now: ThingState) -> None:
    tenant, thing = key
    if was is None:
        row = [thing, tenant, now.state, to_db(now.looked_at)]
        _all(db.execute("INSERT OR IGNORE INTO change_states VALUES (?, ?, ?, ?)", row), 1)
        return
    which = "WHERE thing = ? AND tenant = ? AND state = ? AND looked_at = ?"
    sql = f"UPDATE change_states SET state = ?, looked_at = ? {which}"  # noqa: S608 - a constant of ours
    _all(db.execute(sql, [now.state, to_db(now.looked_at), thing, tenant, was.state, to_db(was.looked_at)]), 1)


def _all(done: Any, count: int) -> None:
    if done.rowcount != count:
        raise Conflict("Another process wrote this at the same time.", todo="Try again.")


def _row(row: DbRow) -> ChangeRow:
    kept = _facts.decode(row["facts"])
    written = from_db(row["written"])
    change = replace(kept.change, at=min(kept.change.at, from_db(row["at"])), written=written)
    return ChangeRow(change, row["thing"], kept.facts, kept.about, kept.quiet, row["sequence"], written)
