"""Editions of the public ledger as a single signed file: packing and parsing.

A file is a line of JSON (format, creation time, byte count of the rest, its SHA-256, the previous edition, a public
key, a signature) and one line of JSON per row, ``{"table": "claim", "row": {...}}``; it may be compressed with gzip.
Editions are chained: ``chain`` is the SHA-256 of the previous edition's chain and of the rows' hash, so that no earlier
edition can be rewritten unnoticed. The signature covers all of the first line but itself, so that neither the time nor
a single byte can be changed. Signatures are verified by `adapters.cli.ledger`; this module checks only the format.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from bot.ledger import Row, Tables, moment
from bot.messages.errors import BadArgument

FORMAT: Final = 2
ANOTHER: Final = "Load it anew from its publisher: spudwatch ledger update."
LARGEST: Final = 32 * 1024 * 1024  # maximum bytes of a file, compressed or not
BEGINNING: Final = "0" * 64  # the predecessor of a chain's first edition
_GZIP: Final = b"\x1f\x8b"
Signature = Callable[[dict[str, Any]], dict[str, Any]]  # a first line, with its key and signature


@dataclass(frozen=True, slots=True)
class EditionLink:
    """An edition in a chain: its rows' SHA-256, the chain before and after."""

    name: str
    made: datetime
    digest: str
    previous: str
    chain: str


@dataclass(frozen=True, slots=True)
class EditionFile:
    """A parsed file.

    Chain position, rows, key it names, signed bytes, signature (hex).
    """

    link: EditionLink
    tables: Tables
    key: str
    signed: bytes
    signature: str
    content: bytes

    @property
    def made(self) -> datetime:
        """When it was made."""
        return self.link.made

    @property
    def name(self) -> str:
        """The edition's name where it is loaded."""
        return self.link.name


def edition_name(made: datetime, digest: str) -> str:
    """``2026-12-05T10:00:00+00:00@0123456789ab``."""
    return f"{made.astimezone(UTC).isoformat()}@{digest[:12]}"


def made_at(name: str) -> datetime | None:
    """Return when an edition was made, by its name.

    One bundled with the program has none.
    """
    before, apart, _ = name.partition("@")
    return moment(datetime.fromisoformat(before)) if apart else None


def pack(tables: Tables) -> bytes:
    """Serialize the rows deterministically, as the lines after a file's first line."""
    return b"".join(
        _spelled({"table": kind, "row": row}, default=_tagged) + b"\n"
        for kind in sorted(tables)
        for row in tables[kind]
    )


def link(name: str, made: datetime, body: bytes, previous: str) -> EditionLink:
    """Return the position of packed rows in a chain."""
    digest = hashlib.sha256(body).hexdigest()
    return EditionLink(name, made, digest, previous, chained(previous, digest))


def chained(previous: str, digest: str) -> str:
    """Extend a chain: SHA-256 of the previous one, a line feed, the digest."""
    return hashlib.sha256(f"{previous}\n{digest}".encode()).hexdigest()


def unsigned(first: dict[str, Any]) -> dict[str, Any]:
    """Return a first line without key and signature, which `ledger update` rejects."""
    return first


def edition_file(place: EditionLink, body: bytes, sign: Signature = unsigned) -> bytes:
    """Build an edition as a compressed file, deterministically for an edition and key."""
    first = {
        "spudwatch": "ledger",
        "format": FORMAT,
        "made": place.made.astimezone(UTC).isoformat(),
        "bytes": len(body),
        "sha256": place.digest,
        "previous": place.previous,
        "chain": place.chain,
        "key": "",
        "signature": "",
    }
    return gzip.compress(_spelled(sign(first)) + b"\n" + body, 9, mtime=0)


def signed_bytes(first: dict[str, Any]) -> bytes:
    """Return the bytes a signature covers: the first line without it, canonically."""
    return _spelled({name: value for name, value in first.items() if name != "signature"})


def unpack(data: bytes) -> EditionFile:
    """Parse a file.

    Raises:
        BadArgument: it is not such a file, has another format, or is truncated.
    """
    line, _, body = _decompressed(data).partition(b"\n")
    try:
        first = json.loads(line)
        if first["spudwatch"] != "ledger":
            raise ValueError("another file")
        if (form := first["format"]) != FORMAT:
            raise BadArgument(
                f"That edition has form {form}.",
                why=f"This version reads form {FORMAT}.",
                todo="Upgrade, then load it again: spudwatch ledger update.",
            )
        size, digest = first["bytes"], first["sha256"]
        made = moment(datetime.fromisoformat(first["made"]))
        key, signature = str(first["key"]), str(first["signature"])
        previous, chain = str(first["previous"]), first["chain"]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadArgument(
            "That is not an edition of a ledger.", why="Its first line does not name one.", todo=ANOTHER
        ) from None
    if size != len(body) or digest != hashlib.sha256(body).hexdigest():
        raise BadArgument(
            "That edition is incomplete.", why=f"It should have {size} bytes and has {len(body)}.", todo=ANOTHER
        )
    if chain != chained(previous, digest):
        raise BadArgument(
            "That edition is not in its chain.", why="Its rows and the edition before give another one.", todo=ANOTHER
        )
    place = EditionLink(edition_name(made, digest), made, digest, previous, chain)
    return EditionFile(place, _tables(body), key, signed_bytes(first), signature, data)


def _tables(body: bytes) -> Tables:
    found: dict[str, list[Row]] = {}
    try:
        for line in body.splitlines():
            entry = json.loads(line, object_hook=_untagged)
            found.setdefault(entry["table"], []).append(entry["row"])
    except (ValueError, KeyError, TypeError):
        raise BadArgument("That edition cannot be read.", why="Its rows are not JSON.", todo=ANOTHER) from None
    return found


def _decompressed(data: bytes) -> bytes:
    """Decompress a file if necessary, up to the maximum size.

    Raises:
        BadArgument: it is broken, or larger than the maximum.
    """
    if not data.startswith(_GZIP):
        return data
    reader = zlib.decompressobj(wbits=31)
    try:
        found = reader.decompress(data, LARGEST)
    except zlib.error:
        raise BadArgument("That edition is incomplete.", why="It cannot be decompressed.", todo=ANOTHER) from None
    if not reader.eof:
        raise BadArgument(
            "That edition is incomplete.", why=f"It breaks off, or holds more than {LARGEST >> 20} MB.", todo=ANOTHER
        )
    return found


def _spelled(value: object, default: Any = None) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=default).encode()


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
