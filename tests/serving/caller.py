"""Discord over HTTP, calling the endpoints of processes that serve: signed commands, and what is shown for them."""

import asyncio
import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import aiohttp
from nacl.signing import SigningKey

from tests.adapters.discord.interactions import slash
from tests.adapters.discord.local import Told
from tests.serving.world import ADMIN, Discord

KEY = SigningKey(b"k" * 32)
PUBLIC = KEY.verify_key.encode().hex()
DEFERRED = 5
LINE, SPUD = "odds show", MappingProxyType({"about": "spud"})
PATIENCE = 60.0  # seconds after which a deferred answer counts as missing


class Caller:
    """Discord, calling the processes whose ports are known by name."""

    def __init__(self, discord: Discord, session: aiohttp.ClientSession, port: Callable[[str], int]) -> None:
        self.discord, self.session, self._port = discord, session, port

    def signed(
        self, line: str = LINE, values: Mapping[str, Any] = SPUD, *, guild: str = "", person: str = ""
    ) -> tuple[bytes, dict[str, str], Told]:
        """A command as Discord sends it: from a server of its own, so that nobody asks too often."""
        name, _, sub = line.partition(" ")
        where = guild or self.discord.new_id()
        member = {**ADMIN, "user": {**ADMIN["user"], "id": person}} if person else ADMIN
        owners = {"0": where}
        payload, told = self.discord.make(
            2, slash(name, sub, **values), member=member, guild_id=where, authorizing_integration_owners=owners
        )
        body = json.dumps(payload).encode()
        return body, self.signature(body), told

    def signature(self, body: bytes) -> dict[str, str]:
        """The headers that sign a body now; an old signature is refused."""
        stamp = str(int(self.discord.clock.now().timestamp()))
        signature = KEY.sign(stamp.encode() + body).signature.hex()
        return {"X-Signature-Ed25519": signature, "X-Signature-Timestamp": stamp}

    async def post(self, to: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """The status and the text that a process answers with."""
        url = f"http://127.0.0.1:{self._port(to)}/discord/interactions"
        async with self.session.post(url, data=body, headers=headers) as answer:
            return answer.status, await answer.text()

    async def ask(self, to: str, line: str = LINE, values: Mapping[str, Any] = SPUD, **who: str) -> str:
        """The text of a process's answer; why there is none, if there is none."""
        body, headers, told = self.signed(line, values, **who)
        try:
            return await self.shown(told, *await self.post(to, body, headers))
        except (aiohttp.ClientError, TimeoutError) as error:
            return repr(error)

    async def shown(self, told: Told, status: int, text: str) -> str:
        """What a person sees after an answer; a deferred one is waited for."""
        if status not in (200, 202):  # with 202 the answer comes by itself
            return f"status {status}"
        if status == 200 and json.loads(text)["type"] != DEFERRED:
            return text
        if status == 200:
            told.answer = {"type": DEFERRED}
        async with asyncio.timeout(PATIENCE):
            await told.done.wait()
        return json.dumps(told.shown)
