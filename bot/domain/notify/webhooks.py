"""Webhooks: addresses for signed messages, and their places in digests and alerts."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from bot.domain.notify.message_services import find_service, service_hosts, service_label
from bot.domain.sightings.reports import LinkRefused, link

PLATFORM = "webhook"
MAX_WEBHOOKS = 10  # webhooks of one server or workspace
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
_LONGEST = 1_000
_ENDING = 4  # letters of a path by which two addresses of one host are told apart


@dataclass(frozen=True, slots=True)
class Webhook:
    """One address of a tenant.

    ``secret`` signs the messages (``whsec_`` and base64, standardwebhooks.com); '' for a message service.
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
        """The host or the service, with the last letters of the path.

        An address may hold a token and is not shown.
        """
        parts = urlsplit(self.url)
        return service_label(self.url) or f"{parts.hostname or ''}{_ending(parts.path.strip('/'))}"

    @property
    def signs(self) -> bool:
        """Whether messages are signed requests; a message service has no use for that."""
        return find_service(self.url) is None


@dataclass(frozen=True, slots=True)
class WebhookEntry:
    """A webhook in its displayable form."""

    name: str
    host: str
    by: str
    at: datetime


def _ending(path: str) -> str:
    """The last letters of a path, as "/…x9Qz"; at most a half, as it may be secret."""
    shown = path[-min(_ENDING, len(path) // 2) :] if len(path) > 1 else ""
    return f"/…{shown}" if shown else ""


def webhook_place(tenant: str, name: str) -> str:
    """The place of a webhook of a tenant."""
    return f"{PLATFORM}:{tenant}/{name}"


def webhook_name(text: str) -> str:
    """Normalize a name: small letters, digits and hyphens, at most 30; '' if invalid."""
    name = text.strip().casefold()
    return name if _NAME.fullmatch(name) else ""


def webhook_address(text: str, *, private: bool) -> str:
    """Validate an address: https or a message service, on the public internet.

    Where ``private`` is allowed, any other too; without encryption only this machine.

    Raises:
        LinkRefused: anything else; says why.
    """
    if len(text) > _LONGEST:
        raise LinkRefused(f"It has {len(text):,} characters; the limit is {_LONGEST:,}.")
    if (service := find_service(text)) is not None:
        hosts = service_hosts(text.strip())
        unencrypted = text.strip().casefold().startswith(f"{service.unencrypted}://")
        _refuse(hosts, unencrypted=unencrypted, private=private)
        return text.strip()
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


def _refuse(hosts: tuple[str, ...], *, unencrypted: bool, private: bool) -> None:
    if unencrypted and not all(_loopback(host) for host in hosts):
        raise LinkRefused("Only encrypted connections are used: the message would be readable on its way.")
    if not private:
        for host in hosts:
            link(f"https://[{host}]/" if ":" in host else f"https://{host}/")


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
