"""Public pages are read from a replica where one is named; everything else from the server that is written to."""

import asyncio

import aiohttp
import pytest

from adapters.runtime.clock import SystemClock
from adapters.runtime.serve import serve
from bot.messages.errors import BadArgument
from bot.settings import Settings, SourceSettings, WebSettings
from storage import open_database
from tests.adapters.runtime.started import free_port, until

ENGINES = ("postgres",)


async def test_pages_come_from_the_replica(fresh) -> None:
    written, read = fresh("ledger"), fresh("ledger")
    database = open_database(read)
    database.write_now(lambda db: db.execute("UPDATE claims SET text = 'as replicated' WHERE id = 'CL-0042'"))
    database.close()
    port, stop = free_port(), asyncio.Event()
    chosen = Settings(
        database=written,
        database_read=read,
        stop_seconds=5,
        sources=SourceSettings(live=False),
        web=WebSettings(port=port),
    )
    running = asyncio.create_task(serve(chosen, SystemClock(), stop))
    pages: list[str] = []
    async with aiohttp.ClientSession() as session:

        async def answered() -> bool:
            try:
                async with session.get(f"http://127.0.0.1:{port}/c/CL-0042") as answer:
                    pages.append(await answer.text())
                    return True
            except aiohttp.ClientError:
                return running.done()

        await until(answered)
    stop.set()
    assert await running == 0
    assert "as replicated" in pages[-1]


async def test_a_file_has_no_replica(tmp_path) -> None:
    chosen = Settings(database=tmp_path / "s.db", database_read="postgresql://x/y")
    with pytest.raises(BadArgument, match="replica"):
        await serve(chosen, SystemClock(), asyncio.Event())
