"""Subjects, their names and what happened to them."""

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
    """What became of names since a position: subjects new or changed, and slugs that are gone.

    ``aliases`` are names of slugs that are no subjects there: a tenant's for a public one. ``whole``: this is all there
    is, whatever was known before.
    """

    position: int
    subjects: Sequence[KnownSubject] = ()
    gone: Sequence[str] = ()
    aliases: Mapping[str, tuple[KnownName, ...]] = field(default_factory=dict)
    whole: bool = False


class Ledger(Protocol):
    """The subjects and their names, as they were known at the view's moment."""

    def subject(self, slug: str, view: View) -> Subject | None:
        """The subject of that slug, with the states known by then; None if the ledger did not know it."""

    def subjects(self, slugs: Sequence[str], view: View) -> Mapping[str, Subject]:
        """Several at once, by slug; those the ledger did not know are left out."""

    def named(self, text: str, view: View) -> Sequence[Alias]:
        """Every alias that reads as ``text`` once folded, with its status by then: good ones first."""

    def aliases_of(self, slug: str, view: View) -> Sequence[Alias]:
        """What a subject was called by then, with the status of each name."""

    def namesakes(self, slugs: Sequence[str], view: View) -> Sequence[Alias]:
        """Every alias that reads as a name of these subjects, their own among them: good ones first."""

    def aliases(self, view: View) -> Sequence[Alias]:
        """Every alias known by then: the gazetteer that sentences are read with."""

    def suggest(self, text: str, view: View, limit: int = 25) -> Sequence[Subject]:
        """Subjects whose name or alias begins with or contains ``text``; the most recently changed when it is empty."""

    def events(self, slugs: Sequence[str], view: View) -> Sequence[SubjectEvent]:
        """What happened to these subjects and was known by then, in the order it happened."""

    def time_promises(self, view: View) -> Sequence[TimePromise]:
        """The time words said by then, in the order they were said; what came later has not come."""

    def names_positions(self, tenant: str) -> tuple[int, int]:
        """How far the names of the public ledger and of a tenant have come: numbers that grow with every change."""

    def names(self, tenant: str, after: int | None) -> NameChanges:
        """What became of the names of the public ledger ("") or of one tenant since a position; None for all."""

    async def open(self, subject: OpenedSubject) -> None:
        """Open a subject where it is not known, and note its names and the state it reached. Twice is harmless."""

    async def close(self, tenant: str, slug: str, at: datetime) -> None:
        """Take back a subject that a tenant opened, with the names and states the tenant gave it."""

    async def name(self, tenant: str, aliases: Sequence[Alias]) -> None:
        """Give subjects names in a tenant."""

    async def unname(self, tenant: str, aliases: Sequence[Alias], at: datetime) -> None:
        """Take such names back, by their text and subject."""
