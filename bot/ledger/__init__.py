"""The public ledger: TOML files in this package; each row names its source page.

Every ``*.toml`` here and in the folders ``cycles`` (one file per rumour cycle), ``models`` (one file per lab) and
``forecasts`` (settled questions and their prices; NOTICE names the compilers) holds arrays of tables named by kind
(``[[subject]]``, ``[[alias]]``, ``[[claim]]``, ...); a kind may be spread over several files. Every row has two times:
``so``, when it was true, and ``learned``, when the world could know it (equal unless stated). A date without a time
means noon UTC. Nothing depends on when the files are loaded, so a ledger queried as of last April answers as it would
have then.
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
    """Return the edition of the files: it changes when any of them does."""
    digest = hashlib.sha256()
    for name, file in files():
        digest.update(name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


@cache
def part(name: str) -> Tables:
    """Return the rows of one file by kind, without reading the others."""
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
    """Return the number of a public row: ``CL-0044`` is 44, ``EV-P0044`` is negative.

    Raises:
        ValueError: the id has neither form.
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
