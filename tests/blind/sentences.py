"""The sentences of the tests with their labels, as features for training."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.domain.claims import entities, when
from bot.domain.claims.parts import Moment, read_parts
from bot.domain.claims.scoring import features
from bot.domain.claims.shapes import is_past
from bot.domain.claims.text import clean, lower, sentences

CLAIMS = Path(__file__).parents[1] / "domain" / "claims"


@dataclass(frozen=True)
class Labelled:
    text: str
    label: str
    features: frozenset[str]


def labelled():
    out = []
    for file in sorted(CLAIMS.glob("sentences*.toml")):
        for row in tomllib.loads(file.read_text("utf-8"))["s"]:
            if "types" in row: continue
            label = row.get("type") or row["reason"]
            day = row.get("at", date(2026, 4, 21))
            t = " ".join(sentences(clean(row["text"])))
            if not t: continue
            gaz = entities.Gazetteer()
            def names(text, taken): return entities.find(text, gaz, entities.Context(), taken)
            def moments(text):
                lo = lower(text)
                return [Moment(w.start, w.end, w.day, str(w.operator), w.starts) for w in when.find(lo, day, past=is_past(lo))]
            parts = read_parts(t, names, moments)
            out.append(Labelled(t, label, features(parts, asked=t.endswith("?"))))
    return out
