"""A server that starts: a port for it, and the wait until it answers."""

import asyncio
import socket
from collections.abc import Callable


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def until(check: Callable[[], "asyncio.Future[bool]"]) -> None:
    async with asyncio.timeout(120):
        while not await check():  # noqa: ASYNC110 - the socket of a server that starts sets no event
            await asyncio.sleep(0)
