"""The party behind an address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.domain.names.lab_table import lab_table
from bot.domain.names.vendors import is_own
from bot.domain.text import host_of

_HOSTS_OF_MANY = {"github.com": 1, "gitlab.com": 1, "huggingface.co": 0}  # where a path names the party
_CODE_HOSTS = frozenset({"github.com", "gitlab.com"})
_OF_POSTS = frozenset({"x.com", "twitter.com", "youtube.com", "youtu.be", "t.me", "news.ycombinator.com"})
_NAME_PART = re.compile(r"[a-z0-9]{4,}")
_STEM = 5  # letters of a name's word that an address of its own has
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
    """Return the host of a page that quotes a party.

    It is '' for its own page, and for a party that has no name.
    """
    if not url.startswith("http"):
        return ""
    host = host_of(url)
    lab = next((one.slug for one in lab_table().labs.values() if one.name == party), "")
    own = is_own(lab, url) or _is_account(lab, url) if lab else _is_of(party, url, host)
    return "" if own else host


def _is_account(lab: str, url: str) -> bool:
    """Whether it is on a code host under the name of a lab's weights."""
    table, account = lab_table(), _account(url).casefold()
    return account in {name.casefold() for name, owner in {**table.weights, **table.authors}.items() if owner == lab}


def _account(url: str) -> str:
    """The account of an address on a code host; '' elsewhere."""
    return urlsplit(url).path.strip("/").partition("/")[0] if host_of(url) in _CODE_HOSTS else ""


def _is_of(party: str, url: str, host: str) -> bool:
    """Whether an address has a party's name or initials, or anybody posts there."""
    if host in _OF_POSTS or party[:1].islower():
        return True
    flat = re.sub(r"[^a-z0-9]", "", url.casefold())
    initials = "".join(word[0] for word in party.casefold().removeprefix("the ").split())
    named = any(word[:_STEM] in flat for word in _NAME_PART.findall(party.casefold()))
    return named or (len(initials) > 1 and any(label.startswith(initials) for label in host.split(".")))


def named_source(party: str, url: str) -> str:
    """Return a source's name for its link: the party, and who quotes it elsewhere."""
    host = quoting_host(party, url)
    return f"{party}, quoted by {host}" if host else party
