"""Bodies that are too large, too slow, packed, cut off or unchanged."""

import asyncio
import gzip
import json
import threading
import tracemalloc

import pytest

from adapters.net.client import Limits
from bot.messages.errors import SourceDown, SourceError
from bot.sources.protocol import Get, Reading
from tests.adapters.net.local_upstream import fetched, said, sends, serving, web


async def test_brotli_nobody_asked_for_is_an_error_of_the_source():
    """Polymarket/py-clob-client-v2#42: an answer in ``br`` to a client that cannot unpack it."""
    async with serving(sends(said(200, b"\x0b\x02\x80[1]\x03", content_encoding="br"))) as server:
        async with web(server.url, limits=Limits(attempts=1)) as ours:
            with pytest.raises(SourceError):
                await ours.fetch(Get("shop", "/x"))
        offered = server.asked[0][1]["accept-encoding"].replace(" ", "").split(",")
    assert set(offered) <= {"gzip", "deflate"}, "nothing is offered that may not be unpacked"


async def test_a_body_is_cut_at_the_cap_even_unannounced_or_unpacked():
    big = b"[" + b" " * 3_000_000 + b"]"
    for answer in (
        said(200, big),
        b"HTTP/1.1 200 X\r\nconnection: close\r\n\r\n" + big,
        said(200, gzip.compress(big), content_encoding="gzip"),
    ):
        with pytest.raises(SourceError, match="sent too much") as error:
            await fetched(sends(answer), limits=Limits(bytes=1_000_000))
        assert not error.value.try_again


async def test_a_decompression_bomb_costs_no_memory():
    bomb = said(200, gzip.compress(b"\0" * 200_000_000, 9), content_encoding="gzip")
    tracemalloc.start()
    try:
        with pytest.raises(SourceError, match="sent too much"):
            await fetched(sends(bomb))
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


async def test_ten_megabytes_of_json_are_refused_and_small_gzip_is_read():
    with pytest.raises(SourceError, match="sent too much"):
        await fetched(sends(said(200, json.dumps(["x" * 100] * 100_000).encode())))
    assert await fetched(sends(said(200, gzip.compress(b"[7]"), content_encoding="gzip"))) == b"[7]"


async def test_a_server_that_sends_a_byte_at_a_time_is_cut_by_the_total():
    sent = []

    async def drips(_path: str, _headers: dict[str, str], writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 X\r\ncontent-length: 100000\r\n\r\n")
        for _ in range(1000):
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.01)
            sent.append(1)

    with pytest.raises(SourceDown, match="did not answer in time"):
        await fetched(drips, limits=Limits(total=0.15, attempts=1))
    assert len(sent) < 1000


async def test_a_body_that_breaks_off_is_tried_again():
    half = b"HTTP/1.1 200 X\r\ncontent-length: 1000\r\nconnection: close\r\n\r\n[1,"
    assert await fetched(sends(half, said(200, b"[1]"))) == b"[1]"
    with pytest.raises(SourceDown, match="broke off"):
        await fetched(sends(half))


async def test_what_has_not_changed_is_not_sent_again():
    first = said(200, b"[1]", etag='"v1"', last_modified="Tue, 21 Apr 2026 11:00:00 GMT")
    async with serving(sends(first, said(304, b""), said(200, b"[2]"))) as server, web(server.url) as ours:
        bodies = [(await ours.fetch(Get("shop", "/x"))).body for _ in range(3)]
    assert bodies == [b"[1]", b"[1]", b"[2]"]
    assert server.asked[1][1]["if-none-match"] == '"v1"'
    assert server.asked[1][1]["if-modified-since"] == "Tue, 21 Apr 2026 11:00:00 GMT"
    assert "if-none-match" not in server.asked[0][1]


async def test_kept_bodies_stay_within_their_bytes():
    page, limits = said(200, b"x" * 1000, etag='"a"'), Limits(kept=10_000)
    async with serving(sends(page)) as server, web(server.url, limits=limits) as ours:
        for number in range(50):
            await ours.fetch(Get("shop", f"/{number}"))
        assert ours._kept.held == sum(len(kept.body) for _, kept in ours._kept.pages.values()) <= 10_000


async def test_large_bodies_are_decoded_off_the_loop():
    seen: list[str] = []

    def reading() -> Reading[None]:
        for path in ("/small", "/large"):
            yield Get("shop", path)
            seen.append(threading.current_thread().name)

    async with serving(sends(said(200, b"[]"), said(200, b" " * 300_000))) as server, web(server.url) as ours:
        await ours.run(reading())
    assert seen[0] == "MainThread"
    assert seen[1] != "MainThread"
