"""A host that answers as a test prepares it, and the client on a clock whose waits are instant."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

from adapters.net.client import HttpSourceClient, Limits
from bot.sources.protocol import Get, Upstream
from tests.clocks import FakeClock

Handler = Callable[[str, dict[str, str], asyncio.StreamWriter], Awaitable[None]]


class Server:
    """Answers each request with what the test prepared, and remembers what it was asked."""

    def __init__(self, handler: Handler) -> None:
        self.handler, self.asked, self.url = handler, [], ""
        self.open: set[asyncio.Task[None] | None] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open.add(asyncio.current_task())
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
            if size := int(headers.get("content-length", "0")):
                headers["body"] = (await reader.readexactly(size)).decode()
            self.asked.append((head[0].rpartition(" ")[0], headers))
            await self.handler(head[0].split()[1], headers, writer)
        writer.transport.abort() if asyncio.current_task().cancelling() else writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


@contextlib.asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[Server]:
    server = Server(handler)
    running = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{running.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        running.close()
        for task in server.open:
            task.cancel()
        await asyncio.gather(*server.open, return_exceptions=True)


def said(status: int, body: bytes, **headers: str) -> bytes:
    named = {"content-length": str(len(body)), "connection": "close"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode() + body


def sends(*answers: bytes) -> Handler:
    """Each request gets the next answer; the last one is repeated."""
    left = list(answers)

    async def handler(_path: str, _headers: dict[str, str], writer: asyncio.StreamWriter) -> None:
        writer.write(left.pop(0) if len(left) > 1 else left[0])
        await writer.drain()

    return handler


@contextlib.asynccontextmanager
async def web(
    url: str, clock: FakeClock | None = None, *, limits: Limits | None = None, **more: object
) -> AsyncIterator[HttpSourceClient]:
    ours = HttpSourceClient(
        (Upstream("shop", "https://shop.example", 1000, token="shop_token"),),
        clock or FakeClock(),
        bases={"shop": url},
        limits=limits,
        jitter=lambda: 0.5,
        **more,
    )
    try:
        yield ours
    finally:
        await ours.close()


async def fetched(handler: Handler, clock: FakeClock | None = None, **more: object) -> bytes:
    async with serving(handler) as server, web(server.url, clock, **more) as ours:
        return (await ours.fetch(Get("shop", "/x", {"q": "a b"}))).body
