"""Editions of the public ledger as one file: what is in it, when it was made, and how it reads back.

A file is a line of JSON (format, when it was made, how many bytes follow, their SHA-256, the edition before, a public
key, a signature) and a line of JSON a row, ``{"table": "claim", "row": {...}}``; it may be compressed with gzip. Each
edition is chained to the one before: ``chain`` is the SHA-256 of that one's chain and of the rows' own, so that nobody
can rewrite an earlier edition unnoticed. The signature is over all of the first line but itself, so that neither the
moment nor a single byte can be changed. Who checks it is `adapters.cli.ledger`; here nothing is trusted and nothing is
checked but the form.
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
LARGEST: Final = 32 * 1024 * 1024  # bytes of a file that is read, compressed or not
BEGINNING: Final = "0" * 64  # what the first edition of a chain follows
_GZIP: Final = b"\x1f\x8b"
Signature = Callable[[dict[str, Any]], dict[str, Any]]  # a first line, with its key and signature


@dataclass(frozen=True, slots=True)
class EditionLink:
    """An edition in the chain of those a database has held: its rows' SHA-256, the chain before it and with it."""

    name: str
    made: datetime
    digest: str
    previous: str
    chain: str


@dataclass(frozen=True, slots=True)
class EditionFile:
    """A file taken apart: its place in the chain, the rows, the key it names, what was signed, the signature (hex)."""

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
        """What the edition is called where it is loaded."""
        return self.link.name


def edition_name(made: datetime, digest: str) -> str:
    """``2026-12-05T10:00:00+00:00@0123456789ab``."""
    return f"{made.astimezone(UTC).isoformat()}@{digest[:12]}"


def made_at(name: str) -> datetime | None:
    """When a loaded edition of that name was made; None of one that came with a version of the program."""
    before, apart, _ = name.partition("@")
    return moment(datetime.fromisoformat(before)) if apart else None


def pack(tables: Tables) -> bytes:
    """The rows as the lines that follow a file's first one; the same rows give the same bytes."""
    return b"".join(
        _spelled({"table": kind, "row": row}, default=_tagged) + b"\n"
        for kind in sorted(tables)
        for row in tables[kind]
    )


def link(name: str, made: datetime, body: bytes, previous: str) -> EditionLink:
    """The place of packed rows in a chain."""
    digest = hashlib.sha256(body).hexdigest()
    return EditionLink(name, made, digest, previous, chained(previous, digest))


def chained(previous: str, digest: str) -> str:
    """The chain with one more edition: SHA-256 of the chain before it, a line feed and its digest, all in hex."""
    return hashlib.sha256(f"{previous}\n{digest}".encode()).hexdigest()


def unsigned(first: dict[str, Any]) -> dict[str, Any]:
    """A first line without a key and a signature: nobody takes such a file by `spudwatch ledger update`."""
    return first


def edition_file(place: EditionLink, body: bytes, sign: Signature = unsigned) -> bytes:
    """An edition as a compressed file; the same edition and key give the same bytes."""
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
    """What a signature is over: the first line without it, in one spelling."""
    return _spelled({name: value for name, value in first.items() if name != "signature"})


def unpack(data: bytes) -> EditionFile:
    """A file taken apart.

    Raises:
        BadArgument: it is no such file, another format, or not whole.
    """
    line, _, body = _decompressed(data).partition(b"\n")
    try:
        first = json.loads(line)
        if first["spudwatch"] != "ledger":
            raise ValueError("another file")
        if (form := first["format"]) != FORMAT:
            raise BadArgument(f"That edition has form {form}.", why=f"This version reads form {FORMAT}.")
        size, digest = first["bytes"], first["sha256"]
        made = moment(datetime.fromisoformat(first["made"]))
        key, signature = str(first["key"]), str(first["signature"])
        previous, chain = str(first["previous"]), first["chain"]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadArgument("That is not an edition of a ledger.", why="Its first line does not name one.") from None
    if size != len(body) or digest != hashlib.sha256(body).hexdigest():
        raise BadArgument("That edition is incomplete.", why=f"It should have {size} bytes and has {len(body)}.")
    if chain != chained(previous, digest):
        raise BadArgument("That edition is not in its chain.", why="Its rows and the edition before give another one.")
    place = EditionLink(edition_name(made, digest), made, digest, previous, chain)
    return EditionFile(place, _tables(body), key, signed_bytes(first), signature, data)


def _tables(body: bytes) -> Tables:
    found: dict[str, list[Row]] = {}
    try:
        for line in body.splitlines():
            entry = json.loads(line, object_hook=_untagged)
            found.setdefault(entry["table"], []).append(entry["row"])
    except (ValueError, KeyError, TypeError):
        raise BadArgument("That edition cannot be read.", why="Its rows are not JSON.") from None
    return found


def _decompressed(data: bytes) -> bytes:
    """The bytes of a file that may be compressed, as far as they are read.

    Raises:
        BadArgument: it is broken, or holds more than is read.
    """
    if not data.startswith(_GZIP):
        return data
    reader = zlib.decompressobj(wbits=31)
    try:
        found = reader.decompress(data, LARGEST)
    except zlib.error:
        raise BadArgument("That edition is incomplete.", why="It cannot be decompressed.") from None
    if not reader.eof:
        raise BadArgument("That edition is incomplete.", why=f"It breaks off, or holds more than {LARGEST >> 20} MB.")
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
