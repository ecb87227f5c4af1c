"""Types that all public pages share: the request, the frame, figures with source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType

from bot.domain.markets.markets import market_number
from bot.domain.sightings.labels import fold
from bot.messages.reply import Chart, Source
from bot.messages.request import View

FRAME = ("card", "trail", "indexed", "dated")  # fields of a page that only its drawing needs
PUBLIC = ""  # the tenant of the public ledger: no server or workspace has an empty name


@dataclass(frozen=True, slots=True)
class PageRequest:
    """When a page is read, and what was typed into it.

    ``as_of`` is aware and UTC; ``latest`` tells that it is the present, so that the page leaves the moment out and its
    bytes change only when what it says does. ``query`` holds what the page's own form sent.
    """

    as_of: datetime
    latest: bool = True
    query: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def view(self) -> View:
        """What a public page may see: the public ledger as it stood then."""
        return View(PUBLIC, self.as_of)


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to another page of ours."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed; ``value`` is 0..1 for shares.

    ``read_at`` None: computed from what the page shows.
    """

    value: float | None
    said: str
    read_at: datetime | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class PreviewCard:
    """A link preview: a kicker, the headline, one large figure and its basis."""

    kicker: str
    headline: str
    figure: str = ""
    detail: str = ""
    chart: Chart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The frame of a page.

    ``path`` is its permanent address; ``lead`` the answer in one sentence; ``changed_at`` when the newest thing on it
    could be known; ``days`` those (UTC) on which it changed, the newest first; ``dated`` whether it exists as of a day;
    ``indexed`` whether search engines may list it.
    """

    path: str
    title: str
    lead: str
    as_of: datetime | None
    card: PreviewCard
    changed_at: datetime | None = None
    sources: tuple[Source, ...] = ()
    trail: tuple[PageLink, ...] = ()
    days: tuple[date, ...] = ()
    dated: bool = True
    indexed: bool = True


def stamp(request: PageRequest) -> datetime | None:
    """The moment a page prints; none for the latest, whose bytes ignore the clock."""
    return None if request.latest else request.as_of


_OTHER = re.compile(r"[^\w.]+")


@lru_cache(maxsize=50_000)
def slugged(text: str) -> str:
    """A name in an address: "Crest Pro Alpha" is ``crest-pro-alpha``, "/" a hyphen."""
    return _OTHER.sub("-", fold(text)).strip("-.") or "unnamed"


def subject_path(slug: str) -> str:
    """The page of a subject: ``openai/gpt-5.5`` stands at ``/s/openai/gpt-5.5``."""
    vendor, _, name = slug.rpartition("/")
    return label_path(name) if vendor == "label" else f"/s/{vendor or 'unknown'}/{name}"


def claim_path(claim_id: str) -> str:
    """The page of a claim: ``/c/CL-0042``."""
    return f"/c/{claim_id}"


def market_path(market_id: str) -> str:
    """The page of a market: ``/m/MK-0001``."""
    return f"/m/{market_id}"


def label_path(label: str) -> str:
    """The page of a name that was seen: ``/n/crest-pro-alpha``."""
    return f"/n/{slugged(label)}"


def source_path(party: str) -> str:
    """The page of a source or person: ``/src/andrew.ooo``."""
    return f"/src/{slugged(party)}"


def path_of(ref: str) -> str:
    """The page of a claim's or market's id or a subject's slug; '' for anything else."""
    if ref.startswith("CL-"):
        return claim_path(ref)
    if market_number(ref) is not None:
        return market_path(ref)
    return subject_path(ref) if re.fullmatch(r"[\w.-]+/[\w.-]+", ref) else ""


def unique(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """Sources that can be opened, each address once, the first mention first."""
    return tuple({one.url: one for one in reversed(sources) if one.url.startswith("http")}.values())[::-1]
