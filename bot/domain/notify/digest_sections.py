"""Sections of a digest and the kinds of change each one shows.

A new section is a member of `Section`, in its place in the digest; a new kind of change is a row of `ChangeKind`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Section(StrEnum):
    """The sections of a digest, in order."""

    CORRECTIONS = "corrections"
    RELEASES = "releases"
    GRADES = "grade changes"
    SIGHTINGS = "sightings"
    ODDS = "odds moves"
    OFFERS = "prices and limits"
    RETIREMENTS = "retirements"
    WAITS = "release checklist"
    CLOSING = "closing soon"


class ChangeKind(StrEnum):
    """A kind of change with its digest section; alerts can select kinds."""

    section: Section

    def __new__(cls, value: str, section: Section) -> Self:
        """Create a kind from its word; ``ChangeKind("release")`` finds it."""
        made = str.__new__(cls, value)
        made._value_ = value
        made.section = section
        return made

    @classmethod
    def named(cls, text: str) -> Self | None:
        """Return the kind that a section's name or a synonym means; None else."""
        word = " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
        meant = SYNONYMS.get(word, word)
        first = (kind for kind in cls if meant in (kind.value, kind.section.value))
        return next(first, None)

    RELEASE = "release", Section.RELEASES
    GRADE = "grade change", Section.GRADES
    SIGHTING = "sighting", Section.SIGHTINGS
    ODDS = "odds move", Section.ODDS
    RULES = "rules change", Section.ODDS
    REVEAL = "reveal", Section.SIGHTINGS
    CORRECTION = "correction", Section.CORRECTIONS
    WAIT = "wait", Section.WAITS
    CLOSING = "closing", Section.CLOSING
    PRICE = "price change", Section.OFFERS
    LIMIT = "limit change", Section.OFFERS
    RETIREMENT = "retirement", Section.RETIREMENTS


# What people call a kind of change, in digests and alerts alike.
SYNONYMS = {
    "new models": "release",
    "new model": "release",
    "launches": "release",
    "launch": "release",
    "grades": "grade change",
    "claims": "grade change",
    "reports": "sighting",
    "odds": "odds move",
    "prediction markets": "odds move",
    "prices": "price change",
    "price changes": "price change",
    "limits": "limit change",
    "limit changes": "limit change",
    "reveals": "reveal",
    "shutdowns": "retirement",
    "shutdown": "retirement",
    "deprecations": "retirement",
    "checklist": "wait",
    "closing markets": "closing",
    "rules": "rules change",
    "rule changes": "rules change",
}
