"""An HTTP endpoint of ours: open for as long as it is wanted, and a port that cannot be opened said by its setting."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.messages.errors import BadArgument

LAST = 3.0  # seconds a request under way may take at the end; both platforms have given up on it by then


@asynccontextmanager
async def listening(app: web.Application, host: str | None, port: int, setting: str) -> AsyncIterator[None]:
    """Listen while the context lasts.

    Raises:
        BadArgument: the port is taken, or not ours to open; says which setting chose it.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=LAST)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise BadArgument(
                f"Port {port} cannot be opened: {error.strerror or error}.", todo=f"Change {setting}."
            ) from error
        yield
    finally:
        await runner.cleanup()
