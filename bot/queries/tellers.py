"""The party behind an address."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.domain.names.lab_table import lab_table
from bot.domain.names.vendors import is_own
from bot.domain.text import host_of

_HOSTS_OF_MANY = {"github.com": 1, "gitlab.com": 1, "huggingface.co": 0}  # where a path names the party
_SHELVES = frozenset({"blog", "datasets", "papers", "spaces"})  # of models' host: what follows them is a project's


def teller_of(source: str) -> str:
    """Return an address's party: its host, or on a shared host the project.

    A page about a model is of whoever shows it, not of the model.
    """
    host = host_of(source) or "the ledger"
    path = urlsplit(source).path.strip("/").split("/")
    place = _HOSTS_OF_MANY.get(host)
    if place is None or len(path) < 2:  # noqa: PLR2004 - an owner and what is theirs
        return host
    return path[1 if path[0] in _SHELVES else place]


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
