"""Two fronts, two workers and a PostgreSQL on this machine, by one line: ``python -m tests.serving.cluster``.

Prints where the fronts listen; whoever ends is started again, as systemd or Docker would, until Ctrl+C stops them all.
What they connect to is what the environment says (``SPUDWATCH_…``); without tokens there are the pages. The database is
gone afterwards, unless ``SPUDWATCH_DATABASE`` names one on a server.
"""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from storage import migrate
from storage.engines import is_server
from tests.postgres import ServerMissing, TestServer

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = {"front 1": "front", "front 2": "front", "worker 1": "work", "worker 2": "work"}
LISTEN = ("WEB__PORT", "DISCORD__HTTP_PORT", "SLACK__HTTP_PORT", "METRICS_PORT")
SERVES, WAITS = '"event": "serving"', '"event": "standing by'
LAST = 20.0  # seconds a stop may take before it is a kill


@dataclass
class Member:
    """One process of the cluster, between its starts."""

    name: str
    role: str
    ports: Mapping[str, int]
    process: asyncio.subprocess.Process | None = None
    said: list[str] = field(default_factory=list)
    starts: int = 0

    @property
    def up(self) -> bool:
        """Whether it serves or stands by since it was started last."""
        return self.process is not None and any(SERVES in line or WAITS in line for line in self.said)

    @property
    def leads(self) -> bool:
        """Whether it is the worker that does the work."""
        return self.role == "work" and self.process is not None and any(SERVES in line for line in self.said)


class Cluster:
    """The processes; use as an async context, inside which all are up."""

    def __init__(self, address: str, settings: Mapping[str, str], *, quiet: bool = True) -> None:
        kept = {key: value for key, value in os.environ.items() if not (quiet and key.startswith("SPUDWATCH_"))}
        self._environment = {**kept, "SPUDWATCH_DATABASE": address, **settings}
        self._quiet, self.address, self._closing = quiet, address, False
        self._changed = asyncio.Condition()
        self._tasks: list[asyncio.Task[None]] = []
        self.members = {
            name: Member(name, role, {setting: free_port() for setting in LISTEN}) for name, role in MEMBERS.items()
        }

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(migrate, self.address)
        self._tasks = [asyncio.create_task(self._keep(member)) for member in self.members.values()]
        await self.until(self.settled)
        return self

    def leaders(self) -> list[Member]:
        """The workers that believe to lead; while one is replaced there may be none."""
        return [member for member in self.members.values() if member.leads]

    def settled(self) -> bool:
        """Whether all are up and one worker leads."""
        return all(member.up for member in self.members.values()) and len(self.leaders()) == 1

    async def __aexit__(self, *_: object) -> None:
        self._closing = True
        for member in self.members.values():
            self.signal(member, signal.SIGCONT)
            self.signal(member, signal.SIGTERM)
        _, late = await asyncio.wait(self._tasks, timeout=LAST)
        for member in self.members.values() if late else ():
            self.signal(member, signal.SIGKILL)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def signal(self, member: Member, number: signal.Signals) -> None:
        """Send a process a signal, if it is there."""
        if member.process is not None and member.process.returncode is None:
            with suppress(ProcessLookupError):
                member.process.send_signal(number)

    async def until(self, so: Callable[[], bool], seconds: float = 120.0) -> None:
        """Wait until something is so that a process says or does.

        Raises:
            TimeoutError: it never was; with what each process said last.
        """
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(so)
        except TimeoutError:
            last = (
                f"{one.name}, started {one.starts} times: {''.join(one.said[-2:])}" for one in self.members.values()
            )
            raise TimeoutError("\n".join(last)) from None

    async def _keep(self, member: Member) -> None:
        own = {f"SPUDWATCH_{setting}": str(port) for setting, port in member.ports.items()}
        if "SPUDWATCH_SLACK__SIGNING_SECRET" not in self._environment:
            del own["SPUDWATCH_SLACK__HTTP_PORT"]
        while not self._closing:
            member.said.clear()
            member.starts += 1
            member.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "adapters", "serve", "--role", member.role,
                cwd=ROOT, env={**self._environment, **own}, stdin=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )  # fmt: skip
            assert member.process.stderr is not None
            async for line in member.process.stderr:
                member.said.append(line.decode(errors="replace"))
                if not self._quiet:
                    sys.stderr.write(f"{member.name}: {member.said[-1]}")
                await self._ring()
            await member.process.wait()
            member.process = None
            await self._ring()
            if not self._closing:
                await asyncio.sleep(0.5)  # a supervisor does not spin

    async def _ring(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _run(address: str) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with Cluster(address, {}, quiet=False) as cluster:
        for member in cluster.members.values():
            where = {name: port for name, port in member.ports.items() if member.role == "front" or "METRICS" in name}
            told = ", ".join(f"{name} http://127.0.0.1:{port}" for name, port in where.items())
            sys.stdout.write(f"{member.name}: {told}\n")
        sys.stdout.write("All are up; Ctrl+C stops them.\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> int:
    """Start everything and stop it again; returns the exit status."""
    named = os.environ.get("SPUDWATCH_DATABASE", "")
    if is_server(named):
        asyncio.run(_run(named))
        return 0
    try:
        server = TestServer.start(("max_connections=200",))
    except ServerMissing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    try:
        asyncio.run(_run(server.create()))
    finally:
        server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
