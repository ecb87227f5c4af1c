"""`adapters.net.client` against servers that misbehave in every known way. Nothing sleeps: waiting moves the clock."""

import contextlib
import logging
from datetime import timedelta

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver

from adapters.net.client import HttpSourceClient, Limits
from bot.messages.errors import SourceDown, SourceError
from bot.sources import catalogs
from bot.sources.protocol import Answer, Get, SourceGone, Upstream
from tests.adapters.net.local_upstream import fetched, said, sends, serving, web
from tests.clocks import NOON, FakeClock


async def test_an_answer_comes_with_its_status_headers_time_and_source():
    async with serving(sends(said(200, b"[1]", etag='"a"'))) as server, web(server.url) as ours:
        answer = await ours.fetch(Get("shop", "/x", {"q": "a b"}))
    assert (answer.status, answer.body, answer.read_at, answer.origin) == (200, b"[1]", NOON, "shop /x")
    assert answer.headers["etag"] == '"a"'
    assert server.asked[0][0] == "GET /x?q=a+b"
    assert "Spudwatch" in server.asked[0][1]["user-agent"]
    assert "gzip" in server.asked[0][1]["accept-encoding"]


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
            (upstream,), FakeClock(), bases={upstream.name: server.url + "/v1"}, secrets={upstream.name: {}}
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
    clock = FakeClock()
    assert await fetched(sends(said(status, b""), said(status, b"<html>"), said(200, b"[2]")), clock) == b"[2]"
    assert clock.slept == [0.5, 1.0]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451])
async def test_what_cannot_help_is_not_tried_again(status):
    clock = FakeClock()
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
    clock = FakeClock()
    assert await fetched(sends(said(429, b"", retry_after=value), said(200, b"1")), clock) == b"1"
    assert clock.slept == [wait]


async def test_a_host_that_asks_for_much_patience_is_asked_again_only_then():
    clock = FakeClock()
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
    clock = FakeClock()
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
    clock = FakeClock()
    limits = Limits(attempts=1, breaker_after=1)
    async with serving(sends(said(500, b""), said(200, b"1"))) as server, web(server.url, clock, limits=limits) as ours:
        with pytest.raises(SourceDown):
            await ours.fetch(Get("shop", "/x"))
        clock.at -= timedelta(days=1)
        assert (await ours.fetch(Get("shop", "/x"))).body == b"1"


async def test_requests_keep_the_pace_of_their_host():
    clock = FakeClock()
    upstream = Upstream("slow", "https://slow.example", 2)
    async with serving(sends(said(200, b"1"))) as server:
        ours = HttpSourceClient([upstream], clock, bases={"slow": server.url})
        for _ in range(6):
            await ours.fetch(Get("slow", "/"))
        await ours.close()
    assert clock.at - NOON == timedelta(seconds=2)  # two at once, then one every half second


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
        (shop,), FakeClock(), bases={"shop": "http://proxy.example"}, secrets={"shop": {"X-Key": "s3cret"}}
    )
    asked = []

    async def ask(get, url, headers, *, own):
        asked.append((url, headers.get("X-Key"), own))
        target = {"http://proxy.example/x": "/y", "http://proxy.example/y": "https://other.example/z"}.get(url, "")
        return Answer(301 if target else 200, {"location": target}, b"1", ours._clock.now(), get.origin)

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
    ours = HttpSourceClient((), FakeClock(), resolver=Liar(), limits=Limits(attempts=1))
    with pytest.raises(SourceError) as error:
        await ours.fetch(Get("", url))
    assert "pw" not in str(error.value)
    await ours.close()


class Nowhere(Liar):
    """No name leads anywhere."""

    async def resolve(self, host, port=0, family=0):
        raise OSError(f"{host} is unknown")


async def test_a_name_that_does_not_resolve_is_no_page_that_is_missing():
    ours = HttpSourceClient((), FakeClock(), resolver=Nowhere(), limits=Limits(attempts=1))
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
    ours = HttpSourceClient((), FakeClock())
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
