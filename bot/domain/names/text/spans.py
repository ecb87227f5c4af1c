"""A name found among the tokens of a text, before it becomes a `Mention`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.names.reading import NameReading


@dataclass(frozen=True, slots=True)
class NameSpan:
    """Tokens ``first`` to ``last`` (excluded) and their possible meanings."""

    first: int
    last: int
    readings: tuple[NameReading, ...]
