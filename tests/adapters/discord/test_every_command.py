"""Every command there is, over the real gateway client: asked, answered, each of its controls pressed, all judged."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.discord.platform import DiscordPlatform
from adapters.images.line_chart import draw
from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from bot.dispatch.app import App
from bot.dispatch.command import Command
from bot.dispatch.registry import CommandRegistry
from bot.messages.reply import Picture
from bot.messages.reply_json import EXPORT_FILE
from tests.adapters.discord.conftest import controls, settings, shown, texts
from tests.adapters.discord.interactions import ADMIN, button, order, slash
from tests.adapters.discord.judge import judge
from tests.adapters.discord.local import LocalDiscord
from tests.clocks import NOON, FakeClock

OURS = "This failed on my side."
PRESSED = 6  # controls of one answer that are pressed
TOPS = sorted(CommandRegistry().tree)


async def drawn(picture: Picture) -> bytes:
    return draw(picture)


@pytest.fixture
async def whole(ledger_file, tmp_path) -> AsyncIterator[tuple[App, LocalDiscord]]:
    """The whole app on the public ledger, connected to the local Discord."""
    path = tmp_path / "all.db"
    shutil.copy(ledger_file, path)
    running = build(path, StandingClock(NOON))
    discord = await LocalDiscord(FakeClock()).start()
    platform = DiscordPlatform(
        running.app, settings(discord), picture=drawn, steady=discord.clock.steady, identify_every=0.0
    )
    life = asyncio.create_task(platform.run())
    try:
        await asyncio.wait_for(discord.gateway.ready.wait(), 10)
        yield running.app, discord
    finally:
        life.cancel()
        await asyncio.gather(life, return_exceptions=True)
        await platform.close()
        await discord.stop()
        running.close()


@pytest.mark.parametrize("top", TOPS)
async def test_every_command_its_controls_and_its_forms(top: str, whole):
    app, discord = whole
    for kind in app.catalogue.all():
        if kind.name.split()[0] == top:
            await asked(discord, kind)
    found = [
        f"{got.method} {got.path[:40]} {one}"
        for got in discord.received
        if got.method != "GET"
        for one in judge().request(got.method, got.path, got.body, got.files, source=got.source)
    ]
    assert found == []
    assert all(got.status < 400 for got in discord.received)
    assert [told.shown for told in discord.told.values() if told.shown and OURS in texts(told.shown)] == []


async def test_an_export_comes_with_the_reply_that_promises_it(whole):
    _, discord = whole
    await shown(await discord.send(2, slash("odds", "watch", market="MK-0001")))
    message = await shown(await discord.send(2, slash("spudwatch", "mydata", action="export")))
    assert "All of it comes with this reply." in texts(message)
    assert [file["filename"] for file in message["attachments"]] == [EXPORT_FILE]
    assert json.loads(discord.sent[EXPORT_FILE])["market_watch"][0]["market"] == 1
    got = next(got for got in discord.received if EXPORT_FILE in got.files)
    assert judge().request(got.method, got.path, got.body, got.files, source=got.source) == []


async def asked(discord: LocalDiscord, kind: type[Command[Any]]) -> None:
    told = await discord.send(2, order(kind), member=ADMIN)
    await asyncio.wait_for(told.done.wait(), 20)
    if told.shown is not None:
        for custom_id in list(controls(told.shown).values())[:PRESSED]:
            pressed = await discord.send(3, button(custom_id), member=ADMIN)
            await asyncio.wait_for(pressed.done.wait(), 20)
            assert pressed.answer is not None
    for opt in kind.options:
        if opt.complete:
            data = order(kind)
            focused = {"name": opt.name, "type": 3, "value": "s", "focused": True}
            data["options"] = [{**data["options"][0], "options": [focused]}] if " " in kind.name else [focused]
            typing = await discord.send(4, data, member=ADMIN)
            await asyncio.wait_for(typing.done.wait(), 20)
            assert typing.answer["type"] == 8
