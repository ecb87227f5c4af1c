"""Public model lists: what is remembered of them, and what their readings showed. Feeds that tenants added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.findings import Finding, Step, Verdict
from bot.domain.listings import Known, Memory, Snapshot, Told
from bot.request import View


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding as it is kept: of which list, about which id and label, since when, and why."""

    catalog: str
    kind: Finding
    id: str
    label: str
    at: datetime
    why: str
    source: str
    named: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListHealth:
    """When a list was last read well, how many entries it had, and how the last reading was taken."""

    catalog: str
    read_at: datetime | None
    size: int
    verdict: Verdict
    tried_at: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """An address of release notes or news that a tenant follows."""

    tenant: str
    url: str
    title: str
    etag: str = ""
    modified: str = ""
    read_at: datetime | None = None
    trouble: str = ""


class Listings(Protocol):
    """What is remembered of lists and feeds."""

    def memory(self, catalog: str) -> Memory:
        """Everything remembered of a list; empty before its first reading."""

    def entry(self, name: str) -> Sequence[tuple[str, Known]]:
        """The lists that hold or held an id, with what is remembered of it there."""

    def told(self, ids: Sequence[str], view: View) -> Sequence[Told]:
        """What lists said of some ids by then: each change of price or limits, oldest first within a list."""

    def borne_out(self, view: View, since: datetime) -> frozenset[str]:
        """The ids of which a second reading bore out something between a moment and the view's."""

    def first_read(self) -> Mapping[str, datetime]:
        """By list, when it was first read: what stood there then may have stood there for long."""

    def showed(self, view: View, since: datetime, limit: int = 200) -> Sequence[Shown]:
        """What lists showed between a moment and the view's, newest first."""

    def of_label(self, key: str, view: View) -> Sequence[Shown]:
        """What lists showed of a label, oldest first."""

    def health(self) -> Sequence[ListHealth]:
        """How every list is doing."""

    async def keep(self, step: Step, snapshot: Snapshot, source: str, tenant: str = "") -> None:
        """Keep what a reading changed and showed, in one transaction. ``source`` is the page to show people."""

    def feeds(self, tenant: str | None = None) -> Sequence[Feed]:
        """The feeds of a tenant, or of all."""

    async def follow(self, feed: Feed, by: str, at: datetime) -> None:
        """Follow a feed, or note how its last reading went."""

    async def unfollow(self, tenant: str, url: str) -> bool:
        """Stop following; False if it was not followed."""

    async def fresh(self, tenant: str, url: str, entries: Sequence[str], at: datetime) -> Sequence[str]:
        """Note entries of a feed; returns those that were not known."""
