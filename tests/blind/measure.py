"""Measures a blind set: ``python tests/blind/measure.py tests/blind/sets/NAME.jsonl [--wrong]``.

A paraphrase of a claim is asked on its day, or as soon as the ledger knows the claim.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from bot.domain.claims.parts import read_parts
from bot.domain.claims.text import clean
from bot.domain.names import KnownName, KnownSubject, NameReader
from bot.ledger import tables
from bot.ledger.claims import claims
from bot.messages.request import Request

Row = dict[str, Any]
TARGETS = {
    "type": 0.90,
    "subject": 0.95,
    "polarity": 0.98,
    "number": 0.93,
    "deadline": 0.95,
    "comparator": 0.92,
    "benchmark": 0.92,
}
SAME = 1e-6


@dataclass
class Tally:
    """Right of asked for each thing measured, what went wrong, and how grades meet the truth."""

    pairs: dict[str, list[int]] = field(default_factory=dict)
    wrong: list[tuple[str, str, Any, Any]] = field(default_factory=list)
    grades: Counter[tuple[str, str]] = field(default_factory=Counter)
    ranks: list[float] = field(default_factory=list)

    def note(self, what: str, row: Row, gold: Any, got: Any) -> None:
        """Counts one expectation."""
        pair = self.pairs.setdefault(what, [0, 0])
        right = gold == got or (
            isinstance(gold, float | int)
            and isinstance(got, float | int)
            and abs(gold - got) <= SAME * max(1, abs(gold))
        )
        pair[0] += right
        pair[1] += 1
        if not right:
            self.wrong.append((what, row["text"], gold, got))


def rows(path: Path) -> Iterator[Row]:
    """The sentences of a set."""
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


async def answers(path: Path) -> list[tuple[Row, Row]]:
    """Every sentence with the data of its answer."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for day, asked in sorted(_by_day(path).items()):
            running = build(
                Path(folder) / f"{day}.db", StandingClock(datetime.combine(date.fromisoformat(day), time(12), UTC))
            )
            for row in asked:
                values = {"claim": row["text"], **({"about": row["about"]} if row.get("about") else {})}
                reply = await running.app.run(Request(name="claimcheck ask", values=values))
                found.append((row, dict(reply.data)))
            running.close()
    return found


def _by_day(path: Path) -> dict[str, list[Row]]:
    days: dict[str, list[Row]] = {}
    for row in rows(path):
        days.setdefault(max(row.get("at", "2026-11-28"), _learned().get(row.get("known", ""), "")), []).append(row)
    return days


@cache
def _learned() -> dict[str, str]:
    """The first day at whose noon the ledger knows each claim."""
    learned = ((claim.id, claim.learned_at) for claim in claims(tables()))
    return {name: (at + timedelta(hours=12)).date().isoformat() for name, at in learned if at is not None}


def tally(found: list[tuple[Row, Row]]) -> Tally:
    """The figures of a set."""
    sums = Tally()
    for row, got in found:
        first = got["claims"][0] if got.get("claims") else got
        checkable = bool(got.get("checkable"))
        if not row["checkable"]:
            sums.note("non-claims left alone", row, False, checkable)
            continue
        if "known" in row:
            _known(sums, row, got, first)
        sums.note("read", row, True, checkable)
        if not checkable:
            continue
        if "type" in row:
            _slots(sums, row, first)
        if "claims" in row:
            sums.note("split", row, row["claims"], len(got.get("claims", [got])))
        if "truth" in row:
            sums.grades[str(row["truth"]).lower(), str(first.get("grade") or "NO EVIDENCE")] += 1
            high = first.get("grade") in ("CONFIRMED", "SUPPORTED")
            if (row["truth"] is False and high) or (row["truth"] is True and first.get("grade") == "CONTRADICTED"):
                sums.wrong.append(("GRADE", row["text"], row["truth"], first.get("grade")))
    return sums


def _known(sums: Tally, row: Row, got: Row, first: Row) -> None:
    """Whether the claim that the sentence repeats stands first, or how near; a new sentence is none of them."""
    matched = first.get("claim_id")
    if not row["known"]:
        sums.note("strangers left alone", row, None, matched)
        return
    order = list(dict.fromkeys(filter(None, (matched, *first.get("nearest", ()), *got.get("nearest", ())))))[:5]
    sums.note("known, first", row, row["known"], order[0] if order else None)
    sums.ranks.append(1 / (1 + order.index(row["known"])) if row["known"] in order else 0.0)


def _slots(sums: Tally, row: Row, got: Row) -> None:
    for slot, key in (
        ("type", "claim_type"),
        ("subject", "subject"),
        ("comparator", "comparator"),
        ("benchmark", "benchmark"),
    ):
        if slot in row:
            value = got.get(key)
            sums.note(slot, row, row[slot], _without_version(row[slot], value) if slot == "benchmark" else value)
    if "subject" in row:
        same = got.get("subject") in _slugs(row["subject"])
        sums.note("subject, any slug", row, row["subject"], row["subject"] if same else got.get("subject"))
    for slot in ("object", "direction"):
        if slot in row:
            sums.note(slot, row, row[slot], got.get(slot))
    if "direction" not in row:
        sums.note("polarity", row, row.get("polarity", "+"), _polarity(got))
    _number(sums, row, got)
    if row.get("type") not in ("price", "context_limits", "benchmark_score"):
        sums.note("deadline", row, row.get("deadline"), _last_day(got))


def _number(sums: Tally, row: Row, got: Row) -> None:
    if "value" in row:
        sums.note("number", row, row["value"], got.get("value"))
        if row.get("unit"):
            sums.note("unit", row, row["unit"], got.get("unit"))
        if "value2" in row:
            sums.note("second number", row, True, row["value2"] in [one["value"] for one in got.get("values", ())])


def _slugs(gold: str) -> frozenset[str]:
    """The annotator's slug, and the one that the product has for the same thing ("baidu/ernie-6" is ernie-6.0)."""
    return frozenset({gold, *(one.slug for one in _names().resolve(gold).readings[:1])})


@cache
def _names() -> NameReader:
    """The names of the public ledger."""
    return NameReader(
        KnownSubject(row["slug"], row["name"], row.get("vendor", ""), tuple(KnownName(a) for a in row.get("also", ())))
        for row in tables()["subject"]
    )


def _polarity(got: Row) -> Any:
    """The polarity; "not before May" denies what a sentence of a day before May would say."""
    return "-" if got.get("operator") == "not_before" else got.get("polarity")


def _last_day(got: Row) -> str | None:
    """The last day that the answer's deadline allows; of "before May" and "not before May" the last of April."""
    day = got.get("deadline")
    day = date.fromisoformat(day) if isinstance(day, str) else day
    if day is not None and got.get("operator") in ("before", "not_before"):
        day -= timedelta(days=1)
    return day.isoformat() if day else None


def _without_version(gold: str, got: Any) -> Any:
    """A benchmark as the sentence's annotator names it, where the answer has its other name or adds the version."""
    if got == _usual_name(gold):
        return gold
    added = isinstance(got, str) and got.startswith(gold) and got[len(gold) :].strip(" -.").replace(".", "").isdecimal()
    return gold if added else got


def _usual_name(gold: str) -> str:
    """The name that the lexicon has for a benchmark spelled another way ("Artificial Analysis Intelligence Index")."""
    parts = read_parts(clean(gold), lambda _: (), datetime(2026, 11, 28, 12, tzinfo=UTC))
    return parts[0].benchmark if len(parts) == 1 and parts[0].benchmark else gold


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("--wrong", action="store_true")
    asked = parser.parse_args()
    sums = tally(asyncio.run(answers(asked.set)))
    for what, (right, n) in sums.pairs.items():
        target = f"  (goal {TARGETS[what]:.2f})" if what in TARGETS else ""
        print(f"{what:22} {right:4}/{n:<4} {right / n:.3f}{target}")
    if sums.ranks:
        print(f"known, mean reciprocal rank among five  {sum(sums.ranks) / len(sums.ranks):.3f} of {len(sums.ranks)}")
    for (truth, grade), n in sorted(sums.grades.items()):
        print(f"said {truth:5} graded {grade:14} {n}")
    if asked.wrong:
        for what, text, gold, got in sorted(sums.wrong, key=lambda entry: entry[0]):
            print(f"{what:10} | {text} | gold {gold} | got {got}")


if __name__ == "__main__":
    main()
