"""The hash chain of the desk's trail, also across an erasure."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from bot.messages.addresses import FORMER
from storage.engines import DbRow, Writer
from storage.rows import dumps

_CHAINED = ("tenant", "number", "at", "actor_key", "action", "about", "before", "after")
_REASONS = frozenset({"reason", "why", "how", "note"})  # the words of who decided
_LINES = "SELECT * FROM audit WHERE tenant = ? ORDER BY number"


def actor_key(tenant: str, actor: str) -> str:
    """The digest by which the chain knows an actor."""
    return hashlib.sha256(f"{tenant}\0{actor}".encode()).hexdigest()[:16]


def line_hash(before: str, row: DbRow | Mapping[str, object]) -> str:
    """The hash of a line after the one before."""
    return hashlib.sha256(dumps([before, *(row[name] for name in _CHAINED)]).encode()).hexdigest()


def broken_at(rows: Iterable[DbRow]) -> int | None:
    """The first line that does not follow from the one before; None where all do."""
    before, expected = "", 1
    for row in rows:
        if row["number"] != expected or row["hash"] != line_hash(before, row):
            return expected
        before, expected = row["hash"], expected + 1
    return None


@contextmanager
def resealed(db: Writer, tenant: str, person: str) -> Iterator[None]:
    """Erase a person's digest and reasons, and chain anew a trail that was whole."""
    rows = db.execute(_LINES, [tenant]).fetchall()
    whole = broken_at(rows) is None
    for row in rows:
        if row["actor"] == person or row["actor_key"] == actor_key(tenant, person):
            db.execute(
                "UPDATE audit SET actor_key = ?, before = ?, after = ? WHERE tenant = ? AND number = ?",
                [secrets.token_hex(8), _quiet(row["before"]), _quiet(row["after"]), tenant, row["number"]],
            )
    yield
    last = ""
    for row in db.execute(_LINES, [tenant]).fetchall() if whole else ():
        last = line_hash(last, row)
        db.execute("UPDATE audit SET hash = ? WHERE tenant = ? AND number = ?", [last, tenant, row["number"]])


def _quiet(text: str) -> str:
    """A line's state without the reasons that its actor wrote."""
    try:
        state = json.loads(text)
    except ValueError:
        return "{}"
    return dumps({name: value for name, value in state.items() if name not in _REASONS})


def erase_requests(db: Writer, tenant: str, person: str) -> int:
    """Close what a person asked of the desk: nobody can decide without the words."""
    sql = "UPDATE desk_items SET state = 'withdrawn', decided_by = ?, decided_at = learned_at WHERE "
    where = "tenant = ? AND person = ? AND state = 'waiting'"
    return db.execute(sql + where, [FORMER, tenant, person]).rowcount
