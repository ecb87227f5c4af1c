"""Subjects, their names and what happened to them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.domain.names.subjects import Alias, Subject, SubjectEvent
from bot.messages.request import View


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

    def namesakes(self, slug: str, view: View) -> Sequence[Alias]:
        """Every alias that reads as a name of this subject, its own among them: good ones first."""

    def aliases(self, view: View) -> Sequence[Alias]:
        """Every alias known by then: the gazetteer that sentences are read with."""

    def suggest(self, text: str, view: View, limit: int = 25) -> Sequence[Subject]:
        """Subjects whose name or alias begins with or contains ``text``; the most recently changed when it is empty."""

    def events(self, slugs: Sequence[str], view: View) -> Sequence[SubjectEvent]:
        """What happened to these subjects and was known by then, in the order it happened."""
