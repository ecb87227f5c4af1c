"""While nothing can be saved, look-ups are answered on every platform: disk full, database locked, settings broken."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from adapters.discord.platform import DiscordPlatform
from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from adapters.runtime.optional_writes import keys_of_saved_lines, saved
from bot.messages.errors import StoreFull
from storage.accounts.tenants import TenantStore
from storage.sqlite.engine import Database
from tests.adapters.discord.conftest import controls, png, settings, texts
from tests.adapters.discord.interactions import button, slash
from tests.adapters.discord.local import GUILD, USER, LocalDiscord
from tests.adapters.slack.conftest import running
from tests.clocks import NOON, FakeClock

LONG = "Spud beats Opus 4.7 at agentic coding, and it does so at half of the price of GPT-5.4, as everybody was told"
LOOKUPS = {
    "claimcheck ask": {"claim": LONG},
    "claimcheck show": {"id": "CL-0044"},
    "odds show": {"about": "spud"},
    "odds search": {"words": "spud"},
    "odds history": {"about": "spud"},
    "checkpoint who": {"label": "Crest Pro Alpha"},
    "checkpoint show": {"label": "Crest Pro Alpha"},
    "spudwatch help": {},
}
ADMIN = {"user": {"id": USER, "username": "ana"}, "roles": ["7"], "permissions": str(1 << 3)}
MEMBER = {"user": {"id": USER, "username": "ana"}, "roles": [], "permissions": "0"}
# Of a full disk: not one page more than there are.
_PRAGMAS = {"full": "PRAGMA max_page_count=1", "read-only": "PRAGMA query_only=ON"}
TROUBLES = [*_PRAGMAS, "locked", "settings"]
FAULT = "This failed on my side."


@contextmanager
def trouble(kind: str, paths: list[Path], tenant: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Storage in trouble, from before its first write."""
    held: list[sqlite3.Connection] = []
    if kind in _PRAGMAS:
        connect = Database._connect

        def connected(self: Database) -> sqlite3.Connection:
            connection = connect(self)
            connection.execute(_PRAGMAS[kind])
            return connection

        monkeypatch.setattr(Database, "_connect", connected)
    elif kind == "locked":
        monkeypatch.setattr("storage.sqlite.engine.BUSY_MS", 20)
        for path in paths:
            held.append(sqlite3.connect(path, isolation_level=None))
            held[-1].execute("BEGIN IMMEDIATE")
    else:
        with closing(sqlite3.connect(paths[0])) as raw, raw:
            row = (tenant, "desk_role", "{broken", 1, "x", "x", "")
            columns = "tenant, key, value, set_at, actor_key, set_by, chain"
            raw.execute(f"INSERT INTO tenant_settings ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    yield
    for other in held:
        other.close()


def complete(kind: str, shown: str) -> bool:
    """Whether it is an answer; with settings that cannot be read, one that says that something is broken."""
    return bool(shown) and ((FAULT in shown) == (kind == "settings"))


@pytest.mark.parametrize("member", [ADMIN, MEMBER], ids=["admin", "member"])
@pytest.mark.parametrize("kind", TROUBLES)
async def test_discord(kind, member, ledger_file, tmp_path, monkeypatch):
    path = Path(shutil.copy(ledger_file, tmp_path / "all.db"))
    with trouble(kind, [path], f"discord:{GUILD}", monkeypatch):
        world = build(path, StandingClock(NOON))
        discord = await LocalDiscord(FakeClock()).start()
        platform = DiscordPlatform(
            world.app, settings(discord), picture=png, steady=discord.clock.steady, identify_every=0.0,
            remember=world.ports.outbox.remember,
        )  # fmt: skip

        async def heard(number, data, **more) -> str:
            payload, told = discord.make(number, data, member=member, **more)
            platform.on_interaction(payload)
            await asyncio.gather(*platform._tasks)
            assert told.answer is not None, data
            return told

        try:
            for name, values in LOOKUPS.items():
                top, _, sub = name.partition(" ")
                told = await heard(2, slash(top, sub, **values))
                assert complete(kind, texts(told.shown)), (name, told.shown)
                for custom_id in list(controls(told.shown).values())[:4]:  # shared, the whole card, a form
                    pressed = await heard(3, button(custom_id))
                    assert pressed.answer["type"] == 9 or texts(pressed.shown), (name, custom_id)
        finally:
            await platform.close()
            await discord.stop()
            world.close()


@pytest.mark.parametrize("way", ["socket", "http"])
@pytest.mark.parametrize("kind", TROUBLES)
async def test_slack(kind, way, talk, tmp_path, monkeypatch):
    conversation = talk()
    paths = [conversation.running.store.database.path, tmp_path / "slack.db"]
    async with running(tmp_path, way, app=conversation.app) as world:
        world.clock.at = conversation.clock.now()
        with trouble(kind, paths, "slack:T1", monkeypatch):
            ana = world.person("UADMIN")
            for number, (name, values) in enumerate(LOOKUPS.items()):
                line = " ".join([name, *(f'{key}:"{value}"' for key, value in values.items())])
                shown = await ana.command(f"/{line}")
                assert complete(kind, str(shown and shown[-1]["text"])), (name, shown)
                before = len(world.slack.calls)
                await ana.event({"type": "app_mention", "user": "UADMIN", "channel": "C1", "ts": f"{number}.1",
                                 "text": f"<@UBOT> {line}"}, f"Ev{number}")  # fmt: skip
                said = [args for _, args in world.slack.calls[before:] if args.get("text")]
                assert said, name
                assert complete(kind, said[-1]["text"]), (name, said)
            await ana.event({"type": "app_home_opened", "user": "UADMIN", "tab": "home"}, "EvHome")
            assert world.calls("views.publish")


async def test_a_write_that_takes_too_long_is_not_waited_for():
    assert not await saved(asyncio.get_running_loop().create_future(), wait=0)


async def test_only_lines_that_were_saved_have_keys(tmp_path, caplog):
    class Full(TenantStore):
        async def keep_line(self, line, at):
            if line == "two":
                raise StoreFull
            return await super().keep_line(line, at)

    database = Database(tmp_path / "lines.db")
    keys = await keys_of_saved_lines(Full(database), ["one", "two", "three"], NOON)
    database.close()
    assert list(keys) == ["one"]
    assert "optional write not saved" in caplog.text
