"""What many tests need: an app on a real database with the public ledger in it, at a chosen moment."""

import asyncio
import logging
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from adapters.runtime.bootstrap import RunningApp, build
from adapters.runtime.clock import StandingClock
from bot.messages.reply import Reply
from bot.messages.request import Request, Role
from bot.queries.changes.change_recorder import record_changes


class Conversation:
    """An app at a moment, and somebody to talk to it: ``say`` answers as a platform would."""

    def __init__(self, running: RunningApp, clock: StandingClock) -> None:
        self.running, self.clock, self.app, self.ports = running, clock, running.app, running.ports

    async def say(
        self,
        line: str,
        *,
        actor: str = "console:you",
        place: str = "console:local/here",
        role: Role = Role.ADMIN,
        **more: object,
    ) -> Reply:
        """The reply to a typed line."""
        request = Request(line=line, actor=actor, place=place, roles=frozenset({role}), **more)  # type: ignore[arg-type]
        return await self.app.run(request)

    def at(self, moment: str) -> "Conversation":
        """The same conversation later (or earlier)."""
        self.clock.move(datetime.fromisoformat(moment))
        return self


def _loggers() -> list[logging.Logger]:
    root = logging.getLogger()
    return [root, *(each for each in root.manager.loggerDict.values() if isinstance(each, logging.Logger))]


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """A verb run inside the test process sets up the process's logging; the next test starts from pytest's own."""
    root = logging.getLogger()
    handlers, before = root.handlers[:], {each: each.level for each in _loggers()}
    yield
    for logger in _loggers():
        logger.setLevel(before.get(logger, logging.NOTSET))
    root.handlers[:] = handlers


@pytest.fixture(scope="session")
def ledger_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds the public ledger and nothing else; copied by whoever wants to write."""
    path = tmp_path_factory.mktemp("ledger") / "ledger.db"
    noon = datetime.fromisoformat("2026-04-21T12:00Z")
    running = build(path, StandingClock(noon))
    asyncio.run(record_changes(running.ports, noon))  # once for all tests: what the ledger tells of the time before
    running.close()
    return path


@pytest.fixture
def talk(ledger_file: Path, tmp_path: Path) -> Iterator[Callable[..., Conversation]]:
    """Start a conversation: ``talk()`` at noon of 21 April 2026, or ``talk("2026-05-10T12:00Z")``."""
    opened: list[RunningApp] = []

    def start(moment: str = "2026-04-21T12:00Z") -> Conversation:
        path = tmp_path / f"talk-{len(opened)}.db"
        shutil.copy(ledger_file, path)
        clock = StandingClock(datetime.fromisoformat(moment))
        opened.append(build(path, clock))
        return Conversation(opened[-1], clock)

    yield start
    for running in opened:
        running.close()
