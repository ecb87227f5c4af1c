"""Convert values to and from the database, and load named queries."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from importlib import resources

import msgspec

from bot.messages.request import View

_ENCODER = msgspec.json.Encoder()


def to_db(at: datetime) -> int:
    """A moment as whole seconds since 1970, UTC.

    Raises:
        ValueError: the moment has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored")
    return int(at.timestamp())


@lru_cache(maxsize=16_384)
def from_db(seconds: int) -> datetime:
    """The moment that `to_db` wrote."""
    return datetime.fromtimestamp(seconds, UTC)


def maybe_from_db(seconds: int | None) -> datetime | None:
    """Convert seconds from a nullable column."""
    return None if seconds is None else from_db(seconds)


def maybe_to_db(at: datetime | None) -> int | None:
    """Convert an optional moment."""
    return None if at is None else to_db(at)


def params(view: View, **more: object) -> dict[str, object]:
    """The parameters of a query that reads what a view sees."""
    return {"tenant": view.tenant, "as_of": to_db(view.as_of), **more}


def array(values: Iterable[object]) -> str:
    """Several values as the JSON array in which a query is given them."""
    return _ENCODER.encode(list(values)).decode()


def dumps(value: object) -> str:
    """A small structure as JSON, the same text every time."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@cache
def queries(name: str) -> Mapping[str, str]:
    """Load the named queries of ``storage/sql/<name>.sql``.

    Blocks are headed ``-- name: latest``, followed by their purpose.
    """
    text = resources.files("storage").joinpath("sql", f"{name}.sql").read_text("utf-8")
    found = {}
    for block in text.split("-- name: ")[1:]:
        title, _, body = block.partition("\n")
        lines = [line for line in body.splitlines() if not line.startswith("--")]
        found[title.strip()] = "\n".join(lines).strip().removesuffix(";")
    return found


def number_of(name: str, letters: str) -> int | None:
    """Parse the number in an id ("CP-0142" is 142); None for another kind of id."""
    match = re.fullmatch(rf"{letters}-?0*(\d{{1,9}})", name.strip(), re.IGNORECASE)
    return int(match[1]) if match else None
