"""The sentence sets: read, understood with the public ledger's names, and held against what they expect."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from bot.domain.claims.parse import parse_message
from bot.domain.claims.parsed import ParsedClaim
from bot.domain.names import KnownName, KnownSubject, NameReader
from bot.ledger import tables

HERE = Path(__file__).parent
DAYS = ("at", "deadline")
SLOTS = (
    "object",
    "comparator",
    "benchmark",
    "value",
    "unit",
    "operator",
    "direction",
    "said_by",
    "asked",
    "forecast",
)


@dataclass(frozen=True)
class NamesAt:
    """A name reader that knows what was known at one moment."""

    reader: NameReader
    at: datetime

    def read(self, text, followed=(), **style):
        """Every name in a text."""
        return self.reader.read(text, followed, self.at, **style)

    def resolve(self, text, followed=()):
        """What a text means that should be one name."""
        return self.reader.resolve(text, followed, self.at)


def names(at: datetime = datetime(2026, 4, 21, 12, tzinfo=UTC)) -> NamesAt:
    """The names of the public ledger as they were known then."""
    return NamesAt(_reader(), at)


@cache
def _reader() -> NameReader:
    return NameReader(
        KnownSubject(row["slug"], row["name"], row.get("vendor", ""), tuple(KnownName(a) for a in row.get("also", ())))
        for row in tables()["subject"]
    )


@dataclass
class Tally:
    """How a set went: right of asked for each thing measured, and the sentences that went wrong."""

    type: list[int]
    subject: list[int]
    dates: list[int]
    slots: list[int]
    polarity: list[int]
    split: list[int]
    false_dates: int = 0
    graded: int = 0
    non_claims: int = 0
    wrong: list[str] | None = None

    def line(self) -> str:
        """The figures in one line."""
        share = {
            name: f"{right}/{asked}"
            for name in ("type", "subject", "dates", "slots", "polarity", "split")
            for right, asked in [getattr(self, name)]
        }
        return f"{share} false dates {self.false_dates}, non-claims graded {self.graded}/{self.non_claims}"


def rows(name: str) -> list[dict]:
    """The rows of a set; days as days."""
    found = [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]
    return [{key: date.fromisoformat(row[key]) if key in DAYS else row[key] for key in row} for row in found]


def understood(row: dict) -> tuple[ParsedClaim, ...]:
    """A row's text, read on its day."""
    day = row.get("at", date(2026, 4, 21))
    now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return parse_message(row["text"], now, names(now))


def tally(name: str) -> Tally:
    """A set's figures."""
    sums = Tally([0, 0], [0, 0], [0, 0], [0, 0], [0, 0], [0, 0], wrong=[])
    for row in rows(name):
        got = understood(row)
        first = got[0]
        if "reason" in row:
            sums.non_claims += 1
            sums.graded += first.checkable
            if first.checkable:
                sums.wrong.append(row["text"])
            continue
        if "types" in row:
            note(sums, "split", [c.claim_type for c in got] == row["types"], row)
            continue
        note(sums, "type", first.claim_type == row["type"], row)
        note(sums, "polarity", first.polarity == row.get("polarity", "+"), row)
        note(sums, "split", len(got) == row.get("count", 1), row)
        if "subject" in row:
            note(sums, "subject", first.subject == row["subject"], row)
        if "deadline" in row:
            note(sums, "dates", first.deadline == row["deadline"], row)
        elif first.deadline is not None and row["type"] != "context_limits":
            sums.false_dates += 1
            sums.wrong.append(row["text"])
        for slot in SLOTS:
            if slot in row:
                note(sums, "slots", getattr(first, slot) == row[slot], row)
    return sums


def note(sums: Tally, what: str, right: bool, row: dict) -> None:
    """Counts one expectation."""
    pair = getattr(sums, what)
    pair[0] += right
    pair[1] += 1
    if not right:
        sums.wrong.append(f"{row['text']} ({what})")
