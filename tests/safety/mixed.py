"""Mixed operations through the app, in a process that may be killed; what was acknowledged is told at once."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from bot.messages.reply import Outcome
from bot.messages.request import Request, Role
from storage import migrations
from storage.sqlite.engine import Database

START = datetime(2026, 4, 21, 12, tzinfo=UTC)
TEXT = "I chose it in the picker and the header said so; it was gone after a reload. Maybe an A/B test."


HOW = 'surface:"ChatGPT picker" how:"own account"'


def operation(n: int) -> tuple[str, str]:
    """The n-th order, and where its text must be found once it was answered: ``table.column=value``, or nothing."""
    word = f"op{n}x"
    page = f"https://{word}.example/x"
    dated = f"link:{page} published:today"
    return (
        (
            f'checkpoint report label:"{word} Pro" {HOW} text:"{word} {TEXT}" step:save',
            f"reports.text={word} {TEXT}",
        ),
        ("odds spud", ""),
        (f"claimcheck trial task:{word} model:spud score:0.5", f"trials.task={word}"),
        (
            f'claimcheck add claim:CL-0044 {dated} quote:"{word}" basis:first-hand',
            f"evidence.url={page}",
        ),
        (f'checkpoint confirm "{word} Pro" have_it:yes sure:yes note:{word}', ""),
        ("claimcheck Spud beats Opus 4.7 on SWE-bench", ""),
        (f'digest create channel:here name:"{word}" days:daily time:09:00', f"subscriptions.wish={word}"),
        (f"alerts add what:sighting about:spud where:<#{n}>", ""),
        (f'checkpoint attribute label:"Crest Ultra" model:spud method:timing why:"{word} {TEXT}"', ""),
        ("spudwatch timezone Asia/Tokyo", ""),
    )[n % 10]


async def work(path: Path, first: int, last: int, said: IO[str]) -> None:
    """Do the operations from first to last; a line for each as soon as it was answered."""
    clock = StandingClock(START)
    running = build(path, clock)
    for n in range(first, last):
        clock.move(START + timedelta(minutes=n))
        line, kept = operation(n)
        who = {"actor": f"discord:{1000 + n}", "place": "discord:7/9", "roles": frozenset({Role.ADMIN})}
        reply = await running.app.run(Request(line=line, **who))
        said.write(f"{n}\t{kept if reply.outcome is Outcome.ANSWERED else ''}\t{reply.outcome.value}\n")
        said.flush()
    running.close()


def forked(run, after: int | None = None) -> tuple[list[str], bool]:
    """Run in a forked process and kill it after so many lines; the lines it said, and whether it was killed."""
    read, write = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(read)
        try:
            with os.fdopen(write, "w") as said:
                run(said)
        except BaseException:  # noqa: BLE001 - a forked process must not go on as the one that tests
            os._exit(1)
        os._exit(0)
    os.close(write)
    lines = []
    with os.fdopen(read) as heard:
        for line in heard:
            if line.endswith("\n"):
                lines.append(line.rstrip("\n"))
            if after is not None and len(lines) == after:
                os.kill(pid, signal.SIGKILL)
    return lines, os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def do(path: Path, first: int, last: int, after: int | None = None) -> tuple[list[str], bool]:
    """Mixed operations in a process that is killed after so many answers."""
    return forked(lambda said: asyncio.run(work(path, first, last, said)), after)


def killed_at(path: Path, statement: int, run) -> bool:
    """Run in a forked process that kills itself before its n-th SQL statement; whether it came so far."""

    def child(_said: IO[str]) -> None:
        connect, seen = Database._connect, 0

        def traced(self: Database) -> sqlite3.Connection:
            connection = connect(self)

            def count(_sql: str) -> None:
                nonlocal seen
                seen += 1
                if seen == statement:
                    os.kill(os.getpid(), signal.SIGKILL)

            connection.set_trace_callback(count)
            return connection

        Database._connect = traced
        run(path)

    return forked(child)[1]


def faults(path: Path, acknowledged: list[str]) -> list[str]:
    """What is wrong with a database after a kill: lost rows, a file that is not whole, steps that are half done."""
    found = []
    with closing(sqlite3.connect(path)) as raw:
        verdict = raw.execute("PRAGMA integrity_check").fetchone()[0]
        found += [] if verdict == "ok" else [verdict]
        if migrations.applied(raw) not in ((), migrations.names()):
            found.append("half the steps")
        for line in acknowledged:
            place, _, value = line.split("\t")[1].partition("=")
            if place:
                table, _, column = place.partition(".")
                if not raw.execute(f"SELECT 1 FROM {table} WHERE instr({column}, ?)", [value]).fetchone():
                    found.append(f"lost: {line}")
    return found
