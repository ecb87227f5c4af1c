"""Slack's tokens and handled deliveries on a database.

Implements `bot.ports.accounts.installations`. With a key (`storage.cipher`) an installation is stored as one encrypted
value; without, as plain JSON in a file that only its owner should read. The value contains the workspace's id: a row
copied under another id cannot be opened.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from bot.messages.errors import OurFault
from bot.ports.accounts.installations import Installation
from storage.cipher import Cipher
from storage.engines import Database, Writer
from storage.rows import dumps, from_db, maybe_from_db, maybe_to_db, queries, to_db

DROP_EVERY = timedelta(minutes=1)  # between two looks for deliveries that are remembered no longer


class InstallationStore:
    """Tokens by workspace.

    Raises:
        OurFault: the key is not one.
    """

    def __init__(self, database: Database, key: str = "") -> None:
        self._db = database
        self._cipher = Cipher(key, "SPUDWATCH_SLACK__TOKEN_KEY", "Slack's tokens")

    def find(self, team: str) -> Installation | None:
        """The installation of a workspace."""
        rows = self._db.read(queries("slack")["find"], {"team": team})
        if not rows:
            return None
        secret = bytes(rows[0]["secret"])
        made = _read(self._cipher.decrypt(secret) if rows[0]["encrypted"] else secret, from_db(rows[0]["installed_at"]))
        if made.team != team:
            raise OurFault("A stored token belongs to another workspace.", todo="Run spudwatch doctor.")
        return made

    def teams(self) -> tuple[str, ...]:
        """Every workspace that has one."""
        return tuple(row["team"] for row in self._db.read(queries("slack")["teams"]))

    async def keep(self, installation: Installation, at: datetime) -> None:
        """Store or replace the installation of its workspace, in one write."""
        plain = _written(installation)
        values = {
            "team": installation.team,
            "secret": self._cipher.encrypt(plain),
            "encrypted": int(bool(self._cipher)),
            "at": to_db(at),
        }
        await self._db.write(lambda db: db.execute(queries("slack")["keep"], values))

    async def forget(self, team: str) -> bool:
        """Erase it, with its secrets."""
        there = await self._db.write(
            lambda db: bool(db.execute(queries("slack")["forget"], {"team": team}).rowcount > 0)
        )
        if there:
            await self._db.clean()  # the write-ahead log still held the token
        return there

    async def claim_renewal(self, installation: Installation, until: datetime, now: datetime) -> bool:
        """Claim the exchange of an expiring token until a moment.

        It is False where it was claimed already.
        """
        if not self._db.shared:
            return True
        mark = hashlib.blake2b(installation.refresh.encode(), digest_size=16).hexdigest()
        return await _claim(self._db, f"token:{installation.team}:{mark}", until, now)


class SeenDeliveryStore:
    """Deliveries already handled."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._lock = threading.Lock()
        self._waiting: dict[str, int] = {}
        self._drop_at = datetime.min.replace(tzinfo=UTC)

    def recent(self, now: datetime) -> tuple[tuple[str, datetime], ...]:
        """Return the deliveries that are still remembered."""
        rows = self._db.read(queries("slack")["recent"], {"now": to_db(now)})
        return tuple((row["key"], from_db(row["until"])) for row in rows)

    @property
    def shared(self) -> bool:
        """Whether other processes handle deliveries, too."""
        return self._db.shared

    async def claim(self, key: str, until: datetime, now: datetime) -> bool:
        """Claim a delivery; True if no process claimed it before."""
        if now >= self._drop_at:
            self._drop_at = now + DROP_EVERY
            self._db.write_behind(lambda db: db.execute(queries("slack")["drop"], {"now": to_db(now)}))
        return await _claim(self._db, key, until, now)

    def note_soon(self, key: str, until: datetime, now: datetime) -> None:
        """Record a delivery before the next write, within half a second."""
        with self._lock:
            first = not self._waiting
            self._waiting[key] = to_db(until)
        if first:
            self._db.write_with_next(partial(self._write, now))

    def _write(self, now: datetime, db: Writer) -> None:
        with self._lock:
            taken, self._waiting = self._waiting, {}
        db.executemany(queries("slack")["note"], list(taken.items()))
        db.execute(queries("slack")["drop"], {"now": to_db(now)})

    async def note(self, keys: Sequence[tuple[str, datetime]], now: datetime) -> None:
        """Store keys with their expiry, and drop expired ones."""
        rows = [(key, to_db(until)) for key, until in keys]

        def write(db: Writer) -> None:
            db.executemany(queries("slack")["note"], rows)
            db.execute(queries("slack")["drop"], {"now": to_db(now)})

        await self._db.write(write, quiet=True)


async def _claim(database: Database, key: str, until: datetime, now: datetime) -> bool:
    row = {"key": key, "until": to_db(until), "now": to_db(now)}
    return await database.write_apart(lambda db: bool(db.execute(queries("slack")["claim"], row).rowcount > 0))


def _written(installation: Installation) -> bytes:
    values: dict[str, Any] = asdict(installation)
    values["scopes"] = sorted(installation.scopes)
    values["expires_at"] = maybe_to_db(installation.expires_at)
    del values["installed_at"]
    return dumps(values).encode()


def _read(plain: bytes, installed_at: datetime) -> Installation:
    values = json.loads(plain)
    values["scopes"] = frozenset(values["scopes"])
    values["expires_at"] = maybe_from_db(values["expires_at"])
    return Installation(**values, installed_at=installed_at)
