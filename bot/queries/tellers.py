"""The party behind an address."""

from __future__ import annotations

from urllib.parse import urlsplit

_HOSTS_OF_MANY = frozenset({"github.com", "gitlab.com", "huggingface.co"})


def teller_of(source: str) -> str:
    """Return an address's party: its host, or the project on a shared host."""
    host = host_of(source)
    shelf = urlsplit(source).path.strip("/").split("/")[1:2] if host in _HOSTS_OF_MANY else []
    return next(iter(shelf), host)


def host_of(source: str) -> str:
    """Return an address's host without ``www.``; "the ledger" if it has none."""
    return (urlsplit(source).hostname or "").removeprefix("www.") or "the ledger"
