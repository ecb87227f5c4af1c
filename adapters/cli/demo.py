"""Tell the Spud story with the clock at 21 April 2026; `tomorrow` moves it."""

import argparse
import asyncio
from datetime import UTC, datetime

from adapters.cli._common import temporary
from adapters.cli.console import talk
from adapters.console.handler import say
from adapters.console.story import begin
from adapters.runtime.bootstrap import RunningApp
from adapters.runtime.clock import StandingClock

START = datetime(2026, 4, 21, 12, tzinfo=UTC)
WELCOME = """Spudwatch demo. It is Tuesday 21 April 2026, noon UTC.
OpenAI's "Spud" is two days away, and nobody knows. You see what the ledger that
came with the program knew that day. Type one of these, or ask in your words:

  odds spud                        will it be out by then, and what counts?
  odds history spud                how the price moved, as a picture
  checkpoint crest pro alpha       what is that name in the model picker?
  claimcheck Spud beats Opus 4.7   what is that claim standing on?
  tomorrow                         a day passes: on 23 April it comes out
  help · quit
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The demo takes none."""
    del parser


def run(args: argparse.Namespace) -> int:
    """Talk until the person leaves; what the demo kept is gone then."""
    del args
    clock = StandingClock(START)
    with temporary(clock) as running:
        say(WELCOME)
        asyncio.run(_day_by_day(running, clock))
    return 0


async def _day_by_day(running: RunningApp, clock: StandingClock) -> None:
    await talk(running, clock, await begin(running, clock))
