"""Every complaint of the doctor about the world outside, and what it says to do: asked of platforms on 127.0.0.1."""

import json
import os
import subprocess
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.doctor.local_checks import chosen, memory
from adapters.doctor.platform_checks import platforms
from adapters.doctor.remote_checks import world
from adapters.doctor.results import CheckResult, CheckStatus
from adapters.net.client import agent
from adapters.runtime.clock import StandingClock
from adapters.slack.permissions import required
from bot.domain.source_state import SourceState
from bot.settings import Settings
from bot.sources.registry import upstreams
from storage import open_store

ROOT = Path(__file__).resolve().parents[2]
SCOPES = "commands,chat:write,files:write,files:read,chat:write.public,app_mentions:read,links:read,links:write"
LIST = '{"data": [{"id": "a/b", "name": "B", "created": 1}]}'
NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


@asynccontextmanager
async def outside(
    *, servers: object = 1, scopes: str = SCOPES, status: int = 404, at: datetime = NOW, body: str = "", heard=None
):
    """A Discord that knows ``good``, a Slack that knows ``xoxb-good`` and ``xapp-good``, and a source with a clock."""

    async def me(request: web.Request) -> web.Response:
        good = request.headers["Authorization"] == "Bot good"
        return web.json_response({"username": "Spud"} if good else {}, status=200 if good else 401)

    async def guilds(_request: web.Request) -> web.Response:
        if not isinstance(servers, int):
            return web.json_response(servers, status=500)
        return web.json_response([{"id": str(n)} for n in range(servers)])

    async def slack(request: web.Request) -> web.Response:
        good = {"auth.test": "xoxb-good", "apps.connections.open": "xapp-good"}[request.match_info["method"]]
        if request.headers["Authorization"] != f"Bearer {good}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        return web.json_response({"ok": True, "user": "spud", "team": "Acme"}, headers={"X-OAuth-Scopes": scopes})

    async def source(request: web.Request) -> web.Response:
        if heard is not None:
            heard.append((request.path, request.headers["User-Agent"]))
        return web.Response(status=status, headers={"Date": f"{at:%a, %d %b %Y %H:%M:%S GMT}"}, text=body)

    app = web.Application()
    app.add_routes(
        [
            web.get("/users/@me", me),
            web.get("/users/@me/guilds", guilds),
            web.post("/api/{method}", slack),
            web.route("*", "/source{path:.*}", source),
        ]
    )
    async with TestServer(app, host="127.0.0.1") as server:
        yield str(server.make_url("/")).rstrip("/")


def settings(there: str, *, live: bool = False, discord: object = (), slack: object = ()) -> Settings:
    urls = {f"{name}_url": f"{there}/source" for name in upstreams() if live}
    return Settings(
        discord={"api_url": there, **dict(discord)},
        slack={"api_url": f"{there}/api/", **dict(slack)},
        sources={"live": live, **urls},
        operator="me",
    )


async def found(chosen_settings: Settings) -> dict[str, CheckResult]:
    return {finding.what: finding async for finding in world(chosen_settings, StandingClock(NOW))}


@pytest.mark.parametrize(
    ("discord", "servers", "verdict", "says", "todo"),
    [
        ({}, 1, CheckStatus.OFF, "no token", "SPUDWATCH_DISCORD__TOKEN"),
        ({"token": "other"}, 1, CheckStatus.FAIL, "refused", "Reset Token"),
        ({"token": "good"}, 0, CheckStatus.WARN, "in no server", "spudwatch invite discord"),
        ({"token": "good"}, {"message": "x", "code": 0}, CheckStatus.FAIL, "it answers with status 500", "later"),
        ({"token": "good"}, 2, CheckStatus.OK, "Spud's, in 2 servers", ""),
        ({"token": "good", "public_key": "ab"}, 1, CheckStatus.FAIL, "half set up", "SPUDWATCH_DISCORD__HTTP_PORT"),
        ({"token": "good", "http_port": 8}, 1, CheckStatus.FAIL, "half set up", "SPUDWATCH_DISCORD__PUBLIC_KEY"),
    ],
)
async def test_discord_s_token_is_asked_about(discord, servers, verdict, says, todo):
    async with outside(servers=servers) as there:
        one = (await found(settings(there, discord=discord)))["discord"]
    assert one.verdict is verdict
    assert says in one.says
    assert todo in one.todo


@pytest.mark.parametrize(
    ("slack", "scopes", "verdict", "says", "todo"),
    [
        ({}, SCOPES, CheckStatus.OFF, "no token", "SPUDWATCH_SLACK__BOT_TOKEN"),
        ({"client_id": "1"}, SCOPES, CheckStatus.OK, "OAuth", ""),
        ({"bot_token": "xoxb-other"}, SCOPES, CheckStatus.FAIL, "refused: invalid_auth", "OAuth & Permissions"),
        (
            {"bot_token": "xoxb-good", "app_token": "x"},
            "chat:write",
            CheckStatus.FAIL,
            "missing: commands",
            "Reinstall",
        ),
        ({"bot_token": "xoxb-good"}, SCOPES, CheckStatus.FAIL, "post and not hear", "SPUDWATCH_SLACK__APP_TOKEN"),
        ({"bot_token": "xoxb-good", "signing_secret": "s"}, SCOPES, CheckStatus.FAIL, "post and not hear", "HTTP_PORT"),
        (
            {"bot_token": "xoxb-good", "signing_secret": "s", "http_port": 8, "admins": "U1"},
            SCOPES,
            CheckStatus.OK,
            "spud's in Acme",
            "",
        ),
        ({"bot_token": "xoxb-good", "app_token": "x"}, SCOPES, CheckStatus.WARN, "nobody is an admin", "member id"),
        (
            {"bot_token": "xoxb-good", "app_token": "x", "admins": "U1"},
            ",".join(required()),
            CheckStatus.WARN,
            "told in words",
            "Reinst",
        ),
    ],
)
async def test_slack_s_token_and_scopes_are_asked_about(slack, scopes, verdict, says, todo):
    async with outside(scopes=scopes) as there:
        one = (await found(settings(there, slack=slack)))["slack"]
    assert one.verdict is verdict
    assert says in one.says
    assert todo in one.todo


@pytest.mark.parametrize(("token", "verdict"), [("xapp-good", CheckStatus.OK), ("xapp-other", CheckStatus.FAIL)])
async def test_slack_s_app_token_is_asked_about(token, verdict):
    async with outside() as there:
        one = (await found(settings(there, slack={"bot_token": "xoxb-good", "app_token": token})))["slack socket"]
    assert one.verdict is verdict
    assert verdict is CheckStatus.OK or "connections:write" in one.todo


@pytest.mark.parametrize(
    ("body", "status", "ahead", "verdict", "says"),
    [
        (LIST, 200, timedelta(), CheckStatus.OK, "it is read; the clocks agree"),
        (LIST, 200, timedelta(minutes=9), CheckStatus.WARN, "our clock differs by 540 s"),
        (LIST, 503, timedelta(), CheckStatus.WARN, "answered 503"),
        (LIST, 404, timedelta(), CheckStatus.WARN, "answered 404"),
        ("<html>Attention required</html>", 403, timedelta(), CheckStatus.WARN, "we may be blocked"),
        ("<html>Just a moment</html>", 200, timedelta(), CheckStatus.WARN, "a web page instead of data"),
        ('{"error": {"message": "no credit"}}', 200, timedelta(), CheckStatus.WARN, "refused: no credit"),
        ("[1, 2]", 200, timedelta(), CheckStatus.WARN, "another shape"),
    ],
)
async def test_a_source_is_read_as_the_poller_reads_it(body, status, ahead, verdict, says):
    async with outside(status=status, at=NOW + ahead, body=body, heard=(heard := [])) as there:
        asked = await found(settings(there, live=True))
    assert asked["openrouter"].verdict is verdict, asked["openrouter"]
    assert says in asked["openrouter"].says
    assert asked["metaculus"].verdict is asked["openai_models"].verdict is CheckStatus.OFF  # they wait for a key
    assert status == 200 or asked["kalshi"].verdict is CheckStatus.WARN
    assert ("/source/models", agent("me")) in heard


async def test_what_is_out_of_reach_is_said_and_costs_nothing_else(unused_tcp_port):
    nowhere = f"http://127.0.0.1:{unused_tcp_port}"
    asked = await found(settings(nowhere, live=True, discord={"token": "good"}, slack={"bot_token": "x"}))
    assert asked["discord"].verdict is asked["slack"].verdict is CheckStatus.FAIL
    assert asked["kalshi"].verdict is CheckStatus.WARN
    assert all("not reached" in asked[name].says for name in ("discord", "slack"))
    assert "SPUDWATCH_SOURCES__KALSHI_URL" in asked["kalshi"].todo


def test_a_setting_with_a_slip_in_its_name_is_told_with_the_right_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("SPUDWATCH_SLACK_BOT_TOKEN=xoxb-1\nSPUDWATCH_OPERATOR=me\n")
    (tmp_path / ".env").chmod(0o644)
    said = list(chosen({"SPUDWATCH_SECRETS_DIR": "nowhere", "HOME": "/"}))
    told = {finding.says: finding.todo for finding in said}
    assert told["SPUDWATCH_SLACK_BOT_TOKEN is no setting and is not read"] == "Did you mean SPUDWATCH_SLACK__BOT_TOKEN?"
    assert told["others on this machine can read .env"] == "Run: chmod 600 .env"
    assert "SPUDWATCH_SECRETS_DIR names no folder" in told
    assert "xoxb-1" not in repr(said)
    assert said[-1].says.startswith("1 set, .env read")


async def test_when_each_source_was_last_read_is_told(tmp_path):
    store = open_store(tmp_path / "memory.db")
    old = NOW - timedelta(hours=9)
    states = [
        SourceState(name, at).worked(at, items=3, faults=0) for name, at in (("kalshi", NOW), ("openrouter", old))
    ]
    await store.kinds["sources"].note(states)
    store.close()
    said = {finding.what: finding for finding in memory(tmp_path / "memory.db", lambda: NOW)}
    assert said["read kalshi"].verdict is CheckStatus.OK
    assert said["read openrouter"].verdict is CheckStatus.WARN
    assert "9 hours ago" in said["read openrouter"].says
    assert "serve" in said["read openrouter"].todo


@pytest.mark.parametrize("verb", [["doctor"], ["serve"], ["backup", "x"], ["invite", "discord"]])
def test_a_setting_that_cannot_be_read_is_named_by_every_verb_and_its_value_is_not_shown(verb, tmp_path):
    environment = os.environ | {"SPUDWATCH_METRICS_PORT": "hush", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "adapters", *verb],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("spudwatch: SPUDWATCH_METRICS_PORT: ")
    assert "hush" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("token", "verdict"),
    [
        ("", CheckStatus.OFF),
        ("abc", CheckStatus.FAIL),
        ("Bot " + ".".join(("a" * 24, "b" * 6, "c" * 27)), CheckStatus.FAIL),
        (".".join(("a" * 24, "b" * 6, "c" * 27)), CheckStatus.OK),
    ],
)
def test_a_token_is_judged_by_its_form_where_nobody_is_asked(token, verdict):
    found = {one.what: one for one in platforms(Settings(_env_file=None, discord={"token": token}))}
    assert (found["discord"].verdict, found["slack"].verdict) == (verdict, CheckStatus.OFF)
    assert not token or token not in str(found["discord"])


def test_the_doctor_prints_for_eyes_and_for_machines(tmp_path):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SPUDWATCH_")}
    environment |= {"SPUDWATCH_DATABASE": str(tmp_path / "a.db"), "PYTHONPATH": str(ROOT)}
    for more in ([], ["--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "adapters", "doctor", "--offline", *more],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "reads back whole" in done.stdout
    assert {one["what"] for one in json.loads(done.stdout)} >= {"settings", "database", "discord", "disk"}
