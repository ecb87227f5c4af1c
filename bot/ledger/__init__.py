"""The public ledger: plain files beside this one, each row with the page it was read on.

Every ``*.toml`` here and in the folders ``cycles`` (one file a rumour cycle), ``models`` (one file a lab) and
``forecasts`` (settled questions and what they were priced at; NOTICE says who compiled them) holds arrays of tables
named by kind (``[[subject]]``, ``[[alias]]``, ``[[claim]]``, ...); a kind may be spread over several files. Two times
stand in every row: ``so``, when it was so, and ``learned``, when the world could know it (the same unless it says
otherwise). A date without a time is read as noon UTC. Nothing in these files depends on when they are loaded, so a
ledger asked about last April answers as it would have answered last April.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]


MADE = datetime(2026, 11, 28, 21, tzinfo=UTC)  # when the files of this version were last changed
_FOLDERS = ("", "cycles", "models", "forecasts")
_PUBLIC = re.compile(r"[A-Z]{2}-P(\d+)")
_BELOW = 10_000_000  # numbers of public rows with a P in their id lie below zero, away from those of what people file


def files() -> Iterator[tuple[str, Traversable]]:
    """The files of the edition by their path, the loose ones first."""
    root = resources.files(__name__)
    for folder in _FOLDERS:
        place = root / folder if folder else root
        rows = sorted(entry.name for entry in place.iterdir() if entry.name.endswith(".toml"))
        yield from ((f"{folder}/{name}" if folder else name, place / name) for name in rows)


def edition() -> str:
    """The edition of the files: it changes when any of them does."""
    digest = hashlib.sha256()
    for name, file in files():
        digest.update(name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


@cache
def part(name: str) -> Tables:
    """The rows of one file by their kind: what needs a single kind does not read all cycles."""
    return tomllib.loads((resources.files(__name__) / name).read_text("utf-8"))


@cache
def tables() -> Tables:
    """Every row of every file by its kind, in the order of the files' names."""
    found: dict[str, list[Row]] = {}
    for _, file in files():
        for kind, rows in tomllib.loads(file.read_text("utf-8")).items():
            found.setdefault(kind, []).extend(rows)
    return found


def number_of(name: str) -> int:
    """The number under which a public row is kept: ``CL-0044`` is 44, ``EV-P0044`` lies below zero.

    Raises:
        ValueError: an id of neither form.
    """
    if apart := _PUBLIC.fullmatch(name):
        return int(apart[1]) - _BELOW
    return int(name.partition("-")[2])


def moment(value: date | datetime) -> datetime:
    """A file's date or time as a moment in UTC; a date alone is noon.

    Raises:
        ValueError: a time without an offset.
    """
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value} has no offset; write it with a Z")
        return value.astimezone(UTC)
    return datetime.combine(value, time(12), UTC)


def so_and_learned(row: Row) -> tuple[datetime, datetime]:
    """When a row was so and when it could be known."""
    so = moment(row["so"])
    return so, moment(row.get("learned", so))
