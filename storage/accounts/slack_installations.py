"""Slack's tokens on a database.

Implements `bot.ports.accounts.installations`. With a key (`storage.cipher`) an installation is stored as one encrypted
value; without, as plain JSON in a file that only its owner should read. The value contains the workspace's id: a row
copied under another id cannot be opened.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.messages.errors import OurFault
from bot.ports.accounts.installations import Installation
from storage.cipher import Cipher
from storage.engines import Database
from storage.notifications.seen_deliveries import claim
from storage.rows import dumps, from_db, maybe_from_db, maybe_to_db, queries, to_db


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
        return await claim(self._db, f"token:{installation.team}:{mark}", until, now)


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
