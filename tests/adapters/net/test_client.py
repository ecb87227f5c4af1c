"""`adapters.net.client` against servers that misbehave in every known way. Nothing sleeps: waiting moves the clock."""

import asyncio
import contextlib
import gzip
import json
import logging
import threading
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver

from adapters.net.client import HttpSourceClient, Limits
from bot.messages.errors import SourceChanged, SourceDown, SourceError
from bot.sources import catalogs
from bot.sources.protocol import Answer, Get, Reading, SourceGone, Upstream

START = datetime(2026, 4, 21, 12, tzinfo=UTC)
Handler = Callable[[str, dict[str, str], asyncio.StreamWriter], Awaitable[None]]


class SteppingClock:
    """A clock on which waiting is instant and counted."""

    def __init__(self) -> None:
        self.at, self.slept = START, []

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)
        await asyncio.sleep(0)


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
    url: str, clock: SteppingClock | None = None, *, limits: Limits | None = None, **more: object
) -> AsyncIterator[HttpSourceClient]:
    ours = HttpSourceClient(
        (Upstream("shop", "https://shop.example", 1000, token="shop_token"),),
        clock or SteppingClock(),
        bases={"shop": url},
        limits=limits,
        jitter=lambda: 0.5,
        **more,
    )
    try:
        yield ours
    finally:
        await ours.close()


async def fetched(handler: Handler, clock: SteppingClock | None = None, **more: object) -> bytes:
    async with serving(handler) as server, web(server.url, clock, **more) as ours:
        return (await ours.fetch(Get("shop", "/x", {"q": "a b"}))).body


async def test_an_answer_comes_with_its_status_headers_time_and_source():
    async with serving(sends(said(200, b"[1]", etag='"a"'))) as server, web(server.url) as ours:
        answer = await ours.fetch(Get("shop", "/x", {"q": "a b"}))
    assert (answer.status, answer.body, answer.read_at, answer.said) == (200, b"[1]", START, "shop /x")
    assert answer.headers["etag"] == '"a"'
    assert server.asked[0][0] == "GET /x?q=a+b"
    assert "Spudwatch" in server.asked[0][1]["user-agent"]
    assert "gzip" in server.asked[0][1]["accept-encoding"]


async def test_brotli_nobody_asked_for_is_an_error_of_the_source():
    """Polymarket/py-clob-client-v2#42: an answer in ``br`` to a client that cannot unpack it."""
    async with serving(sends(said(200, b"\x0b\x02\x80[1]\x03", content_encoding="br"))) as server:
        async with web(server.url, limits=Limits(attempts=1)) as ours:
            with pytest.raises(SourceError):
                await ours.fetch(Get("shop", "/x"))
        offered = server.asked[0][1]["accept-encoding"].replace(" ", "").split(",")
    assert set(offered) <= {"gzip", "deflate"}, "nothing is offered that may not be unpacked"


@pytest.mark.parametrize("base", ["", "/", "/api/v1", "/api/v1/"])
@pytest.mark.parametrize("path", ["x", "/x"])
async def test_a_base_and_a_path_are_joined_by_one_slash(base, path):
    async with serving(sends(said(200, b"[]"))) as server, web(server.url + base) as ours:
        await ours.fetch(Get("shop", path))
    assert server.asked[0][0] == f"GET {base.rstrip('/')}/x"


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("openrouter", "/v1/models"),
        ("openai_models", "/v1/models"),
        ("models_dev", "/v1/api.json"),
        ("litellm", "/v1/model_prices_and_context_window.json"),
    ],
)
async def test_every_model_list_is_asked_for_where_it_stands(name, asked):
    catalog = catalogs.every()[name]
    (upstream,) = catalog.UPSTREAMS
    async with serving(sends(said(200, b"{}"))) as server:
        ours = HttpSourceClient(
            (upstream,), SteppingClock(), bases={upstream.name: server.url + "/v1"}, secrets={upstream.name: {}}
        )
        with contextlib.suppress(SourceError):
            await ours.run(catalog.read())
        await ours.close()
    assert server.asked[0][0] == f"GET {asked}"


async def test_a_body_makes_it_a_post():
    async with serving(sends(said(200, b"[]"))) as server, web(server.url) as ours:
        await ours.fetch(Get("shop", "/books", body=b'[{"token_id":"1"}]'))
    asked, headers = server.asked[0]
    assert asked == "POST /books"
    assert (headers["content-type"], headers["body"]) == ("application/json", '[{"token_id":"1"}]')


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 520])
async def test_what_may_help_is_tried_again_with_growing_waits(status):
    clock = SteppingClock()
    assert await fetched(sends(said(status, b""), said(status, b"<html>"), said(200, b"[2]")), clock) == b"[2]"
    assert clock.slept == [0.5, 1.0]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451])
async def test_what_cannot_help_is_not_tried_again(status):
    clock = SteppingClock()
    async with serving(sends(said(status, b"<html>no</html>"))) as server, web(server.url, clock) as ours:
        with pytest.raises(SourceError) as error:
            await ours.fetch(Get("shop", "/x"))
    assert not error.value.try_again
    assert len(server.asked) == 1
    assert isinstance(error.value, SourceGone) == (status in {404, 410})


@pytest.mark.parametrize(
    ("value", "wait"), [("3", 3.5), ("Tue, 21 Apr 2026 12:00:07 GMT", 7.5), ("soon", 0.5), ("", 0.5), ("NaN", 0.5)]
)
async def test_retry_after_is_honoured_in_either_form_and_nonsense_is_not(value, wait):
    clock = SteppingClock()
    assert await fetched(sends(said(429, b"", retry_after=value), said(200, b"1")), clock) == b"1"
    assert clock.slept == [wait]


async def test_a_host_that_asks_for_much_patience_is_asked_again_only_then():
    clock = SteppingClock()
    async with (
        serving(sends(said(429, b"", retry_after="600"), said(200, b"1"))) as server,
        web(server.url, clock) as ours,
    ):
        for _ in range(3):
            with pytest.raises(SourceDown):
                await ours.fetch(Get("shop", "/x"))
        assert (len(server.asked), clock.slept) == (1, [])
        clock.at += timedelta(seconds=601)
        assert (await ours.fetch(Get("shop", "/x"))).body == b"1"


async def test_a_failing_host_is_left_alone_probed_once_and_left_alone_longer():
    clock = SteppingClock()
    limits = Limits(attempts=1, breaker_after=2)
    async with serving(sends(said(500, b""))) as server, web(server.url, clock, limits=limits) as ours:
        for _ in range(5):
            with pytest.raises(SourceDown):
                await ours.fetch(Get("shop", "/x"))
        assert len(server.asked) == 2
        for rest in (60, 120):
            clock.at += timedelta(seconds=rest + 1)
            for _ in range(3):
                with pytest.raises(SourceDown):
                    await ours.fetch(Get("shop", "/x"))
        assert len(server.asked) == 4


async def test_a_clock_put_back_does_not_lock_a_host_out():
    clock = SteppingClock()
    limits = Limits(attempts=1, breaker_after=1)
    async with serving(sends(said(500, b""), said(200, b"1"))) as server, web(server.url, clock, limits=limits) as ours:
        with pytest.raises(SourceDown):
            await ours.fetch(Get("shop", "/x"))
        clock.at -= timedelta(days=1)
        assert (await ours.fetch(Get("shop", "/x"))).body == b"1"


async def test_requests_keep_the_pace_of_their_host():
    clock = SteppingClock()
    upstream = Upstream("slow", "https://slow.example", 2)
    async with serving(sends(said(200, b"1"))) as server:
        ours = HttpSourceClient([upstream], clock, bases={"slow": server.url})
        for _ in range(6):
            await ours.fetch(Get("slow", "/"))
        await ours.close()
    assert clock.at - START == timedelta(seconds=2)  # two at once, then one every half second


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
    async def drips(_path: str, _headers: dict[str, str], writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 X\r\ncontent-length: 100000\r\n\r\n")
        for _ in range(1000):
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.01)

    loop = asyncio.get_running_loop()
    began = loop.time()
    with pytest.raises(SourceDown, match="did not answer in time"):
        await fetched(drips, limits=Limits(total=0.15, attempts=1))
    assert loop.time() - began < 8  # the whole body takes ten


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


async def test_secrets_go_to_their_own_host_and_into_no_error_and_no_log(caplog):
    caplog.set_level(logging.DEBUG)
    secret = {"shop": {"Authorization": "Token s3cret-abc"}}
    async with serving(sends(said(200, b"1"))) as other, serving(sends(said(500, b"s3cret-abc"))) as server:
        async with web(server.url, secrets=secret) as ours:
            assert ours.ready(Upstream("shop", "", token="shop_token"))
            with pytest.raises(SourceError) as error:
                await ours.fetch(Get("shop", "/x", {"api_key": "s3cret-abc"}))
            assert ours.clean("GET /?api_key=zzz s3cret-abc") == "GET /?api_key=… …"
        server.handler = sends(said(302, b"", location=other.url + "/y"))
        async with web(server.url, secrets=secret) as ours:
            with pytest.raises(SourceError):
                await ours.fetch(Get("shop", "/x"))  # another host, and a private one: not followed
    assert server.asked[0][1]["authorization"] == "Token s3cret-abc"
    assert other.asked == []
    words = f"{error.value} {error.value.why} {error.value!r} {error.value.__cause__} {caplog.text}"
    assert "s3cret" not in words


async def test_a_host_without_its_token_is_not_ready():
    async with web("http://127.0.0.1:9") as ours:
        assert not ours.ready(Upstream("shop", "", token="shop_token"))
        assert not ours.ready(Upstream("stranger", ""))
        with pytest.raises(SourceError, match="not a source here"):
            await ours.fetch(Get("stranger", "/"))


async def test_a_secret_does_not_follow_a_redirect_to_another_host(monkeypatch):
    shop = Upstream("shop", "https://shop.example", 1000)
    ours = HttpSourceClient(
        (shop,), SteppingClock(), bases={"shop": "http://proxy.example"}, secrets={"shop": {"X-Key": "s3cret"}}
    )
    asked = []

    async def ask(get, url, headers, *, own):
        asked.append((url, headers.get("X-Key"), own))
        target = {"http://proxy.example/x": "/y", "http://proxy.example/y": "https://other.example/z"}.get(url, "")
        return Answer(301 if target else 200, {"location": target}, b"1", ours._clock.now(), get.said)

    monkeypatch.setattr(ours, "_ask", ask)
    await ours.fetch(Get("shop", "/x"))
    await ours.close()
    assert asked == [
        ("http://proxy.example/x", "s3cret", True),
        ("http://proxy.example/y", "s3cret", True),
        ("https://other.example/z", None, False),
    ]


async def test_redirects_on_the_same_host_are_followed_three_times():
    def to(path: str) -> bytes:
        return said(301, b"", location=path)

    assert await fetched(sends(to("/b"), to("/c"), said(200, b"here"))) == b"here"
    with pytest.raises(SourceError, match="circle"):
        await fetched(sends(to("/b")))


class Liar(AbstractResolver):
    """Resolves every name to an address of our own machine."""

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[dict[str, object]]:
        return [{"hostname": host, "host": "127.0.0.1", "port": port, "family": 2, "proto": 6, "flags": 0}]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/", "http://2130706433/", "http://n.example/",
        "http://127.0.0.1:8080/", "http://user:pw@example.com/", "file:///etc/passwd", "gopher://x/", "http://", "//x",
        "", "http://[::1", "http://example.com:99999/",
    ],
)  # fmt: skip
async def test_a_foreign_address_never_leads_to_our_own_machine(url):
    ours = HttpSourceClient((), SteppingClock(), resolver=Liar(), limits=Limits(attempts=1))
    with pytest.raises(SourceError) as error:
        await ours.fetch(Get("", url))
    assert "pw" not in str(error.value)
    await ours.close()


class Nowhere(Liar):
    """No name leads anywhere."""

    async def resolve(self, host, port=0, family=0):
        raise OSError(f"{host} is unknown")


async def test_a_name_that_does_not_resolve_is_no_page_that_is_missing():
    ours = HttpSourceClient((), SteppingClock(), resolver=Nowhere(), limits=Limits(attempts=1))
    with pytest.raises(SourceDown) as error:
        await ours.fetch(Get("", "http://n.example/x"))
    await ours.close()
    assert error.value.what == "http://n.example/x has no address"
    assert "does not resolve" in error.value.why
    assert "not found" not in str(error.value)


async def test_every_429_is_counted_and_nothing_else_is():
    told: list[str] = []
    answers = sends(said(429, b""), said(503, b""), said(429, b""), said(404, b""))
    async with serving(answers) as server, web(server.url, limited=told.append) as ours:
        for _ in range(2):
            with pytest.raises(SourceError):
                await ours.fetch(Get("shop", "/x"))
    assert told == ["shop", "shop"]


def test_every_foreign_exception_has_a_word_of_ours():
    ours = HttpSourceClient((), SteppingClock())
    kinds = [
        kind for name in aiohttp.client_exceptions.__all__ if issubclass(kind := getattr(aiohttp, name), Exception)
    ]
    assert len(kinds) > 20
    for kind in [*kinds, TimeoutError, ConnectionResetError, OSError, UnicodeError]:
        raw = kind.__new__(kind)
        ours_now = ours.translated(raw, "shop /x") if not str_fails(raw) else SourceDown()
        assert isinstance(ours_now, SourceError)


def str_fails(error: Exception) -> bool:
    try:
        str(error)
    except AttributeError:
        return True  # made without its arguments, it cannot even say itself
    return False


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
