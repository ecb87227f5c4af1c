"""Editions of the public ledger as a single signed file: packing and parsing.

A file is a line of JSON (format, creation time, byte count of the rest, its SHA-256, a public key, a signature) and the
tables as JSON. The signature covers all of that line but itself, so that neither the time nor a single byte can be
changed. Signatures are verified by `adapters.cli.ledger`; this module checks only the format.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from bot.ledger import Tables, moment
from bot.messages.errors import BadArgument

FORMAT: Final = 1
LARGEST: Final = 32 * 1024 * 1024  # bytes of a file that is read


@dataclass(frozen=True, slots=True)
class EditionFile:
    """A parsed file.

    Time, tables, the key it names, the signed bytes, the signature (hex).
    """

    made: datetime
    tables: Tables
    key: str
    signed: bytes
    signature: str
    digest: str

    @property
    def name(self) -> str:
        """The edition's name where it is loaded."""
        return edition_name(self.made, self.digest)


def edition_name(made: datetime, digest: str) -> str:
    """``2026-12-05T10:00:00+00:00@0123456789ab``."""
    return f"{made.astimezone(UTC).isoformat()}@{digest[:12]}"


def made_at(name: str) -> datetime | None:
    """Return when an edition was made, by its name.

    None for one bundled with the program.
    """
    before, apart, _ = name.partition("@")
    return moment(datetime.fromisoformat(before)) if apart else None


def pack(tables: Tables, made: datetime) -> bytes:
    """Serialize the tables deterministically, as the bytes after a file's first line."""
    body = {"made": made.astimezone(UTC).isoformat(), "tables": tables}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_tagged).encode()


def header(body: bytes, made: datetime, key: str) -> dict[str, Any]:
    """The first line without its signature."""
    return {
        "spudwatch": "ledger",
        "format": FORMAT,
        "made": made.astimezone(UTC).isoformat(),
        "bytes": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "key": key,
    }


def signed_bytes(first: dict[str, Any]) -> bytes:
    """Return the bytes a signature covers: the first line without it, canonically."""
    kept = {name: value for name, value in first.items() if name != "signature"}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def unpack(data: bytes) -> EditionFile:
    """Parse a file.

    Raises:
        BadArgument: it is not such a file, has another format, or is truncated.
    """
    line, _, body = data.partition(b"\n")
    try:
        first = json.loads(line)
        if first["spudwatch"] != "ledger":
            raise ValueError("another file")
        form, size, digest = first["format"], first["bytes"], first["sha256"]
        made = moment(datetime.fromisoformat(first["made"]))
        key, signature = str(first["key"]), str(first["signature"])
    except (ValueError, KeyError, TypeError):
        raise BadArgument("That is not an edition of a ledger.", why="Its first line does not name one.") from None
    if form != FORMAT:
        raise BadArgument(f"That edition has form {form}.", why=f"This version reads form {FORMAT}.")
    if size != len(body) or digest != hashlib.sha256(body).hexdigest():
        raise BadArgument("That edition is incomplete.", why=f"It should have {size} bytes and has {len(body)}.")
    try:
        tables = json.loads(body, object_hook=_untagged)["tables"]
    except (ValueError, KeyError, TypeError):
        raise BadArgument("That edition cannot be read.", why="Its tables are not JSON.") from None
    return EditionFile(made, tables, key, signed_bytes(first), signature, digest)


def _tagged(value: object) -> object:
    if isinstance(value, datetime):
        return {"$time": value.isoformat()}
    if isinstance(value, date):
        return {"$day": value.isoformat()}
    raise TypeError(f"no {type(value).__name__} stands in a ledger")


def _untagged(value: dict[str, Any]) -> object:
    if set(value) == {"$time"}:
        return datetime.fromisoformat(value["$time"])
    if set(value) == {"$day"}:
        return date.fromisoformat(value["$day"])
    return value
