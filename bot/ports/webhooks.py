"""Webhooks of tenants: addresses and secrets, stored encrypted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.notify.webhooks import Webhook, WebhookEntry


@dataclass(frozen=True, slots=True)
class WebhookRules:
    """The operator's rules for webhooks.

    ``key`` encrypts what is stored (they are off without one), ``private`` admits any address. ``services`` says that
    the library for message services is installed.
    """

    key: str = field(default="", repr=False)
    private: bool = False
    services: bool = False


class Webhooks(Protocol):
    """The webhooks of tenants."""

    @property
    def rules(self) -> WebhookRules:
        """What the operator allows."""

    def new_secret(self) -> str:
        """Return an unguessable secret."""

    def entries(self, tenant: str) -> Sequence[WebhookEntry]:
        """Return a tenant's webhooks by name."""

    def find(self, tenant: str, name: str) -> Webhook | None:
        """Return one webhook with its secret.

        Raises:
            OurFault: it was encrypted with another key.
        """

    async def keep(self, webhook: Webhook, at: datetime) -> None:
        """Store a webhook, replacing one of that name."""

    async def forget(self, tenant: str, name: str) -> bool:
        """Delete a webhook with its secret; False if there is none."""
