"""Whose word stands at an address."""

from __future__ import annotations

from urllib.parse import urlsplit

_HOSTS_OF_MANY = frozenset({"github.com", "gitlab.com", "huggingface.co"})


def teller_of(source: str) -> str:
    """Who an address is of: its host, or the project where the host is a house of many."""
    host = host_of(source)
    shelf = urlsplit(source).path.strip("/").split("/")[1:2] if host in _HOSTS_OF_MANY else []
    return next(iter(shelf), host)


def host_of(source: str) -> str:
    """The host of an address without ``www.``; "the ledger" where it has none."""
    return (urlsplit(source).hostname or "").removeprefix("www.") or "the ledger"
