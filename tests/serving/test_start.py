"""One process, both platforms: it connects, registers, answers, posts, refuses a second of itself, and stops."""

import asyncio
import shutil
import signal
from pathlib import Path

from aiohttp import ClientSession

from adapters.runtime.lock import TAKEN
from tests.adapters.discord.conftest import texts
from tests.adapters.discord.local import CHANNEL, Fault
from tests.adapters.slack.shown import texts as slack_texts
from tests.serving.world import PATIENCE, World, faults


async def test_both_platforms_are_registered_answered_and_posted_to_once(world: World):
    await world.serve()
    await world.bell.until(lambda: world.discord.commands)
    assert {"odds", "checkpoint", "claimcheck"} <= {command["name"] for command in world.discord.commands}

    assert "Spud" in texts(await world.shown(await world.types("odds show", about="spud")))
    shown = await world.seen_in_slack(world.ana().command("/odds spud"))
    assert "Spud" in shown["text"]

    await _digests(world)

    # A second one steps back within the second, and the first goes on.
    second = await world.spawn()
    async with asyncio.timeout(PATIENCE):
        _, said = await second.communicate()
    assert second.returncode == TAKEN
    assert b"another process serves this database" in said
    assert "Spud" in texts(await world.shown(await world.types("odds show", about="spud")))

    assert await world.stop() == 0
    assert faults(world.said) == []


async def _digests(world: World) -> None:
    """A digest made, started and sent at once on each platform."""
    made = {"channel": "here", "name": "Morning", "days": "daily", "time": "09:00"}
    preview = await world.shown(await world.types("digest create", **made))
    assert "is running" in texts(await world.shown(await world.presses(preview, "Start")))
    assert "is being posted" in texts(await world.shown(await world.types("digest run")))
    await world.bell.until(lambda: world.discord.channels[CHANNEL])

    ana = world.ana()
    shown = await world.seen_in_slack(ana.command("/digest create channel:here name:Morning days:daily time:09:00"))
    running = await world.answered("response_url", ana.press(shown, "Start"))
    assert "is running" in str(running)
    await world.answered("chat.postMessage", ana.command("/digest run"))

    assert len(world.discord.channels[CHANNEL]) == len(world.slack.messages) == 1
    assert "Morning" in texts(world.discord.channels[CHANNEL][0]) + str(slack_texts(world.slack.messages[0]))


async def test_every_metric_moves_with_what_it_counts(world: World, unused_tcp_port: int):
    world.slack.refuse("auth.test", "ratelimited", 429, Retry_After="1")
    await world.serve(SPUDWATCH_METRICS_PORT=str(unused_tcp_port))
    soon = {"retry_after": 0.01, "message": "", "global": False}
    world.discord.faults.append(Fault("/callback", "429", body=soon))
    await world.shown(await world.types("odds show", about="spud"))
    await world.shown(await world.types("checkpoint withdraw", id="CP-9999"))
    await _digests(world)

    async def told() -> str:
        async with ClientSession() as session, session.get(f"http://127.0.0.1:{unused_tcp_port}/metrics") as answer:
            return await answer.text()

    async with asyncio.timeout(PATIENCE):
        while 'sends_total{platform="slack",verdict="sent"} 1.0' not in (text := await told()):
            await world.bell.until(lambda: True)
    for line in (
        'spudwatch_requests_total{command="odds show",outcome="answered"} 1.0',
        'spudwatch_requests_total{command="checkpoint withdraw",outcome="refused"} 1.0',
        'spudwatch_request_seconds_count{command="odds show"} 1.0',
        'spudwatch_sends_total{platform="discord",verdict="sent"} 1.0',
        'spudwatch_too_many_requests_total{by="discord"} 1.0',
        'spudwatch_too_many_requests_total{by="slack"} 1.0',
        'spudwatch_platform_up{platform="discord"}',
        'spudwatch_platform_up{platform="slack"}',
        'spudwatch_outbox_messages{state="',
    ):
        assert line in text, line
    assert float(text.partition("\nspudwatch_storage_bytes ")[2].split()[0]) > 100_000
    assert "xoxb" not in text
    assert world.discord.channels
    assert await world.stop() == 0


async def test_a_stop_lets_answers_on_their_way_arrive_on_both(world: World):
    await world.serve()
    with world.storage_busy():
        told = await world.types("odds watch", market="spud")
        ana = world.ana()
        await ana.command("/odds watch spud")
        assert "Looking" in ana.ack["text"]
        await world.bell.until(lambda: told.answer)
        assert told.answer["type"] == 5, told.answer
        world.process.send_signal(signal.SIGTERM)
        await world.bell.until(lambda: world.heard("stopping"))
    assert await world.ended() == 0
    assert "Watching" in texts(told.shown)
    assert "Watching" in world.slack.shown(ana.url)[-1]["text"]
    assert faults(world.said) == []


async def test_what_a_start_lacks_is_named_with_its_setting(world: World, tmp_path: Path):
    """A wrong token ends it with 1 and a sentence, and so does a platform whose libraries are not there."""
    package = tmp_path / "without" / "discord"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ModuleNotFoundError('No module named discord', name='discord')\n")
    world.slack.tokens["xoxb-2"] = "T2"
    wrong = {
        "Discord does not accept the bot's token. Set SPUDWATCH_DISCORD__TOKEN.": {"SPUDWATCH_DISCORD__TOKEN": "other"},
        "Check SPUDWATCH_SLACK__BOT_TOKEN.": {"SPUDWATCH_SLACK__BOT_TOKEN": "xoxb-other"},
        "Check SPUDWATCH_SLACK__APP_TOKEN.": {"SPUDWATCH_SLACK__APP_TOKEN": "xoxb-1"},
        "Run: pip install 'spudwatch[discord]'": {"PYTHONPATH": str(package.parent)},
    }
    ends = [_end(world, number, settings) for number, settings in enumerate(wrong.values())]
    for says, (status, said) in zip(wrong, await asyncio.gather(*ends), strict=True):
        last = said.splitlines()[-1]
        assert status == 1, said
        assert last.startswith("spudwatch: ")
        assert last.endswith(says), last
        assert "Traceback" not in said


async def _end(world: World, number: int, settings: dict[str, str]) -> tuple[int | None, str]:
    """The exit status and the words of a start on a database of its own."""
    own = shutil.copy(world.database, world.database.with_name(f"{number}.db"))
    process = await world.spawn(**settings, SPUDWATCH_DATABASE=str(own))
    async with asyncio.timeout(PATIENCE):
        _, said = await process.communicate()
    return process.returncode, said.decode()
