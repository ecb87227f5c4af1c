"""Take a newer signed edition of the public ledger, or write one.

An edition holds what the database keeps of the ledger; the field guide and the benchmarks come with the program.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.cli._common import database_address, settings, stopped
from bot import ledger
from bot.ledger.editions import LARGEST, EditionFile, header, pack, signed_bytes, unpack
from bot.messages.errors import BadArgument, NotAllowed, SpudwatchError
from storage import edition_made, load_edition
from storage.engines import open_database
from storage.sqlite.private_files import make_file

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: action and file."""
    parts = parser.add_subparsers(dest="act", required=True, metavar="update|export|key")
    update = parts.add_parser("update", help="take an edition: whole, or not at all")
    update.add_argument("source", metavar="ADDRESS", nargs="?", help="a file or an https address, else the setting's")
    update.add_argument("--key", metavar="KEY", help="the public key it must be signed with, else the setting's")
    update.add_argument("--database", metavar="FILE", help="the database, instead of the setting's")
    export = parts.add_parser("export", help="write the ledger of this version as a signed file")
    export.add_argument("file", metavar="FILE", help="where it goes")
    export.add_argument("--key", metavar="FILE", required=True, help="the file of the private key")
    key = parts.add_parser("key", help="make a key: the private one in a file, the public one printed")
    key.add_argument("file", metavar="FILE", help="where the private key goes")


def run(args: argparse.Namespace) -> int:
    """Run the action; 1 with the reason if an edition is refused."""
    try:
        said = {"update": _update, "export": _export, "key": _make_key}[args.act](args)
    except SpudwatchError as error:
        return stopped(error, 1)
    except OSError as error:
        return stopped(error, 2)
    sys.stdout.write(said + "\n")
    return 0


def _update(args: argparse.Namespace) -> str:
    found = settings().ledger
    source, key = args.source or found.address, args.key or found.key
    if not source:
        raise BadArgument("Which edition?", todo="Name a file or an address, or set SPUDWATCH_LEDGER__ADDRESS.")
    if not key:
        raise BadArgument("Whose edition?", todo="Name the public key with --key, or set SPUDWATCH_LEDGER__KEY.")
    edition = unpack(_read(source))
    _verify(edition, key)
    database = open_database(database_address(args.database))
    try:
        there = edition_made(database)
        if edition.made <= there:
            why = f"It was made on {edition.made:%Y-%m-%d %H:%M} UTC, the one here on {there:%Y-%m-%d %H:%M} UTC."
            raise NotAllowed("That edition is not newer.", why=why)
        with _whole():
            load_edition(database, edition.tables, edition.name)
    finally:
        database.close()
    rows = sum(map(len, edition.tables.values()))
    return f"{rows} rows of {edition.made:%Y-%m-%d %H:%M} UTC, signed with {key[:12]}…. What serves shows them at once."


@contextmanager
def _whole() -> Iterator[None]:
    """Convert a bad row of an edition to a refusal.

    The transaction is already rolled back.
    """
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadArgument("That edition has a row that cannot be loaded; nothing was.", why=str(error)[:200]) from None


def _read(source: str) -> bytes:
    """The bytes of a file or an https address."""
    if not source.startswith("https://"):
        path = Path(source)
        if path.stat().st_size > LARGEST:
            raise BadArgument(f"That file is larger than {LARGEST // 2**20} MB.")
        return path.read_bytes()
    return asyncio.run(_fetched(source))


async def _fetched(address: str) -> bytes:
    from adapters.net.client import HttpSourceClient  # noqa: PLC0415 - a file needs no network
    from adapters.runtime.clock import SystemClock  # noqa: PLC0415 - the same
    from bot.sources.protocol import Get  # noqa: PLC0415 - the same

    client = HttpSourceClient((), SystemClock())
    try:
        answer = await client.fetch(Get("", address, limit=LARGEST))
    finally:
        await client.close()
    return answer.body


def _verify(edition: EditionFile, key: str) -> None:
    """Check the signature with a trusted key, never with the one the file names.

    Raises:
        NotAllowed: it is by another key, or not for these bytes.
        BadArgument: the key is invalid.
    """
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - an extra
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - the same

    try:
        trusted = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    except ValueError:
        raise BadArgument("That is not a public key.", why="A key has 64 hexadecimal digits.") from None
    try:
        trusted.verify(bytes.fromhex(edition.signature), edition.signed)
    except (InvalidSignature, ValueError):
        why = "It is signed with another key." if edition.key != key else "Its signature is not for these bytes."
        raise NotAllowed("That edition is not signed with the key you trust; nothing was loaded.", why=why) from None


def _export(args: argparse.Namespace) -> str:
    private, made = _private(Path(args.key)), datetime.now(UTC).replace(microsecond=0)
    public = private.public_key().public_bytes_raw().hex()
    body = pack(ledger.tables(), made)
    first = header(body, made, public)
    first["signature"] = private.sign(signed_bytes(first)).hex()
    target = Path(args.file)
    part = target.with_name(target.name + ".part")
    part.write_bytes(json.dumps(first, sort_keys=True).encode() + b"\n" + body)
    part.replace(target)
    return f"{target}: {len(body) / 2**20:.1f} MB, made {made:%Y-%m-%d %H:%M} UTC, key {public}"


def _private(path: Path) -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - an extra

    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text("ascii").strip()))
    except ValueError:
        raise BadArgument("That file contains no private key.", todo="Make one: spudwatch ledger key FILE") from None


def _make_key(args: argparse.Namespace) -> str:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - an extra

    path = Path(args.file)
    if path.exists():
        raise NotAllowed(f"{path} is there already.", todo="Name another file; a key is never overwritten.")
    private = Ed25519PrivateKey.generate()
    make_file(path)
    path.write_text(private.private_bytes_raw().hex() + "\n", "ascii")
    return f"public key: {private.public_key().public_bytes_raw().hex()}"
