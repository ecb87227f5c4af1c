"""Rows of a list, one by one: a bad row is skipped and counted."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from bot.domain.catalogs.listings import Listing, Snapshot
from bot.sources.decode import Unreadable, moment, number
from bot.sources.protocol import Answer

T = TypeVar("T")
BYTES = 16 * 1024 * 1024  # LiteLLM's file, the longest, has 2 MB
ROWS = 50_000  # more than any list has; the rest is not looked at
TEXT = 4_000  # characters kept of a description
MOST = 1e12  # tokens, or dollars per million: more is a fault of the row, and no database keeps every number


def snapshot_of(
    answer: Answer, catalog: str, rows: Iterable[T], make: Callable[[T], Listing], *, whole: bool
) -> Snapshot:
    """The reading of a list: every row that could be read, and how many could not."""
    found: dict[str, Listing] = {}
    skipped = 0
    for index, row in enumerate(rows):
        if index >= ROWS:
            whole = False
            break
        try:
            one = make(row)
        except (Unreadable, TypeError, ValueError, KeyError, AttributeError):
            skipped += 1
            continue
        found.setdefault(one.id, one)
    # A list in which many rows are broken says nothing by what it lacks.
    whole = whole and skipped * 10 <= len(found)
    return Snapshot(catalog, answer.read_at, tuple(found.values()), whole, skipped)


def name(value: object, limit: int = 200) -> str:
    """An id or a name: a text that is not empty and not endless."""
    if not isinstance(value, str) or not value.strip() or len(value) > limit:
        raise Unreadable("a row without a name")
    return value.strip()


def words(value: object, limit: int = TEXT) -> str:
    """A text if there is one, cut at ``limit``."""
    return value[:limit] if isinstance(value, str) else ""


def per_million(value: object) -> float | None:
    """A price per token as dollars per million; -1 stays -1 ("it depends").

    None where the list says nothing.
    """
    found = number(value, "price")
    return None if found is None else -1.0 if found < 0 else _sane(round(found * 1_000_000, 6))


def count(value: object) -> int | None:
    """A number of tokens; None where the list says nothing or something impossible."""
    found = number(value, "tokens")
    return None if found is None or found < 0 else int(_sane(found))


def dollars(value: object) -> float | None:
    """A price that is given per million tokens; None where the list says nothing."""
    found = number(value, "price")
    return None if found is None else _sane(found)


def _sane(found: float) -> float:
    if found > MOST:
        raise Unreadable(f"{found:g} is more than any list means")
    return found


def made(value: Any) -> datetime | None:
    """The time an entry was made; None where that is missing or unreadable."""
    try:
        return moment(value, "created")
    except Unreadable:
        return None
