"""Webhooks on a database: implements `bot.ports.webhooks`.

Address and secret stand in one encrypted value with the tenant and the name: a row copied under another does not open.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from bot.domain.notify.webhooks import Webhook, WebhookEntry
from bot.messages.errors import OurFault
from bot.ports.webhooks import WebhookRules
from storage.accounts.personal_data import PersonalTable
from storage.cipher import Cipher
from storage.engines import Database
from storage.rows import dumps, from_db, queries, to_db

_SQL = queries("webhooks")
SETTING = "SPUDWATCH_WEBHOOK__TOKEN_KEY"


class WebhookStore:
    """Keeps webhooks; `open_store` says what the operator allows."""

    KEEPS = (PersonalTable("webhooks", people=("by",), things=True),)

    def __init__(self, database: Database, rules: WebhookRules | None = None) -> None:
        self._db, self.rules = database, rules or WebhookRules()

    @cached_property
    def _cipher(self) -> Cipher:
        return Cipher(self.rules.key, SETTING, "Webhooks")

    def new_secret(self) -> str:
        """24 random bytes, as https://www.standardwebhooks.com writes them."""
        return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()

    def entries(self, tenant: str) -> Sequence[WebhookEntry]:
        """A tenant's, by name."""
        rows = self._db.read(_SQL["of_tenant"], {"tenant": tenant})
        return tuple(WebhookEntry(row["name"], row["host"], row["by"], from_db(row["at"])) for row in rows)

    def find(self, tenant: str, name: str) -> Webhook | None:
        """One with its secret."""
        rows = self._db.read(_SQL["find"], {"tenant": tenant, "name": name})
        if not rows:
            return None
        row = rows[0]
        told = json.loads(self._cipher.decrypt(bytes(row["sealed"])))
        if (told["tenant"], told["name"]) != (tenant, name):
            raise OurFault("A stored webhook belongs to another place.", todo="Run spudwatch doctor.")
        return Webhook(tenant, name, told["url"], told["secret"], row["by"], from_db(row["at"]))

    async def keep(self, webhook: Webhook, at: datetime) -> None:
        """Keep one; one of that name is replaced."""
        told = {"tenant": webhook.tenant, "name": webhook.name, "url": webhook.url, "secret": webhook.secret}
        sealed = self._cipher.encrypt(dumps(told).encode())
        row = [webhook.tenant, webhook.name, webhook.host, sealed, webhook.by, to_db(at)]
        await self._db.write(lambda db: db.execute(_SQL["keep"], row))

    async def forget(self, tenant: str, name: str) -> bool:
        """Erase one with its secret."""
        gone = await self._db.write(lambda db: db.execute(_SQL["forget"], [tenant, name]).rowcount > 0)
        if gone:
            await self._db.clean()
        return gone
