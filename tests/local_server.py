"""An HTTP server on a free port of this machine, here or in a process of its own."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from multiprocessing.connection import Connection

from aiohttp import web


@asynccontextmanager
async def served(app: web.Application, *, backlog: int = 128) -> AsyncIterator[str]:
    """Serve an app for as long as the block runs; the value is its address, ``http://127.0.0.1:PORT``."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, backlog=backlog).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def serve_until_ended(app: web.Application, pipe: Connection, *, backlog: int = 128) -> None:
    """Serve an app until the process is ended; its address is sent through the pipe."""

    async def run() -> None:
        async with served(app, backlog=backlog) as address:
            pipe.send(address)
            await asyncio.Event().wait()

    asyncio.run(run())


@contextmanager
def in_another_process(work: Callable[[Connection], None]) -> Iterator[Connection]:
    """Run a function in a process of its own, which ends with the block; the value is our end of a pipe to it."""
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=work, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours
    finally:
        process.terminate()
        process.join()
