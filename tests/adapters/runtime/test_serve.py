"""The service: how it starts, what it says of its state, how it stops."""

import asyncio
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from adapters.runtime.clock import SystemClock
from adapters.runtime.lock import TAKEN, InstanceLock
from adapters.runtime.serve import serve
from bot.messages.errors import BadArgument
from bot.settings import Settings, SourceSettings
from tests.adapters.runtime.started import free_port, until

ROOT = Path(__file__).resolve().parents[3]


def settings(path: Path, port: int = 0) -> Settings:
    return Settings(database=path, metrics_port=port, stop_seconds=5, sources=SourceSettings(live=False))


async def test_it_starts_says_it_is_well_and_stops_when_asked(tmp_path: Path) -> None:
    port, stop = free_port(), asyncio.Event()
    running = asyncio.create_task(serve(settings(tmp_path / "s.db", port), SystemClock(), stop))
    async with aiohttp.ClientSession() as session:

        async def well() -> bool:
            try:
                async with session.get(f"http://127.0.0.1:{port}/livez") as answer:
                    return answer.status == 200
            except aiohttp.ClientError:
                return False

        await until(well)
        async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
            assert (await answer.json())["ok"]
        async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
            text = await answer.text()
    for name in ("spudwatch_requests_total", "spudwatch_outbox_messages", "spudwatch_loop_lag_seconds"):
        assert f"# HELP {name.removesuffix('_total')}" in text or f"# HELP {name}" in text
    assert "discord:" not in text
    stop.set()
    assert await running == 0
    InstanceLock(tmp_path / "s.db").release()


async def test_it_is_not_ready_while_nothing_can_be_saved_and_says_why(
    ledger_file: Path, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr("storage.sqlite.engine.BUSY_MS", 20)
    path = Path(shutil.copy(ledger_file, tmp_path / "s.db"))
    port, stop = free_port(), asyncio.Event()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("BEGIN IMMEDIATE")
        running = asyncio.create_task(serve(settings(path, port), SystemClock(), stop))
        async with aiohttp.ClientSession() as session:

            async def refused() -> bool:
                try:
                    async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                        said.append(await answer.json())
                        return answer.status == 503
                except aiohttp.ClientError:
                    return False

            said: list[dict[str, Any]] = []
            await until(refused)
    assert "Another process holds the database" in said[-1]["not_ready"]["storage"]
    stop.set()
    assert await running == 0


async def test_a_port_that_is_taken_is_said_by_its_setting(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(BadArgument, match=f"Port {port} cannot be opened") as caught:
            await serve(settings(tmp_path / "s.db", port), SystemClock(), asyncio.Event())
    assert caught.value.todo == "Change SPUDWATCH_METRICS_PORT."
    InstanceLock(tmp_path / "s.db").release()


async def test_a_second_instance_on_one_database_steps_back(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path / "s.db")
    assert await serve(settings(tmp_path / "s.db"), SystemClock(), asyncio.Event()) == TAKEN
    lock.release()


def environment(path: Path, **more: str) -> dict[str, str]:
    known = {key: value for key, value in os.environ.items() if not key.startswith("SPUDWATCH_")}
    return {**known, "SPUDWATCH_DATABASE": str(path), "SPUDWATCH_SOURCES__LIVE": "false", **more}


@pytest.mark.parametrize("verb", ["serve", "poll", ""])
def test_a_wrong_setting_is_named_and_nothing_starts(tmp_path: Path, verb: str) -> None:
    env = environment(tmp_path / "s.db", SPUDWATCH_METRICS_PORT="many")
    command = [sys.executable, "-m", "adapters", *verb.split()]
    done = subprocess.run(command, check=False, cwd=ROOT, env=env, capture_output=True, text=True, input="quit\n")
    assert done.returncode == 1
    assert "SPUDWATCH_METRICS_PORT" in done.stderr
    assert "Traceback" not in done.stderr
    assert "many" not in done.stderr
    assert not (tmp_path / "s.db").exists()


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(tmp_path: Path, name: signal.Signals) -> None:
    env = environment(tmp_path / "s.db", SPUDWATCH_LOG_FORMAT="text")
    command = [sys.executable, "-m", "adapters", "serve"]
    with subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr is not None
        for line in child.stderr:
            if "serving" in line:
                break
        child.send_signal(name)
        said = child.stderr.read()
    assert child.returncode == 0, said
    assert "Traceback" not in said
