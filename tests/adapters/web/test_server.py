"""The pages over HTTP: versions, compression, policy, and what is refused."""

from __future__ import annotations

import asyncio
import gzip
import io
from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image
from yarl import URL

from adapters.images.preview_card import HEIGHT, WIDTH, draw
from adapters.web.server import WebServer
from adapters.web.site import Site
from bot.messages.request import View
from bot.pages.page import PreviewCard
from bot.queries.records.grade_record import prepare_resolutions
from tests.conftest import Conversation

Talk = Callable[..., Conversation]
Client = TestClient[aiohttp.web.Request, aiohttp.web.Application]


async def drawn(card: PreviewCard) -> bytes:
    return draw(card)


@pytest.fixture
def made(talk: Talk) -> WebServer:
    conversation = talk()
    return WebServer(Site(conversation.ports, "https://spud.example"), conversation.clock, drawn)


@pytest.fixture
async def client(made: WebServer) -> AsyncIterator[Client]:
    async with TestClient(
        TestServer(made.app()), auto_decompress=False, headers={"Accept-Encoding": "identity"}
    ) as visitor:
        yield visitor


async def test_a_page_has_a_version_and_is_not_sent_twice(client: Client) -> None:
    first = await client.get("/s/openai/spud")
    assert first.status == 200
    assert first.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600"
    again = await client.get("/s/openai/spud", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304
    assert await again.read() == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


async def test_a_page_is_compressed_for_who_takes_that(client: Client) -> None:
    packed = await client.get("/s/openai/spud", headers={"Accept-Encoding": "gzip, br"})
    plain = await client.get("/s/openai/spud", headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    content = await packed.read()
    assert len(content) < 12_000
    assert gzip.decompress(content) == await plain.read()


@pytest.mark.parametrize(
    "path", ["/", "/s/openai/spud", "/nope", "/c/CL-0042.json", "/search?q=zzz", "/?as_of=nonsense"]
)
async def test_no_answer_sets_a_cookie_or_lets_anything_foreign_in(client: Client, path: str) -> None:
    answer = await client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/s/openai/spud", "/c/CL-0042.json", "/robots.txt", "/s/openai/spud.png"])
@pytest.mark.parametrize("coding", ["gzip", "identity"])
async def test_what_is_kept_goes_out_as_what_was_made_for_it(client: Client, path: str, coding: str) -> None:
    """A kept document is written as prepared bytes; on a connection that closes, by the framework."""
    first = await client.get(path, headers={"Accept-Encoding": coding})
    for known in ("", first.headers["ETag"]):
        given = {"Accept-Encoding": coding, "If-None-Match": known}
        prepared = await client.get(path, headers=given)
        usual = await client.get(path, headers={**given, "Connection": "close"})
        assert (prepared.status, await prepared.read()) == (usual.status, await usual.read())
        left_out = {"Date", "Server", "Connection"}
        assert {(k, v) for k, v in prepared.headers.items() if k not in left_out} == {
            (k, v) for k, v in usual.headers.items() if k not in left_out
        }
        assert "Server" not in prepared.headers  # these were the prepared bytes
        assert "Date" in prepared.headers


async def test_programs_of_others_may_read_what_is_not_a_page(client: Client) -> None:
    assert (await client.get("/c/CL-0042.json")).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in (await client.get("/c/CL-0042")).headers


async def test_what_is_not_there_is_said_to_people_and_to_programs(client: Client) -> None:
    page = await client.get("/c/CL-9999")
    assert page.status == 404
    assert "There is no page at this address" in await page.text()
    data = await client.get("/c/CL-9999.json")
    assert (data.status, data.content_type) == (404, "application/problem+json")
    assert (await data.json())["status"] == 404


async def test_any_moment_may_be_asked_for(client: Client) -> None:
    past = await client.get("/s/openai/spud?as_of=2026-04-01T12:00Z")
    assert "As it stood on 1 Apr 2026 12:00 UTC" in await past.text()
    assert "max-age=86400" in past.headers["Cache-Control"]
    assert (await client.get("/s/openai/spud?as_of=today")).status == 200
    for path in ("/s/openai/spud", "/s/openai/gpt-5.5", "/"):
        wrong = await client.get(f"{path}?as_of=soonish")
        assert (wrong.status, wrong.content_type) == (400, "text/html")
        assert "soonish" in await wrong.text()
    data = await client.get("/s/openai/spud.json?as_of=soonish")
    assert (data.status, data.content_type) == (400, "application/problem+json")
    assert "soonish" in (await data.json())["title"]


async def test_a_bare_name_in_the_search_box_leads_to_its_page(client: Client) -> None:
    answer = await client.get("/search?q=cl-0042", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/c/CL-0042")


async def test_a_slash_too_many_leads_to_the_page(client: Client) -> None:
    answer = await client.get("/s/openai/spud/", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (301, "/s/openai/spud")


@pytest.mark.parametrize(
    ("asked", "status", "place"),
    [
        ("/s/openai/spud/?as_of=2026-04-21", 301, "/s/openai/spud?as_of=2026-04-21"),
        ("/n/Crest%20Pro%20Alpha?as_of=2026-04-21", 308, "/n/crest-pro-alpha?as_of=2026-04-21"),
        ("/search/?q=spud", 301, "/search?q=spud"),
    ],
)
async def test_a_redirect_keeps_what_was_asked(client: Client, asked: str, status: int, place: str) -> None:
    answer = await client.get(URL(asked, encoded=True), allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (status, place)


async def test_seconds_of_a_moment_make_no_new_document(client: Client, made: WebServer) -> None:
    for second in range(3):
        assert (await client.get(f"/coming?as_of=2026-04-21T00:00:0{second}Z")).status == 200
    assert len([key for key in made._kept if key[0] == "/coming"]) == 1
    assert (await client.get("/coming?as_of=2026-04-20")).status == 200
    assert [key[1] for key in made._kept if key[0] == "/coming"][-1] == "2026-04-20T23:59:59Z"


async def test_an_address_is_made_only_so_many_documents(client: Client) -> None:
    answers = [await client.get(f"/robots.txt?as_of=2026-04-{n % 20 + 1:02}T{n // 20:02}:00Z") for n in range(302)]
    assert {answer.status for answer in answers[:300]} == {200}
    assert answers[-1].status == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert (await client.get("/robots.txt?as_of=2026-04-01T00:00Z")).status == 200  # it is kept


async def test_more_than_can_be_made_is_refused_at_once(client: Client) -> None:
    days = [f"/coming?as_of=2026-04-{day:02}T{hour:02}:00Z" for day in range(1, 21) for hour in (1, 2, 3)]
    answers = await asyncio.gather(*(client.get(day) for day in days))
    statuses = [answer.status for answer in answers]
    assert set(statuses) == {200, 503}
    assert statuses.count(200) >= 32
    assert all("Retry-After" in answer.headers for answer in answers if answer.status == 503)


@pytest.mark.parametrize(
    "path", ["/%2F%2Fevil.example/", "/..%2f..%2fetc/passwd", "/%00", "/" + "a" * 3000, "/s/%F0%28%8C%28"]
)
async def test_odd_paths_are_not_found_and_nothing_more(client: Client, path: str) -> None:
    answer = await client.get(path, allow_redirects=False)
    assert answer.status in (301, 308, 404)
    assert not answer.headers.get("Location", "/").startswith(("//", "http"))


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/c/cl-0042", "/c/CL-0042"),
        ("/m/mk-1.json", "/m/MK-0001.json"),
        ("/n/Crest%20Pro%20Alpha", "/n/crest-pro-alpha"),
        ("/c/cl-0042/2026-04-20", "/c/CL-0042/2026-04-20"),
    ],
)
async def test_another_way_of_writing_leads_to_the_one_address(client: Client, path: str, place: str) -> None:
    answer = await client.get(path, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (308, place)


async def test_only_reading_is_possible(client: Client) -> None:
    assert (await client.head("/s/openai/spud")).status == 200
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert (await client.request(method, "/s/openai/spud")).status == 405


async def test_a_preview_picture_is_drawn_once_and_has_the_size_that_links_want(client: Client) -> None:
    first, second = await asyncio.gather(client.get("/s/openai/spud.png"), client.get("/s/openai/spud.png"))
    assert first.content_type == "image/png"
    content = await first.read()
    assert content == await second.read()
    assert len(content) <= 60_000
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.size == (WIDTH, HEIGHT)


async def test_what_all_pages_need_can_be_made_before_the_first_visitor(talk: Talk) -> None:
    cards = []

    async def draw_and_count(card: PreviewCard) -> bytes:
        cards.append(card)
        return await drawn(card)

    conversation = talk()
    server = WebServer(Site(conversation.ports), conversation.clock, draw_and_count)
    async with TestClient(TestServer(server.app())) as own:
        server.warm()
        assert [(await own.get(path)).status for path in ("/", "/index.png")] == [200, 200]
        assert len(cards) == 1
        assert server._preparing is not None
        await server._preparing
        left = list(prepare_resolutions(conversation.ports, View("", conversation.clock.now())))
        assert left == [], "every claim is graded"


async def test_who_asks_for_a_slow_page_keeps_nobody_waiting(talk: Talk) -> None:
    """Its slow work is done in parts, between which other pages are made."""
    conversation, other = talk("2026-11-28T12:00Z"), talk("2026-11-28T12:00Z")
    site = Site(conversation.ports)
    assert len(list(site.prepare_page("/record.json", conversation.clock.now()))) > 2
    assert list(site.prepare_page("/rules", conversation.clock.now())) == []
    server = WebServer(Site(other.ports), other.clock, drawn)
    async with TestClient(TestServer(server.app())) as own:
        slow, quick = (asyncio.ensure_future(own.get(path)) for path in ("/record", "/rules"))
        done, _ = await asyncio.wait((slow, quick), return_when=asyncio.FIRST_COMPLETED)
        assert done == {quick}
        assert (await slow).status == (await quick).status == 200


async def test_a_page_is_made_anew_after_a_minute(client: Client, talk: Talk) -> None:
    conversation = talk()
    server = WebServer(Site(conversation.ports), conversation.clock, drawn)
    async with TestClient(TestServer(server.app())) as own:
        before = (await own.get("/coming")).headers["ETag"]
        conversation.at("2026-04-24T12:00Z")
        assert (await own.get("/coming")).headers["ETag"] != before
