"""``spudwatch serve``: every platform and job that is configured, in one process."""

import argparse
import asyncio

from adapters.cli.common import settings, stopped
from adapters.runtime import log_format
from adapters.runtime.clock import SystemClock
from bot.messages.errors import SpudwatchError


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: everything is a setting."""
    del parser


def run(args: argparse.Namespace) -> int:
    """Serve until stopped. 0 after a clean stop, 1 for a setting, 2 for our fault, 75 if the database is taken."""
    del args
    chosen = settings()  # first, so that a wrong one is said before libraries are loaded
    from adapters.runtime.serve import serve  # noqa: PLC0415 - loads aiohttp and the metrics

    log_format.set_up(chosen.log_level, chosen.log_format)
    try:
        return asyncio.run(serve(chosen, SystemClock()))
    except SpudwatchError as error:
        return stopped(error, 1 if error.outcome.value == "refused" else 2)
    except asyncio.CancelledError:
        return 2  # a part of the program ended; the log says which and why
