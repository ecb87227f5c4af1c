"""HTTP listeners: bounded contexts, with an error for an unusable port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from adapters.net.connections import BoundedConnection, ConnectionCount, ConnectionLimits
from bot.messages.errors import BadArgument

LAST = 3.0  # seconds a running request may take at shutdown; both platforms have given up by then


class _BoundedSite(web.TCPSite):
    """A TCP site whose connections are counted and timed."""

    def __init__(self, runner: web.AppRunner, host: str, port: int, count: ConnectionCount) -> None:
        super().__init__(runner, host, port)
        self._address, self._count, self._made_by = (host, port), count, runner

    async def start(self) -> None:
        """Listen."""
        await web.BaseSite.start(self)
        server = self._made_by.server
        assert server is not None  # noqa: S101 - the runner is set up, or BaseSite raises
        loop = asyncio.get_running_loop()
        host, port = self._address
        self._server = await loop.create_server(lambda: BoundedConnection(server, self._count), host, port, backlog=128)


@asynccontextmanager
async def listening(
    app: web.Application, host: str, port: int, setting: str, limits: ConnectionLimits | None = None
) -> AsyncIterator[None]:
    """Listen on one address while the context lasts.

    Raises:
        BadArgument: the port is taken, or not ours to open; says which setting chose it.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=LAST)
    await runner.setup()
    try:
        try:
            await _BoundedSite(runner, host, port, ConnectionCount(limits or ConnectionLimits())).start()
        except OSError as error:
            raise BadArgument(
                f"Port {port} cannot be opened: {error.strerror or error}.", todo=f"Change {setting}."
            ) from error
        yield
    finally:
        await runner.cleanup()
