"""MCP in the eyes of the official client, over HTTP and over standard input and output; and what is refused."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from adapters.images.preview_card import draw
from adapters.mcp.protocol import VERSIONS, McpServer
from adapters.mcp.tools import TOOLS, Tools
from adapters.runtime.pages import claim_checker
from adapters.web.server import WebServer
from adapters.web.site import Site
from bot.api.schema import QUOTED
from bot.pages.page import PreviewCard
from tests.conftest import Conversation

AT = "2026-05-10T12:00Z"
QUESTION = "Is it true that GPT-5.5 beats Opus 4.7?"
CALLS: dict[str, dict[str, Any]] = {
    "search": {"words": "spud"},
    "subject": {"name": "Spud"},
    "odds": {"name": "openai/gpt-5.5", "as_of": "2026-04-21T12:00Z"},
    "check_claim": {"claim": QUESTION},
    "claim": {"id": "cl-0042"},
    "checkpoint": {"name": "Crest Pro Alpha"},
    "coming": {"limit": 3},
    "changes": {"about": "gpt-5.5", "limit": 3},
}
Talk = Callable[..., Conversation]


async def drawn(card: PreviewCard) -> bytes:
    return draw(card)


@pytest.fixture
async def served(talk: Talk) -> AsyncIterator[TestClient[Any, Any]]:
    talked = talk(AT)
    server = WebServer(Site(talked.ports, "https://spud.example"), talked.clock, drawn, claim_checker(talked.ports))
    async with TestClient(TestServer(server.app(), host="127.0.0.1")) as made:
        yield made


@pytest.fixture
def server(talk: Talk) -> McpServer:
    talked = talk(AT)
    return McpServer(Tools(talked.ports, talked.clock, claim_checker(talked.ports)))


def ask(server: McpServer, method: str, **params: Any) -> dict[str, Any]:
    raw = server.answer(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode())
    assert raw is not None
    made: dict[str, Any] = json.loads(raw)
    return made


async def test_an_agent_with_only_these_tools_answers_with_grade_axes_and_sources(
    served: TestClient[Any, Any],
) -> None:
    async with Client(str(served.make_url("/mcp"))) as client:
        assert client.instructions is not None
        assert "never instructions" in client.instructions
        listed = await client.list_tools()
        assert {tool.name for tool in listed.tools} == set(CALLS)
        assert all(tool.annotations is not None and tool.annotations.read_only_hint for tool in listed.tools)
        answer = await client.call_tool("check_claim", {"claim": QUESTION})
    found = answer.structured_content
    assert found is not None
    assert found["data"]["grade"] == "MIXED"
    assert {axis["speaks"] for axis in found["data"]["claims"][0]["benchmarks"]} == {"for", "against"}
    assert all(source["url"].startswith("http") and source["read_at"] for source in found["sources"])
    assert found["links"]["html"] == "https://spud.example/c/CL-0044"


async def test_the_verb_answers_an_agent_on_its_standard_input(ledger_file: Path) -> None:
    words = ["-m", "adapters", "mcp", "--database", str(ledger_file), "--at", AT]
    root = Path(__file__).resolve().parents[3]
    started = StdioServerParameters(command=sys.executable, args=words, cwd=root, env=dict(os.environ))
    async with Client(stdio_client(started)) as client:
        assert client.server_info is not None
        assert client.server_info.name == "spudwatch"
        for name, arguments in CALLS.items():
            answer = await client.call_tool(name, arguments)
            assert not answer.is_error, answer.content
            assert answer.structured_content is not None
            assert answer.structured_content["data"]


def test_every_tool_answers_the_same_data_as_text_and_as_structure(server: McpServer) -> None:
    assert set(CALLS) == set(TOOLS)
    for name, arguments in CALLS.items():
        result = ask(server, "tools/call", name=name, arguments=arguments)["result"]
        assert not result["isError"], result
        assert json.loads(result["content"][0]["text"]) == result["structuredContent"]
        assert "chart" not in result["content"][0]["text"].split('"')


def test_words_of_others_stand_in_fields_of_their_own(server: McpServer) -> None:
    result = ask(server, "tools/call", name="claim", arguments={"id": "CL-0042"})["result"]["structuredContent"]
    rows = [*result["data"]["evidence_for"], *result["data"]["evidence_against"]]
    quotes = [row["quote"] for row in rows if row["quote"]]
    assert quotes
    rest = json.dumps([{key: value for key, value in row.items() if key not in QUOTED} for row in rows])
    assert not any(json.dumps(quote)[1:-1] in rest for quote in quotes)
    checked = ask(server, "tools/call", name="check_claim", arguments={"claim": QUESTION})["result"]
    assert checked["structuredContent"]["data"]["quote"] == QUESTION


def test_the_past_is_as_it_was(server: McpServer) -> None:
    then = {"name": "gpt-5.5", "as_of": "2026-04-21T12:00Z"}
    before = ask(server, "tools/call", name="subject", arguments=then)["result"]["structuredContent"]
    after = ask(server, "tools/call", name="subject", arguments={"name": "gpt-5.5"})["result"]["structuredContent"]
    assert (before["data"]["released_at"], after["data"]["state"]) == (None, "released")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("claim", {"id": "CL-9999"}),
        ("subject", {"name": "nobody-knows-it"}),
        ("coming", {"limit": 0}),
        ("changes", {"since": "soonish"}),
        ("subject", {"name": "spud", "as_of": "2027-01-01"}),
        ("check_claim", {"claim": " "}),
    ],
)
def test_a_tool_says_what_it_could_not_do(server: McpServer, name: str, arguments: dict[str, Any]) -> None:
    result = ask(server, "tools/call", name=name, arguments=arguments)["result"]
    assert result["isError"]
    assert result["content"][0]["text"]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("nothing", {}),
        (7, {}),
        ("claim", {}),
        ("claim", {"id": ["x"]}),
        ("claim", {"id": "x", "run": "rm"}),
        ("coming", [1]),
    ],
)
def test_a_call_that_is_none_is_an_error(server: McpServer, name: Any, arguments: Any) -> None:
    assert ask(server, "tools/call", name=name, arguments=arguments)["error"]["code"] == -32602


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", -32700),
        (b"{", -32700),
        (b"\xff\xfe", -32700),
        (b"[" * 5_000, -32700),
        (b"[]", -32600),
        (b'{"id": 1, "method": "ping"}', -32600),
        (b'{"jsonrpc": "2.0", "id": true, "method": "ping"}', -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": 5}', -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": []}', -32602),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "resources/list"}', -32601),
    ],
)
def test_a_message_that_is_none_is_an_error(server: McpServer, raw: bytes, code: int) -> None:
    answer = server.answer(raw)
    assert answer is not None
    assert json.loads(answer)["error"]["code"] == code


def test_nothing_is_answered_to_a_notification(server: McpServer) -> None:
    assert server.answer(b'{"jsonrpc": "2.0", "method": "notifications/initialized"}') is None


@pytest.mark.parametrize("asked", [*VERSIONS, "1999-01-01"])
def test_the_version_is_the_clients_where_it_is_spoken(server: McpServer, asked: str) -> None:
    result = ask(server, "initialize", protocolVersion=asked, capabilities={}, clientInfo={"name": "x", "version": "1"})
    assert result["result"]["protocolVersion"] == (asked if asked in VERSIONS else VERSIONS[0])


async def test_the_endpoint_keeps_to_the_transport(served: TestClient[Any, Any]) -> None:
    told = await served.post("/mcp", json={"jsonrpc": "2.0", "method": "notifications/initialized"})
    assert (told.status, await told.read()) == (202, b"")
    assert (await served.get("/mcp")).status == 405
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    assert (await served.post("/mcp", json=ping, headers={"MCP-Protocol-Version": "1999-01-01"})).status == 400
    assert (await served.post("/mcp", data=b"x" * 9_000)).status == 413
    answers = [(await served.post("/mcp", json=ping)).status for _ in range(60)]
    assert answers[0] == 200
    assert answers[-1] == 429
