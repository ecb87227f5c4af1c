"""Somebody who calls a Discord endpoint over HTTP, and can sign as Discord does."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer
from nacl.signing import SigningKey

from adapters.discord.platform import DiscordPlatform

KEY = SigningKey(b"k" * 32)


PUBLIC = KEY.verify_key.encode().hex()


class Caller:
    def __init__(self, server: TestServer, session: aiohttp.ClientSession, clock: Any) -> None:
        self.server, self.session, self.clock = server, session, clock

    def signed(self, body: bytes, age: int = 0) -> dict[str, str]:
        stamp = str(int(self.clock.now().timestamp()) - age)
        return {"X-Signature-Ed25519": KEY.sign(stamp.encode() + body).signature.hex(), "X-Signature-Timestamp": stamp}

    async def post(self, body: bytes, headers: dict[str, str], path: str = "/discord/interactions") -> tuple[int, Any]:
        async with self.session.post(self.server.make_url(path), data=body, headers=headers) as answer:
            raw = await answer.read()
            return answer.status, json.loads(raw) if answer.content_type == "application/json" and raw else raw

    async def say(self, payload: Any) -> tuple[int, Any]:
        body = json.dumps(payload).encode()
        return await self.post(body, self.signed(body))


@asynccontextmanager
async def calling(bot: DiscordPlatform, clock: Any) -> AsyncIterator[Caller]:
    """Somebody who calls a platform's endpoint, and can sign as Discord does."""
    server = TestServer(bot.endpoint().application(), host="127.0.0.1")
    await server.start_server()
    async with aiohttp.ClientSession() as session:
        made = Caller(server, session, clock)
        made.platform = bot
        yield made
    await server.close()
