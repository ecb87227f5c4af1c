"""Create or update the database's tables, and load this version's public ledger."""

import argparse
import sys

from adapters.cli._common import add_database, database_address, stopped
from bot.messages.errors import SpudwatchError
from storage import migrate


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which database."""
    add_database(parser)


def run(args: argparse.Namespace) -> int:
    """Apply missing migrations.

    Safe to repeat, and to run while others use the database.
    """
    try:
        steps = migrate(database_address(args.database))
    except (SpudwatchError, OSError) as error:
        return stopped(error, 2)
    sys.stdout.write(f"up to date; {len(steps)} steps taken\n")
    return 0
