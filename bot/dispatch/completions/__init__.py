"""What is offered while somebody types: one module a kind of thing, each with ``suggest(ports, asked, text)``.

Answered from storage only, so that it never waits for a venue; at most 25, with state and date beside each name.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One entry: what is shown (at most 100 characters) and what is sent."""

    label: str
    value: str
