"""Replay a ledger story: `spudwatch demo [NAME]`; `tomorrow` advances the clock."""

import argparse
import asyncio

from adapters.cli._common import temporary
from adapters.cli.console import talk
from adapters.console.handler import say
from adapters.console.story import FIRST, Story, begin, stories
from adapters.runtime.bootstrap import RunningApp
from adapters.runtime.clock import StandingClock


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which story."""
    parser.add_argument("name", nargs="?", default=FIRST, choices=sorted(stories()), help=f"which story ({FIRST})")


def run(args: argparse.Namespace) -> int:
    """Run until the person leaves; the demo's data is then deleted."""
    story = stories()[getattr(args, "name", FIRST)]
    clock = StandingClock(story.start)
    with temporary(clock) as running:
        say(story.welcome)
        asyncio.run(_day_by_day(running, clock, story))
    return 0


async def _day_by_day(running: RunningApp, clock: StandingClock, story: Story) -> None:
    await talk(running, clock, await begin(running, clock, story), story.opening)
