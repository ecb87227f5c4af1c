"""Digests and alerts: implements `bot.ports.notifications.subscriptions`."""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict, TypeVar, cast

import msgspec

from bot.domain.notify.alerts import AlertSubscription
from bot.domain.notify.digest import DigestFilter
from bot.domain.notify.timetable import Timetable
from bot.messages.addresses import person_place, tenant_of
from bot.messages.errors import Conflict
from bot.ports.notifications.outbox import OutboxDraft
from bot.ports.notifications.subscriptions import Advance, Alert, Digest, Mode, Note
from storage.accounts.personal_data import PersonalTable
from storage.engines import Database, DbRow, Writer
from storage.notifications.erasure import OWN, erase_owner
from storage.notifications.outbox import insert
from storage.rows import from_db, maybe_from_db, maybe_to_db, queries, to_db

log = logging.getLogger(__name__)

Made = TypeVar("Made")
Told = TypeVar("Told", Digest, Alert)
_SQL = queries("subscriptions")
_STATE = ("platform", "place", "state", "paused_until", "why", "wish")  # what an undo restores


@dataclass(frozen=True)
class _DigestWish:
    name: str
    table: Timetable
    wish: DigestFilter


class SubscriptionStore:
    """Subscriptions, their progress, and the memory of alerts."""

    KEEPS = (
        PersonalTable("subscriptions", ("owner",), things=True),
        PersonalTable("alert_memory", ("person",), drop=True),
        PersonalTable("mutes", ("by",), things=True),
    )
    erase = staticmethod(erase_owner)

    def __init__(self, database: Database) -> None:
        self._db = database
        self._wishes: dict[tuple[str, str], _DigestWish | AlertSubscription] = {}

    async def reserve(self, tenant: str, kind: str) -> int:
        """Return the next free number of a kind in a tenant."""
        name = f"{kind}s of {tenant}"
        return await self._db.write(lambda db: int(db.execute(_SQL["reserve"], {"name": name}).fetchone()[0]))

    def digests(self, tenant: str, place: str = "") -> tuple[Digest, ...]:
        """A tenant's digests."""
        asked = {"tenant": tenant, "kind": "digest", "place": place}
        return tuple(self._digest(row) for row in self._db.read(_SQL["of_tenant"], asked))

    def digest(self, tenant: str, number: int) -> Digest | None:
        """One digest."""
        rows = self._db.read(_SQL["one"], {"tenant": tenant, "kind": "digest", "number": number})
        return self._digest(rows[0]) if rows else None

    def alerts(self, tenant: str, place: str = "") -> tuple[Alert, ...]:
        """A tenant's alerts."""
        asked = {"tenant": tenant, "kind": "alert", "place": place}
        return tuple(self._alert(row) for row in self._db.read(_SQL["of_tenant"], asked))

    def alert(self, tenant: str, number: int) -> Alert | None:
        """One alert."""
        rows = self._db.read(_SQL["one"], {"tenant": tenant, "kind": "alert", "number": number})
        return self._alert(rows[0]) if rows else None

    def active_alerts(self, now: datetime) -> tuple[Alert, ...]:
        """Return every tenant's active alerts."""
        rows = self._db.read(_SQL["listening"], {"now": to_db(now)})
        return tuple(_readable(rows, self._alert))

    def before(self, made: Told) -> Told | None:
        """Return what a subscription was before its last change, if that is kept."""
        asked = _named(made.key)
        rows = self._db.read(_SQL["one"], asked) if asked is not None else ()
        if asked is None or not rows or not rows[0]["was"] or rows[0]["version"] != made.version:
            return None
        row = dict(rows[0]) | msgspec.json.decode(rows[0]["was"])
        read: Callable[[DbRow], Digest | Alert] = self._digest if asked["kind"] == "digest" else self._alert
        return cast("Told", read(row))

    async def keep(self, made: Digest | Alert, at: datetime, *, final: bool = False) -> None:
        """Store a new or changed subscription."""
        row = _row(made, at)

        def write(db: Writer) -> None:
            known = {"tenant": made.tenant, "kind": row["kind"], "number": made.number}
            old = db.execute(_SQL["one"], known).fetchone()
            if old is None:
                db.execute(_SQL["insert"], row)
                return
            was = "" if final else msgspec.json.encode({name: old[name] for name in _STATE}).decode()
            if not db.execute(_SQL["update"], row | {"was": was}).rowcount:
                raise Conflict(f"{made.id} was changed by somebody else meanwhile.", todo="Look at it, and try again.")

        await self._db.write(write)

    def mode(self, key: str, now: datetime) -> Mode | None:
        """Return the mode of a digest or alert by its outbox name."""
        named = _named(key)
        if named is None:
            return None
        rows = self._db.read(_SQL["one"], named)
        if not rows:
            return Mode.DELETED
        until = maybe_from_db(rows[0]["paused_until"])
        mode = Mode(rows[0]["state"])
        return Mode.ACTIVE if mode is Mode.PAUSED and until is not None and until <= now else mode

    async def switch_off(self, key: str, why: str, at: datetime) -> Digest | Alert | None:
        """Switch one off by its outbox name."""
        named = _named(key)
        if named is None:
            return None
        asked = {**named, "why": why, "at": to_db(at)}
        changed = await self._db.write(lambda db: db.execute(_SQL["switch_off"], asked).rowcount)
        if not changed:
            return None
        found = self.digest if named["kind"] == "digest" else self.alert
        return found(named["tenant"], named["number"])

    def due(self, platform: str, until: datetime, limit: int = 20_000) -> Iterator[Digest]:
        """Yield a platform's due digests."""
        rows = self._db.read(_SQL["due"], {"platform": platform, "until": to_db(until), "limit": limit})
        return _readable(rows, self._digest)

    def pending(self, platform: str) -> Mapping[str, tuple[datetime, int]]:
        """Return the time and log position that pending messages cover."""
        rows = self._db.read(_SQL["pending"], {"platform": platform})
        return {row["subscription"]: (from_db(row["covers"]), row["told"]) for row in rows}

    async def advance(self, steps: Sequence[Advance], drafts: Mapping[str, Sequence[OutboxDraft]], at: datetime) -> int:
        """Advance digests and queue their messages in one transaction."""

        def write(db: Writer) -> int:
            moved = []
            for step in steps:
                row = {
                    "next_at": maybe_to_db(step.next_at),
                    "covered": maybe_to_db(step.covered) or 0,
                    "told": step.told,
                    "tenant": step.digest.tenant,
                    "number": step.digest.number,
                    "version": step.digest.version,
                    "was": maybe_to_db(step.digest.next_at),
                }
                if db.execute(_SQL["advance"], row).rowcount:
                    moved.append(step.digest.key)
            insert(db, (draft for key in moved for draft in drafts.get(key, ())), at)
            return len(moved)

        return await self._db.write(write)

    def ahead(self, after: datetime, now: datetime) -> tuple[Digest, ...]:
        """Return digests that run later than ``after``, or that cover the future."""
        rows = self._db.read(_SQL["ahead"], {"after": to_db(after), "now": to_db(now)})
        return tuple(_readable(rows, self._digest))

    async def turn_back(self, digests: Sequence[Digest], now: datetime, late: datetime) -> None:
        """Store corrected digest positions, and wake alerts that sleep beyond ``late``."""
        rows = [
            {
                "tenant": one.tenant,
                "number": one.number,
                "version": one.version,
                "next_at": maybe_to_db(one.next_at),
                "covered": to_db(one.covered),
                "told": one.told,
            }
            for one in digests
        ]

        def write(db: Writer) -> None:
            for row in rows:
                db.execute(_SQL["turn_back"], row)
            db.execute(_SQL["wake"], {"now": to_db(now), "late": to_db(late)})

        await self._db.write(write)

    def memory(self, holder: str) -> Mapping[str, str]:
        """Return an alert's stored state, by thing."""
        return {row["thing"]: row["memory"] for row in self._db.read(_SQL["memory"], {"holder": holder})}

    def waking(self, now: datetime) -> frozenset[str]:
        """Return the holders that asked to run again by now."""
        return frozenset(row["holder"] for row in self._db.read(_SQL["waking"], {"now": to_db(now)}))

    async def conclude(
        self, position: tuple[str, str, str], notes: Sequence[Note], drafts: Sequence[OutboxDraft], at: datetime
    ) -> bool:
        """Move a position, store notes and queue drafts in one transaction."""
        name, old, new = position

        def write(db: Writer) -> bool:
            row = db.execute(_SQL["position"], {"name": name}).fetchone()
            if (row["value"] if row else "") != old:
                return False
            db.execute("INSERT OR REPLACE INTO positions VALUES (?, ?)", [name, new])
            for note in notes:
                db.execute(
                    _SQL["remember"],
                    {
                        "holder": note.holder,
                        "tenant": note.tenant,
                        "person": note.person,
                        "thing": note.thing,
                        "memory": note.memory,
                        "again_at": maybe_to_db(note.again_at),
                    },
                )
            insert(db, drafts, at)
            return True

        return await self._db.write(write)

    def position(self, name: str) -> str:
        """Return a job's position."""
        rows = self._db.read(_SQL["position"], {"name": name})
        return rows[0]["value"] if rows else ""

    async def mute(self, place: str, thing: str, until: datetime, by: str) -> None:
        """Mute a thing in a place until a moment."""
        row = [tenant_of(place), place, thing, to_db(until), by]
        await self._db.write(lambda db: db.execute("INSERT OR REPLACE INTO mutes VALUES (?, ?, ?, ?, ?)", row))

    def muted(self, places: Sequence[str], now: datetime) -> Mapping[str, frozenset[str]]:
        """Return by place what is muted there now."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._db.read(_SQL["muted"], {"places": json.dumps(list(places)), "now": to_db(now)}):
            found[row["place"]].add(row["thing"])
        return {place: frozenset(things) for place, things in found.items()}

    def tenants_with_rows(self) -> frozenset[str]:
        """Return tenants with records of their own."""
        found: set[str] = set()
        for table, columns in self._db.tables().items():
            if not {"tenant", "learned_at"} <= set(columns):
                continue
            sql = f"SELECT DISTINCT tenant FROM {table} WHERE tenant <> ''"  # noqa: S608 - our own table
            found.update(row["tenant"] for row in self._db.read(sql))
        return frozenset(found)

    async def forget_deleted(self, before: datetime) -> int:
        """Purge subscriptions deleted before a moment."""
        sql = "DELETE FROM subscriptions WHERE state = 'deleted' AND changed_at < ?"
        return await self._db.write(lambda db: db.execute(sql, [to_db(before)]).rowcount)

    def _digest(self, row: DbRow) -> Digest:
        wish = self._wish(row)
        if not isinstance(wish, _DigestWish):
            raise TypeError("a digest's wish was expected")
        return Digest(
            **_common(row),
            place=row["place"],
            name=wish.name,
            table=wish.table,
            wish=wish.wish,
            covered=from_db(row["covered"]),
            told=row["told"],
            next_at=maybe_from_db(row["next_at"]),
        )

    def _alert(self, row: DbRow) -> Alert:
        wish = self._wish(row)
        if not isinstance(wish, AlertSubscription):
            raise TypeError("an alert's wish was expected")
        own = row["place"] == OWN
        return Alert(**_common(row), place=person_place(row["owner"]) if own else row["place"], wish=wish)

    def _wish(self, row: DbRow) -> _DigestWish | AlertSubscription:
        """Decode wishes, cached by text: ten thousand digests share a few hundred."""
        key = (row["kind"], row["wish"])
        if key not in self._wishes:
            if len(self._wishes) > 5_000:  # noqa: PLR2004 - a bound on memory, not on how many there may be
                self._wishes.clear()
            is_digest = row["kind"] == "digest"
            self._wishes[key] = (
                msgspec.json.decode(row["wish"], type=_DigestWish)
                if is_digest
                else msgspec.json.decode(row["wish"], type=AlertSubscription)
            )
        return self._wishes[key]


def _readable(rows: Iterable[DbRow], read: Callable[[DbRow], Made]) -> Iterator[Made]:
    """Yield the readable ones of many tenants' rows, skipping broken ones."""
    for row in rows:
        try:
            yield read(row)
        except (msgspec.MsgspecError, ValueError, TypeError):
            log.exception("subscription unreadable", extra={"tenant": row["tenant"], "number": row["number"]})


class _Named(TypedDict):
    tenant: str
    kind: str
    number: int


def _named(key: str) -> _Named | None:
    tenant, _, name = key.rpartition("|")
    kind = {"DG-": "digest", "AL-": "alert"}.get(name[:3])
    return _Named(tenant=tenant, kind=kind, number=int(name[3:])) if tenant and kind and name[3:].isdecimal() else None


class _Common(TypedDict):
    number: int
    tenant: str
    owner: str
    made_at: datetime
    mode: Mode
    paused_until: datetime | None
    why: str
    changed_at: datetime
    version: int


def _common(row: DbRow) -> _Common:
    return _Common(
        number=row["number"],
        tenant=row["tenant"],
        owner=row["owner"],
        made_at=from_db(row["made_at"]),
        mode=Mode(row["state"]),
        paused_until=maybe_from_db(row["paused_until"]),
        why=row["why"],
        changed_at=from_db(row["changed_at"]),
        version=row["version"],
    )


def _row(made: Digest | Alert, at: datetime) -> dict[str, object]:
    is_digest = isinstance(made, Digest)
    wish: object = _DigestWish(made.name, made.table, made.wish) if isinstance(made, Digest) else made.wish
    changed = replace(made, changed_at=at)
    return {
        "tenant": made.tenant,
        "kind": "digest" if is_digest else "alert",
        "number": made.number,
        "platform": made.place.partition(":")[0],
        "place": OWN if made.place == person_place(made.owner) else made.place,
        "owner": made.owner,
        "state": made.mode.value,
        "paused_until": maybe_to_db(made.paused_until),
        "why": made.why,
        "wish": msgspec.json.encode(wish, order="deterministic").decode(),
        "made_at": to_db(made.made_at),
        "changed_at": maybe_to_db(changed.changed_at),
        "version": made.version,
        "covered": to_db(made.covered) if isinstance(made, Digest) else 0,
        "told": made.told if isinstance(made, Digest) else 0,
        "next_at": maybe_to_db(made.next_at) if isinstance(made, Digest) else None,
    }
