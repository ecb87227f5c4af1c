"""Facts from vendors' own pages, with their periods, and HTTP validators per page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.catalogs.vendor_facts import FactKind, KeptFact, PageChange, PageReading, Validators
from bot.messages.request import View


class VendorFacts(Protocol):
    """Facts of vendors' pages, from the first reading until the page changed."""

    def validators(self, reader: str) -> Validators:
        """Return the validators last sent by a reader's pages; none for unread pages."""

    def kept(self, reader: str, page: str) -> Sequence[KeptFact]:
        """Return the current facts of a page."""

    def about(self, slugs: Sequence[str], view: View) -> Sequence[KeptFact]:
        """Return facts about subjects known by then, earliest first.

        Ended ones are marked.
        """

    def counts(self, slugs: Sequence[str], as_of: datetime) -> Mapping[str, tuple[int, int, datetime | None]]:
        """Return how many facts there are about each subject, and how many ended.

        Of subjects without any nothing is returned. The third is when the next of them begins or ends after a moment.
        """

    def of_kind(self, kind: FactKind, view: View) -> Sequence[KeptFact]:
        """Return the facts of a kind in force by then, earliest day first."""

    def between(self, since: datetime, view: View) -> Sequence[KeptFact]:
        """Return facts learned after one moment and by the view's, in order of learning."""

    def read_at(self, reader: str, at: datetime) -> Sequence[KeptFact]:
        """Return the facts that a reader's reading at a moment added."""

    def first_read(self, reader: str) -> Mapping[str, datetime]:
        """Return when each page of a reader was first read."""

    async def keep(self, reader: str, reading: PageReading, change: PageChange, at: datetime) -> None:
        """Store a reading's changes and the page's validators, in one transaction."""
