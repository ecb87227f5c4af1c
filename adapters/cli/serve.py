"""Run all configured platforms and jobs, in one process or as one of several."""

import argparse
import asyncio
import gc
import sys

from adapters.cli._common import settings, stopped
from adapters.cli._heap import limit_heap, trim_heap
from adapters.runtime import log_format
from adapters.runtime.clock import SystemClock
from adapters.runtime.roles import ProcessRole
from bot.messages.errors import OurFault, SpudwatchError

NOT_HERE = "spudwatch: serve needs a POSIX system (Linux, macOS, WSL, a container); console, ask and demo work here.\n"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which part of the work is this process's; all else is a setting."""
    roles = "front answers over HTTP, work does the rest and stands by for another; both need PostgreSQL"
    parser.add_argument("--role", choices=[role.value for role in ProcessRole], default="all", help=roles)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped.

    Status 0 after a clean stop, 1 for a setting, 2 for an internal error, 75 if the database is in use.
    """
    try:
        import fcntl  # noqa: F401, PLC0415 - the locks between processes, as signals and workers' limits, are POSIX's
    except ImportError:
        sys.stderr.write(NOT_HERE)
        return 1
    limit_heap()
    gc.disable()  # what a start makes stays; looking through it for garbage takes a sixth of the start
    chosen = settings()  # first, so that a wrong setting is reported before libraries are loaded
    from adapters.runtime.serve import serve  # noqa: PLC0415 - loads aiohttp and the metrics

    log_format.set_up(chosen.log_level, chosen.log_format)
    try:
        return asyncio.run(serve(chosen, SystemClock(), role=ProcessRole(args.role), started=_collect_what_comes))
    except SpudwatchError as error:
        return stopped(error, 2 if isinstance(error, OurFault) else 1)
    except asyncio.CancelledError:
        return 2  # a task ended unexpectedly; the log says which and why
    finally:
        gc.enable()


def _collect_what_comes() -> None:
    """Collect garbage from now on, but not among what the start made.

    Looking through that took 0.15 s of the loop at a time.
    """
    trim_heap()
    gc.freeze()
    gc.enable()
