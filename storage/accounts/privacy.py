"""Export, erase and purge personal data in every table that declares it.

Implements `bot.ports.accounts.privacy`.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta

from bot.domain.retention import DEPARTED_TENANTS, JUMP, JUMP_WAIT, LONG_BUTTONS, LOOKUPS
from bot.ports.accounts.tenants import TenantSettings
from storage.accounts.erasure import LEAST, hooks, names, rename, scrub, words_of
from storage.accounts.personal_data import FORMER, PersonalTable
from storage.engines import Database, Writer
from storage.rows import to_db
from storage.sightings.writer import STRAY

TELLING = 24  # a text of at least this many characters is personal, not a word from a list
_VALUES = re.compile(
    r':(?:"((?:[^"\\]|\\.)*)"|(\S+))'
)  # the values of an order, as `bot.dispatch.command.quote` writes them
LOOKED, WAITS = "erasing looked at", "erasing waits until"  # counters: seconds since 1970
DRAFT = timedelta(days=1)  # a report that was begun and not sent


def declared() -> tuple[PersonalTable, ...]:
    """Every declaration of every store."""
    return tuple({kept.table: kept for keeps in hooks("KEEPS") for kept in keeps}.values())


def _tidy(db: Writer) -> None:
    """Let every store drop unused rows from its indexes and shared texts."""
    for tidy in hooks("tidy"):
        tidy(db)


class PrivacyStore:
    """Asks every declared table, in one transaction each."""

    KEEPS = (PersonalTable("departures", things=True),)

    def __init__(self, database: Database) -> None:
        self._db = database

    def about(self, tenant: str, person: str) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Every row that names a person in a tenant."""
        found = {}
        for kept in declared():
            if kept.people:
                rows = self._db.read(f"SELECT * FROM {kept.table} WHERE {names(kept)}", _given(tenant, person))
                found[kept.table] = tuple({key: row[key] for key in row.keys()} for row in rows)  # noqa: SIM118 - a row iterates over its values
        return {table: rows for table, rows in found.items() if rows}

    async def forget(self, tenant: str, person: str) -> int:
        """Erase a person from a tenant; names, words and copies go, counts stay."""

        def write(db: Writer) -> int:
            known = declared()
            mine = [kept for kept in known if kept.people]
            words, marks = words_of(db, mine, tenant, person), _joined(db, tenant)
            _unsay(db, [(kept, names(kept), _given(tenant, person)) for kept in mine], words)
            with ExitStack() as trails:
                for whole in hooks("resealed"):
                    trails.enter_context(whole(db, tenant, person))
                touched = sum(int(erase(db, tenant, person)) for erase in hooks("erase"))
                for kept in mine:
                    if kept.drop:
                        gone = f"DELETE FROM {kept.table} WHERE {names(kept)}"
                        touched += db.execute(gone, _given(tenant, person)).rowcount
                    else:
                        touched += rename(db, kept, tenant, person, marks)
                scrub(db, known, tenant, words)
            _tidy(db)
            return touched

        count = await self._db.write(write)
        await self._db.clean()
        return count

    def size(self, tenant: str) -> Mapping[str, int]:
        """How many rows a tenant has, by table."""
        return {
            kept.table: self._db.read(f"SELECT count(*) AS n FROM {kept.table} WHERE {kept.whose}", {"tenant": tenant})[
                0
            ]["n"]
            for kept in declared()
            if not kept.derived
        }

    async def purge(self, tenant: str) -> int:
        """Erase everything of a tenant."""
        count = await self._db.write(lambda db: _purge(db, tenant))
        await self._db.clean()
        return count

    async def left(self, tenant: str, at: datetime) -> None:
        """Note that a tenant removed the bot; the first time counts."""
        await self._db.write(
            lambda db: db.execute("INSERT OR IGNORE INTO departures (tenant, at) VALUES (?, ?)", [tenant, to_db(at)])
        )

    async def came_back(self, tenant: str) -> None:
        """Forget that a tenant had left."""
        await self._db.write(lambda db: db.execute("DELETE FROM departures WHERE tenant = ?", [tenant]))

    async def present(self, platform: str, tenants: Collection[str], at: datetime) -> None:
        """Record departures and returns that were missed."""

        def write(db: Writer) -> None:
            gone = [(tenant, to_db(at)) for tenant in sorted(_known(db, platform) - set(tenants))]
            db.executemany("INSERT OR IGNORE INTO departures (tenant, at) VALUES (?, ?)", gone)
            db.executemany("DELETE FROM departures WHERE tenant = ?", [(tenant,) for tenant in tenants])

        await self._db.write(write)

    async def may_erase(self, now: datetime) -> bool:
        """Whether the clock can be trusted, as the port defines it.

        Both moments are stored for the next call.
        """
        moment, wait = to_db(now), int(JUMP_WAIT.total_seconds())

        def write(db: Writer) -> bool:
            rows = db.execute("SELECT name, value FROM counters WHERE name IN (?, ?)", [LOOKED, WAITS]).fetchall()
            kept = {row["name"]: row["value"] for row in rows}
            until = min(kept.get(WAITS, moment), moment + wait)  # set by a clock that was put back since
            if moment - kept.get(LOOKED, moment) > JUMP.total_seconds():
                until = moment + wait
            db.execute("INSERT OR REPLACE INTO counters VALUES (?, ?), (?, ?)", [LOOKED, moment, WAITS, until])
            return bool(moment >= until)

        return await self._db.write(write)

    async def sweep(self, now: datetime) -> int:
        """Delete expired rows, and tenants that left long ago."""

        def write(db: Writer) -> int:  # looks inside the write: a tenant may just have come back
            left = db.execute("SELECT tenant FROM departures WHERE at <= ?", [to_db(now - DEPARTED_TENANTS)])
            gone = [row["tenant"] for row in left.fetchall()]
            return sum(_purge(db, tenant) for tenant in gone) + _expire(db, now)

        count = await self._db.write(write)
        if count:
            await self._db.clean()
        return count


def _known(db: Writer, platform: str) -> set[str]:
    """Return the tenants of a platform with rows from people, without direct messages."""
    found: set[str] = set()
    for kept in declared():
        if kept.people and not kept.through:
            rows = db.execute(
                f"SELECT DISTINCT {kept.tenant} FROM {kept.table} WHERE substr({kept.tenant}, 1, ?) = ? "
                f"AND {kept.tenant} NOT LIKE ?",
                [len(platform) + 1, f"{platform}:", f"{platform}:@%"],
            )
            found |= {row[0] for row in rows}
    return found


def _joined(db: Writer, tenant: str) -> dict[str, str]:
    """Make one stand-in for labels that were merged: a member counts once there."""
    marks: dict[str, str] = {}
    for key, into in db.execute("SELECT key, into_key FROM label_merges WHERE tenant = ? ORDER BY at", [tenant]):
        mark = marks.get(into) or marks.get(key) or f"{FORMER} {secrets.token_hex(4)}"
        old = {marks.get(key), marks.get(into)} - {None}
        marks |= {one: mark for one, was in marks.items() if was in old}
        marks[key] = marks[into] = mark
    return marks


def _given(tenant: str, person: str) -> dict[str, object]:
    return {"tenant": tenant, "person": person}


def _purge(db: Writer, tenant: str) -> int:
    db.execute("PRAGMA defer_foreign_keys = ON")
    # Tables that reach their tenant through another go first, while the other is still there.
    order = sorted(declared(), key=lambda kept: not kept.through)
    _unsay(db, [(kept, kept.whose, {"tenant": tenant}) for kept in order if not kept.through])
    count = sum(
        db.execute(f"DELETE FROM {kept.table} WHERE {kept.whose}", {"tenant": tenant}).rowcount for kept in order
    )
    _tidy(db)
    return count


def _unsay(
    db: Writer, erased: Sequence[tuple[PersonalTable, str, dict[str, object]]], words: Collection[str] = ()
) -> None:
    """Delete stored commands that repeat a text about to be erased; others expire.

    A command is stored only as text, so what it repeats is the only evidence of its owner.
    """
    orders = [
        (row[0], {re.sub(r"\\(.)", r"\1", quoted or bare) for quoted, bare in _VALUES.findall(row[1])})
        for row in db.execute("SELECT key, line FROM lines")
    ]
    if not orders:
        return
    texts: set[object] = {text for text in words if len(text) >= LEAST}
    for kept, where, given in erased:
        for row in db.execute(f"SELECT * FROM {kept.table} WHERE {where}", given):
            texts |= {value for value in row if isinstance(value, str) and ("://" in value or len(value) >= TELLING)}
    for key, values in orders:
        if values & texts:
            db.execute("DELETE FROM lines WHERE key = ?", [key])


def _expire(db: Writer, now: datetime) -> int:
    """Delete expired pictures, drafts, look-ups, deferred answers and stored commands."""
    left = db.execute("DELETE FROM drafts WHERE at < ?", [to_db(now - DRAFT)]).rowcount
    left += db.execute(f"{STRAY} AND learned_at < ?", [to_db(now - DRAFT)]).rowcount  # those of drafts never sent
    left += db.execute("DELETE FROM lines WHERE kept_at < ?", [to_db(now - LONG_BUTTONS)]).rowcount
    left += db.execute("DELETE FROM askers WHERE asked_at < ?", [to_db(now - LOOKUPS)]).rowcount
    left += db.execute("DELETE FROM promises WHERE until <= ?", [to_db(now)]).rowcount
    chosen = {
        row[0]: json.loads(row[1])
        for row in db.execute("SELECT tenant, value FROM tenant_settings WHERE key = 'picture_days' ORDER BY id")
    }
    tenants = [row[0] for row in db.execute("SELECT DISTINCT tenant FROM pictures")]
    days = TenantSettings().picture_days
    return left + sum(
        db.execute(
            "DELETE FROM pictures WHERE tenant = ? AND learned_at <= ?",
            [tenant, to_db(now - timedelta(days=chosen.get(tenant, days)))],
        ).rowcount
        for tenant in tenants
    )


def table() -> str:
    """Format the table of personal data and its erasure, for the documentation."""
    lines = ["| kept in | names a person | when that person is forgotten |", "|---|---|---|"]
    for kept in sorted(declared(), key=lambda kept: kept.table):
        if not kept.people:
            continue
        blanked = f"name and {', '.join(sorted(kept.written))} erased" if kept.written else "name erased"
        lines.append(f"| `{kept.table}` | {', '.join(kept.people)} | {'row deleted' if kept.drop else blanked} |")
    return "\n".join(lines)
