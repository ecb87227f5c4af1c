"""The party behind an address."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.domain.names.lab_table import lab_table
from bot.domain.names.vendors import is_own
from bot.domain.text import host_of

_HOSTS_OF_MANY = frozenset({"github.com", "gitlab.com", "huggingface.co"})


def teller_of(source: str) -> str:
    """Return an address's party: its host, or the project on a shared host."""
    host = host_of(source) or "the ledger"
    shelf = urlsplit(source).path.strip("/").split("/")[1:2] if host in _HOSTS_OF_MANY else []
    return next(iter(shelf), host)


def quoting_host(party: str, url: str) -> str:
    """Return the host of a page that quotes a lab; '' for its own and other parties'."""
    if not url.startswith("http"):
        return ""
    lab = next((one.slug for one in lab_table().labs.values() if one.name == party), "")
    return host_of(url) if lab and not is_own(lab, url) else ""


def named_source(party: str, url: str) -> str:
    """Return a source's name for its link: the party, and who quotes it elsewhere."""
    host = quoting_host(party, url)
    return f"{party}, quoted by {host}" if host else party
