"""The public ledger: plain files beside this one, each row with the page it was read on.

Every ``*.toml`` here holds arrays of tables named by kind (``[[subject]]``, ``[[alias]]``, ``[[claim]]``, ...); a kind
may be spread over several files. Two times stand in every row: ``so``, when it was so, and ``learned``, when the world
could know it (the same unless it says otherwise). A date without a time is read as noon UTC. Nothing in these files
depends on when they are loaded, so a ledger asked about last April answers as it would have answered last April.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]


def _files() -> Iterator[Traversable]:
    found = (entry for entry in resources.files(__name__).iterdir() if entry.name.endswith(".toml"))
    return iter(sorted(found, key=lambda entry: entry.name))


def edition() -> str:
    """The edition of the files: it changes when any of them does."""
    digest = hashlib.sha256()
    for file in _files():
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


@cache
def tables() -> Tables:
    """Every row of every file by its kind, in the order of the files' names."""
    found: dict[str, list[Row]] = {}
    for file in _files():
        for kind, rows in tomllib.loads(file.read_text("utf-8")).items():
            found.setdefault(kind, []).extend(rows)
    return found


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
