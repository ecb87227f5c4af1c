"""Suggestions while typing: one module per kind of thing, each with ``suggest``.

Answered from storage only, never waiting for a venue; at most 25, with state and date next to each name.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggestion: the label shown (at most 100 characters) and the value sent."""

    label: str
    value: str
