"""The app with webhooks on, an admin who talks to it, and the sender."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.fernet import Fernet

from adapters.runtime.bootstrap import RunningApp, build
from adapters.runtime.clock import StandingClock
from adapters.webhook.platform import WebhookPlatform
from adapters.workers.worker_pool import WorkerPool
from bot.jobs.wiring import NotificationJobs
from bot.messages.reply import Outcome, Reply
from bot.messages.request import Request, Role
from bot.ports.webhooks import WebhookRules

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
KEY = Fernet.generate_key().decode()
PLACE = "webhook:discord:7/ops"


@dataclass
class World:
    """A running app, and what sends for it."""

    running: RunningApp
    clock: StandingClock
    platform: WebhookPlatform
    jobs: NotificationJobs

    async def say(self, line: str, place: str = "discord:7/9", role: Role = Role.ADMIN) -> Reply:
        return await self.running.app.run(
            Request(line=line, actor="discord:1", place=place, roles=frozenset({role, Role.MEMBER}))
        )

    async def added(self, url: str) -> Reply:
        """The answer to an admin who adds a webhook named ops."""
        reply = await self.say(f"spudwatch-admin webhooks action:add name:ops url:{url}")
        assert reply.outcome is Outcome.ANSWERED, reply.plain
        return reply

    def stored(self) -> bytes:
        """All that is in the files of the database, which is closed."""
        file = Path(self.running.store.address)
        self.running.store.close()
        return b"".join(part.read_bytes() for part in file.parent.glob(file.name + "*") if part.is_file())


@asynccontextmanager
async def opened(database: Path | str, rules: WebhookRules, workers: WorkerPool | None = None) -> AsyncIterator[World]:
    """A world on a database of its own."""
    clock = StandingClock(NOON)
    running = build(database, clock, webhooks=rules)
    platform = WebhookPlatform(running.ports.webhooks, clock, "https://spud.example", workers=workers)
    try:
        yield World(running, clock, platform, NotificationJobs(running.ports, {"webhook": platform}))
    finally:
        await platform.close()
        running.close()
