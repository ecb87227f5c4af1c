"""API version 1: the description in a judge's eyes, answers as described, parts of lists, problems, claim checks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from adapters.images.preview_card import draw
from adapters.runtime.pages import claim_checker
from adapters.web import api
from adapters.web.server import WebServer
from adapters.web.site import Site
from bot.api.openapi import BODY, openapi
from bot.api.resources import BASE, FILTERS, RESOURCES
from bot.pages.page import PageRequest, PreviewCard
from tests.conftest import Conversation

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
LATER = datetime(2026, 5, 10, 12, tzinfo=UTC)
ADDRESS = "https://spud.example"
NAMED = {
    "/subjects/{lab}/{name}": "/subjects/openai/spud",
    "/subjects/{lab}/{name}/odds": "/subjects/openai/spud/odds",
    "/claims/{id}": "/claims/CL-0042",
    "/names/{label}": "/names/crest-pro-alpha",
    "/markets/{id}": "/markets/MK-0001",
    "/sources/{party}": "/sources/openai",
}
Talk = Callable[..., Conversation]
Client = TestClient[aiohttp.web.Request, aiohttp.web.Application]


async def drawn(card: PreviewCard) -> bytes:
    return draw(card)


@pytest.fixture
def site(talk: Talk) -> Site:
    return Site(talk("2026-05-10T12:00Z").ports, ADDRESS)


@pytest.fixture
async def client(talk: Talk) -> AsyncIterator[Client]:
    talked = talk("2026-05-10T12:00Z")
    check = claim_checker(talked.ports)
    server = WebServer(Site(talked.ports, ADDRESS), talked.clock, drawn, check)
    async with TestClient(TestServer(server.app())) as made:
        yield made


def read(site: Site, path: str, at: datetime = LATER, **query: str) -> dict[str, Any]:
    document = api.document(site, BASE + path, PageRequest(at), query)
    assert document is not None, path
    made: dict[str, Any] = json.loads(document.body)
    return made


def test_the_description_is_whole_in_the_eyes_of_a_judge(site: Site) -> None:
    made = read(site, "/openapi.json")
    validate(made)
    assert set(made["paths"]) == {one.path for one in RESOURCES} | {"/claims/check"}
    named = {one["name"] for path in made["paths"].values() for one in path.get("get", {}).get("parameters", ())}
    assert named >= FILTERS


@pytest.mark.parametrize("at", [NOON, LATER])
@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.path)
def test_every_resource_is_as_it_is_described(site: Site, resource: Any, at: datetime) -> None:
    described = openapi(ADDRESS, "1")
    shape = described["paths"][resource.path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    made = read(site, NAMED.get(resource.path, resource.path), at)
    validator = Draft202012Validator({**shape, "components": described["components"]})
    assert [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(made)] == []
    assert made["data"] or resource.path == "/status"


def test_every_figure_of_a_market_says_its_value_where_and_when_it_was_read(site: Site) -> None:
    figures = list(_figures(read(site, "/subjects/openai/spud", NOON)))
    figures += _figures(read(site, "/coming", NOON, limit="200"))
    assert len(figures) > 5
    for figure in figures:
        assert set(figure) == {"value", "said", "read_at", "source"}
        assert figure["source"]["url"].startswith("http")
        assert figure["value"] is None or (figure["said"] and figure["read_at"])


def _figures(value: Any) -> list[Mapping[str, Any]]:
    if isinstance(value, list):
        return [found for inner in value for found in _figures(inner)]
    if not isinstance(value, dict):
        return []
    own = [value] if "said" in value and "value" in value else []
    return own + [found for inner in value.values() for found in _figures(inner)]


@pytest.mark.parametrize("path", [one.path for one in RESOURCES if one.key is not None])
def test_the_parts_of_a_list_follow_each_other(site: Site, path: str) -> None:
    whole, first = read(site, path, limit="200"), read(site, path, limit="7")
    assert first["data"] == whole["data"][:7]
    assert ("next" in first["links"]) == (len(whole["data"]) > 7)
    if "next" in first["links"]:
        following = dict(parse_qsl(urlsplit(first["links"]["next"]).query))
        assert read(site, path, **following)["data"] == whole["data"][7:14]


def test_lists_are_filtered(site: Site) -> None:
    assert [row["slug"] for row in read(site, "/subjects", NOON, q="spud")["data"]] == ["openai/spud"]
    assert {row["slug"].split("/")[0] for row in read(site, "/subjects", lab="anthropic")["data"]} == {"anthropic"}
    assert {row["state"] for row in read(site, "/subjects", state="released")["data"]} == {"released"}
    about = read(site, "/claims", about="Spud")["data"]
    assert about
    assert about == read(site, "/claims", about="openai/spud")["data"]
    assert {row["grade"] for row in read(site, "/claims", grade="confirmed")["data"]} == {"CONFIRMED"}
    since = read(site, "/changes", since="2026-05-01")["data"]
    assert all(row["at"] > "2026-05-01" for row in since)


async def test_an_answer_has_a_version_and_may_be_read_from_anywhere(client: Client) -> None:
    first = await client.get(f"{BASE}/claims/CL-0042")
    assert (first.status, first.content_type) == (200, "application/json")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    again = await client.get(f"{BASE}/claims/CL-0042", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304
    asked = await client.options(f"{BASE}/claims/check")
    assert (asked.status, asked.headers["Access-Control-Allow-Origin"]) == (204, "*")


async def test_the_past_is_as_it_was(client: Client) -> None:
    before = await (await client.get(f"{BASE}/subjects/openai/gpt-5.5?as_of=2026-04-21T12:00Z")).json()
    after = await (await client.get(f"{BASE}/subjects/openai/gpt-5.5")).json()
    assert (before["as_of"], before["data"]["state"] == "released") == ("2026-04-21T12:00:00Z", False)
    assert (after["as_of"], after["data"]["state"]) == (None, "released")
    for asked, read in (("2026-04-20", "2026-04-20T23:59:59Z"), ("2026-04-20T12:00:30Z", "2026-04-20T12:00:30Z")):
        assert (await (await client.get(f"{BASE}/claims?as_of={asked}")).json())["as_of"] == read


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/claims/CL-9999", 404),
        ("/subjects/openai/nothing-at-all", 404),
        ("/claims?about=nothing-at-all", 404),
        ("/claims?limit=0", 400),
        ("/claims?grade=maybe", 400),
        ("/claims?outcome=perhaps", 400),
        ("/claims?limit=9999", 400),
        ("/claims?limit=%C2%B2", 400),
        ("/claims?cursor=%21%21", 400),
        ("/claims?cursor=" + "A" * 900, 400),
        ("/claims?as_of=soonish", 400),
        ("/claims?as_of=2027-01-01", 400),
        ("/changes?since=soonish", 400),
    ],
)
async def test_a_problem_is_told_to_programs(client: Client, path: str, status: int) -> None:
    answer = await client.get(BASE + path)
    assert (answer.status, answer.content_type) == (status, "application/problem+json")
    told = await answer.json()
    assert told["status"] == status
    assert told["title"]


async def test_a_claim_is_checked_with_its_grade_its_axes_and_its_sources(client: Client) -> None:
    answer = await client.post(f"{BASE}/claims/check", json={"claim": "GPT-5.5 beats Opus 4.7"})
    made = await answer.json()
    assert answer.status == 200, made
    shape = openapi(ADDRESS, "1")
    held = shape["paths"]["/claims/check"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator({**held, "components": shape["components"]}).validate(made)
    data = made["data"]
    assert (data["grade"], data["checkable"]) == ("MIXED", True)
    assert data["read_as"]["comparator"] == "anthropic/claude-opus-4.7"
    assert {axis["speaks"] for axis in data["claims"][0]["benchmarks"]} == {"for", "against"}
    assert data["rule"]
    assert made["sources"][0]["read_at"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


async def test_a_claim_is_checked_as_of_a_moment_and_about_a_model(client: Client) -> None:
    asked = {"claim": "it has a 2M context window", "about": "spud", "as_of": "2026-04-21T12:00Z"}
    made = await (await client.post(f"{BASE}/claims/check", json=asked)).json()
    assert made["as_of"] == "2026-04-21T12:00:00Z"
    assert made["data"]["read_as"]["subject"] == "openai/spud"


async def test_what_cannot_be_checked_says_why(client: Client) -> None:
    made = await (await client.post(f"{BASE}/claims/check", json={"claim": "hello there"})).json()
    assert (made["data"]["checkable"], made["data"]["claims"]) == (False, [])
    assert made["data"]["why"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[1]", 400),
        (b'{"claim": 7}', 400),
        (b"{}", 400),
        (b'{"claim": ""}', 400),
        (b'{"claim": "GPT-5.5 is out", "as_of": "soonish"}', 400),
        (json.dumps({"claim": "a" * 6_500}).encode(), 413),
        (b"x" * (BODY + 1), 413),
    ],
)
async def test_a_question_that_is_none_is_refused(client: Client, body: bytes, status: int) -> None:
    answer = await client.post(f"{BASE}/claims/check", data=body)
    assert (answer.status, answer.content_type) == (status, "application/problem+json")


async def test_an_address_may_check_ten_claims_a_minute(client: Client) -> None:
    asked = [(await client.post(f"{BASE}/claims/check", data=b"{")).status for _ in range(11)]
    assert asked == [400] * 10 + [429]
    other = await client.post(f"{BASE}/claims/check", data=b"{", headers={"X-Forwarded-For": "10.9.9.9, 203.0.113.7"})
    assert other.status == 400
    refused = await client.post(f"{BASE}/claims/check", data=b"{")
    assert int(refused.headers["Retry-After"]) > 0


async def test_checking_a_claim_stores_nothing(talk: Talk) -> None:
    talked = talk("2026-05-10T12:00Z")
    server = WebServer(Site(talked.ports), talked.clock, drawn, claim_checker(talked.ports))
    before = stored(talked)
    async with TestClient(TestServer(server.app())) as client:
        assert (await client.post(f"{BASE}/claims/check", json={"claim": "Spud costs $5 in, $30 out"})).status == 200
    assert stored(talked) == before


def stored(talked: Conversation) -> list[str]:
    with closing(sqlite3.connect(talked.running.store.database.path)) as database:
        return list(database.iterdump())
