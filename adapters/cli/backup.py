"""Copy the database while it is in use, and check the copy."""

import argparse
import sys
from pathlib import Path

from adapters.cli._common import database_path, stopped
from bot.messages.errors import SpudwatchError
from storage.sqlite.backup import back_up


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: target and database."""
    parser.add_argument("to", metavar="FILE", help="where the copy goes")
    parser.add_argument("--database", metavar="FILE", help="the database file, instead of the setting's")


def run(args: argparse.Namespace) -> int:
    """Copy, check, and say how large it is."""
    try:
        size = back_up(database_path(args.database), Path(args.to))
    except (SpudwatchError, OSError) as error:
        return stopped(error, 2)
    sys.stdout.write(f"copied and checked: {args.to}, {size / 2**20:.1f} MB\n")
    return 0
