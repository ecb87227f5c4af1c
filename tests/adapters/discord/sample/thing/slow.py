"""Answers when it is let."""

import asyncio
from typing import ClassVar

from bot.dispatch.command import Command, option
from bot.messages.errors import NotFound
from bot.messages.reply import Reply
from bot.messages.request import RequestContext
from bot.ports import Ports


class Slow(Command[None], name="thing slow", private=False):
    """Answers when it is let, for all to see."""

    gate: ClassVar[asyncio.Event]

    about: str = option("What about", default="x")

    async def gather(self, ports: Ports, ctx: RequestContext) -> None:
        await self.gate.wait()

    def answer(self, found: None, ctx: RequestContext) -> Reply:
        if self.about == "unknown":
            raise NotFound("I do not know that.")
        return Reply(title=f"Slowly: {self.about}", shows=("CL-0001",))
