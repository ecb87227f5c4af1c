"""What people type stands in no log: a rare word in every command, form and menu, answered, refused or broken."""

import asyncio
import logging
from datetime import timedelta

import pytest

from adapters.discord.platform import DiscordPlatform
from adapters.runtime.log_format import JsonLines
from bot.dispatch.command import Command, Option
from bot.dispatch.registry import CommandRegistry
from bot.jobs.wiring import NotificationJobs
from bot.messages.errors import StoreFull
from bot.messages.request import Request
from tests.adapters.discord.conftest import controls, png, settings
from tests.adapters.discord.interactions import ADMIN, button, order
from tests.adapters.discord.interactions import typed as form_of
from tests.adapters.discord.local import LocalDiscord
from tests.adapters.slack.conftest import running
from tests.adapters.slack.typed import line_of
from tests.clocks import FakeClock
from tests.platforms import LikeDiscord, Platform
from tests.safety.fields import fields, filled, named

WORD = "Quibblefratz"
LONG = f"{WORD} beats Opus 4.7, " * 60  # cut on every platform, and too long for a button
FIELDS = tuple(fields())


class Heard(logging.Handler):
    """Everything that is logged, as the lines an operator keeps."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(JsonLines())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def heard():
    root, handler = logging.getLogger(), Heard()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler.lines
    root.setLevel(level)
    root.removeHandler(handler)


def typed_in(lines: list[str]) -> list[str]:
    return [line for line in lines if WORD.casefold() in line.casefold()]


@pytest.mark.parametrize("text", [WORD, LONG], ids=["short", "long"])
@pytest.mark.parametrize("pair", FIELDS, ids=named)
async def test_in_every_field(pair: tuple[type[Command], Option], text: str, talk, heard, monkeypatch):
    conversation = talk()
    await conversation.app.run(filled(*pair, text))
    line = Request(line=f"{pair[0].name} {text}", actor="discord:1", place="discord:7/9")
    await conversation.app.run(line)

    async def full(*_: object) -> None:
        raise StoreFull

    monkeypatch.setattr(conversation.running.store.database, "write", full)
    await conversation.app.run(filled(*pair, text))
    assert typed_in(heard) == []


async def test_on_discord_typed_pressed_and_sent_by_form(ledger_file, tmp_path, heard, talk):
    world = talk()
    discord = await LocalDiscord(FakeClock()).start()
    platform = DiscordPlatform(
        world.app, settings(discord), picture=png, steady=discord.clock.steady, identify_every=0.0
    )

    async def send(kind: int, data: object, **more: object):
        payload, told = discord.make(kind, data, member=ADMIN, **more)
        platform.on_interaction(payload)
        await asyncio.gather(*platform._tasks)
        return told

    try:
        for kind in CommandRegistry().all():
            data = order(kind)
            given = data["options"][0].get("options", data["options"]) if data["options"] else []
            for option in given:
                if option["type"] == 3:
                    option["value"] = LONG[:900]
            told = await send(2, data)
            if told.shown is not None:
                for custom_id in list(controls(told.shown).values())[:3]:
                    await send(3, button(custom_id))
            elif told.answer and told.answer["type"] == 9:
                await send(5, form_of(told.answer["data"]["custom_id"], claim=LONG, text=LONG, label=WORD))
        for name in ("Claim-check this", "Report a sighting"):
            message = {"id": "909", "content": LONG, "author": {"id": "1", "username": WORD}}
            await send(2, {"id": "1", "type": 3, "name": name, "target_id": "909",
                           "resolved": {"messages": {"909": message}}})  # fmt: skip
    finally:
        await platform.close()
        await discord.stop()
    assert typed_in(heard) == []


async def test_on_slack_typed_and_mentioned(talk, tmp_path, heard):
    conversation = talk()
    async with running(tmp_path, "http", app=conversation.app) as world:
        world.clock.at = conversation.clock.now()
        ana = world.person("UADMIN")
        for number, kind in enumerate(CommandRegistry().all()):
            await ana.command(f"{line_of(kind.name).partition(':')[0].rpartition(' ')[0] or line_of(kind.name)} {LONG}")
            await ana.event({"type": "app_mention", "user": "UADMIN", "channel": "C1", "ts": f"{number}.1",
                             "text": f"<@UBOT> {kind.name} {LONG}"}, f"Ev{number}")  # fmt: skip
        await ana.shortcut("claimcheck", {"ts": "1.1", "text": LONG, "user": "U2"})
    assert typed_in(heard) == []


async def test_in_a_watch_whose_alerts_are_posted_and_given_up(talk, heard):
    conversation = talk("2026-04-23T12:00Z")
    clock, server = conversation.clock, Platform(conversation.clock)
    delivery = NotificationJobs(conversation.ports, {"discord": LikeDiscord(server)})
    text = "The picker listed it between 5.4 and 5.4 Pro, I chose it and the header said so; gone after reload."
    report = f'checkpoint report label:"{WORD}" surface:"ChatGPT picker" how:"own account" step:save text:"{text}"'

    async def later() -> None:
        clock.move(clock.now() + timedelta(minutes=1))
        await delivery.tick()

    await later()
    filed = await conversation.say(report, actor="discord:ana", place="discord:7/9")
    await conversation.say(f'checkpoint watch "{WORD}"', actor="discord:ben", place="discord:7/9")
    await later()
    assert any(WORD in post.title for post in server.posts.values())
    server.gone.add("discord:@ben")
    clock.move(clock.now() + timedelta(hours=2))
    await conversation.say(f"checkpoint withdraw {filed.data['id']}", actor="discord:ana", place="discord:7/9")
    await later()
    assert any('"post given up"' in line for line in heard)
    assert typed_in(heard) == []
    assert [line for line in heard if "discord:ben" in line or "@ben" in line] == []


async def test_a_word_that_is_logged_would_be_found(heard):
    logging.getLogger("bot.any").info("reply cut", extra={"title": f"“{WORD} beats Opus”"})
    assert len(typed_in(heard)) == 1
