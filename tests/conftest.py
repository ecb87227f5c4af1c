"""What many tests need: an app on a real database with the public ledger in it, at a chosen moment."""

import asyncio
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from adapters.runtime.bootstrap import RunningApp, build
from adapters.runtime.clock import StandingClock
from bot.messages.reply import Reply
from bot.messages.request import Request, Role
from bot.notifications.change_recorder import record_changes
from storage import migrate, open_database
from storage.engines import Database
from tests.postgres import TestServer, start_or_skip

# How long an example takes says how busy the machine is, and nothing of the code. A run of the suite tries the same
# examples every time, so that a red run is about the change; `--hypothesis-profile=search` tries new ones.
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("tests", parent=settings.get_profile("search"), derandomize=True)
settings.load_profile("tests")


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

    async def settled(self) -> None:
        """Wait until what was written behind is stored: a test that reads rows sees all of them."""
        await self.running.store.database.write(lambda _db: None)

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
    _record(path)
    _written[path] = _writes(path)
    return path


@pytest.fixture(scope="session")
def recorded_ledger(ledger_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The same with what the ledger tells recorded up to a later moment, once for all tests that begin there."""

    @cache
    def up_to(moment: str) -> Path:
        path = tmp_path_factory.mktemp("recorded") / "ledger.db"
        shutil.copy(ledger_file, path)
        _record(path, moment)
        _written[path] = _writes(path)
        return path

    return up_to


_written: dict[Path, tuple[int, ...]] = {}


def _writes(path: Path) -> tuple[int, ...]:
    """What changes with every write: the times and sizes of the file and of its log that was not yet merged."""
    log = path.with_name(f"{path.name}-wal")
    stats = [one.stat() for one in (path, log) if one.exists() and one.stat().st_size]
    return tuple(number for one in stats for number in (one.st_mtime_ns, one.st_size))


@pytest.fixture(autouse=True)
def shared_ledger_as_it_was() -> Iterator[None]:
    """A test that writes to the database that all others copy fails itself, and not those after it."""
    yield
    for path, before in _written.items():
        after = _written[path] = _writes(path)
        assert after == before, "this test wrote to the ledger's database that others copy: it needs a copy of its own"


def _record(address: Path | str, moment: str = "2026-04-21T12:00Z") -> None:
    def record() -> None:
        at = datetime.fromisoformat(moment)
        running = build(address, StandingClock(at))
        asyncio.run(record_changes(running.ports, at))  # once for all tests: what the ledger tells of the time before
        running.close()

    with ThreadPoolExecutor(1) as pool:  # the first test that wants it may be on an event loop already
        pool.submit(record).result()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A module that says ``ENGINES = BOTH`` runs its tests on each; all others on SQLite, the default."""
    engines = getattr(metafunc.module, "ENGINES", ())
    if engines and "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", engines, indirect=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """The engine under a test's database; ``SPUDWATCH_TEST_ENGINE=postgres`` runs what can be run on it."""
    return getattr(request, "param", os.environ.get("SPUDWATCH_TEST_ENGINE", "sqlite"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[TestServer]:
    """A PostgreSQL server for the session; without one the tests that ask for it are skipped, or fail in CI."""
    server = start_or_skip()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_ledger(postgres_server: TestServer) -> str:
    """The name of a database on it that holds the public ledger and nothing else."""
    address = postgres_server.create()
    migrate(address)
    _record(address)
    return address


@pytest.fixture(scope="session")
def postgres_empty(postgres_server: TestServer) -> str:
    """The name of a database on it that has its tables and no row."""
    from storage.postgres.schema import migrate as make  # noqa: PLC0415 - an extra

    address = postgres_server.create()
    make(address)
    return address


class Databases:
    """Addresses of new databases on one engine: ``fresh()`` has no row, ``fresh("ledger")`` the public ledger.

    ``recorded`` is the moment up to which SQLite's has recorded what the ledger tells; a server's test records it.
    """

    def __init__(self, engine: str, folder: Path, request: pytest.FixtureRequest) -> None:
        self._engine, self._folder, self._request = engine, folder, request
        self._made: dict[str, str] = {}

    def __call__(self, what: str = "empty", recorded: str = "") -> Path | str:
        if self._engine == "postgres":
            server = self._request.getfixturevalue("postgres_server")
            model = self._request.getfixturevalue(f"postgres_{what}")
            address: str = server.emptied(model) if what == "empty" else server.copy(model)
            self._made[address] = what
            return address
        path = self._folder / f"{what}-{len(list(self._folder.glob('*.db')))}.db"
        if what == "ledger":
            value = self._request.getfixturevalue
            shutil.copy(value("recorded_ledger")(recorded) if recorded else value("ledger_file"), path)
        else:
            path.touch()
        return path

    def back(self, *addresses: Path | str) -> None:
        """A test is done with some before its end."""
        for address in addresses:
            if what := self._made.pop(str(address), ""):
                server = self._request.getfixturevalue("postgres_server")
                (server.done if what == "empty" else server.drop)(address)

    def close(self) -> None:
        self.back(*self._made)


@pytest.fixture
def fresh(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Databases]:
    """New databases on the test's engine."""
    databases = Databases(engine, tmp_path, request)
    yield databases
    databases.close()


@pytest.fixture
def memory(fresh: Databases) -> Iterator[Database]:
    """An open database without a row on the test's engine."""
    database = open_database(fresh())
    yield database
    database.close()


@pytest.fixture
def talk(fresh: Databases) -> Iterator[Callable[..., Conversation]]:
    """Start a conversation: ``talk()`` at noon of 21 April 2026, or ``talk("2026-05-10T12:00Z")``.

    With ``recorded``, what the ledger tells is recorded up to that moment before.
    """
    opened: list[RunningApp] = []

    def start(moment: str = "2026-04-21T12:00Z", recorded: str = "") -> Conversation:
        clock = StandingClock(datetime.fromisoformat(moment))
        opened.append(build(fresh("ledger", recorded), clock))
        return Conversation(opened[-1], clock)

    yield start
    for running in opened:
        running.close()
