"""Connections that never finish their headers leave a serving process answering everybody, in few lines of log."""

import asyncio
import resource
from contextlib import suppress
from urllib.parse import urlencode

import aiohttp

from adapters.runtime.clock import SystemClock
from tests.adapters.slack.people import SECRET, signed
from tests.serving.caller import PUBLIC, Caller
from tests.serving.cluster import free_port
from tests.serving.world import World

CONNECTIONS, FILES, LINES = 1_100, 1_024, 100
PORTS = ("DISCORD__HTTP_PORT", "SLACK__HTTP_PORT", "WEB__PORT", "METRICS_PORT")


async def half_sent(port: int) -> list[asyncio.StreamWriter]:
    """As many connections as a process may have files, each with half a header."""
    opened = []
    for _ in range(CONNECTIONS):
        with suppress(OSError):  # it may be let go of already
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"POST / HTTP/1.1\r\nHost: x")
            opened.append(writer)
    return opened


async def in_slack(session: aiohttp.ClientSession, port: int, trigger: str) -> str:
    """A slash command in Slack, told apart by its trigger; the text of its answer."""
    body = urlencode({
        "command": "/odds", "text": "spud", "team_id": "T1", "channel_id": "C1", "user_id": "U1",
        "response_url": "http://127.0.0.1:1/", "trigger_id": trigger, "api_app_id": "A1",
    }).encode()  # fmt: skip
    headers = {"Content-Type": "application/x-www-form-urlencoded", **signed(SystemClock(), body)}
    async with session.post(f"http://127.0.0.1:{port}/slack/events", data=body, headers=headers) as answer:
        return await answer.text() if answer.status == 200 else f"status {answer.status}"


async def test_both_platforms_and_the_pages_are_answered_beside_half_sent_headers(world: World) -> None:
    ports = {name: free_port() for name in PORTS}
    chosen = {"DISCORD__PUBLIC_KEY": PUBLIC, "SLACK__SIGNING_SECRET": SECRET, "SLACK__APP_TOKEN": ""}
    settings = {f"SPUDWATCH_{name}": str(value) for name, value in (chosen | ports).items()}
    await world.start(**settings)
    resource.prlimit(world.process.pid, resource.RLIMIT_NOFILE, (FILES, FILES))
    held: list[asyncio.StreamWriter] = []
    async with aiohttp.ClientSession() as session:
        caller = Caller(world.discord, session, lambda _name: ports["DISCORD__HTTP_PORT"])
        for port in (ports["DISCORD__HTTP_PORT"], ports["SLACK__HTTP_PORT"]):
            held += await half_sent(port)
            said = await asyncio.gather(caller.ask(""), in_slack(session, ports["SLACK__HTTP_PORT"], f"{port}.1"))
            assert all("Spud" in text or "Looking" in text for text in said), said
            async with session.get(f"http://127.0.0.1:{ports['WEB__PORT']}/") as page:
                assert page.status == 200
    for writer in held:
        writer.close()
    assert await world.stop() == 0
    assert len(world.said) <= LINES
