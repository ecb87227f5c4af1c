"""Arena's model rows from a pasted or uploaded text; the page is never fetched.

It must not be scraped. The rows are in the page as ``initialModels``; a list of rows, an object that holds one, the
page itself or a JSON-in-JSON string are all read. A row keeps its id when it is renamed, which is the strongest
evidence of identity there is; ids of version 7 carry the moment the row was made. A paste is a part: what it lacks is
not gone.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from bot.domain.catalogs.listings import Listing, Snapshot, made_at
from bot.messages.errors import BadArgument, TooMuch
from bot.sources.catalogs import _rows
from bot.sources.decode import Unreadable
from bot.sources.protocol import Answer

NAME: Final = "arena"
LOSES: Final = "names in the arena are seen only when somebody pastes its list"
LABEL: Final = "Arena's model rows (pasted)"
PAGE: Final = "https://arena.ai/"
MAX_BYTES: Final = 4 * 1024 * 1024  # bytes of a paste; the whole list has less than one
MAX_ROWS: Final = 5_000  # rows of a paste; the whole list had 1,352
_START: Final = re.compile(r'\\?"initialModels\\?"\s*:\s*')
_ROW_ID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def parse(content: bytes, read_at: datetime) -> Snapshot:
    """The rows of a paste.

    Raises:
        TooMuch: longer than 4 MB, or more than 5,000 rows.
        BadArgument: no rows in it, or not text.
    """
    if len(content) > MAX_BYTES:
        raise TooMuch(
            "That paste is too long.",
            why=f"It has {len(content):,} bytes; the limit is {MAX_BYTES:,}.",
            todo="Paste it in parts.",
        )
    rows = list(_rows_of(content.decode("utf-8", "replace")))
    if not rows:
        raise BadArgument(
            "I found no Arena rows in that.", todo="Paste the JSON of “initialModels”, or upload the saved page."
        )
    if len(rows) > MAX_ROWS:
        raise TooMuch(
            "That paste has too many rows.",
            why=f"It has {len(rows):,}; the limit is {MAX_ROWS:,}.",
            todo="Paste it in parts.",
        )
    answer = Answer(200, {}, b"", read_at, "the paste")
    found = _rows.snapshot_of(answer, NAME, rows, _listing, whole=False)
    if not found.listings:
        raise BadArgument(
            "None of those rows could be read.",
            why=f"{found.skipped} rows lack an id or a name.",
            todo="Paste the rows as the list gives them, each with an id and a name.",
        )
    return found


def _rows_of(text: str) -> Iterator[Any]:
    for candidate in _candidates(text):
        rows = _find(candidate, 0)
        if rows:
            yield from rows
            return


def _candidates(text: str) -> Iterator[Any]:
    with suppress(ValueError, RecursionError):
        yield json.loads(text)
    for match in list(_START.finditer(text))[:5]:
        tail = text[match.end() :]
        if match[0].startswith("\\"):
            tail = tail.replace('\\"', '"').replace("\\\\", "\\")
        try:
            yield json.JSONDecoder().raw_decode(tail)[0]
        except (ValueError, RecursionError):
            continue


def _find(value: Any, depth: int) -> list[Any]:
    """The first list of rows inside a JSON value, at most six levels down."""
    if isinstance(value, list) and any(isinstance(row, dict) and "publicName" in row for row in value):
        return value
    if depth < 6 and isinstance(value, dict | list):  # noqa: PLR2004 - as said
        for inner in value.values() if isinstance(value, dict) else value[:50]:
            if rows := _find(inner, depth + 1):
                return rows
    return []


def _listing(row: Any) -> Listing:
    key = _rows.name(row["id"], 40).casefold()
    if not _ROW_ID.fullmatch(key):
        raise Unreadable("a row whose id is no UUID")
    shown = row.get("displayName") or row.get("publicName")
    others = dict.fromkeys(row.get(field) for field in ("publicName", "name"))
    return Listing(
        id=key,
        name=_rows.name(shown, 120),
        maker=_rows.words(row.get("organization"), 80),
        provider=_rows.words(row.get("provider"), 80),
        created=made_at(key),
        row=key,
        aliases=tuple(alias[:120] for alias in others if isinstance(alias, str) and alias and alias != shown),
    )
