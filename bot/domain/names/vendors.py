"""The labs: their names, which addresses are their own, and who speaks for them."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.domain.names.lab_table import LabHead, lab_table
from bot.domain.text import host_of

_WEIGHTS_HOST = "huggingface.co"
_SHELVES = frozenset({"collections", "datasets", "spaces"})  # come before the account in an address of that host


def vendor_name(vendor: str) -> str:
    """Return a lab's own spelling: ``openai`` → "OpenAI", ``new-lab`` → "New Lab"."""
    lab = lab_table().labs.get(vendor.casefold())
    return lab.name if lab is not None else " ".join(word[:1].upper() + word[1:] for word in vendor.split("-"))


def opens_at_once(vendor: str) -> bool:
    """Whether a lab opens its models in no app before the API."""
    lab = lab_table().labs.get(vendor)
    return lab is not None and lab.at_once


def is_own(vendor: str, url: str) -> bool:
    """Whether an address is the lab's own.

    It may be on its domain, a part of it, or its weights account. A merely similar prefix does not count, nor do other
    people's posts in discussions of its account.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if host == _WEIGHTS_HOST:
        places = [place for place in parts.path.split("/") if place and place not in _SHELVES]
        account = next(iter(places), "").casefold()
        own = {name.casefold() for name, owner in lab_table().weights.items() if owner == vendor}
        return "discussions" not in places and account in own
    lab = lab_table().labs.get(vendor)
    return lab is not None and any(host == domain or host.endswith(f".{domain}") for domain in lab.domains)


def head_posting(url: str) -> LabHead | None:
    """Return the head of a lab under whose account a page is."""
    host = {"twitter.com": "x.com"}.get(host := host_of(url), host)
    account = urlsplit(url).path.strip("/").partition("/")[0].casefold()
    return lab_table().lab_heads.get(f"{host}/{account}")


def speaker_for(vendor: str, url: str) -> str:
    """Return who speaks for a lab on a page: the lab, or its head; '' on others."""
    if is_own(vendor, url):
        return vendor_name(vendor)
    head = head_posting(url)
    return head.name if head is not None and head.lab == vendor else ""
