"""Write the public pages as files for any static host."""

import argparse
import asyncio
import sys
import time
from pathlib import Path

from adapters.cli._common import add_database, at, opened, settings, stopped
from adapters.cli._signing import EditionSigner
from bot.ledger.editions import unsigned
from bot.messages.errors import BadArgument, SpudwatchError

UNPLACED = (
    "No --address was given, so there is no site map, no link preview, and feeds name their pages without a host. "
    "Publish again with --address https://… where the files will stand.\n"
)
UNDRAWN = "Left out, because they could not be drawn in time: {} pictures ({}). Publish again to draw them alone."
SHOWN = 5  # of them are named


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: folder, moment, and the address of the published files."""
    parser.add_argument("folder", type=Path, help="where the files go; only those that changed are written")
    parser.add_argument("--at", metavar="TIME", help="publish as of this moment, e.g. 2026-04-21T12:00Z")
    parser.add_argument("--address", metavar="URL", help="where the files will stand, instead of the setting's")
    parser.add_argument("--no-pictures", action="store_true", help="leave the preview pictures out")
    parser.add_argument("--key", metavar="FILE", type=Path, help="sign the file of the ledger with this private key")
    add_database(parser)


def run(args: argparse.Namespace) -> int:
    """Write the files; prints how many were written, kept and removed."""
    from adapters.web.publish import publish  # noqa: PLC0415 - loads the templates, which are an extra
    from adapters.web.site import Site  # noqa: PLC0415 - as above
    from bot.notifications.change_recorder import record_changes  # noqa: PLC0415 - as above
    from bot.settings import public_address  # noqa: PLC0415 - no other verb needs it

    clock = at(args.at)
    chosen = settings()
    try:
        address = public_address(args.address if args.address is not None else chosen.web.address).rstrip("/")
        sign = EditionSigner(args.key) if args.key else unsigned
    except ValueError as error:
        return stopped(BadArgument(f"--address {args.address} is no address.", todo=f"{error}".capitalize()), 1)
    except (SpudwatchError, OSError) as error:
        return stopped(error, 1)
    with opened(args.database, clock) as running:
        began = time.perf_counter()
        site = Site(running.ports, address, chosen.operator, sign)
        try:
            asyncio.run(record_changes(running.ports, clock.now()))  # pages of changes read the log
            done = asyncio.run(publish(site, args.folder, clock.now(), pictures=not args.no_pictures))
        except (SpudwatchError, OSError) as error:
            return stopped(error, 2)
    sys.stdout.write(f"{done.written} written, {done.kept} unchanged, {done.removed} removed")
    sys.stdout.write(f" in {time.perf_counter() - began:.1f} s: {args.folder}\n")
    if done.missing:
        sys.stderr.write(f"{UNDRAWN.format(len(done.missing), ', '.join(done.missing[:SHOWN]))}\n")
    if not address:
        sys.stderr.write(UNPLACED)
    return 0
