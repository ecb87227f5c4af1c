"""A network between processes and a PostgreSQL: it relays what both say, until it is paused and swallows it.

In place of a pooler's PAUSE, which in session mode waits until everybody has gone.
"""

import asyncio
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Self

from psycopg.conninfo import conninfo_to_dict

NAME = ".s.PGSQL.5432"  # what a client looks for in the folder that its address names
CHUNK = 65_536


class Relay:
    """Listens in a folder of its own; use as an async context."""

    def __init__(self, address: str) -> None:
        parts = conninfo_to_dict(address)
        self._server = Path(str(parts["host"])) / NAME
        self._folder = tempfile.TemporaryDirectory(prefix="relay-")
        self.address = f"postgresql://{parts['user']}@/{parts['dbname']}?host={self._folder.name}"
        self._open = asyncio.Event()
        self._open.set()
        self._tasks = set[asyncio.Task[None]]()

    async def __aenter__(self) -> Self:
        self._listening = await asyncio.start_unix_server(self._met, Path(self._folder.name) / NAME)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listening.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._folder.cleanup()

    def pause(self) -> None:
        """From now on nothing arrives, on either side; connections stay open, and new ones are taken."""
        self._open.clear()

    def resume(self) -> None:
        """Everything arrives, what was said meanwhile first."""
        self._open.set()

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            await self._open.wait()
            with suppress(OSError):
                there, back = await asyncio.open_unix_connection(self._server)
                try:
                    ways = [asyncio.create_task(self._pass(*way)) for way in ((reader, back), (there, writer))]
                    await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
                    for way in ways:
                        way.cancel()
                    await asyncio.gather(*ways, return_exceptions=True)
                finally:
                    back.close()
        finally:
            writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(CHUNK):
            await self._open.wait()
            writer.write(chunk)
            await writer.drain()
