"""Settings of tenants and people: implements `bot.ports.accounts.tenants`."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import threading
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from bot.messages.request import Role
from bot.ports.accounts.tenants import LAST_CHANGES, SettingsChange, TenantSettings
from storage.accounts.personal_data import FORMER, PersonalTable
from storage.accounts.settings_chain import broken_setting, digest_of, link_of, resealed
from storage.engines import Database, Writer
from storage.rows import dumps, from_db, to_db

REMEMBERED = 4_096  # tenants, and people, held in memory between two writes
_DEFAULTS = TenantSettings()
_ZONE = "zone"
_FIELDS = {spec.name for spec in dataclasses.fields(TenantSettings)} - {"roles"}  # those are given one by one


def erase_undo(db: Writer, tenant: str, person: str) -> int:
    """Delete what takes changes back here: it may name the person who is erased."""
    del person
    db.execute("DELETE FROM people WHERE tenant = ? AND key = ?", [tenant, LAST_CHANGES])
    return 0


class TenantStore:
    """Append-only settings; the latest row of a key counts."""

    KEEPS = (
        PersonalTable("tenant_settings", ("set_by",), things=True),
        PersonalTable("tenant_roles", ("person",), drop=True),
        PersonalTable("people", ("person",), drop=True),
    )
    resealed = staticmethod(resealed)
    erase = staticmethod(erase_undo)

    def __init__(self, database: Database) -> None:
        self._db = database
        self._known: dict[str, TenantSettings] = {}
        self._zones: dict[tuple[str, str], str] = {}
        self._version = (0, 0)

    def settings(self, tenant: str, version: int | None = None) -> TenantSettings:
        """Return a tenant's settings, cached until the next write."""
        self._forget(version)
        known = self._known  # another thread may begin a new one meanwhile
        if (found := known.get(tenant)) is None:
            if len(known) >= REMEMBERED:
                known.clear()
            found = known[tenant] = self._settings(tenant)
        return found

    def _forget(self, version: int | None) -> None:
        """Forget what is held in memory if something was written since."""
        now = (threading.get_ident(), self._db.version() if version is None else version)
        if now != self._version:
            self._known, self._zones, self._version = {}, {}, now

    def _settings(self, tenant: str) -> TenantSettings:
        rows = self._db.read(
            "SELECT key, value FROM tenant_settings WHERE tenant = ? AND key <> 'roles' ORDER BY id", [tenant]
        )
        chosen = {row["key"]: _typed(row["key"], json.loads(row["value"])) for row in rows}
        held = self._db.read("SELECT person, role FROM tenant_roles WHERE tenant = ? AND role <> ''", [tenant])
        return TenantSettings(roles={row["person"]: Role(row["role"]) for row in held}, **chosen)

    async def choose(self, tenant: str, key: str, value: object, by: str, at: datetime) -> SettingsChange:
        """Set one field; return its old and new value."""
        if key not in _FIELDS:
            raise ValueError(f"there is no setting {key!r}")
        before = getattr(self.settings(tenant), key)
        await self._change(tenant, key, lambda _db: value, by, at)
        return SettingsChange(key, before, getattr(self.settings(tenant), key), by, at)

    async def include(self, tenant: str, key: str, entry: str, by: str, at: datetime, *, present: bool) -> None:
        """Add an entry to a set, or remove it; the set is read inside the write."""

        def changed(db: Writer) -> object:
            last = "SELECT value FROM tenant_settings WHERE tenant = ? AND key = ? ORDER BY id DESC LIMIT 1"
            row = db.execute(last, [tenant, key]).fetchone()
            kept = frozenset(json.loads(row[0])) if row else getattr(_DEFAULTS, key)
            return kept | {entry} if present else kept - {entry}

        await self._change(tenant, key, changed, by, at)

    async def give(self, tenant: str, person: str, role: Role | None, by: str, at: datetime) -> None:
        """Give one person a role, or none; the others' are read inside the write."""

        def changed(db: Writer) -> object:
            if role:
                db.execute("INSERT OR REPLACE INTO tenant_roles VALUES (?, ?, ?)", [tenant, person, role.value])
            else:
                db.execute("UPDATE tenant_roles SET role = '' WHERE tenant = ? AND person = ?", [tenant, person])
            held = db.execute("SELECT person, role FROM tenant_roles WHERE tenant = ? AND role <> ''", [tenant])
            return {row[0]: row[1] for row in held.fetchall()}

        await self._change(tenant, "roles", changed, by, at)

    async def _change(self, tenant: str, key: str, changed: Callable[[Writer], object], by: str, at: datetime) -> None:
        """Append the value that ``changed`` makes within the write."""

        def write(db: Writer) -> None:
            value = changed(db)
            plain = sorted(value) if isinstance(value, set | frozenset) else value
            if isinstance(plain, Mapping):
                plain = {digest_of(tenant, person): role for person, role in plain.items()}
            last = db.execute(
                "SELECT chain FROM tenant_settings WHERE tenant = ? ORDER BY id DESC LIMIT 1", [tenant]
            ).fetchone()
            line = (key, dumps(plain), to_db(at), digest_of(tenant, by))
            db.execute(
                "INSERT INTO tenant_settings (tenant, key, value, set_at, actor_key, set_by, chain) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                [tenant, *line, by, link_of(last[0] if last else "", line)],
            )

        await self._db.write(write)

    def changes(self, tenant: str, since: datetime) -> tuple[SettingsChange, ...]:
        """Return the changes since a moment, oldest first."""
        rows = self._db.read("SELECT * FROM tenant_settings WHERE tenant = ? ORDER BY id", [tenant])
        known = self._db.read("SELECT person FROM tenant_roles WHERE tenant = ?", [tenant])
        people = {digest_of(tenant, row["person"]): row["person"] for row in known}
        last: dict[str, object] = {}
        found = []
        for row in rows:
            value = _typed(row["key"], json.loads(row["value"]), people)
            before = last.get(row["key"], getattr(_DEFAULTS, row["key"]))
            last[row["key"]] = value
            if from_db(row["set_at"]) >= since:
                found.append(SettingsChange(row["key"], before, value, row["set_by"], from_db(row["set_at"])))
        return tuple(found)

    def broken(self, tenant: str) -> datetime | None:
        """Return when the first change that breaks the hash chain was made, or None."""
        row = broken_setting(self._db.read("SELECT * FROM tenant_settings WHERE tenant = ? ORDER BY id", [tenant]))
        return from_db(row["set_at"]) if row is not None else None

    def personal(self, tenant: str, person: str) -> Mapping[str, str]:
        """Return a person's own settings, by key."""
        rows = self._db.read("SELECT key, value FROM people WHERE tenant = ? AND person = ?", [tenant, person])
        return {row["key"]: row["value"] for row in rows}

    def who_chose(self, key: str, value: str, people: Collection[str]) -> frozenset[tuple[str, str]]:
        """Return the tenants and persons, of some people, who chose a value."""
        sql = """SELECT tenant, person FROM people
        WHERE key = ? AND value = ? AND person IN (SELECT value FROM json_each(?))"""
        rows = self._db.read(sql, [key, value, json.dumps(sorted(people))])
        return frozenset((row["tenant"], row["person"]) for row in rows)

    def zone(self, tenant: str, person: str, version: int | None = None) -> str:
        """Return the time zone a person chose, cached until the next write; empty if none."""
        self._forget(version)
        who, zones = (tenant, person), self._zones
        if (found := zones.get(who)) is None:
            if len(zones) >= REMEMBERED:
                zones.clear()
            found = zones[who] = self.personal(tenant, person).get(_ZONE, "")
        return found

    async def choose_for_me(self, tenant: str, person: str, key: str, value: str, at: datetime) -> None:
        """Set one personal choice; an empty value forgets it.

        Cached answers stay valid: none shows such a choice, but the reader's zone is cached itself.
        """

        def write(db: Writer) -> None:
            if value:
                db.execute(
                    "INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?, ?)", [tenant, person, key, value, to_db(at)]
                )
            else:
                db.execute("DELETE FROM people WHERE tenant = ? AND person = ? AND key = ?", [tenant, person, key])

        await self._db.write(write, quiet=key != _ZONE)

    async def forget_choices(self, key: str, before: datetime) -> int:
        """Delete everybody's older choices of a key."""
        sql = "DELETE FROM people WHERE key = ? AND set_at < ?"
        return await self._db.write(lambda db: db.execute(sql, [key, to_db(before)]).rowcount, quiet=True)

    async def keep_line(self, line: str, at: datetime) -> str:
        """Store a command line too long for a button under a key derived from it."""
        key = hashlib.sha256(line.encode()).hexdigest()[:24]
        known = await self._db.beside(lambda: self.line(key)) if self._db.shared else self.line(key)
        if known is None:
            await self._db.write(
                lambda db: db.execute("INSERT OR IGNORE INTO lines VALUES (?, ?, ?)", [key, line, to_db(at)])
            )
        return key

    def line(self, key: str) -> str | None:
        """Return the command line stored under a key."""
        rows = self._db.read("SELECT line FROM lines WHERE key = ?", [key])
        return str(rows[0]["line"]) if rows else None


def _typed(key: str, value: Any, people: Mapping[str, str] = MappingProxyType({})) -> Any:
    """Convert a stored setting; ``people`` are the names behind the trail's digests."""
    default = getattr(_DEFAULTS, key)
    if isinstance(default, frozenset):
        return frozenset(value)
    if key == "roles":
        return {people.get(mark, f"{FORMER} {mark[:8]}"): Role(role) for mark, role in value.items()}
    return value
