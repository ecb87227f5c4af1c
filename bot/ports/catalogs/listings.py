"""Public model lists: their remembered state, their findings, and tenants' feeds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bot.domain.catalogs.findings import FindingKind, ListUpdate
from bot.domain.catalogs.listings import Listing, ListingValue, ListMemory, Snapshot
from bot.messages.request import View
from bot.ports.desk import QueueItem

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A stored finding: list, id, label, start and reason."""

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
    """The address of release notes or news that a tenant follows."""

    tenant: str
    url: str
    title: str
    etag: str = ""
    modified: str = ""
    read_at: datetime | None = None
    trouble: str = ""


class Listings(Protocol):
    """Stored state of lists and feeds."""

    def memory(self, catalog: str) -> ListMemory:
        """Return the remembered state of a list; empty before its first reading."""

    async def beside(self, run: Callable[[], T]) -> T:
        """Run a read-heavy function on a thread of its own, off the event loop."""

    def values(self, ids: Sequence[str], view: View) -> Sequence[ListingValue]:
        """Return what lists said of some ids by then.

        Each change of price or limits, oldest first within a list.
        """

    def counts(self, ids: Sequence[str], as_of: datetime) -> Mapping[str, tuple[int, int, datetime | None]]:
        """Return how many public values there are of each id, and how many are confirmed.

        Of ids without any nothing is returned. The third is when the next of them counts that does not by then.
        """

    def moved_at(self, catalog: str, at: datetime) -> Sequence[Listing]:
        """Return list entries with news, or confirmed news, in the reading at a moment."""

    def first_read(self) -> Mapping[str, datetime]:
        """Return when each list was first read; older entries may predate that by far."""

    def showed(self, view: View, since: datetime, limit: int = 200) -> Sequence[StoredFinding]:
        """Return findings between a moment and the view's, newest first."""

    def telling(self, view: View) -> Sequence[StoredFinding]:
        """Return the findings by then that raise or name a label, oldest first."""

    def of_label(self, key: str, view: View) -> Sequence[StoredFinding]:
        """Return the findings about a label, oldest first."""

    async def keep(self, step: ListUpdate, snapshot: Snapshot, source: str, tenant: str = "") -> None:
        """Store what a reading changed and found, in one transaction.

        ``source`` is the page to cite.
        """

    def feeds(self, tenant: str | None = None) -> Sequence[Feed]:
        """Return the feeds of a tenant, or of all tenants."""

    async def follow(self, feed: Feed, by: str, at: datetime) -> None:
        """Follow a feed; no effect if it is already followed."""

    async def unfollow(self, tenant: str, url: str) -> bool:
        """Stop following a feed; False if it was not followed."""

    async def record_reading(self, feed: Feed, leads: Sequence[tuple[str, QueueItem]], at: datetime, most: int) -> int:
        """Record a feed reading and queue its new items (by id) for the desk.

        It is one transaction. At most ``most`` items are queued, further ones are only recorded. Returns how many were
        queued; none for a feed that nobody follows any more.
        """
