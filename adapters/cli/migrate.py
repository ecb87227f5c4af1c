"""Make or change the tables of the database, and load the public ledger of this version."""

import argparse
import sys

from adapters.cli._common import database_address, stopped
from bot.messages.errors import SpudwatchError
from storage import migrate


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which database."""
    parser.add_argument("--database", metavar="ADDRESS", help="a file or postgresql://…, instead of the setting's")


def run(args: argparse.Namespace) -> int:
    """Take the steps the database lacks; harmless to repeat, and to run while others use it."""
    try:
        steps = migrate(database_address(args.database))
    except (SpudwatchError, OSError) as error:
        return stopped(error, 2)
    sys.stdout.write(f"up to date; {len(steps)} steps taken\n")
    return 0
