"""Labels: reports, checks, attributions, outcomes, drafts and watches.

Every read takes a `View` and returns rows of its tenant and the public ledger, as known at its moment.
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
    """A label reported here: its original spelling, place, first and latest change."""

    key: str
    shown: str
    surface: str
    learned_at: datetime
    changed_at: datetime
    reports: int = 0


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """An earlier report's picture for comparison: its perceptual hash and label."""

    report: str
    key: str
    label: str
    drawn: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What a label turned out to be, by this desk's decision."""

    key: str
    label: str
    subject: str
    outcome: str
    how_known: str
    at: datetime
    source: str = ""


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """An unsent report.

    It is kept for fifteen minutes, on every platform and across restarts.
    """

    values: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class LabelWatch:
    """A person's watch on a label, by key and as typed."""

    tenant: str
    person: str
    key: str
    label: str


class Sightings(Protocol):
    """Everything stored about labels."""

    def guide(self) -> FieldGuide:
        """Return the public field guide."""

    def canonical(self, key: str, view: View) -> str:
        """Return the key of a label after merges; the key itself if it was never merged."""

    def label(self, key: str, view: View) -> Label | None:
        """Return a label reported here; None if nobody reported it."""

    def labels(self, view: View, since: datetime | None = None, limit: int = 500) -> Sequence[Label]:
        """Return labels reported here, latest changed first."""

    def suggest(self, text: str, view: View, limit: int = 25) -> Sequence[Label]:
        """Return labels that begin with or contain a text.

        It returns the latest changed without a text.
        """

    def events(self, key: str, view: View) -> tuple[SightingEvent, ...]:
        """Return a label's events here, and its appearances in public lists."""

    def reports(self, key: str, view: View, limit: int = 50) -> Sequence[FiledReport]:
        """Return a label's reports, newest first, each in its state at the view's moment."""

    def elsewhere(self, key: str, view: View) -> SharedCounts | None:
        """Return the counts that other tenants share of a label; None if there are none.

        A tenant that stops sharing, or leaves, is excluded at once.
        """

    def published(self, key: str, view: View) -> tuple[SharedCounts, tuple[str, ...]] | None:
        """Return the counts of a label that tenants publish, and those tenants, or None.

        One that stops, or left, is out at once, for every moment; one counts from when it began to publish.
        """

    def report(self, name: str, view: View) -> FiledReport | None:
        """Return a report by id ("CP-0142")."""

    def reports_by(self, person: str, tenant: str, since: datetime) -> Sequence[FiledReport]:
        """Return a person's reports since a moment, oldest first."""

    def drawn(self, view: View, limit: int = 5_000) -> Sequence[ReportPicture]:
        """Return the pictures of reports here, newest first."""

    def checks(self, key: str, view: View) -> Sequence[Check]:
        """Return the confirmations and denials of a label."""

    def attributions(self, view: View, key: str | None = None) -> Sequence[Attribution]:
        """Return attributions made here (of one label, or all)."""

    def settled(self, view: View, key: str | None = None) -> Sequence[Settled]:
        """Return the desk's decisions about labels here."""

    def watchers(self, keys: Sequence[str]) -> Sequence[LabelWatch]:
        """Return who watches one of some labels, in every tenant."""

    def watching(self, person: str, tenant: str) -> Sequence[str]:
        """Return the labels a person watches, in display form."""

    def draft(self, tenant: str, person: str, kind: str, now: datetime) -> ReportDraft | None:
        """Return a person's draft unless it is older than fifteen minutes."""

    async def reserve(self, tenant: str, letters: str) -> str:
        """Reserve the next id of a kind in a tenant ("CP", "AT"), to show in an answer."""

    async def keep_draft(self, tenant: str, person: str, kind: str, draft: ReportDraft) -> None:
        """Store a draft, replacing the previous one."""

    async def drop_draft(self, tenant: str, person: str, kind: str) -> None:
        """Delete a draft."""

    async def keep_picture(self, tenant: str, person: str, picture: Picture, at: datetime) -> str:
        """Store a picture and return its id; identical pixels are stored once."""

    def picture(self, tenant: str, name: str) -> Picture | None:
        """Return a picture of this tenant by id."""

    async def file(
        self, tenant: str, filed: FiledReport, item: QueueItem | None = None, *, drafted: bool = False
    ) -> FiledReport | None:
        """Store a report with its label, event and desk item.

        A new id is assigned if it has none. One transaction, which also deletes the person's draft; repeating it with
        the same id changes nothing. If the report was ``drafted`` and the draft is gone, it was filed already: nothing
        is stored (None).
        """

    async def edit(self, tenant: str, filed: FiledReport, at: datetime) -> bool:
        """Replace a report by its edited version, keeping the event.

        False if it was withdrawn.
        """

    async def withdraw(self, tenant: str, name: str, by: str, at: datetime) -> bool:
        """Withdraw a report: text and picture are deleted, a tombstone remains.

        It is False where it was gone already.
        """

    async def happen(self, tenant: str, key: str, event: SightingEvent, by: str) -> None:
        """Record an event of a label.

        It is accepted, refused, restored, resolved, reopened or of the same person.
        """

    async def check(self, tenant: str, key: str, check: Check, note: str = "") -> None:
        """Store an answer to "do you have it?"."""

    async def uncheck(self, tenant: str, key: str, check: Check) -> None:
        """Delete such an answer of a person; one from before counts again."""

    async def attribute(self, tenant: str, said: Attribution, item: QueueItem | None = None) -> str:
        """Store an attribution with its desk item; returns its id ("AT-0007")."""

    async def unattribute(self, tenant: str, name: str, by: str, at: datetime) -> bool:
        """Withdraw a person's own attribution with its words and its entry at the desk.

        False if it is not theirs, or gone already.
        """

    async def judge(self, tenant: str, name: str, at: datetime | None, *, stands: bool) -> None:
        """Accept an attribution (``at``) or undo that (None).

        With ``stands`` False it is withdrawn.
        """

    async def settle(self, tenant: str, settled: Settled, by: str) -> None:
        """Record what a label was; its grade becomes RESOLVED."""

    async def unsettle(self, tenant: str, key: str, by: str, at: datetime) -> None:
        """Undo that."""

    async def merge(self, tenant: str, key: str, into: str, by: str, at: datetime) -> None:
        """Merge a label into another; its events count there from now on."""

    async def unmerge(self, tenant: str, key: str, at: datetime) -> None:
        """Undo a merge."""

    async def watch(self, tenant: str, person: str, label: str, place: str, at: datetime | None) -> None:
        """Watch a label, or stop with ``at`` None."""
