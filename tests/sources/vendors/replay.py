"""Recordings of vendors' pages: pages of our own in the vendors' shapes, and what a reader makes of them."""

import json
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.catalogs.vendor_facts import PageReading, Validators, VendorFact
from bot.sources.protocol import Answer, Get, drive
from bot.sources.vendors import every

RECORDED = Path(__file__).parents[2] / "recorded"
READ_AT = datetime(2032, 1, 1, tzinfo=UTC)


def told(fact: VendorFact) -> str:
    """A fact in a line."""
    day = fact.day.isoformat() if fact.day else "-"
    values = " ".join(f"{value.role}={value.number:g}" for value in fact.values)
    notice = f"announced {fact.announced}" if fact.announced else ""
    successor = f"then {fact.successor}" if fact.successor else ""
    parts = (fact.slug, fact.model, fact.kind.value, day, fact.certainty.value, fact.surface, values, successor, notice)
    return " | ".join(part for part in parts if part)


class VendorRecording:
    """One recorded round of a reader."""

    def __init__(self, path: Path) -> None:
        self.name = path.parent.name
        self.told = json.loads(path.read_text("utf-8"))
        self.asked: list[Get] = []

    def answer(self, get: Get) -> Answer:
        """The recorded answer to a wish; asking anything else fails."""
        self.asked.append(get)
        for exchange in self.told["exchanges"]:
            request, answer = exchange["request"], exchange["answer"]
            if (request["upstream"], request["path"], request.get("query", {})) == (
                get.upstream,
                get.path,
                dict(get.query),
            ):
                body = json.dumps(answer["json"]) if "json" in answer else answer["text"]
                return Answer(answer["status"], answer.get("headers", {}), body.encode(), READ_AT, get.origin)
        raise AssertionError(f"nobody recorded {get}")

    def readings(self, known: Validators | None = None) -> tuple[PageReading, ...]:
        """What the reader makes of the round."""
        return drive(every()[self.name].read(known or Validators()), self.answer)

    def replay(self) -> list[str]:
        """Every fact of the round, a line each."""
        return [told(fact) for reading in self.readings() for fact in reading.facts or ()]
