"""``spudwatch serve``: every platform and job that is configured, in one process."""

import argparse
import asyncio
import sys

from adapters import logs
from adapters.clock import SystemClock
from adapters.verbs.common import stopped
from bot.errors import SpudwatchError


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: everything is a setting."""
    del parser


def run(args: argparse.Namespace) -> int:
    """Serve until stopped. 0 after a clean stop, 1 for a setting, 2 for our fault, 75 if the database is taken."""
    del args
    from pydantic import ValidationError  # noqa: PLC0415 - settings load it anyway

    from adapters.serving import serve  # noqa: PLC0415 - so that a wrong setting is said before libraries are loaded
    from bot.settings import Settings  # noqa: PLC0415 - with its reason one line down

    try:
        settings = Settings()
    except ValidationError as error:
        for fault in error.errors():
            name = "SPUDWATCH_" + "__".join(str(part).upper() for part in fault["loc"])
            sys.stderr.write(f"spudwatch: {name}: {fault['msg']}\n")
        return 1
    logs.set_up(settings.log_level, settings.log_format)
    try:
        return asyncio.run(serve(settings, SystemClock()))
    except SpudwatchError as error:
        return stopped(error, 1 if error.outcome.value == "refused" else 2)
    except asyncio.CancelledError:
        return 2  # a part of the program ended; the log says which and why
