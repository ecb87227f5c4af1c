"""Model lists, findings and feeds: implements `bot.ports.catalogs.listings`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec

from bot.domain.catalogs.findings import FindingKind, ListUpdate
from bot.domain.catalogs.listings import KnownListing, Listing, ListingValue, ListMemory, Snapshot
from bot.domain.sightings.labels import key as key_of
from bot.messages.request import View
from bot.ports.catalogs.listings import Feed, StoredFinding
from bot.ports.changes import ChangeMark
from bot.ports.desk import QueueItem
from storage.accounts.personal_data import PersonalTable
from storage.catalogs import listing_values
from storage.changes import touch, touch_each
from storage.desk import put
from storage.engines import Database, DbRow, Writer
from storage.rows import dumps, from_db, maybe_from_db, maybe_to_db, to_db

T = TypeVar("T")
_OF_LABEL = "SELECT tenant, 'label' AS kind, key AS ref, ? AS at FROM labels WHERE key = ? AND (tenant = ? OR ? = '')"
_MOVED = """
    SELECT body FROM listings WHERE catalog = :catalog AND id IN (
      SELECT id FROM listing_values WHERE catalog = :catalog AND (learned_at = :at OR confirmed_at = :at)) ORDER BY id
"""
_listing = msgspec.json.Decoder(Listing)

_TELLING = tuple(kind.value for kind in FindingKind if kind.raises or kind.names)  # five: as many as the query takes


class ListingStore:
    """One row an id and list; a reading rewrites only the rows that changed."""

    KEEPS = (PersonalTable("listing_values", things=True),)

    def __init__(self, database: Database) -> None:
        self._db = database

    def memory(self, catalog: str) -> ListMemory:
        """Everything remembered of a list."""
        rows = self._db.read("SELECT * FROM catalogs WHERE catalog = ?", [catalog])
        if not rows:
            return ListMemory(catalog)
        state = rows[0]
        entries = self._db.read("SELECT * FROM listings WHERE catalog = ?", [catalog])
        return ListMemory(
            catalog,
            maybe_from_db(state["read_at"]),
            state["size"],
            {row["id"]: _known(row) for row in entries},
            tuple(json.loads(state["prints"])),
            maybe_from_db(state["odd_since"]),
            state["odd_reads"],
        )

    async def beside(self, run: Callable[[], T]) -> T:
        """Run a read-heavy function on the database's side thread."""
        return await self._db.beside(run)

    def values(self, ids: Sequence[str], view: View) -> Sequence[ListingValue]:
        """Return what lists said of some ids by then."""
        return listing_values.read_values(self._db, ids, view) if ids else ()

    def counts(self, ids: Sequence[str], as_of: datetime) -> Mapping[str, tuple[int, int, datetime | None]]:
        """Return how many confirmed public values each id has, and when the next counts."""
        return listing_values.counts(self._db, ids, as_of)

    def moved_at(self, catalog: str, at: datetime) -> Sequence[Listing]:
        """Return entries with news, or confirmed news, in a reading."""
        rows = self._db.read(_MOVED, {"catalog": catalog, "at": to_db(at)})
        return tuple(_listing.decode(row["body"]) for row in rows)

    def first_read(self) -> Mapping[str, datetime]:
        """By list, when it was first read."""
        return listing_values.first_read(self._db)

    def showed(self, view: View, since: datetime, limit: int = 200) -> Sequence[StoredFinding]:
        """Return the findings between a moment and the view's."""
        rows = self._db.read(
            "SELECT * FROM findings WHERE tenant IN ('', ?) AND learned_at > ? AND learned_at <= ? "
            "ORDER BY learned_at DESC, id DESC LIMIT ?",
            [view.tenant, to_db(since), to_db(view.as_of), limit],
        )
        return tuple(map(_shown, rows))

    def telling(self, view: View) -> Sequence[StoredFinding]:
        """Return findings that raise or name a label, oldest first."""
        rows = self._db.read(
            "SELECT * FROM findings WHERE kind IN (?, ?, ?, ?, ?) AND tenant IN ('', ?) AND learned_at <= ? "
            "ORDER BY learned_at, id",
            [*_TELLING, view.tenant, to_db(view.as_of)],
        )
        return tuple(map(_shown, rows))

    def of_label(self, key: str, view: View) -> Sequence[StoredFinding]:
        """Return findings about a label, oldest first."""
        rows = self._db.read(
            "SELECT * FROM findings WHERE key = ? AND tenant IN ('', ?) AND learned_at <= ? ORDER BY learned_at, id",
            [key, view.tenant, to_db(view.as_of)],
        )
        return tuple(map(_shown, rows))

    async def keep(self, step: ListUpdate, snapshot: Snapshot, source: str, tenant: str = "") -> None:
        """Store what a reading changed and found."""
        memory = step.memory
        changed = [(memory.catalog, name, *_row(entry)) for name, entry in step.changed.items()]
        at = to_db(snapshot.read_at)
        found = [
            (
                tenant,
                memory.catalog,
                one.kind.value,
                one.id,
                key_of(one.label),
                one.label,
                one.why,
                one.named,
                dumps(one.candidates),
                at,
                at,
                source,
            )
            for one in step.found
        ]

        def write(db: Writer) -> None:
            connection = db
            connection.executemany("INSERT OR REPLACE INTO listings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", changed)
            connection.executemany(
                "INSERT INTO findings (tenant, catalog, kind, listing, key, label, why, named, candidates, so_at, "
                "learned_at, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                found,
            )
            connection.execute(
                "INSERT OR REPLACE INTO catalogs VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    memory.catalog,
                    maybe_to_db(memory.read_at),
                    memory.size,
                    dumps(memory.prints),
                    maybe_to_db(memory.odd_since),
                    memory.odd_reads,
                    step.verdict.value,
                    at,
                ],
            )
            moved = listing_values.note(db, step, snapshot.read_at, source, tenant)
            if moved or step.found:
                touch(db, [ChangeMark(tenant, "list", memory.catalog, snapshot.read_at)])
            keys = [(at, key_of(one.label), tenant, tenant) for one in step.found]
            for row in keys:  # a label that people reported is graded with what lists show of it
                touch_each(db, _OF_LABEL, row)

        await self._db.write(write)

    def feeds(self, tenant: str | None = None) -> Sequence[Feed]:
        """The feeds of a tenant, or of all in turns.

        The first feed of each tenant comes before the second of any.
        """
        rows = self._db.read(
            "SELECT *, row_number() OVER (PARTITION BY tenant ORDER BY url) AS turn FROM feeds "
            "WHERE ? IS NULL OR tenant = ? ORDER BY turn, tenant",
            [tenant, tenant],
        )
        return tuple(
            Feed(
                row["tenant"],
                row["url"],
                row["title"],
                row["etag"],
                row["modified"],
                maybe_from_db(row["read_at"]),
                row["trouble"],
            )
            for row in rows
        )

    async def follow(self, feed: Feed, by: str, at: datetime) -> None:
        """Follow a feed; no effect if it is already followed."""
        row = [feed.tenant, feed.url, feed.title, by, to_db(at)]
        await self._db.write(
            lambda db: db.execute(
                "INSERT OR IGNORE INTO feeds (tenant, url, title, by, at) VALUES (?, ?, ?, ?, ?)", row
            )
        )

    async def unfollow(self, tenant: str, url: str) -> bool:
        """Stop following."""

        def write(db: Writer) -> bool:
            db.execute("DELETE FROM leads WHERE tenant = ? AND url = ?", [tenant, url])
            return bool(db.execute("DELETE FROM feeds WHERE tenant = ? AND url = ?", [tenant, url]).rowcount)

        return await self._db.write(write)

    async def record_reading(self, feed: Feed, leads: Sequence[tuple[str, QueueItem]], at: datetime, most: int) -> int:
        """Note how a feed was read, and put its new lines into the desk's queue."""
        key = [feed.tenant, feed.url]

        def write(db: Writer) -> int:
            if not db.execute("SELECT 1 FROM feeds WHERE tenant = ? AND url = ?", key).fetchone():
                return 0  # no longer followed
            new = [
                item
                for entry, item in leads
                if db.execute("INSERT OR IGNORE INTO leads VALUES (?, ?, ?, ?)", [*key, entry, to_db(at)]).rowcount
            ][:most]
            for item in new:
                put(db, feed.tenant, item)
            db.execute(
                "UPDATE feeds SET title = ?, etag = ?, modified = ?, read_at = ?, trouble = ? "
                "WHERE tenant = ? AND url = ?",
                [feed.title, feed.etag, feed.modified, maybe_to_db(feed.read_at), feed.trouble, *key],
            )
            return len(new)

        return await self._db.write(write)


def _row(entry: KnownListing) -> tuple[object, ...]:
    return (
        msgspec.json.encode(entry.listing),
        to_db(entry.first_seen),
        maybe_to_db(entry.last_seen),
        maybe_to_db(entry.missed_at),
        maybe_to_db(entry.gone_at),
        entry.raised,
        entry.moved_to,
    )


def _known(row: DbRow) -> KnownListing:
    return KnownListing(
        _listing.decode(row["body"]),
        from_db(row["first_seen"]),
        maybe_from_db(row["last_seen"]),
        maybe_from_db(row["missed_at"]),
        maybe_from_db(row["gone_at"]),
        bool(row["raised"]),
        row["moved_to"],
    )


def _shown(row: DbRow) -> StoredFinding:
    return StoredFinding(
        catalog=row["catalog"],
        kind=FindingKind(row["kind"]),
        id=row["listing"],
        label=row["label"],
        at=from_db(row["learned_at"]),
        why=row["why"],
        source=row["source"],
        named=row["named"],
        candidates=tuple(json.loads(row["candidates"])),
    )
