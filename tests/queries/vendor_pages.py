"""A vendor's page as it stands now."""

from datetime import date, timedelta

from bot.domain.catalogs.vendor_facts import FactKind, PageReading, VendorFact, changed
from bot.domain.notify.digest_sections import ChangeKind
from bot.messages.request import View
from bot.notifications.change_recorder import record_changes
from bot.ports.changes import LogFilter

PAGE = "https://docs.claude.com/en/models"
OLD = VendorFact("anthropic", "claude-opus-5", FactKind.RELEASED, PAGE, date(2026, 7, 24), surface="api")
NEWS = {ChangeKind.SIGHTING, ChangeKind.RELEASE, ChangeKind.PRICE, ChangeKind.LIMIT, ChangeKind.RETIREMENT}


class Pages:
    """One page of a vendor as it stands now."""

    def __init__(self, chat) -> None:
        self.chat, self.ports, self.position = chat, chat.ports, chat.ports.changes.head()
        self.facts: tuple[VendorFact, ...] = (OLD,)

    async def read(self, *more):
        """What is told of a reading in which these facts stand, too."""
        self.facts = (*self.facts, *more)
        return await self.take("anthropic", PageReading("models", self.facts, '"tag"'))

    async def take(self, reader, reading):
        """What is told of a page that a reader read an hour later."""
        self.chat.clock.move(self.chat.clock.now() + timedelta(hours=1))
        now, store = self.chat.clock.now(), self.ports.vendor_facts
        baseline = not store.first_read(reader)
        change = changed(reader, reading, store.kept(reader, reading.page), now, baseline=baseline)
        assert not change.trouble
        assert not (reading.lasting and change.ended)
        await store.keep(reader, reading, change, now)
        await record_changes(self.ports, now)
        rows = self.ports.changes.read(LogFilter("", after=self.position, limit=10_000))
        self.position = self.ports.changes.head()
        return [f"{one.change.title}: {one.change.after}" for one in rows if one.change.kind in NEWS]

    def subject(self, slug="anthropic/claude-opus-9"):
        return self.ports.ledger.subject(slug, View("", self.chat.clock.now()))
