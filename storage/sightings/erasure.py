"""Erase what of a person's reports identifies them beyond their name and words."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Any

import msgspec

from storage.engines import Writer
from storage.rows import from_db, maybe_from_db, maybe_to_db

_OLD = timedelta(days=30)  # accounts of this age count everywhere


def erase_reporter(db: Writer, tenant: str, person: str) -> int:
    """Erase when the account was made, and attributions to names of their own."""
    given = {"tenant": tenant, "person": person}
    rows = "SELECT number, so_at, since FROM reports WHERE tenant = :tenant AND person = :person AND since IS NOT NULL"
    for number, seen, since in db.execute(rows, given).fetchall():
        rough = maybe_to_db(_rough(from_db(seen), maybe_from_db(since)))
        db.execute("UPDATE reports SET since = ? WHERE tenant = ? AND number = ?", [rough, tenant, number])
    events = "SELECT id, report FROM label_events WHERE tenant = :tenant AND by = :person AND report IS NOT NULL"
    for number, report in db.execute(events, given).fetchall():
        told = _decoded(report)
        if told.get("since"):
            seen, since = (msgspec.convert(told[name], datetime, strict=False) for name in ("seen", "since"))
            changed = msgspec.json.encode(told | {"since": _rough(seen, since)})
            db.execute("UPDATE label_events SET report = ? WHERE id = ?", [changed, number])
    return _erase_own_names(db, given)


def _erase_own_names(db: Writer, given: dict[str, str]) -> int:
    """Delete attributions to a name that is no model's, and what was made of it."""
    own = "FROM attributions WHERE tenant = :tenant AND by = :person AND instr(subject, '/') = 0"
    for name, key, label in db.execute(f"SELECT DISTINCT subject, key, label {own}", given).fetchall():
        _forget_name(db, given["tenant"], name, {key, label, f"label/{key}"})
    return db.execute(f"DELETE {own}", given).rowcount


def _forget_name(db: Writer, tenant: str, name: str, labels: AbstractSet[str]) -> None:
    """Take a name out of what the changes of a label are about.

    Changes of other things keep it.
    """
    asked = """SELECT c.sequence, c.facts FROM changes c JOIN change_about a ON a.sequence = c.sequence
    WHERE c.tenant = ? AND a.about = ?"""
    for sequence, facts in db.execute(asked, [tenant, name]).fetchall():
        held = msgspec.json.decode(facts)
        if labels.isdisjoint(_texts(held)):
            continue
        clean = msgspec.json.encode(_without(held, name)).decode()
        db.execute("UPDATE changes SET facts = ? WHERE sequence = ?", [clean, sequence])
        db.execute("DELETE FROM change_about WHERE sequence = ? AND about = ?", [sequence, name])


def _texts(held: object) -> Iterator[str]:
    """Every text of what JSON holds, keys left out."""
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict | list):
        for one in held.values() if isinstance(held, dict) else held:
            yield from _texts(one)


def _without(held: object, name: str) -> object:
    """What JSON holds, without a name in its lists."""
    if isinstance(held, dict):
        return {key: _without(one, name) for key, one in held.items()}
    if isinstance(held, list):
        return [_without(one, name) for one in held if one != name]
    return held


def _decoded(report: bytes) -> dict[str, Any]:
    try:
        return dict(msgspec.json.decode(report))
    except (msgspec.DecodeError, TypeError, ValueError):
        return {}


def _rough(seen: datetime, since: datetime | None) -> datetime | None:
    """Round an account's age at a sighting to days; None once it counts everywhere."""
    if since is None or seen - since >= _OLD:
        return None
    return seen - timedelta(days=max((seen - since).days, 0))
