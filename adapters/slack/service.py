"""Slack as a plug-in of `serve`: see `adapters.runtime.platforms`."""

from __future__ import annotations

from typing import Final

from adapters.runtime.platforms import PlatformContext, RunningPlatform
from bot.settings import Settings

NAME: Final = "slack"
SETTING: Final = "SPUDWATCH_SLACK__BOT_TOKEN"


def configured(settings: Settings) -> bool:
    """Whether there is a token of one workspace, or an app that others install."""
    return bool(settings.slack.bot_token.get_secret_value() or settings.slack.client_id)


async def start(context: PlatformContext) -> RunningPlatform:
    """Connect to Slack and answer; an outage is waited for beside the rest."""
    from adapters.slack.platform import start as connect  # noqa: PLC0415 - its libraries are an extra

    ports, settings = context.app.ports, context.settings.slack

    async def erased(tenant: str) -> None:
        await ports.privacy.left(tenant, context.clock.now())

    return await connect(
        context.app,
        settings,
        context.clock,
        context.installations(settings.token_key.get_secret_value()),
        context.seen,
        picture=context.draw,
        remember=ports.outbox.remember,
        erased=erased,
        limited=context.limited,
        listens=context.role.listens,
        leads=context.role.leads,
    )
