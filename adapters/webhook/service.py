"""Webhooks as a plug-in of `serve`: see `adapters.runtime.platforms`."""

from __future__ import annotations

from typing import Final

from adapters.runtime.platforms import PlatformContext, RunningPlatform
from bot.domain.notify.webhooks import PLATFORM
from bot.settings import Settings

NAME: Final = PLATFORM
SETTING: Final = "SPUDWATCH_WEBHOOK__TOKEN_KEY"


def configured(settings: Settings) -> bool:
    """Whether there is a key to keep addresses and secrets with."""
    return bool(settings.webhook.token_key.get_secret_value())


async def start(context: PlatformContext) -> RunningPlatform:
    """Ready to send; nothing is received."""
    from adapters.webhook.platform import WebhookPlatform  # noqa: PLC0415 - aiohttp is loaded where it is used
    from adapters.workers.worker_pool import WorkerPool  # noqa: PLC0415 - as below

    pages = context.settings.web.address.rstrip("/")
    return WebhookPlatform(context.app.ports.webhooks, context.clock, pages, context.limited, WorkerPool())
