"""A report's preview becomes its receipt in place, and a reminder asked for in words is kept: over the real client."""

import asyncio
import shutil
from typing import Any

import pytest

from adapters.discord.platform import DiscordPlatform
from adapters.images.line_chart import draw
from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from bot.messages.reply import Picture
from tests.adapters.discord.conftest import controls, settings, shown, texts
from tests.adapters.discord.interactions import DIRECT, button, message, said, slash
from tests.adapters.discord.local import BOT, CHANNEL, LocalDiscord
from tests.clocks import NOON, FakeClock
from tests.sightings import TEXT

UPDATE, DEFERRED_UPDATE = 7, 6


async def drawn(picture: Picture) -> bytes:
    return draw(picture)


@pytest.fixture
async def real(ledger_file, tmp_path):
    """A local Discord with the whole bot on it."""
    path = tmp_path / "all.db"
    shutil.copy(ledger_file, path)
    running = build(path, StandingClock(NOON))
    discord = await LocalDiscord(FakeClock()).start()
    platform = DiscordPlatform(
        running.app, settings(discord), picture=drawn, steady=discord.clock.steady, identify_every=0.0
    )
    life = asyncio.create_task(platform.run())
    await asyncio.wait_for(discord.gateway.ready.wait(), 60)
    yield discord
    life.cancel()
    await asyncio.gather(life, return_exceptions=True)
    await platform.close()
    await discord.stop()
    running.close()


async def pressed(discord: LocalDiscord, before: dict[str, Any], label: str) -> tuple[int, dict[str, Any]]:
    """Press a button of a private message: the kind of answer, and the message as it stands then."""
    private = {"id": before.get("id", "9"), "flags": 64}
    told = await discord.send(3, button(controls(before)[label]), message=private)
    after = await shown(told)
    return told.answer["type"], after


async def test_save_turns_the_preview_into_the_receipt_and_an_old_save_changes_nothing(real):
    discord = real
    report = {"surface": "ChatGPT picker", "how": "own account", "text": TEXT}
    first = await shown(await discord.send(2, slash("checkpoint", "report", label="Crest Ultra", **report)))
    second = await shown(await discord.send(2, slash("checkpoint", "report", label="Crest Other", **report)))
    kind, stale = await pressed(discord, first, "Save report")
    assert kind in (UPDATE, DEFERRED_UPDATE)
    assert "the draft has changed since" in texts(stale)
    kind, saved = await pressed(discord, second, "Save report")
    assert kind in (UPDATE, DEFERRED_UPDATE)
    assert "Crest Other" in texts(saved)
    assert "Save report" not in controls(saved)
    _, again = await pressed(discord, second, "Save report")
    assert "There is no report to go on with" in texts(again)


async def test_a_reminder_asked_for_by_mention_and_directly_is_kept_after_one_confirmation(real):
    discord = real
    direct = message("remind me when spud is out", channel_id=DIRECT, mentions=[], id="1300000000000000005")
    del direct["guild_id"], direct["member"]
    asked = (await said(discord, DIRECT, direct))[0]
    assert "Shall I tell you" in texts(asked)
    body = message(f"<@{BOT}> remind me when grok 6 is out", id="1300000000000000006")
    public = (await said(discord, CHANNEL, body))[0]
    assert "Shall I tell you" in texts(public)
    for before in (asked, public):
        told = await discord.send(3, button(controls(before)["Yes, tell me"]), message={"id": "9", "flags": 0})
        assert "You now watch" in texts(await shown(told))
