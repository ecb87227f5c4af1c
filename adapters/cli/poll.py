"""Read every source once, and report what is new and what failed."""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator
from datetime import timedelta

from adapters.cli._common import add_database, at, opened, settings, stopped
from adapters.runtime.bootstrap import RunningApp
from adapters.runtime.serve import build_source_client, polling
from adapters.workers.worker_pool import WorkerPool
from bot.jobs.poll_round import RoundReport, run_round
from bot.jobs.resolvers import Resolvers
from bot.jobs.schedule import Job
from bot.messages.errors import NotAllowed
from bot.messages.reply_json import jsonable
from bot.ports import Clock
from bot.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """When, and how the report is printed."""
    parser.add_argument("--at", metavar="TIME", help="read as if it were then")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_database(parser)


def run(args: argparse.Namespace) -> int:
    """Read everything once; 0 if anything was read, 1 if nothing could be."""
    found, clock = settings(), at(args.at)
    if not found.sources.live:
        return stopped(NotAllowed("No source is read.", todo="Set SPUDWATCH_SOURCES__LIVE=true."), 1)
    with opened(args.database, clock) as running:
        report = asyncio.run(_round(found, running, clock))
    if args.json:
        sys.stdout.write(json.dumps(jsonable(_facts(report)), ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(line + "\n" for line in _lines(report))
    return 0 if report.read else 1


async def _round(found: Settings, running: RunningApp, clock: Clock) -> RoundReport:
    workers, client = WorkerPool(), build_source_client(found.sources, clock, found.operator)
    try:
        jobs = polling(found.sources, running, client, clock, workers)
        settle = Job("outcomes proposed", timedelta(days=1), Resolvers(running.ports).tick)
        return await run_round((*jobs, settle), running.ports.sources, clock)
    finally:
        await client.close()
        await workers.close()


def _lines(report: RoundReport) -> Iterator[str]:
    yield f"{report.read} read from {sum(not state.failures for state in report.sources)} sources"
    for state in report.sources:
        if not state.failures:
            odd = f", {state.faults} not readable" if state.faults else ""
            yield f"  {state.source}: {state.items}{odd}"
    new = ", ".join(f"{count} {name}" for name, count in report.new.items() if count)
    yield f"new: {new or 'nothing'}"
    for name, why in report.failed.items():
        yield f"failed: {name}: {why}"


def _facts(report: RoundReport) -> dict[str, object]:
    read = {state.source: {"items": state.items, "faults": state.faults} for state in report.sources}
    return {"read": read, "new": report.new, "failed": report.failed}
