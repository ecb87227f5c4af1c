"""Webhooks of servers and workspaces: addresses and secrets, kept encrypted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.notify.webhooks import Webhook, WebhookEntry


@dataclass(frozen=True, slots=True)
class WebhookRules:
    """What the operator allows: ``key`` encrypts what is kept (off without one), ``private`` admits any address."""

    key: str = field(default="", repr=False)
    private: bool = False


class Webhooks(Protocol):
    """The webhooks of tenants."""

    @property
    def rules(self) -> WebhookRules:
        """What the operator allows."""

    def new_secret(self) -> str:
        """A secret nobody can guess."""

    def entries(self, tenant: str) -> Sequence[WebhookEntry]:
        """A tenant's, by name."""

    def find(self, tenant: str, name: str) -> Webhook | None:
        """One with its secret.

        Raises:
            OurFault: it was encrypted with another key.
        """

    async def keep(self, webhook: Webhook, at: datetime) -> None:
        """Keep one; one of that name is replaced."""

    async def forget(self, tenant: str, name: str) -> bool:
        """Erase one with its secret; False if there is none."""
