"""``spudwatch``: the console on the real database."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from adapters.clock import SystemClock
from adapters.console.loop import ACTOR, PLACE, Advance, Console, piped, say
from adapters.console.outgoing import Screen
from adapters.main import Running
from adapters.verbs.common import opened
from bot.ports import Clock

WELCOME = "Spudwatch. Try: odds spud · checkpoint crest pro alpha · claimcheck Spud beats Opus 4.7 · help · quit"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The database."""
    parser.add_argument("--database", metavar="FILE", help="the database file, instead of the setting's")


def run(args: argparse.Namespace) -> int:
    """Talk until the person leaves."""
    clock = SystemClock()
    with opened(getattr(args, "database", None), clock) as running:
        say(WELCOME)
        say("On the ledger that came with this version, and whatever `spudwatch serve` has read since.\n")
        asyncio.run(talk(running, clock))
    return 0


async def talk(running: Running, clock: Clock, advance: Advance | None = None) -> None:
    """A console on standard input and output; with history and completion where a person sits at it."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        from platformdirs import user_state_path  # noqa: PLC0415 - a pipe keeps no history

        from adapters.console.prompt import prompting  # noqa: PLC0415 - nor does it need completion

        ask = prompting(running.app, ACTOR, PLACE, user_state_path("spudwatch") / "history")
    else:
        ask = piped(iter(sys.stdin))
    pictures = Path(tempfile.gettempdir()) / "spudwatch-pictures"
    await Console(running, clock, ask, say, Screen.of(sys.stdout), pictures, advance).talk()
