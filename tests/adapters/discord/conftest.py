"""A local Discord and a bot on it: the real gateway client, the real HTTP, an injected clock."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.discord import handler
from adapters.discord.platform import DiscordPlatform
from bot.dispatch.app import App
from bot.dispatch.registry import CommandRegistry
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.ledger import NameChanges
from bot.ports.notifications.outbox import Post
from bot.settings import DiscordSettings
from storage.accounts.tenants import TenantStore
from storage.notifications.deferred_answers import DeferredAnswerStore
from storage.sqlite.engine import Database
from tests.adapters.discord.local import LocalDiscord
from tests.clocks import NOON, FakeClock, until
from tests.gallery import png
from tests.no_names import no_names

SAMPLE = "tests.adapters.discord.sample"
PATIENCE = 60.0  # seconds after which a test is wrong; nothing waits that long


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


class OneSubject:
    """A ledger that knows one name."""

    def suggest(self, text: str, view: View, limit: int = 25) -> list[Any]:
        known = SimpleNamespace(
            name="Spud", slug="openai/spud", state=SimpleNamespace(value="rumoured"), changed_at=NOON
        )
        return [known] if text.casefold() in "spud" else []

    def names_positions(self, tenant: str) -> tuple[int, int]:
        return 0, 0

    def names(self, tenant: str, after: int | None) -> NameChanges:
        return NameChanges(0)

    def subject(self, slug: str, view: View) -> None:
        return None


@pytest.fixture
def ports(tmp_path: Path, clock: FakeClock) -> Iterator[Ports]:
    database = Database(tmp_path / "discord.db")
    others: dict[str, Any] = dict.fromkeys(Ports.__dataclass_fields__)
    known = {"tenants": TenantStore(database), "promises": DeferredAnswerStore(database), "ledger": OneSubject()}
    yield Ports(**others | {"clock": clock} | known)
    database.close()


@pytest.fixture
def app(ports: Ports) -> App:
    return App(ports, CommandRegistry(SAMPLE), plain=no_names)


@pytest.fixture
async def discord(clock: FakeClock) -> AsyncIterator[LocalDiscord]:
    made = await LocalDiscord(clock).start()
    yield made
    await made.stop()


def settings(discord: LocalDiscord, **more: Any) -> DiscordSettings:
    return DiscordSettings(
        token=SecretStr("token"),
        api_url=discord.api,
        gateway_url=discord.ws,
        application_id="111111111111111111",
        **more,
    )


@asynccontextmanager
async def platform(app: App, discord: LocalDiscord, clock: FakeClock, **how: Any) -> AsyncIterator[DiscordPlatform]:
    """A platform that does not run: its parts are used one by one."""
    remembered: list[Post] = how.pop("remembered", [])

    async def remember(post: Post) -> None:
        remembered.append(post)

    made = DiscordPlatform(
        app, settings(discord, **how.pop("settings", {})), picture=png, remember=remember,
        steady=clock.steady, identify_every=0.0, **how
    )  # fmt: skip
    try:
        yield made
    finally:
        await made.close()


@pytest.fixture
async def bot(app: App, discord: LocalDiscord, clock: FakeClock) -> AsyncIterator[SimpleNamespace]:
    """A bot that runs on the local Discord over the gateway; its watchdog looks only when time is made to pass."""
    clock.auto = False
    remembered: list[Post] = []
    moved: list[tuple[str, bool]] = []

    async def on_moved(tenant: str, joined: bool) -> None:
        moved.append((tenant, joined))

    async with platform(app, discord, clock, remembered=remembered, later=clock.call_later, moved=on_moved) as made:
        life = asyncio.create_task(made.run())
        await asyncio.wait_for(discord.gateway.ready.wait(), PATIENCE)
        yield SimpleNamespace(platform=made, remembered=remembered, moved=moved, life=life)
        life.cancel()
        await asyncio.gather(life, return_exceptions=True)


async def shown(told: Any) -> dict[str, Any]:
    """What the person sees in the end."""
    await asyncio.wait_for(told.done.wait(), PATIENCE)
    return told.shown


def texts(message: dict[str, Any]) -> str:
    """All the text of a message."""
    found = []

    def walk(components: list[dict[str, Any]]) -> None:
        for component in components:
            found.append(str(component.get("content") or component.get("label") or ""))
            walk(component.get("components") or [])

    walk(message.get("components") or [])
    return "\n".join(text for text in found if text)


def controls(message: dict[str, Any]) -> dict[str, str]:
    """The controls of a message by label, as ids."""
    found: dict[str, str] = {}

    def walk(components: list[dict[str, Any]]) -> None:
        for component in components:
            if component["type"] == 2:
                found[component["label"]] = component["custom_id"]
            for option in component.get("options") or []:
                found[option["label"]] = option["value"]
            walk(component.get("components") or [])

    walk(message.get("components") or [])
    return found


async def waits(clock) -> None:
    """Until the patience of an answer began to run."""
    await until(lambda: clock.next_in is not None and clock.next_in <= handler.PATIENCE)
