"""Message services (mail, Telegram and others) as addresses of Apprise.

https://github.com/caronc/apprise describes the forms. Only these services, and of each only these parameters, are
accepted: others read files, switch off the check of certificates, or let a third server fetch an address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

from bot.domain.sightings.reports import LinkRefused

ANY: Final[frozenset[str]] = frozenset()
_INSTEAD: Final = frozenset({"smtp"})  # parameters that name a host
_MAIL: Final = "mailtos"
_UNREADABLE: Final = "It cannot be read as an address."
_SECOND_HOST: Final = re.compile(r"[A-Za-z0-9]@")  # of rockets://token/token@host; a room or a person is “@name”


@dataclass(frozen=True, slots=True)
class MessageService:
    """A service that messages can be sent to.

    ``example`` is an address as its users write it. ``hosted`` says that the address names a server, which is shown;
    elsewhere a token stands in its place. ``unencrypted`` is the scheme without TLS, for a server on this machine.
    ``parameters`` maps each accepted parameter to its values (`ANY` accepts all).
    """

    scheme: str
    title: str
    example: str
    hosted: bool = True
    unencrypted: str = ""
    parameters: Mapping[str, frozenset[str]] = field(default_factory=dict)


SERVICES: Final = (
    MessageService(
        _MAIL,
        "Mail",
        "mailtos://user:password@example.com?to=you@example.org",
        unencrypted="mailto",
        parameters=dict.fromkeys(("to", "cc", "bcc", "from", "name", "reply", "user", "pass", "smtp"), ANY)
        | {"mode": frozenset({"ssl", "starttls"})},
    ),
    MessageService("tgram", "Telegram", "tgram://123456789:token/chat", hosted=False, parameters={"topic": ANY}),
    MessageService("matrixs", "Matrix", "matrixs://user:password@example.org/!room", unencrypted="matrix"),
    MessageService(
        "ntfys",
        "ntfy",
        "ntfys://ntfy.sh/topic",
        unencrypted="ntfy",
        parameters={"priority": ANY, "tags": ANY, "auth": ANY, "token": ANY},
    ),
    MessageService("gotifys", "Gotify", "gotifys://example.org/token", unencrypted="gotify"),
    MessageService("mmosts", "Mattermost", "mmosts://example.org/token", unencrypted="mmost"),
    MessageService("rockets", "Rocket.Chat", "rockets://user:password@example.org/#room", unencrypted="rocket"),
    MessageService("workflows", "Microsoft Teams", "workflows://example.org:443/workflow/signature"),
    MessageService("gchat", "Google Chat", "gchat://workspace/key/token", hosted=False),
    MessageService("zulip", "Zulip", "zulip://bot@organization/token/channel", hosted=False),
    MessageService("pover", "Pushover", "pover://user@token", hosted=False, parameters={"priority": ANY}),
)
_BY_SCHEME: Final = {name: one for one in SERVICES for name in (one.scheme, one.unencrypted) if name}


def find_service(address: str) -> MessageService | None:
    """Return the service of an address, or None if it is of none."""
    return _BY_SCHEME.get(address.partition("://")[0].strip().casefold())


def service_label(address: str) -> str:
    """Describe an address without its secrets: ``Mail, example.com``, ``Telegram``."""
    if (service := find_service(address)) is None:
        return ""
    host = _host(address) if service.hosted else ""
    return f"{service.title}, {host}" if host else service.title


def service_hosts(address: str) -> tuple[str, ...]:
    """Validate the address of a message service and return the hosts that it names.

    Apprise reads an address by rules of its own: it also splits parameters at a semicolon, finds them behind ``#``,
    skips backslashes, and takes the first of two hosts. What it could read otherwise than we do is refused.

    Raises:
        LinkRefused: a parameter is not accepted, or the server or what follows it is missing; says why.
    """
    service = find_service(address)
    if service is None or not address.isprintable() or any(letter.isspace() for letter in address):
        raise LinkRefused(_UNREADABLE)
    parts = _parts(address)
    _refuse_ambiguous(service, address, parts)
    hosts = _parameter_hosts(service, parts.query)
    if service.hosted:
        hosts.append(_host(address))
        reached = parts.path.strip("/") or parts.query or parts.fragment
        if not hosts[-1] or not reached:
            raise LinkRefused(f"It must name the server and what follows it: {service.example}")
    elif not parts.netloc:
        raise LinkRefused(f"It must look like this: {service.example}")
    return tuple(hosts)


def read_alike(address: str, host: str, parameters: Mapping[str, str]) -> bool:
    """Whether another reader of an address found its host and accepted parameters."""
    if (service := find_service(address)) is None:
        return False
    if any(not _accepted(service, name, value) for name, value in parameters.items()):
        return False
    return not (service.hosted and host) or host.strip("[]").rstrip(".").casefold() == _host(address).rstrip(".")


def _refuse_ambiguous(service: MessageService, address: str, parts: SplitResult) -> None:
    for letter in ";\\":
        if letter in address:
            raise LinkRefused(f"It must not contain “{letter}”; write %{ord(letter):02X} within a password.")
    if address.count("?") > 1 or "?" in parts.fragment:
        raise LinkRefused("Parameters stand behind a single “?”, which no “#” precedes; write %3F within a password.")
    behind = "" if service.scheme == _MAIL else f"{parts.path}#{parts.fragment}"
    if parts.netloc.count("@") > 1 or _SECOND_HOST.search(behind):
        raise LinkRefused("A single “@” stands before the server; write %40 within a name or a password.")


def _parameter_hosts(service: MessageService, query: str) -> list[str]:
    hosts = []
    for name, value in parse_qsl(query, keep_blank_values=True):
        if not _accepted(service, name, value):
            raise LinkRefused(f"The parameter “{name}” is not accepted for {service.title}.")
        if name in _INSTEAD:
            if "%" in value:  # decoded a second time by Apprise
                raise LinkRefused(_UNREADABLE)
            hosts.append(value)
    return hosts


def _accepted(service: MessageService, name: str, value: str) -> bool:
    values = service.parameters.get(name)
    return values is not None and (not values or value in values)


def _parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        raise LinkRefused(_UNREADABLE) from None


def _host(address: str) -> str:
    """The host of an address that names a server; its port must be one."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise LinkRefused(_UNREADABLE) from None
    if "%" in host:
        raise LinkRefused(_UNREADABLE)
    return host
