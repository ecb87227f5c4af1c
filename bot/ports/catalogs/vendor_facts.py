"""What vendors' own pages say of models, since when, and what was read of each page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.catalogs.vendor_facts import FactKind, KeptFact, PageChange, PageReading, Validators
from bot.messages.request import View


class VendorFacts(Protocol):
    """The facts of vendors' pages, from the reading that first had them until the page said something else."""

    def validators(self, reader: str) -> Validators:
        """What the pages of a reader answered last; nothing for a page that was never read."""

    def kept(self, reader: str, page: str) -> Sequence[KeptFact]:
        """The facts of a page that stand."""

    def about(self, slugs: Sequence[str], view: View) -> Sequence[KeptFact]:
        """The facts about some subjects known by then, the earliest first; those that ended by then say so."""

    def of_kind(self, kind: FactKind, view: View) -> Sequence[KeptFact]:
        """The facts of one kind that stood by then, the earliest day first."""

    def between(self, since: datetime, view: View) -> Sequence[KeptFact]:
        """The facts learned after one moment and by the view's, in the order they were learned."""

    def read_at(self, reader: str, at: datetime) -> Sequence[KeptFact]:
        """The facts that the reading of a reader's pages at a moment brought."""

    def first_read(self, reader: str) -> Mapping[str, datetime]:
        """When each page of a reader was first read."""

    async def keep(self, reader: str, reading: PageReading, change: PageChange, at: datetime) -> None:
        """Keep what a reading changed and what its page answered, in one transaction."""
