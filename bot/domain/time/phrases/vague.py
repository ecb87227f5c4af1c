"""Times without a date: "soon", "in the coming weeks", "any day now"."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.time.mentions import MAX_TEXT
from bot.domain.time.patterns import Phrase, parse_phrases
from bot.domain.time.phrases.relative import UNIT
from bot.domain.time.tokens import tokenize


@dataclass(frozen=True, slots=True)
class VagueTime:
    """Words that promise a time without naming one.

    ``unit`` is "week" for "in the coming weeks", empty for "soon".
    """

    text: str
    start: int
    end: int
    unit: str = ""


def find_vague_times(text: str) -> tuple[VagueTime, ...]:
    """Find the vague times of a text, in order. Never raises."""
    return tuple(
        VagueTime(text[item.start : item.end], item.start, item.end, item.value(*UNIT) or "")
        for item in parse_phrases(tokenize(text[:MAX_TEXT]))
        if isinstance(item, Phrase) and item.kind == "VAGUETIME"
    )
