"""A run of 200 messages, killed with signal 9 at random points and started again: nothing lost, nothing doubled.

On Slack, where nothing can be looked up, a kill may double what was being sent just then.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import selectors
import signal
import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

import pytest

from adapters.runtime.clock import StandingClock
from bot.jobs.outbox_worker import AT_ONCE
from bot.messages.reply import Reply
from bot.ports.notifications.outbox import OPEN, Delivered, MessageKind, OutboxDraft, UnreadableMessage, nonce
from storage.notifications.outbox import OutboxStore
from storage.sqlite.engine import Database
from tests.platforms import sender_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork a process to kill")

DUE = datetime(2026, 4, 24, 7, 0, tzinfo=UTC)
MOMENTS = tuple(DUE + timedelta(seconds=s) for s in (0, 20, 50))
MESSAGES = 200
KILLS = int(os.environ.get("SPUDWATCH_TEST_KILLS", "15"))


class Served:
    """A platform behind a socket, in the process that does the killing."""

    def __init__(self, path: Path, seed: int, every: int) -> None:
        self.posts: list[str] = []
        self.moment = 0
        self._ids = 0
        self._random = random.Random(seed)  # noqa: S311 - where to strike, the same every time
        self._every = every
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen()

    def run(self, *children: int, kills: bool) -> bool:
        """Serve until the children have ended; True if one was killed here."""
        chosen = selectors.DefaultSelector()
        chosen.register(self._listener, selectors.EVENT_READ)
        countdown, phase = self._random.randint(1, self._every), self._random.randint(0, 2)
        alive, open_connections = len(children), 0
        while alive:
            for key, _ in chosen.select():
                connection = key.fileobj
                if connection is self._listener:
                    made = self._listener.accept()[0]
                    chosen.register(made, selectors.EVENT_READ)
                    open_connections += 1
                    continue
                try:
                    line = connection.recv(65536)
                except ConnectionResetError:
                    line = b""
                if not line:
                    chosen.unregister(connection)
                    connection.close()
                    alive -= 1
                    continue
                countdown -= 1
                strike = kills and countdown == 0
                if strike and phase == 0:
                    os.kill(children[0], signal.SIGKILL)
                    continue
                answer = self._answer(json.loads(line))
                if strike and phase == 1:
                    os.kill(children[0], signal.SIGKILL)
                    continue
                with suppress(BrokenPipeError):  # killed before it could hear
                    connection.sendall(json.dumps(answer).encode() + b"\n")
                if strike:
                    os.kill(children[0], signal.SIGKILL)
        chosen.close()
        return any(os.WIFSIGNALED(os.waitpid(child, 0)[1]) for child in children)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _answer(self, asked: dict) -> object:
        self._ids += 1
        match asked["op"]:
            case "send":
                known = asked["nonce"] and [key for key in self.posts if nonce(key) == asked["nonce"]]
                if not known:
                    self.posts.append(asked["key"])
                return f"m{self._ids}"
            case "find":
                return asked["key"] in self.posts
            case "moment":
                self.moment = asked["moment"]
        return None


class Caller:
    """The poster in the process that is killed: every call is a line on the socket."""

    per_second = 1_000.0

    def __init__(self, path: Path, clock: StandingClock, platform: str) -> None:
        self.platform, self._clock = platform, clock
        self.remembers = 120.0 if platform == "discord" else 0.0
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._answers = self._socket.makefile()

    def close(self) -> None:
        self._answers.close()
        self._socket.close()

    def ask(self, op: str, **more: object) -> object:
        self._socket.sendall(json.dumps({"op": op, "now": self._clock.now().timestamp(), **more}).encode())
        return json.loads(self._answers.readline())

    async def send(self, place, reply, key, deadline=15.0):
        return Delivered(self.ask("send", key=key, nonce=nonce(key) if self.remembers else ""))

    async def find(self, place, key, since):
        if self.platform == "slack":
            raise UnreadableMessage
        return Delivered("found") if self.ask("find", key=key) else None


def drafts(platform: str, kind: MessageKind) -> list[OutboxDraft]:
    reply = Reply(title="Model watch")
    return [
        OutboxDraft(
            key=f"{kind.value}|{platform}:7|DG-01|2026-04-24|{platform}:7/{number}",
            place=f"{platform}:7/{number}",
            kind=kind,
            reply=reply,
            not_before=DUE,
            deadline=DUE + timedelta(hours=24),
        )
        for number in range(MESSAGES)
    ]


def child(database: Path, server: Path, platform: str, first: int) -> int:
    """Fork a process that sends what is due at each of the moments, from the ``first`` on; returns its id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        asyncio.run(_send(database, server, platform, first))
    except BaseException as error:  # noqa: BLE001 - a forked test process must not go on as the test runner
        sys.stderr.write(f"{error!r}\n")
        os._exit(1)
    os._exit(0)


async def _send(path: Path, server: Path, platform: str, first: int) -> None:
    clock = StandingClock(MOMENTS[first])
    poster = Caller(server, clock, platform)
    database = Database(path)
    sender = sender_of(database, clock, poster)
    for number in range(first, len(MOMENTS)):
        clock.move(MOMENTS[number])
        poster.ask("moment", moment=number)
        await sender.start()
        await sender.drain()
    database.close()


@pytest.mark.parametrize(
    ("platform", "kind"), [("discord", MessageKind.DIGEST), ("slack", MessageKind.DIGEST), ("slack", MessageKind.ALERT)]
)
def test_killed_at_random_points_a_run_loses_nothing_and_doubles_at_most_what_was_being_sent(tmp_path, platform, kind):
    path, server_path = tmp_path / "outbox.db", tmp_path / "socket"
    database = Database(path)
    asyncio.run(OutboxStore(database).add(drafts(platform, kind), MOMENTS[0]))
    database.close()
    killed = 0
    with Served(server_path, seed=9, every=2 * MESSAGES // KILLS + 2) as server:
        while server.run(child(path, server_path, platform, server.moment), kills=killed < KILLS):
            killed += 1
    assert killed >= min(KILLS, 3)
    assert set(server.posts) == {draft.key for draft in drafts(platform, kind)}
    assert len(server.posts) - MESSAGES <= (killed * AT_ONCE if platform == "slack" else 0)
    check = Database(path)
    assert not set(OutboxStore(check).totals().states) & set(OPEN)
    check.close()


def test_two_processes_started_at_once_send_everything_once(tmp_path):
    path, server_path = tmp_path / "outbox.db", tmp_path / "socket"
    database = Database(path)
    asyncio.run(OutboxStore(database).add(drafts("slack", MessageKind.ALERT), MOMENTS[0]))
    database.close()
    first = MOMENTS.index(DUE + timedelta(seconds=20))
    with Served(server_path, seed=1, every=1) as server:
        both = [child(path, server_path, "slack", first) for _ in range(2)]
        assert not server.run(*both, kills=False)
    assert sorted(server.posts) == sorted(draft.key for draft in drafts("slack", MessageKind.ALERT))
