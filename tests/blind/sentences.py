"""The sentences of the tests with their labels, as features for training."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot.domain.claims.parts import read_parts
from bot.domain.claims.scoring import features
from bot.domain.claims.text import clean, sentences
from bot.domain.names import NameReader

BY_RULE = frozenset({"other_language", "no_subject", "fragment", "link_only", "private_person", "empty"})
CLAIMS = Path(__file__).parents[1] / "domain" / "claims"


@dataclass(frozen=True)
class Labelled:
    """A sentence, what it is, and its features."""

    text: str
    label: str
    features: frozenset[str]


def labelled() -> list[Labelled]:
    """Every sentence of the tests that is one claim, or none."""
    reader = NameReader()
    rows = []
    for file in sorted(CLAIMS.glob("sentences*.toml")):
        for row in tomllib.loads(file.read_text("utf-8"))["s"]:
            text = " ".join(sentences(clean(row["text"])))
            if "types" in row or not text or row.get("reason") in BY_RULE:
                continue
            day = row.get("at", date(2026, 4, 21))
            now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
            parts = read_parts(text, reader.read, now)
            rows.append(Labelled(text, row.get("type") or row["reason"], features(parts, asked=text.endswith("?"))))
    return rows
