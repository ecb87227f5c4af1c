"""Shared by several verbs: the moment, the database, and exit statuses."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.runtime import log_format
from adapters.runtime.bootstrap import RunningApp, build, webhook_rules
from adapters.runtime.clock import StandingClock, SystemClock
from bot.dispatch.date_arguments import parse_moment
from bot.messages.errors import BadArgument, SpudwatchError, UserError
from bot.messages.reply import Outcome, plain
from bot.ports import Clock
from storage.engines import is_server

if TYPE_CHECKING:
    from bot.settings import Settings

WEBHOOK_KEY, SECRETS = "SPUDWATCH_WEBHOOK__TOKEN_KEY", "SPUDWATCH_SECRETS_DIR"
STATUS = {Outcome.ANSWERED: 0, Outcome.REFUSED: 1, Outcome.BROKEN: 2}


def at(text: str | None) -> Clock:
    """The clock for ``--at``: standing at that moment, or the machine's.

    Raises:
        SystemExit: the moment cannot be read; says what would do.
    """
    if text is None:
        return SystemClock()
    try:
        return StandingClock(parse_moment(text, datetime.now(UTC), "UTC"))
    except UserError as error:
        raise SystemExit(stopped(error, 1)) from None


@contextmanager
def opened(database: str | None, clock: Clock) -> Iterator[RunningApp]:
    """Open the app on the given or configured database; a long first load shows a bar.

    Nothing is posted from here, so look-ups are not recorded for notification.
    """
    log_format.set_up("ERROR", "text")
    if database and "://" not in database and not Path(database).absolute().parent.exists():
        error = BadArgument(f"There is no folder for {Path(database).name}.", todo="Make it first, or mend --database.")
        raise SystemExit(stopped(error, 1))
    try:
        loading = partial(_progress, "loading the ledger")
        hooks = webhook_rules(settings()) if database is None or _may_set_webhooks() else None
        running = build(database_address(database), clock, telling=False, progress=loading, webhooks=hooks)
    except SpudwatchError as error:
        raise SystemExit(stopped(error, 2)) from None
    running.ports.changes.progress = partial(_progress, "working out what changed")
    try:
        yield running
    finally:
        running.close()


def _may_set_webhooks() -> bool:
    """Whether the key of webhooks may be set.

    Settings take a tenth of a second to read.
    """
    return any(name in os.environ for name in (WEBHOOK_KEY, SECRETS)) or Path(".env").exists()


@contextmanager
def temporary(clock: Clock) -> Iterator[RunningApp]:
    """Open the app on a temporary database, for the demo."""
    with tempfile.TemporaryDirectory(prefix="spudwatch-") as folder:
        running = build(Path(folder) / "demo.db", clock)
        try:
            yield running
        finally:
            running.close()


def stopped(error: Exception, status: int) -> int:
    """Print an error to standard error; return the exit status."""
    if isinstance(error, OSError) and error.filename:
        words: tuple[str, ...] = (f"{error.filename}: {error.strerror}",)
    elif isinstance(error, SpudwatchError):
        words = (error.what, plain(error.why), plain(error.todo))
    else:
        words = (str(error),)
    sys.stderr.write("spudwatch: " + " ".join(word for word in words if word) + "\n")
    return status


def add_platform(parser: argparse.ArgumentParser, name: str, elsewhere: str) -> None:
    """Add a platform's argument, which may be left out: there is one.

    ``elsewhere`` tells where others are set up.
    """

    def known(text: str) -> str:
        if text.casefold() != name:
            raise argparse.ArgumentTypeError(f"this is for {name} alone; {elsewhere}")
        return name

    parser.add_argument(
        "platform",
        nargs="?",
        type=known,
        default=name,
        metavar=name,
        help=f"the only one, may be left out; {elsewhere}",
    )


def add_database(parser: argparse.ArgumentParser) -> None:
    """Add ``--database`` of verbs that take either engine."""
    parser.add_argument("--database", metavar="ADDRESS", help="a file or postgresql://…, instead of the setting's")


def database_address(database: str | None) -> str:
    """The database that was named, or the setting's: a file, or ``postgresql://…``."""
    return database or settings().database_address()


def database_path(database: str | None) -> Path:
    """Return the path of a database that must be a file.

    Raises:
        BadArgument: it is a server's, whose own tools make copies.
    """
    address = database_address(database)
    if is_server(address):
        raise BadArgument(
            "That database is on a server, not in a file.",
            todo="Use the server's own tools: pg_dump and pg_restore, or its archive.",
        )
    return Path(address)


def settings() -> "Settings":
    """The settings.

    Raises:
        SystemExit: one cannot be read; each is named with what is wrong, and no value is shown.
    """
    from pydantic import ValidationError  # noqa: PLC0415 - settings load it anyway
    from pydantic_settings import SettingsError  # noqa: PLC0415 - as above

    from bot.settings import Settings  # noqa: PLC0415 - a database that is named needs no settings

    try:
        return Settings()
    except ValidationError as error:
        for fault in error.errors():
            name = "SPUDWATCH_" + "__".join(str(part).upper() for part in fault["loc"])
            sys.stderr.write(f"spudwatch: {name}: {fault['msg']}\n")
        raise SystemExit(1) from None
    except SettingsError as error:
        sys.stderr.write(f'spudwatch: {error}: write a list as JSON, such as ["polymarket"]\n')
        raise SystemExit(1) from None


def _progress(what: str, done: int, of: int) -> None:
    if not sys.stderr.isatty():
        return
    bar = "█" * (20 * done // of)
    sys.stderr.write(f"\r  {what} {bar:<20}" + ("\r\x1b[K" if done == of else ""))
    sys.stderr.flush()
