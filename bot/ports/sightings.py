"""Labels and what is known of them: reports, checks, attributions, outcomes, drafts and watches.

Every read takes a `View` and returns rows of its tenant and the public ledger, as they were known at its moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.sightings.confirmations import Check
from bot.domain.sightings.field_guide import FieldGuide
from bot.domain.sightings.methods import Attribution
from bot.domain.sightings.reports import FiledReport
from bot.domain.sightings.shared_counts import SharedCounts
from bot.domain.sightings.sightings import SightingEvent
from bot.messages.request import View
from bot.ports.desk import QueueItem
from bot.ports.pictures import Picture


@dataclass(frozen=True, slots=True)
class Label:
    """A name somebody here reported: as first shown, where, and when it was first known and last changed."""

    key: str
    shown: str
    surface: str
    learned_at: datetime
    changed_at: datetime
    reports: int = 0


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """A picture of an earlier report, for comparing: its perceptual hash and whose label it showed."""

    report: str
    key: str
    label: str
    drawn: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What a label turned out to be, as the desk decided it here."""

    key: str
    label: str
    subject: str
    outcome: str
    how_known: str
    at: datetime
    source: str = ""


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """What a person has begun and not sent: kept a quarter of an hour, on every platform and over a restart."""

    values: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class LabelWatch:
    """Somebody's wish to hear of a label, by its key and as they typed it."""

    tenant: str
    person: str
    key: str
    label: str


class Sightings(Protocol):
    """Everything kept about labels."""

    def guide(self) -> FieldGuide:
        """The public field guide."""

    def canonical(self, key: str, view: View) -> str:
        """The key a label goes by after merges; itself if it was never merged."""

    def label(self, key: str, view: View) -> Label | None:
        """A label reported here, None if nobody did."""

    def labels(self, view: View, since: datetime | None = None, limit: int = 500) -> Sequence[Label]:
        """Labels reported here, the latest changed first."""

    def suggest(self, text: str, view: View, limit: int = 25) -> Sequence[Label]:
        """Labels that begin with or hold a text; the latest changed without one."""

    def events(self, key: str, view: View) -> tuple[SightingEvent, ...]:
        """What happened to a label here, and what public lists showed of it."""

    def reports(self, key: str, view: View, limit: int = 50) -> Sequence[FiledReport]:
        """The reports of a label, newest first, each in the state it had then."""

    def elsewhere(self, key: str, view: View) -> SharedCounts | None:
        """What other tenants share of a label, None if nothing; one that stops sharing, or left, is out at once."""

    def report(self, name: str, view: View) -> FiledReport | None:
        """A report by its id ("CP-0142")."""

    def reports_by(self, person: str, tenant: str, since: datetime) -> Sequence[FiledReport]:
        """What a person reported since a moment, oldest first."""

    def drawn(self, view: View, limit: int = 5_000) -> Sequence[ReportPicture]:
        """The pictures of reports here, newest first."""

    def checks(self, key: str, view: View) -> Sequence[Check]:
        """Who has it and who looked in vain."""

    def attributions(self, view: View, key: str | None = None) -> Sequence[Attribution]:
        """What people here said labels are (of one label, or all)."""

    def settled(self, view: View, key: str | None = None) -> Sequence[Settled]:
        """What the desk here decided labels were."""

    def watchers(self, keys: Sequence[str]) -> Sequence[LabelWatch]:
        """Who watches one of some labels, in every tenant."""

    def watching(self, person: str, tenant: str) -> Sequence[str]:
        """The labels a person watches, as shown."""

    def draft(self, tenant: str, person: str, kind: str, now: datetime) -> ReportDraft | None:
        """A draft of a person, unless it is older than fifteen minutes."""

    async def reserve(self, tenant: str, letters: str) -> str:
        """The next id of a kind in a tenant ("CP", "AT"), so that an answer can name what it is about to keep."""

    async def keep_draft(self, tenant: str, person: str, kind: str, draft: ReportDraft) -> None:
        """Keep a draft in the place of the one before."""

    async def drop_draft(self, tenant: str, person: str, kind: str) -> None:
        """Forget a draft."""

    async def keep_picture(self, tenant: str, person: str, picture: Picture, at: datetime) -> str:
        """Keep a picture; returns its id. The same pixels are kept once."""

    def picture(self, tenant: str, name: str) -> Picture | None:
        """A picture of this tenant by its id."""

    async def file(
        self, tenant: str, filed: FiledReport, item: QueueItem | None = None, *, drafted: bool = False
    ) -> FiledReport | None:
        """Keep a report under its id (a new one if it has none), its label if new, the event, what the desk is asked.

        All or nothing, in one transaction, in which the draft of its person goes; the same id again changes nothing.
        Where the report was ``drafted`` and the draft is gone, it was filed already: nothing is kept (None).
        """

    async def edit(self, tenant: str, filed: FiledReport, at: datetime) -> bool:
        """Put an edited report in its place; the event stays in the label's history. False if it was withdrawn."""

    async def withdraw(self, tenant: str, name: str, by: str, at: datetime) -> bool:
        """Withdraw a report: its text and picture go, a tombstone stays. False if it was gone already."""

    async def happen(self, tenant: str, key: str, event: SightingEvent, by: str) -> None:
        """Note something that happened to a label (accepted, refused, restored, resolved, reopened, same person)."""

    async def check(self, tenant: str, key: str, check: Check, note: str = "") -> None:
        """Keep an answer to "do you have it?"."""

    async def attribute(self, tenant: str, said: Attribution, item: QueueItem | None = None) -> str:
        """Keep an attribution and what the desk is asked about it, together; returns its id ("AT-0007")."""

    async def judge(self, tenant: str, name: str, at: datetime | None, *, stands: bool) -> None:
        """Accept an attribution's link (``at``), take the acceptance back (None), or withdraw it (``stands`` False)."""

    async def settle(self, tenant: str, settled: Settled, by: str) -> None:
        """Note what a label was; its grade becomes RESOLVED."""

    async def unsettle(self, tenant: str, key: str, by: str, at: datetime) -> None:
        """Take that back."""

    async def merge(self, tenant: str, key: str, into: str, by: str, at: datetime) -> None:
        """Show one label as another from now on; its events count there."""

    async def unmerge(self, tenant: str, key: str, at: datetime) -> None:
        """Take a merge back."""

    async def watch(self, tenant: str, person: str, label: str, place: str, at: datetime | None) -> None:
        """Watch a label, or with ``at`` None stop."""
