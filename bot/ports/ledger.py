"""Subjects, their names and their history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.names.index import KnownName, KnownSubject
from bot.domain.names.subjects import Alias, OpenedSubject, Subject, SubjectEvent
from bot.domain.promises import TimePromise
from bot.messages.request import View


@dataclass(frozen=True, slots=True)
class NameChanges:
    """Name changes since a position: subjects new or changed, and deleted slugs.

    ``aliases`` names slugs that are no subjects in this scope: a tenant's names for public ones. With ``whole`` it is
    the complete set, replacing everything known before.
    """

    position: int
    subjects: Sequence[KnownSubject] = ()
    gone: Sequence[str] = ()
    aliases: Mapping[str, tuple[KnownName, ...]] = field(default_factory=dict)
    whole: bool = False


class Ledger(Protocol):
    """Subjects and their names, as known at the view's moment."""

    def subject(self, slug: str, view: View) -> Subject | None:
        """Return a subject with the states known by then; None if it was unknown."""

    def subjects(self, slugs: Sequence[str], view: View) -> Mapping[str, Subject]:
        """Return several subjects by slug, without unknown ones."""

    def named(self, text: str, view: View) -> Sequence[Alias]:
        """Return aliases equal to ``text`` once folded, with their status by then.

        Valid ones come first.
        """

    def aliases_of(self, slug: str, view: View) -> Sequence[Alias]:
        """Return a subject's names by then, with the status of each."""

    def namesakes(self, slugs: Sequence[str], view: View) -> Sequence[Alias]:
        """Return every alias that reads like one of these subjects' names.

        Valid ones come first.
        """

    def aliases(self, view: View) -> Sequence[Alias]:
        """Return all aliases known by then: the gazetteer for reading sentences."""

    def suggest(self, text: str, view: View, limit: int = 25) -> Sequence[Subject]:
        """Return subjects whose name or alias contains ``text``, prefix matches included.

        It returns the most recently changed without ``text``.
        """

    def of_lab(self, lab: str, view: View, limit: int = 500) -> Sequence[Subject]:
        """Return subjects whose slugs begin with a lab's, by slug."""

    def latest_releases(self, view: View, limit: int) -> Sequence[Subject]:
        """Return the ``limit`` subjects released last by then, in no order."""

    def events(self, slugs: Sequence[str], view: View) -> Sequence[SubjectEvent]:
        """Return the events of these subjects known by then, in order of occurrence."""

    def time_promises(self, view: View) -> Sequence[TimePromise]:
        """Return the release promises made by then, in order; later ones are excluded."""

    def latest_row(self, view: View) -> datetime | None:
        """Return when the last row on subjects, states and names became known by then.

        While nothing is written, moments with the same one know the same rows.
        """

    def names_positions(self, tenant: str) -> tuple[int, int]:
        """Return the name versions of the public ledger and of a tenant.

        Each change increases them.
        """

    def names(self, tenant: str, after: int | None) -> NameChanges:
        """Return name changes of the public ledger ("") or a tenant since a position.

        None stands for all.
        """

    async def open(self, subject: OpenedSubject) -> None:
        """Create a subject if unknown, with its names and state. Safe to repeat."""

    async def close(self, tenant: str, slug: str, at: datetime) -> None:
        """Undo the creation of a tenant's subject, with the names and states it was given."""

    async def name(self, tenant: str, aliases: Sequence[Alias]) -> None:
        """Add names of subjects in a tenant."""

    async def unname(self, tenant: str, aliases: Sequence[Alias], at: datetime) -> None:
        """Remove such names, by text and subject."""
