"""Lengths of time not counted from now: "58 days", "a week after the launch"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from bot.domain.time.mentions import MAX_TEXT
from bot.domain.time.patterns import Phrase, parse_phrases
from bot.domain.time.phrases.relative import counted
from bot.domain.time.tokens import TimeToken, tokenize

DAYS = {"day": 1.0, "workday": 1.4, "week": 7.0, "fortnight": 14.0, "weekend": 7.0, "hour": 1 / 24, "minute": 1 / 1440}
DAYS |= {"month": 365.25 / 12, "quarter": 365.25 / 4, "year": 365.25, "decade": 3652.5, "century": 36525.0}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time.

    ``relation`` is "after" or "before" if it is counted from an event.
    """

    text: str
    start: int
    end: int
    count: int
    unit: str
    relation: str = ""
    approximate: bool = False

    @property
    def days(self) -> float:
        """Its length in days; months and years are average ones."""
        return self.count * DAYS[self.unit]


def find_durations(text: str) -> tuple[Duration, ...]:
    """Find the lengths of time in a text, in order. Never raises."""
    items = parse_phrases(tokenize(text[:MAX_TEXT]))
    found = []
    for index, item in enumerate(items):
        if item.kind not in ("OFFSET", "LENGTH"):
            continue
        count, unit, rough = counted(cast("Phrase", item))
        following = items[index + 1] if index + 1 < len(items) else None
        after = following.text if isinstance(following, TimeToken) else ""
        relation = {"after": "after", "following": "after", "later": "after", "before": "before", "earlier": "before",
                    "prior to": "before"}.get(after, "")  # fmt: skip
        found.append(Duration(text[item.start : item.end], item.start, item.end, count, unit, relation, rough))
    return tuple(found)
