"""Readings: each request is answered, a fault is thrown in, and both pages and time have limits."""

import pytest

from adapters.net.client import Limits
from bot.messages.errors import SourceChanged, SourceDown
from bot.sources.protocol import Get, Reading, SourceGone
from tests.adapters.net.local_upstream import said, sends, serving, web


def pages(wanted: int) -> Reading[int]:
    total = 0
    for number in range(wanted):
        answer = yield Get("shop", f"/{number}")
        total += len(answer.as_a(list[int]))
    return total


def tolerant() -> Reading[str]:
    try:
        yield Get("shop", "/missing")
    except SourceGone as gone:
        return f"gone: {gone.what}"
    return "there"


def forever() -> Reading[None]:
    while True:
        yield Get("shop", "/again")


async def test_a_reading_is_driven_to_its_value():
    async with serving(sends(said(200, b"[1,2]"))) as server, web(server.url) as ours:
        assert await ours.run(pages(3)) == 6


async def test_what_goes_wrong_is_thrown_into_the_reading():
    async with serving(sends(said(404, b""))) as server, web(server.url) as ours:
        assert await ours.run(tolerant()) == "gone: shop /missing answered 404: nothing under that name"


async def test_a_reading_that_pages_in_a_circle_ends():
    async with serving(sends(said(200, b"[]"))) as server, web(server.url) as ours:
        with pytest.raises(SourceChanged, match="does not come to an end"):
            await ours.run(forever())


async def test_a_whole_reading_has_a_limit_too():
    async with serving(sends(said(200, b"[1]"))) as server, web(server.url, limits=Limits(reading=-1)) as ours:
        with pytest.raises(SourceDown, match="took too long"):
            await ours.run(pages(1))
    assert server.asked == []
