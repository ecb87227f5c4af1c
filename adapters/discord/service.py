"""Discord as a plug-in of `serve`: see `adapters.runtime.platforms`."""

from __future__ import annotations

from typing import Final

from adapters.runtime.platforms import PlatformContext, RunningPlatform
from bot.messages.errors import SpudwatchError
from bot.settings import Settings

NAME: Final = "discord"
SETTING: Final = "SPUDWATCH_DISCORD__TOKEN"


def configured(settings: Settings) -> bool:
    """Whether there is a token."""
    return bool(settings.discord.token.get_secret_value())


async def start(context: PlatformContext) -> RunningPlatform:
    """Open Discord: it may post and answers HTTP; the gateway waits for `run`."""
    from adapters.discord.platform import DiscordPlatform  # noqa: PLC0415 - its libraries are an extra

    ports = context.app.ports

    async def moved(tenant: str, joined: bool) -> None:  # noqa: FBT001 - the platform's callback
        await (ports.privacy.came_back(tenant) if joined else ports.privacy.left(tenant, ports.clock.now()))

    async def present(tenants: frozenset[str]) -> None:
        await ports.privacy.present(NAME, tenants, ports.clock.now())

    platform = DiscordPlatform(
        context.app,
        context.settings.discord,
        picture=context.draw,
        remember=ports.outbox.remember,
        moved=moved,
        present=present,
        limited=context.limited,
        seen=context.seen,
        listens=context.role.listens,
        leads=context.role.leads,
        alone=context.role.alone,
    )
    try:
        await platform.listen()
    except SpudwatchError:
        await platform.close()
        raise
    return platform
