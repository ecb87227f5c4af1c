"""Take a newer signed edition of the public ledger, or write one.

An edition holds what the database keeps of the ledger; the field guide and the benchmarks come with the program.
"""

import argparse
import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.cli._common import add_database, database_address, settings, stopped
from adapters.cli._signing import EditionSigner, make_key, verify
from bot import ledger
from bot.ledger.editions import BEGINNING, LARGEST, edition_file, link, pack, unpack
from bot.messages.errors import BadArgument, NotAllowed, SpudwatchError
from storage import edition_made, load_edition, open_database
from storage.editions import last_chain

if TYPE_CHECKING:
    from adapters.net.client import Limits


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: action and file."""
    parts = parser.add_subparsers(dest="act", required=True, metavar="update|export|key")
    update = parts.add_parser("update", help="take an edition: whole, or not at all")
    update.add_argument("source", metavar="ADDRESS", nargs="?", help="a file or an https address, else the setting's")
    update.add_argument("--key", metavar="KEY", help="the public key it must be signed with, else the setting's")
    add_database(update)
    export = parts.add_parser("export", help="write the ledger of this version as a signed file")
    export.add_argument("file", metavar="FILE", help="where it goes")
    export.add_argument("--key", metavar="FILE", required=True, help="the file of the private key")
    export.add_argument(
        "--after", metavar="ADDRESS", help="the edition before, a file or an https address: it is chained to"
    )
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
    verify(edition, key)
    database = open_database(database_address(args.database))
    try:
        there = edition_made(database)
        follows = edition.link.previous == last_chain(database)
        if edition.made <= there:
            why = f"It was made on {edition.made:%Y-%m-%d %H:%M} UTC, the one here on {there:%Y-%m-%d %H:%M} UTC."
            raise NotAllowed("That edition is not newer.", why=why, todo="Nothing is left to do.")
        with _whole():
            load_edition(database, edition.tables, edition.name, taken=edition)
    finally:
        database.close()
    rows = sum(map(len, edition.tables.values()))
    chained = "It follows the edition that was here. " if follows else ""
    made = f"{edition.made:%Y-%m-%d %H:%M} UTC"
    return f"{rows} rows of {made}, signed with {key[:12]}…. {chained}A running service shows them at once."


@contextmanager
def _whole() -> Iterator[None]:
    """Convert a bad row of an edition to a refusal; the transaction is rolled back."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadArgument(
            "That edition has a row that cannot be loaded; nothing was.",
            why=str(error)[:200],
            todo="Ask its publisher for a whole one.",
        ) from None


def _read(source: str) -> bytes:
    """Read a file or an https address."""
    if not source.startswith("https://"):
        path = Path(source)
        if path.stat().st_size > LARGEST:
            raise BadArgument(
                f"That file is larger than {LARGEST // 2**20} MB.",
                todo="Give the address of an edition, not of its archive.",
            )
        return path.read_bytes()
    return asyncio.run(_fetched(source))


def edition_limits() -> "Limits":
    """The bounds of a download.

    300 seconds are the largest edition at a megabit a second.
    """
    from adapters.net.client import Limits  # noqa: PLC0415 - a file needs no network

    return Limits(total=300.0)


async def _fetched(address: str) -> bytes:
    from adapters.net.client import HttpSourceClient  # noqa: PLC0415 - a file needs no network
    from adapters.runtime.clock import SystemClock  # noqa: PLC0415 - the same
    from bot.sources.protocol import Get  # noqa: PLC0415 - the same

    client = HttpSourceClient((), SystemClock(), limits=edition_limits())
    try:
        answer = await client.fetch(Get("", address, limit=LARGEST))
    finally:
        await client.close()
    return answer.body


def _export(args: argparse.Namespace) -> str:
    sign = EditionSigner(Path(args.key))
    previous = unpack(_read(args.after)).link.chain if args.after else BEGINNING
    made, body = datetime.now(UTC).replace(microsecond=0), pack(ledger.tables())
    content = edition_file(link("", made, body, previous), body, sign)
    target = Path(args.file)
    part = target.with_name(target.name + ".part")
    part.write_bytes(content)
    part.replace(target)
    return f"{target}: {len(content) / 2**20:.1f} MB, made {made:%Y-%m-%d %H:%M} UTC, key {sign.public}"


def _make_key(args: argparse.Namespace) -> str:
    return f"public key: {make_key(Path(args.file))}"
