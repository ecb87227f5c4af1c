"""Read an export back."""

import argparse
import sys
from pathlib import Path

from adapters.cli._common import add_database, database_address, stopped
from bot.messages.errors import SpudwatchError
from storage import open_database
from storage.export import check_export, import_lines


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file."""
    parser.add_argument("file", metavar="FILE", help="an everything.jsonl made by spudwatch export")
    add_database(parser)


def run(args: argparse.Namespace) -> int:
    """Import missing rows; unreadable lines are listed and skipped.

    What is no whole export makes no database.
    """
    try:
        with Path(args.file).open(encoding="utf-8") as file:
            lines = file.readlines()
        check_export(lines)
        database = open_database(database_address(args.database))
        try:
            new, faults = import_lines(database, lines)
        finally:
            database.close()
    except (SpudwatchError, OSError, UnicodeDecodeError) as error:
        return stopped(error, 2)
    for fault in faults[:20]:
        sys.stderr.write(f"spudwatch: {fault}\n")
    sys.stdout.write(f"{new} new rows; {len(faults)} lines could not be read\n")
    return 1 if faults else 0
