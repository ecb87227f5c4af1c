"""The desk's queue and its trail on SQLite: implements `bot.ports.desk`.

Each line of the trail holds the SHA-256 of itself and of the hash before it: editing or deleting one in the file shows
at every later line.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.messages.addresses import is_former
from bot.messages.reply_json import jsonable
from bot.messages.request import View
from bot.ports.desk import AuditEntry, QueueItem
from storage.accounts.personal_data import GONE, PersonalTable
from storage.audit_chain import actor_key, broken_at, erase_requests, line_hash, resealed
from storage.engines import Database, DbRow, Writer
from storage.rows import dumps, from_db, maybe_from_db, maybe_to_db, number_of, params, to_db

OF_THE_DESK = " AND ".join(  # not of what posts in channels, nor of what admins set
    f"action NOT LIKE '% {thing}'" for thing in ("digest", "alert", "webhook", "feed")
)


class DeskStore:
    """The queue and the trail of every tenant, each read by its own."""

    KEEPS = (
        PersonalTable(
            "desk_items",
            ("person", "decided_by"),
            words={"person": {"title": GONE, "why": "", "body": "{}"}, "decided_by": {"reason": ""}},
        ),
        PersonalTable("audit", ("actor",)),
    )
    resealed = staticmethod(resealed)
    erase = staticmethod(erase_requests)

    def __init__(self, database: Database) -> None:
        self._db = database

    def queue(self, view: View, limit: int = 200, kind: str = "") -> Sequence[QueueItem]:
        """Return waiting items, all or of one kind, oldest first."""
        rows = self._db.read(
            "SELECT * FROM desk_items WHERE tenant = :tenant AND learned_at <= :as_of "
            "AND (state = 'waiting' OR decided_at > :as_of) AND (:kind = '' OR kind = :kind) "
            "ORDER BY learned_at, number LIMIT :limit",
            params(view, kind=kind, limit=limit),
        )
        return tuple(_stood(row, view.as_of) for row in rows)

    def item(self, name: str, view: View) -> QueueItem | None:
        """An item by its id."""
        rows = self._db.read(
            "SELECT * FROM desk_items WHERE tenant = ? AND number = ? AND learned_at <= ?",
            [view.tenant, number_of(name, "DQ") or 0, to_db(view.as_of)],
        )
        return _stood(rows[0], view.as_of) if rows else None

    def about(self, about: str, view: View, kind: str = "") -> Sequence[QueueItem]:
        """Return current and past items about a record, newest first."""
        rows = self._db.read(
            "SELECT * FROM desk_items WHERE tenant = ? AND about = ? AND learned_at <= ? AND (? = '' OR kind = ?) "
            "ORDER BY number DESC LIMIT 100",
            [view.tenant, about, to_db(view.as_of), kind, kind],
        )
        return tuple(_stood(row, view.as_of) for row in rows)

    def filed_by(self, person: str, tenant: str, kind: str, since: datetime) -> Sequence[QueueItem]:
        """Return a person's items of one kind since a moment."""
        rows = self._db.read(
            "SELECT * FROM desk_items WHERE tenant = ? AND person = ? AND kind = ? AND learned_at >= ? ORDER BY number",
            [tenant, person, kind, to_db(since)],
        )
        return tuple(map(_item, rows))

    def trail(self, view: View, limit: int = 50, *, posts: bool = True) -> Sequence[AuditEntry]:
        """Return audit entries, newest first, with or without those of posts."""
        of = "TRUE" if posts else OF_THE_DESK
        rows = self._db.read(
            f"SELECT * FROM audit WHERE tenant = ? AND at <= ? AND {of} ORDER BY number DESC LIMIT ?",  # noqa: S608 - words of ours
            [view.tenant, to_db(view.as_of), limit],
        )
        acts = map(_act, rows)
        return tuple(
            replace(act, undone_at=None) if act.undone_at and act.undone_at > view.as_of else act for act in acts
        )

    def actors(self, tenant: str) -> frozenset[str]:
        """Return everybody who ever acted on this tenant's desk, not on posts."""
        rows = self._db.read(f"SELECT DISTINCT actor FROM audit WHERE tenant = ? AND {OF_THE_DESK}", [tenant])  # noqa: S608 - words of ours
        return frozenset(row["actor"] for row in rows if not is_former(row["actor"]))

    def broken(self, tenant: str) -> int | None:
        """The first line of the trail that does not follow from the one before."""
        return broken_at(self._db.read("SELECT * FROM audit WHERE tenant = ? ORDER BY number", [tenant]))

    async def propose(self, tenant: str, item: QueueItem) -> str:
        """Put something in the queue."""
        return await self._db.write(lambda db: put(db, tenant, item))

    async def decide(self, tenant: str, name: str, state: str, by: str, at: datetime, reason: str = "") -> bool:
        """Decide an item, or with *waiting* take a decision back."""
        number = number_of(name, "DQ") or 0
        back = state == "waiting"

        def write(db: Writer) -> bool:
            done = db.execute(
                "UPDATE desk_items SET state = ?, decided_by = ?, decided_at = ?, reason = ? "
                "WHERE tenant = ? AND number = ? AND (state = 'waiting') <> ?",
                [state, "" if back else by, None if back else to_db(at), reason, tenant, number, back],
            )
            return bool(done.rowcount)

        return await self._db.write(write)

    async def log(self, tenant: str, act: AuditEntry) -> int:
        """Add a line to the trail, chained to the one before."""

        def write(db: Writer) -> int:
            last = db.execute(
                "SELECT number, hash FROM audit WHERE tenant = ? ORDER BY number DESC LIMIT 1", [tenant]
            ).fetchone()
            row = {
                "tenant": tenant,
                "number": (last[0] if last else 0) + 1,
                "at": to_db(act.at),
                "actor": act.actor,
                "actor_key": actor_key(tenant, act.actor),
                "action": act.action,
                "about": act.about,
                "before": dumps(jsonable(act.before)),
                "after": dumps(jsonable(act.after)),
            }
            row |= {"undo": dumps(dict(act.undo)), "undone_at": None, "hash": line_hash(last[1] if last else "", row)}
            names = ", ".join(row)
            db.execute(f"INSERT INTO audit ({names}) VALUES ({', '.join(':' + name for name in row)})", row)  # noqa: S608 - names and marks are ours, values are bound
            return int(str(row["number"]))

        return await self._db.write(write)

    async def undone(self, tenant: str, number: int, at: datetime) -> bool:
        """Mark a line as taken back."""

        def write(db: Writer) -> bool:
            done = db.execute(
                "UPDATE audit SET undone_at = ? WHERE tenant = ? AND number = ? AND undone_at IS NULL",
                [maybe_to_db(at), tenant, number],
            )
            return bool(done.rowcount)

        return await self._db.write(write)


def put(db: Writer, tenant: str, item: QueueItem) -> str:
    """Queue an item within a transaction, unless it is already waiting."""
    same = db.execute(
        "SELECT number FROM desk_items "
        "WHERE tenant = ? AND kind = ? AND about = ? AND person = ? AND title = ? AND state = 'waiting'",
        [tenant, item.kind, item.about, item.person, item.title],
    ).fetchone()
    if same:
        return f"DQ-{same[0]:04}"
    last = db.execute("SELECT MAX(number) FROM desk_items WHERE tenant = ?", [tenant]).fetchone()[0]
    number = (last or 0) + 1
    db.execute(
        "INSERT INTO desk_items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', '', NULL, '')",
        [
            tenant,
            number,
            item.kind,
            item.about,
            item.title,
            item.why,
            item.person,
            dumps(dict(item.body)),
            to_db(item.at),
        ],
    )
    return f"DQ-{number:04}"


def _item(row: DbRow) -> QueueItem:
    return QueueItem(
        kind=row["kind"],
        about=row["about"],
        title=row["title"],
        person=row["person"],
        at=from_db(row["learned_at"]),
        why=row["why"],
        body=json.loads(row["body"]),
        id=f"DQ-{row['number']:04}",
        state=row["state"],
        decided_by=row["decided_by"],
        decided_at=maybe_from_db(row["decided_at"]),
        reason=row["reason"],
    )


def _stood(row: DbRow, as_of: datetime) -> QueueItem:
    """Return an item as of a moment: what was decided later was still waiting."""
    item = _item(row)
    if item.decided_at is None or item.decided_at <= as_of:
        return item
    return replace(item, state="waiting", decided_by="", decided_at=None, reason="")


def _act(row: DbRow) -> AuditEntry:
    return AuditEntry(
        actor=row["actor"],
        action=row["action"],
        about=row["about"],
        at=from_db(row["at"]),
        before=json.loads(row["before"]),
        after=json.loads(row["after"]),
        undo=json.loads(row["undo"]),
        number=row["number"],
        undone_at=maybe_from_db(row["undone_at"]),
    )
