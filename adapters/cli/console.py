"""Open the console on the real database, with live sources if there is a network."""

import argparse
import asyncio
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from adapters.cli._common import add_database, opened, settings
from adapters.console.handler import ACTOR, PLACE, Advance, Console, piped, say
from adapters.console.terminal_text import Screen, clean
from adapters.runtime.bootstrap import RunningApp
from adapters.runtime.clock import SystemClock
from adapters.runtime.lock import instance_lock
from bot.domain.time import format_time
from bot.messages.request import View
from bot.ports import Clock
from bot.queries.families.examples import examples
from bot.settings import SourceSettings

WELCOME = "Spudwatch. Ask in your words, or try one of these; help and quit do what they say."
NEWEST = 2  # newest names listed at the start: what fits a line
LOOK_SECONDS = 1.5  # how long a start waits to learn whether there is a network


def arguments(parser: argparse.ArgumentParser) -> None:
    """The database."""
    add_database(parser)


def run(args: argparse.Namespace) -> int:
    """Talk until the person leaves."""
    clock, chosen = SystemClock(), settings()
    with opened(getattr(args, "database", None), clock) as running:
        say(welcome(running, clock))
        asyncio.run(_live(running, clock, chosen.sources))
    return 0


async def _live(running: RunningApp, clock: Clock, settings: SourceSettings) -> None:
    async with AsyncExitStack() as stack:
        try:
            stack.callback(instance_lock(running.store.address).release)
        except BlockingIOError:
            say("Live: spudwatch serve reads the sources into this database.\n")
        else:
            if settings.live and await _reachable(settings):
                await stack.enter_async_context(_reading(running, clock, settings))
                say("Live: markets and model lists are being read in the background.\n")
            else:
                say("No network: on the ledger that came with this version, and what was read before.")
                say(newest(running, clock) + "\n")
        await talk(running, clock)


def welcome(running: RunningApp, clock: Clock) -> str:
    """Greet with examples of what is expected and open now."""
    now = examples(running.ports, View("", clock.now()))
    lines = {"odds": now.model, "checkpoint": now.label, "claimcheck": now.claim}
    tries = " · ".join(f"{command} {clean(about)}" for command, about in lines.items() if about)
    return f"{WELCOME}\n  {tries or now.question}"


def newest(running: RunningApp, clock: Clock) -> str:
    """List the names learned last, with dates: the ledger's age, and what to ask."""
    found = running.ports.ledger.suggest("", View("", clock.now()), NEWEST)
    names = (f"{clean(one.name)} ({format_time(one.states[-1].learned_at)})" for one in found if one.states)
    return "Newest names in it: " + " · ".join(names)


async def _reachable(settings: SourceSettings) -> bool:
    from bot.sources.registry import upstreams  # noqa: PLC0415 - imports every source

    first = next(iter(upstreams().values()))
    return await networked(settings.address(first.name, first.base))


async def networked(address: str) -> bool:
    """Whether a host's name can be found: the quickest sign of a network."""
    loop, host = asyncio.get_running_loop(), urlsplit(address).hostname or ""
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            return bool(await loop.getaddrinfo(host, 443, type=socket.SOCK_STREAM))
    except (OSError, TimeoutError, UnicodeError):
        return False


@asynccontextmanager
async def _reading(running: RunningApp, clock: Clock, settings: SourceSettings) -> AsyncIterator[None]:
    from adapters.runtime.serve import build_source_client, polling  # noqa: PLC0415 - needed only with a network
    from adapters.workers.worker_pool import WorkerPool  # noqa: PLC0415 - without a network nothing of it is needed
    from bot.jobs.schedule import Schedule  # noqa: PLC0415 - the same

    client, workers = build_source_client(settings, clock), WorkerPool()
    jobs = polling(settings, running, client, clock, workers)
    task = asyncio.create_task(Schedule(jobs, clock).run(), name="schedule")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
        await client.close()
        await workers.close()


async def talk(running: RunningApp, clock: Clock, advance: Advance | None = None, opening: str = "") -> None:
    """Run a console on standard input and output.

    On a terminal it has history and completion. ``opening`` is a line to answer before any input.
    """
    if sys.stdin.isatty() and sys.stdout.isatty():
        from platformdirs import user_state_path  # noqa: PLC0415 - a pipe keeps no history

        from adapters.console.prompt import prompting  # noqa: PLC0415 - nor does it need completion

        ask = prompting(running.app, ACTOR, PLACE, user_state_path("spudwatch") / "history")
    else:
        ask = piped(iter(sys.stdin))
    pictures = Path(tempfile.gettempdir()) / "spudwatch-pictures"
    console = Console(running, clock, ask, say, Screen.of(sys.stdout), pictures, advance)
    if opening:
        say(f"› {opening}")
        await console.hear(opening)
    await console.talk()
