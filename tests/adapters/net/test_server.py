"""A listener under connections that never finish their headers."""

import asyncio
import logging

import aiohttp
import pytest
from aiohttp import web

from adapters.net.connections import ConnectionLimits
from adapters.net.server import listening

HALF = b"POST /hello HTTP/1.1\r\nHost: here\r\nContent-"


async def hello(_request: web.Request) -> web.Response:
    return web.Response(text="hello")


@pytest.fixture
def app() -> web.Application:
    made = web.Application()
    made.router.add_get("/hello", hello)
    return made


async def ended(reader: asyncio.StreamReader) -> bytes:
    try:
        return await asyncio.wait_for(reader.read(), 5)
    except ConnectionError:
        return b""


async def test_half_sent_headers_are_let_go_and_others_are_answered(app, unused_tcp_port, caplog):
    caplog.set_level(logging.INFO)
    limits = ConnectionLimits(connections=100, header_seconds=1)  # all are open before the first is let go
    async with listening(app, "127.0.0.1", unused_tcp_port, "X", limits):
        opened = [await asyncio.open_connection("127.0.0.1", unused_tcp_port) for _ in range(110)]
        for _, writer in opened:
            writer.write(HALF)
        assert [await ended(reader) for reader, _ in opened] == [b""] * 110
        address = f"http://127.0.0.1:{unused_tcp_port}/hello"
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            assert await answer.text() == "hello"
        for _, writer in opened:
            writer.close()
    assert sum(record.message == "connections refused" for record in caplog.records) == 1


async def test_at_the_limit_the_oldest_unfinished_one_gives_way(app, unused_tcp_port):
    limits = ConnectionLimits(connections=10, header_seconds=60)
    async with listening(app, "127.0.0.1", unused_tcp_port, "X", limits):
        held = [await asyncio.open_connection("127.0.0.1", unused_tcp_port) for _ in range(30)]
        for _, writer in held:
            writer.write(HALF)
        address = f"http://127.0.0.1:{unused_tcp_port}/hello"
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            assert await answer.text() == "hello"
        for _, writer in held:
            writer.close()


async def test_a_connection_without_a_byte_is_let_go(app, unused_tcp_port):
    limits = ConnectionLimits(header_seconds=0.1, idle_seconds=0.2)
    async with listening(app, "127.0.0.1", unused_tcp_port, "X", limits):
        reader, writer = await asyncio.open_connection("127.0.0.1", unused_tcp_port)
        writer.write(b"GET /hello HTTP/1.1\r\nHost: here\r\n\r\n")
        said = await ended(reader)
        assert said.startswith(b"HTTP/1.1 200")
        assert said.endswith(b"hello")
        writer.close()


async def test_headers_that_come_in_pieces_are_read(app, unused_tcp_port):
    limits = ConnectionLimits(header_seconds=5, idle_seconds=0.1)
    async with listening(app, "127.0.0.1", unused_tcp_port, "X", limits):
        reader, writer = await asyncio.open_connection("127.0.0.1", unused_tcp_port)
        for piece in (b"GET /hello HTTP/1.1\r\nHost: he", b"re\r\n\r", b"\nGET /hello HTTP/1.1\r\nHost: here\r\n\r\n"):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)
        assert (await asyncio.wait_for(reader.readuntil(b"hello"), 5)).startswith(b"HTTP/1.1 200")
        assert (await asyncio.wait_for(reader.readuntil(b"hello"), 5)).startswith(b"HTTP/1.1 200")
        writer.close()
