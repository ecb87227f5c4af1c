"""Restore a backup, after checking it."""

import argparse
import sys
from pathlib import Path

from adapters.cli._common import database_path, stopped
from adapters.runtime.lock import InstanceLock
from bot.messages.errors import SpudwatchError
from storage.sqlite.backup import check, restore


def arguments(parser: argparse.ArgumentParser) -> None:
    """The copy, and whether it is only looked at."""
    parser.add_argument("copy", metavar="FILE", help="a copy made by spudwatch backup")
    parser.add_argument("--database", metavar="FILE", help="the database file, instead of the setting's")
    parser.add_argument("--dry-run", action="store_true", help="check the copy and change nothing")


def run(args: argparse.Namespace) -> int:
    """Restore a copy; the previous file is kept next to it."""
    try:
        database = database_path(args.database)
        if args.dry_run:
            check(Path(args.copy))
            sys.stdout.write("the copy is sound; nothing was changed\n")
            return 0
        lock = InstanceLock(database)
        try:
            kept = restore(Path(args.copy), database)
        finally:
            lock.release()
    except BlockingIOError:
        sys.stderr.write("spudwatch: the database is in use. Stop spudwatch serve first.\n")
        return 1
    except (SpudwatchError, OSError) as error:
        return stopped(error, 2)
    sys.stdout.write("restored" + (f"; what was there is in {kept.name}" if kept else "") + "\n")
    return 0
