"""Webhooks: addresses for signed messages, and their places in digests and alerts."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from bot.domain.sightings.reports import LinkRefused, link

PLATFORM = "webhook"
MOST = 10  # webhooks of one server or workspace
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Webhook:
    """One address of a tenant.

    ``secret`` signs the messages (``whsec_`` and base64, standardwebhooks.com).
    """

    tenant: str
    name: str
    url: str = field(repr=False)
    secret: str = field(repr=False)
    by: str
    at: datetime

    @property
    def place(self) -> str:
        """Its place in digests and alerts: ``webhook:discord:7/ops``."""
        return webhook_place(self.tenant, self.name)

    @property
    def host(self) -> str:
        """The host alone: an address may contain a token, so it is never shown again."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True, slots=True)
class WebhookEntry:
    """A webhook in its displayable form."""

    name: str
    host: str
    by: str
    at: datetime


def webhook_place(tenant: str, name: str) -> str:
    """The place of a webhook of a tenant."""
    return f"{PLATFORM}:{tenant}/{name}"


def webhook_name(text: str) -> str:
    """Normalize a name: small letters, digits and hyphens, at most 30; '' if invalid."""
    name = text.strip().casefold()
    return name if _NAME.fullmatch(name) else ""


def webhook_address(text: str, *, private: bool) -> str:
    """Validate an address: https on the public internet.

    Where ``private`` is allowed, any other too; without encryption only this machine.

    Raises:
        LinkRefused: anything else; says why.
    """
    if len(text) > _LONGEST:
        raise LinkRefused(f"It has {len(text):,} characters; the limit is {_LONGEST:,}.")
    try:
        parts = urlsplit(text.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise LinkRefused("It cannot be read as an address.") from None
    if parts.scheme not in ("https", "http") or not host or parts.username is not None or not text.isprintable():
        raise LinkRefused("It must begin with https:// and name a site.")
    if parts.scheme == "http" and not _loopback(host):
        raise LinkRefused("Only https:// is sent to: the message would be readable on its way.")
    if private:
        return text.strip()
    return link(text)


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
