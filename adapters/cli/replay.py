"""Run the sighting detectors over a recorded history of model lists."""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from adapters.cli._common import stopped
from bot.jobs.replay import Replayed, facts, lines_of, replay
from bot.messages.reply_json import jsonable
from storage.catalogs.listings import ListingStore
from storage.sqlite.engine import Database


def arguments(parser: argparse.ArgumentParser) -> None:
    """The series."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help='JSON lines, plain or .gz: {"t": TIME, "full": …} or {"t": TIME, "add": …, "rem": …, "chg": …}',
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Replay into a temporary database as a poll would, and print the findings."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="spudwatch-") as folder:
        database = Database(Path(folder) / "replay.db")
        try:
            found = asyncio.run(replay(lines_of(Path(args.file)), ListingStore(database)))
        except (OSError, EOFError, ValueError) as error:
            return stopped(error, 1)
        finally:
            database.close()
    seconds = time.monotonic() - began
    if args.json:
        sys.stdout.write(json.dumps(jsonable(facts(found, seconds)), ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(line + "\n" for line in _lines(found, seconds))
    return 0


def _lines(found: Replayed, seconds: float) -> Iterator[str]:
    yield f"{found.readings} readings in {seconds:.1f} s · {len(found.raised)} sightings · {len(found.leads)} leads"
    odd = {verdict.value: n for verdict, n in found.verdicts.items() if verdict.value != "good"}
    if odd:
        yield "not trusted: " + ", ".join(f"{n} {verdict}" for verdict, n in odd.items())
    if found.unread:
        yield f"not readable: {found.unread} lines"
    for seen in found.sightings:
        yield f"{seen.raised_at:%Y-%m-%d %H:%M}  {seen.id}  ({seen.rule})"
        if seen.moved_to:
            yield f"    now {seen.moved_to}"
        if seen.removed_at:
            yield f"    gone {seen.removed_at:%Y-%m-%d}; candidates: {', '.join(seen.candidates) or 'none'}"
    for name, at in sorted(found.leads.items(), key=lambda entry: entry[1]):
        yield f"{at:%Y-%m-%d %H:%M}  lead: {name} (new at price zero)"
    for one in found.named:
        yield f"{one.at:%Y-%m-%d %H:%M}  {one.label}: {one.named} ({one.kind.value})"
