"""Socket Mode: always connected, also while Slack renews the connection."""

import asyncio

from aiohttp import WSCloseCode

from tests.adapters.slack.conftest import running
from tests.clocks import until


def slash(world, text="spud"):
    return {
        "command": "/odds", "text": text, "team_id": "T1", "channel_id": "C1", "user_id": "U1",
        "response_url": world.slack.response_url(), "trigger_id": world.slack.trigger(),
    }  # fmt: skip


async def test_the_next_connection_stands_before_the_old_one_is_let_go(by_socket):
    slack, old = by_socket.slack, by_socket.slack.sockets[0]
    await old.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
    await until(lambda: len(slack.sockets) == 2)
    assert by_socket.platform.sockets.connected
    new = slack.sockets[1]
    # Both answer meanwhile, whichever of them Slack uses.
    answers = await asyncio.gather(
        *(slack.send("slash_commands", slash(by_socket, f"n{n}"), socket) for n, socket in enumerate([old, new] * 20))
    )
    assert [f"n{n} " in answer["text"] for n, answer in enumerate(answers)] == [True] * 40
    await until(lambda: "slack socket farewell" in by_socket.clock.sleepers)
    await by_socket.clock.advance(16)
    await until(lambda: slack.sockets == [new])
    assert slack.peak == 2
    assert by_socket.platform.sockets.connected


async def test_a_connection_that_breaks_is_opened_again(by_socket):
    slack = by_socket.slack
    await slack.sockets[0].close(code=WSCloseCode.GOING_AWAY)
    await until(lambda: slack.opened == 2 and by_socket.platform.sockets.connected)
    assert "spud" in (await slack.send("slash_commands", slash(by_socket)))["text"]


async def test_while_slack_gives_no_address_we_ask_again_more_and_more_slowly(by_socket):
    slack = by_socket.slack
    for _ in range(3):
        slack.refuse("apps.connections.open", "internal_error", 500)
    await slack.sockets[0].close()
    waited = 0
    while slack.opened < 2 and waited < 100:
        await until(lambda: by_socket.clock.sleepers or slack.opened == 2)
        await by_socket.clock.advance(0.5)
        waited += 1
    await until(lambda: by_socket.platform.sockets.connected)
    assert 3 <= waited <= 12
    assert len(by_socket.calls("apps.connections.open")) == 5


async def test_an_envelope_that_is_nonsense_breaks_nothing(by_socket):
    socket = by_socket.slack.sockets[0]
    for text in ("", "{", "[]", "null", '{"type":"x"}', '{"envelope_id":1,"type":"slash_commands","payload":[]}'):
        await socket.send_str(text)
    assert "not installed" in (await by_socket.slack.send("slash_commands", {"command": "/odds"}))["text"]
    assert await by_socket.slack.send("slash_commands", {"command": "/odds", "team_id": "T1"}) is None
    assert await by_socket.slack.send("interactive", {"type": "block_actions"}) is None
    assert await by_socket.slack.send("events_api", {"type": "event_callback", "team_id": "T1", "event": {}}) is None
    assert await by_socket.slack.send("what", {"type": "what", "team": {"id": "T1"}, "user": {"id": "U1"}}) is None
    assert "spud" in (await by_socket.slack.send("slash_commands", slash(by_socket)))["text"]


async def test_a_refresh_under_load_loses_nothing(tmp_path, judge_or_none):
    async with running(tmp_path, "socket", judge_or_none) as world:
        slack = world.slack
        answered = 0
        for number in range(60):
            if number % 20 == 10:
                await slack.sockets[-1].send_json({"type": "disconnect", "reason": "warning"})
                before = slack.opened
                answers = await asyncio.gather(
                    *(slack.send("slash_commands", slash(world), socket) for socket in list(slack.sockets) * 5)
                )
                answered += sum("spud" in answer["text"] for answer in answers) >= 5
                await until(lambda before=before: slack.opened == before + 1 and len(slack.sockets) >= 2)
            assert "spud" in (await slack.send("slash_commands", slash(world)))["text"]
        assert answered == 3
        assert slack.opened == 4


async def test_the_app_token_is_used_for_the_connection_alone(by_socket):
    assert by_socket.slack.opened == 1
    assert by_socket.calls("apps.connections.open") == [{}]
