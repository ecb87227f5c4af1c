"""Measures questions: ``python tests/blind/measure_questions.py tests/blind/questions/NAME.toml [--wrong]``.

A row has ``text``, ``intent`` and ``subject`` (a display name or a label, '' for none; ``subject2`` the other model of
a comparison; ``also`` other intents and ``also_subject`` other subjects that the writer called as reasonable: *allowed*
counts them). Every text is typed by a member of a new place on the bundled ledger on `DAY`; what it is read as comes
from the JSON reply, or from the command that ran where the text names one.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from adapters.runtime.bootstrap import RunningApp, build
from adapters.runtime.clock import StandingClock
from bot.domain.names import label_slug
from bot.messages.request import Request, Role, View
from bot.queries.names import names

DAY = datetime(2026, 11, 28, 12, tzinfo=UTC)
PLACE = "console:blind/here"
OF_COMMAND = {
    "model show": "model",
    "model coming": "coming",
    "model watch": "watch",
    "model unwatch": "watch",
    "alerts list": "watch",
    "alerts stop": "watch",
    "claimcheck source": "source",
    "odds compare": "compare",
    "odds record": "record",
}
OF_FAMILY = {"odds": "odds", "checkpoint": "checkpoint", "claimcheck": "claim", "catchup": "news", "digest": "digest"}


@dataclass
class Result:
    """Counts, and the rows that went wrong: what, wanted, got."""

    rows: int = 0
    intent: int = 0
    subject: int = 0
    both: int = 0
    allowed: int = 0
    named: int = 0
    wrong_subject: int = 0
    refused: int = 0
    by_intent: Counter[tuple[str, bool]] = field(default_factory=Counter)
    wrong: list[tuple[str, str, str, str]] = field(default_factory=list)


def slugs_of(running: RunningApp, row: dict[str, Any]) -> set[str]:
    """The slugs that a row's subject may be read as; a comparison's are those of both models."""
    reader = names(running.ports, View("console:blind", DAY))
    given = [row.get("subject", ""), row.get("subject2", "") if row["intent"] == "compare" else ""]
    made: set[str] = set()
    for name in filter(None, given):
        found = reader.resolve(name)
        made |= {label_slug(name), *(one.slug for one in found.readings if not one.is_guess)}
    return made


def same(subject: str, gold: set[str], intent: str) -> bool:
    """Whether a subject is the one that was meant; a source or venue may be named by a part of its name."""
    if intent not in ("source", "record") or not gold or not subject:
        return subject in gold if gold else not subject
    bare = {one.removeprefix("label/") for one in gold}
    parts = set(subject.split("-")) - {"the"}
    return any(
        subject.replace("-", "") == one.replace("-", "") or parts <= set(one.split("-")) or subject == one
        for one in bare
    )


def read_of(data: dict[str, Any], command: str) -> tuple[str, str]:
    """Intent and subject of a reply."""
    if said := data.get("read_as"):
        return said["intent"], said["subject"] or ""
    intent = OF_COMMAND.get(command) or OF_FAMILY.get(command.partition(" ")[0], "help")
    return intent, data.get("subject") or ""


async def measure(path: Path) -> Result:
    """Ask every text and count."""
    result = Result()
    with tempfile.TemporaryDirectory() as folder:
        running = build(Path(folder) / "blind.db", StandingClock(DAY))
        for number, row in enumerate(tomllib.loads(path.read_text("utf-8"))["row"]):
            asker = f"console:asker{number}"  # somebody new each time: no row goes on from the one before
            request = Request(line=row["text"], actor=asker, place=PLACE, roles=frozenset({Role.MEMBER}))
            began = perf_counter()
            reply = await running.app.run(request)
            took = perf_counter() - began
            intent, subject = read_of(dict(reply.data), reply.command)
            gold = slugs_of(running, row)
            same_intent = intent == row["intent"]
            same_subject = same(subject, gold, row["intent"])
            result.rows += 1
            result.intent += same_intent
            result.subject += same_subject
            result.both += same_intent and same_subject
            others = [slugs_of(running, row | {"subject": other}) for other in row.get("also_subject", ())]
            fits = same_subject or any(same(subject, other, row["intent"]) for other in others)
            result.allowed += (same_intent or intent in row.get("also", ())) and fits
            result.named += bool(gold)
            result.wrong_subject += bool(subject) and not same_subject
            result.refused += intent == "none" and row["intent"] != "none"
            result.by_intent[row["intent"], same_intent and same_subject] += 1
            if not (same_intent and same_subject):
                wanted = f"{row['intent']} {row.get('subject', '')}".strip()
                result.wrong.append((row["text"], wanted, f"{intent} {subject}".strip(), f"{took * 1000:.0f} ms"))
        running.close()
    return result


def main() -> None:
    """Print the figures, with ``--wrong`` the rows that went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("set", type=Path)
    parser.add_argument("--wrong", action="store_true")
    asked = parser.parse_args()
    found = asyncio.run(measure(asked.set))
    print(f"n {found.rows} · with a subject {found.named}")
    for name in ("both", "allowed", "intent", "subject", "wrong_subject", "refused"):
        count = getattr(found, name)
        print(f"{name:14} {count:4} {count / found.rows:.3f}")
    for intent in sorted({one for one, _ in found.by_intent}):
        right, wrong = found.by_intent[intent, True], found.by_intent[intent, False]
        print(f"  {intent:12} {right} of {right + wrong}")
    if asked.wrong:
        print(*(" | ".join(row) for row in found.wrong), sep="\n")


if __name__ == "__main__":
    main()
