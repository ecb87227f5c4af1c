"""The sentences of the tests with their labels, as features for training."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from bot.domain.claims.parts import read_parts
from bot.domain.claims.scoring import features
from bot.domain.claims.text import clean, sentences
from bot.domain.names import NameReader

BY_RULE = frozenset({"other_language", "no_subject", "fragment", "link_only", "private_person", "empty"})
SETS = Path(__file__).parent / "sets"
TRAINING = Path(__file__).parent / "training"
"""Sentences written to train with, by people who had not seen the code either."""
CLAIMS = Path(__file__).parents[1] / "domain" / "claims"


@dataclass(frozen=True)
class Labelled:
    """A sentence, what it is, its features, and the file it is from."""

    text: str
    label: str
    features: frozenset[str]
    file: str = ""


def labelled() -> list[Labelled]:
    """Every sentence of the tests that is one claim, or none."""
    reader = NameReader()
    rows = []
    for file in sorted(CLAIMS.glob("sentences*.jsonl")):
        for row in map(json.loads, file.read_text("utf-8").splitlines()):
            text = " ".join(sentences(clean(row["text"])))
            if "types" in row or not text or row.get("reason") in BY_RULE:
                continue
            now = datetime.combine(date.fromisoformat(row.get("at", "2026-04-21")), time(12), UTC)
            parts = read_parts(text, reader.read, now)
            rows.append(
                Labelled(text, row.get("type") or row["reason"], features(parts, asked=text.endswith("?")), file.name)
            )
    files = (*sorted(SETS.glob("*.jsonl")), *sorted(TRAINING.glob("*.jsonl")))
    return rows + [row for file in files for row in _retired(file, reader)]


def _retired(file: Path, reader: NameReader) -> list[Labelled]:
    """The claims of a set that has been measured; of its non-claims those that say why they are none."""
    rows = []
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        label = row.get("type") or row.get("reason")
        text = " ".join(sentences(clean(row["text"])))
        if label and text and row.get("claims", 1) == 1 and label not in BY_RULE:
            now = datetime.combine(date.fromisoformat(row["at"]), time(12), UTC)
            parts = read_parts(text, reader.read, now)
            rows.append(Labelled(text, label, features(parts, asked=text.endswith("?")), file.name))
    return rows
