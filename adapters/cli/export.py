"""Write everything, or one tenant, as JSON lines and CSV."""

import argparse
import json
import sys
from itertools import islice
from pathlib import Path

from adapters.cli._common import add_database, database_address, stopped
from bot.messages.errors import BadArgument, SpudwatchError
from storage import open_database
from storage.export import export_csv, export_lines, tables
from storage.sightings.reviews import claim_reviews
from storage.sqlite.private_files import make_file, make_folder


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: target and selection."""
    parser.add_argument("folder", metavar="FOLDER", help="where the files go")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true", help="everything (the default)")
    which.add_argument("--tenant", metavar="TENANT", help="one server or workspace, e.g. discord:7")
    add_database(parser)


def run(args: argparse.Namespace) -> int:
    """Write ``everything.jsonl``, a CSV a table, and ``outcomes.json`` (ClaimReview)."""
    folder = Path(args.folder)
    try:
        database = open_database(database_address(args.database))
    except SpudwatchError as error:
        return stopped(error, 2)
    try:
        if args.tenant and not any(islice(export_lines(database, args.tenant), 1, 2)):
            raise BadArgument(
                f"Nothing is stored of {args.tenant}.", todo="Its name is like discord:7 or slack:T024BE7LD."
            )
        make_folder(folder)
        with _own_file(folder / "everything.jsonl").open("w", encoding="utf-8") as file:
            rows = sum(1 for line in export_lines(database, args.tenant) if file.write(line + "\n")) - 1
        for name in tables(database, args.tenant):
            _own_file(folder / f"{name}.csv").write_text(export_csv(database, name, args.tenant), "utf-8")
        reviews = claim_reviews(database, args.tenant or "")
        outcomes = json.dumps(reviews, ensure_ascii=False, indent=1)
        _own_file(folder / "outcomes.json").write_text(outcomes + "\n", "utf-8")
    except (SpudwatchError, OSError) as error:
        return stopped(error, 1 if isinstance(error, BadArgument) else 2)
    finally:
        database.close()
    sys.stdout.write(f"{rows} rows in {folder}\n")
    return 0


def _own_file(path: Path) -> Path:
    """Replace a file by an empty one that its owner alone reads, whatever the umask."""
    path.unlink(missing_ok=True)
    make_file(path)
    return path
