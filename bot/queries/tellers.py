"""The party behind an address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

from bot.domain.names.lab_table import Lab, lab_table
from bot.domain.names.vendors import head_posting, is_own
from bot.domain.text import host_of

_HOSTS_OF_MANY = {"github.com": 1, "gitlab.com": 1, "huggingface.co": 0}  # where a path names the party
_CODE_HOSTS = frozenset({"github.com", "gitlab.com"})
_TALK = frozenset({"issues", "pull", "discussions", "orgs"})  # of a code host: what somebody wrote beside a project
_OF_POSTS = frozenset(
    {"x.com", "twitter.com", "reddit.com", "old.reddit.com", "news.ycombinator.com", "youtube.com", "youtu.be", "t.me"}
)  # where people speak for themselves
_WORD = re.compile(r"[^\W_]+")
_TELLING = 4  # letters of a word that tells a name from others
_SHELVES = frozenset({"blog", "datasets", "papers", "spaces"})  # of models' host: what follows them is a project's


def teller_of(source: str) -> str:
    """Return an address's party: its host, or on a shared host the project.

    On one of posts it is the head of a lab who posts there. A page about a model is of whoever shows it, not of the
    model.
    """
    if (head := head_posting(source)) is not None:
        return head.name
    host = host_of(source) or "the ledger"
    path = urlsplit(source).path.strip("/").split("/")
    place = _HOSTS_OF_MANY.get(host)
    if place is None or len(path) < 2:  # noqa: PLR2004 - an owner and what is theirs
        return host
    return path[1 if path[0] in _SHELVES else place]


def is_of_repository(url: str) -> bool:
    """Whether an address is of a project's files, whose history has their dates."""
    code = (urlsplit(url).hostname or "").endswith(("github.com", "githubusercontent.com", "gitlab.com"))
    return code and _TALK.isdisjoint(urlsplit(url).path.split("/"))


def quoting_host(party: str, url: str) -> str:
    """Return the host of a page where others quote a party; '' for its own.

    A page is a lab's own on its domains and accounts, another party's where the host, or on a host of many the project,
    has its name or its initials. Where people post themselves, they are not quoted, nor is a party without a name.
    """
    if not url.startswith("http"):
        return ""
    host = host_of(url)
    lab = _lab_of(party)
    if lab is not None:
        return "" if is_own(lab.slug, url) or _is_account(lab, url) else host
    posted = host in _OF_POSTS or not party[:1].isupper()
    return "" if posted or _has_name(party, url) else host


def _lab_of(party: str) -> Lab | None:
    """The lab that a party is, by its own or another spelling ("Moonshot")."""
    return _labs_by_spelling().get(party.casefold())


@cache
def _labs_by_spelling() -> Mapping[str, Lab]:
    """The labs by their folded names and other spellings."""
    every = reversed([*lab_table().labs.values()])  # the first lab keeps a spelling that two have
    return {name: one for one in every for name in (one.name.casefold(), *one.words)}


def _is_account(lab: Lab, url: str) -> bool:
    """Whether it is on a code host under a name of a lab's models or weights."""
    if host_of(url) not in _CODE_HOSTS:
        return False
    account = urlsplit(url).path.strip("/").partition("/")[0].casefold()
    names = {name.casefold() for name, owner in lab_table().weights.items() if owner == lab.slug}
    return account in names.union(lab.authors)


def _has_name(party: str, url: str) -> bool:
    """Whether an address has a longer word of a party's name, or its initials."""
    host = host_of(url)
    places = urlsplit(url).path.casefold().split("/") if host in _HOSTS_OF_MANY else host.split(".")
    told = _WORD.findall(party.casefold().removeprefix("the "))
    initials = "".join(word[0] for word in told)
    flat = "".join(filter(str.isalnum, "".join(places)))
    return (
        any(word in flat for word in told if len(word) >= _TELLING)
        or "".join(told) in flat
        or (len(initials) > 1 and any(place.startswith(initials) for place in places[:-1]))
    )


def named_source(party: str, url: str) -> str:
    """Return a source's name for its link: the party, and who quotes it elsewhere."""
    return quoted(party, quoting_host(party, url))


def quoted(party: str, by: str) -> str:
    """A party, and who quotes it: "Reuters, quoted by dev.to"."""
    return f"{party}, quoted by {by}" if by else party
