"""Public model lists: what is remembered of them, and what their readings showed. Feeds that tenants added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.catalogs.findings import FindingKind, ListUpdate
from bot.domain.catalogs.listings import Listing, ListingValue, ListMemory, Snapshot
from bot.messages.request import View
from bot.ports.desk import QueueItem


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """One finding as it is kept: of which list, about which id and label, since when, and why."""

    catalog: str
    kind: FindingKind
    id: str
    label: str
    at: datetime
    why: str
    source: str
    named: str = ""
    candidates: tuple[str, ...] = ()


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

    def memory(self, catalog: str) -> ListMemory:
        """Everything remembered of a list; empty before its first reading."""

    def told(self, ids: Sequence[str], view: View) -> Sequence[ListingValue]:
        """What lists said of some ids by then: each change of price or limits, oldest first within a list."""

    def moved_at(self, catalog: str, at: datetime) -> Sequence[Listing]:
        """The entries of a list of which the reading at a moment said something new, or bore out what was said."""

    def first_read(self) -> Mapping[str, datetime]:
        """By list, when it was first read: what stood there then may have stood there for long."""

    def showed(self, view: View, since: datetime, limit: int = 200) -> Sequence[StoredFinding]:
        """What lists showed between a moment and the view's, newest first."""

    def telling(self, view: View) -> Sequence[StoredFinding]:
        """The findings by then that raise a label or name one, oldest first."""

    def of_label(self, key: str, view: View) -> Sequence[StoredFinding]:
        """What lists showed of a label, oldest first."""

    async def keep(self, step: ListUpdate, snapshot: Snapshot, source: str, tenant: str = "") -> None:
        """Keep what a reading changed and showed, in one transaction. ``source`` is the page to show people."""

    def feeds(self, tenant: str | None = None) -> Sequence[Feed]:
        """The feeds of a tenant, or of all."""

    async def follow(self, feed: Feed, by: str, at: datetime) -> None:
        """Follow a feed; one that is followed already goes on as it was."""

    async def unfollow(self, tenant: str, url: str) -> bool:
        """Stop following; False if it was not followed."""

    async def took(self, feed: Feed, leads: Sequence[tuple[str, QueueItem]], at: datetime, most: int) -> int:
        """Note how a feed was read, and put those of its lines that are new (by their id) into the desk's queue.

        All or nothing, in one transaction; at most ``most`` of them, the others are noted only. Returns how many were
        put; nothing of a feed that nobody follows any more.
        """
