"""Reports as filed: text, verifiability, and which links are allowed."""

import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from bot.domain.sightings.confirmations import Plan
from bot.domain.sightings.labels import clean
from bot.domain.sightings.report_basis import ReportBasis
from bot.domain.sightings.sightings import Report
from bot.domain.sightings.surfaces import Surface

LEAST = 40  # minimum characters for an account that others can check (SPEC §2)
MAX_TEXT = 2_000
_WORDS = 6
_EMPTY = frozenset(  # words without anything that others could check
    re.findall(
        r"\w+",
        "legit real really saw see seen it this that myself me trust bro just now there here is was the a an and i my "
        "on in of to for sure true confirmed lol omg yes no not model new label name picker",
    )
)
_LOCAL = re.compile(r"(^|\.)(localhost|local|internal|lan|home|corp|intranet|test|invalid|onion)$")


@dataclass(frozen=True, slots=True)
class FiledReport:
    """A stored report.

    ``person`` is who filed it, ``named`` whether others see that; ``picture`` is its hash. ``seen`` is when they saw
    the label, ``at`` when they reported it. ``state`` is *live*, *queued* (from a new account, until the desk has
    reviewed it), *withdrawn* or *refused*.
    """

    id: str
    key: str
    label: str
    surface: Surface
    how: ReportBasis
    person: str
    seen: datetime
    at: datetime
    text: str = ""
    plan: Plan | None = None
    link: str = ""
    picture: str = ""
    drawn: int | None = None
    since: datetime | None = None
    named: bool = True
    complete: bool = True
    state: str = "live"
    reason: str = ""

    @property
    def report(self) -> Report:
        """The fields that grading uses."""
        return Report(self.id, self.person, self.how, self.seen, self.complete, self.drawn, self.since)


class LinkRefused(ValueError):
    """An address that cannot serve as evidence; the text says why."""


def missing(text: str, label: str = "") -> tuple[str, ...]:
    """List what an account lacks to be checkable by others; empty if it suffices."""
    said = clean(text)
    words = {word.casefold() for word in re.findall(r"[^\W_]+", said)}
    telling = words - _EMPTY - {word.casefold() for word in re.findall(r"[^\W_]+", label)}
    lacks = []
    if len(said) < LEAST:
        lacks.append(f"at least {LEAST} characters (it has {len(said)})")
    if len(telling) < _WORDS:
        lacks.append("what stood next to the label, what you clicked, and what happened then")
        lacks.append("what else it could be")
    return tuple(lacks)


def link(text: str) -> str:
    """Return the address as stored. It is never opened.

    Raises:
        LinkRefused: not a web address, too long, or reachable only on the reporter's own machine or network (127.0.0.1,
            169.254.169.254, localhost, ``*.internal``), so that nobody else could check it.
    """
    if len(text) > MAX_TEXT:
        raise LinkRefused(f"It has {len(text):,} characters; the limit is {MAX_TEXT:,}.")
    try:
        parts = urlsplit(clean(text))
        host = (parts.hostname or "").rstrip(".")
        port = parts.port
    except ValueError:
        raise LinkRefused("It cannot be read as an address.") from None
    if parts.scheme not in ("http", "https") or not host:
        raise LinkRefused("It must begin with https:// and name a site.")
    if _unreachable(host):
        raise LinkRefused("It points into a private network; nobody else could look there.")
    # A name before an @ ("good.com@evil.com") only misleads; it is dropped.
    place = f"[{host}]" if ":" in host else host
    place += f":{port}" if port and port not in (80, 443) else ""
    return urlunsplit((parts.scheme, place, parts.path, parts.query, parts.fragment))


def _unreachable(host: str) -> bool:
    if "." not in host and ":" not in host and not host.isdecimal():
        return True
    if _LOCAL.search(host):
        return True
    try:
        address = ipaddress.ip_address(int(host, 0) if re.fullmatch(r"(0x[0-9a-f]+|\d+)", host) else host)
    except ValueError:
        # "127.1", "0177.0.0.1": forms that only resolvers read; no legitimate site has a numeric last part
        return bool(re.search(r"(^|\.)(0x[0-9a-f]+|\d+)$", host))
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global or address.is_multicast
