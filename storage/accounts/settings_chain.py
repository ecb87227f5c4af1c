"""The hash chain of the changes of settings, also across an erasure."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from storage.engines import DbRow, Writer
from storage.rows import dumps

_LINES = "SELECT * FROM tenant_settings WHERE tenant = ? ORDER BY id"


def link_of(before: str, line: Sequence[object]) -> str:
    """The hash of a change after the one before."""
    return hashlib.sha256(dumps([before, *line]).encode()).hexdigest()


def digest_of(tenant: str, person: str) -> str:
    """What the chain keeps in place of a person."""
    return hashlib.sha256(f"{tenant}\x00{person}".encode()).hexdigest()[:16]


def broken_setting(rows: Iterable[DbRow]) -> DbRow | None:
    """The first change that does not follow from the one before; None where all do."""
    before = ""
    for row in rows:
        if row["chain"] and row["chain"] != link_of(before, _line(row)):
            return row
        before = row["chain"]
    return None


def _line(row: DbRow) -> tuple[object, ...]:
    return (row["key"], row["value"], row["set_at"], row["actor_key"])


@contextmanager
def resealed(db: Writer, tenant: str, person: str) -> Iterator[None]:
    """Erase a person's digest, and chain anew what an erasure changed."""
    rows = db.execute(_LINES, [tenant]).fetchall()
    whole, mark, role = broken_setting(rows) is None, digest_of(tenant, person), secrets.token_hex(8)
    for row in rows:
        actor = secrets.token_hex(8) if mark == row["actor_key"] else row["actor_key"]
        value = row["value"].replace(
            mark, role
        )  # one for all roles the person held, so that the trail still tells them
        if (actor, value) != (row["actor_key"], row["value"]):
            sql = "UPDATE tenant_settings SET actor_key = ?, value = ? WHERE id = ?"
            db.execute(sql, [actor, value, row["id"]])
    yield
    last = ""
    for row in db.execute(_LINES, [tenant]).fetchall() if whole else ():
        last = link_of(last, _line(row)) if row["chain"] else ""
        db.execute("UPDATE tenant_settings SET chain = ? WHERE id = ?", [last, row["id"]])
