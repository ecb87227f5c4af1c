"""Converts a set in TOML with display names to the form of the README: ``convert.py NAME.toml DAY > NAME.jsonl``.

Names become slugs, and benchmarks their names on file, by the product's readers where one reading is left; where it is
not, the field is dropped and the row counted on standard error. A comparison's polarity becomes its direction.
"""

from __future__ import annotations

import json
import sys
import tempfile
import tomllib
from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))


from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from bot.domain.claims.parts import read_parts
from bot.messages.request import View
from bot.queries.names import ReaderAt, names

Row = dict[str, Any]
TYPES = {"context": "context_limits"}
KEPT = (
    "text",
    "register",
    "checkable",
    "reason",
    "value",
    "value2",
    "truth",
    "about",
    "claims",
    "known",
    "role",
    "role2",
)
WAYS = {"input": " in", "output": " out"}


class Converter:
    """Turns rows into the form that is measured; ``dropped`` counts what could not be mapped."""

    def __init__(self, reader: ReaderAt, day: date) -> None:
        self.reader = reader
        self.day = day
        self.dropped: Counter[str] = Counter()

    def row(self, row: Row) -> Row:
        """One row."""
        made: Row = {key: row[key] for key in KEPT if key in row} | {"at": str(row.get("at", self.day))}
        if not row["checkable"]:
            return made
        kind = row["type"].replace(" ", "_")
        made["type"] = kind = TYPES.get(kind, kind)
        for key, target in (("subject", "subject"), ("comparator", "object" if kind == "identity" else "comparator")):
            if key in row and (slug := self.slug(row[key])):
                made[target] = slug
        sign = int(row.get("polarity", 1))
        if kind == "better_than":
            made["direction"] = "above" if sign > 0 else "below"
        else:
            made["polarity"] = "+" if sign > 0 else "-"
        if "benchmark" in row:
            parts = read_parts(row["benchmark"], self.reader.read, datetime.combine(self.day, time(), UTC))
            made["benchmark"] = next(
                (name for part in parts if (name := part.benchmark or part.means("measurer"))), row["benchmark"]
            )
        if "unit" in row:
            made["unit"] = row["unit"].replace("USD per million tokens", "USD/Mtok") + WAYS.get(row.get("role", ""), "")
        if "deadline" in row:
            made["deadline"] = str(row["deadline"])
        return made

    def slug(self, name: str) -> str:
        """The slug of a name; empty where several or none are meant."""
        found = self.reader.resolve(name)
        if found.best is None:
            self.dropped[name] += 1
            return ""
        return found.best.slug


def main() -> None:
    """Writes the converted rows."""
    day = date.fromisoformat(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        now = datetime.combine(day, time(12), UTC)
        running = build(Path(folder) / "names.db", StandingClock(now))
        converter = Converter(names(running.ports, View("", now)), day)
        for row in tomllib.loads(Path(sys.argv[1]).read_text("utf-8"))["row"]:
            print(json.dumps(converter.row(row), ensure_ascii=False))
        running.close()
    print(dict(converter.dropped), file=sys.stderr)


if __name__ == "__main__":
    main()
