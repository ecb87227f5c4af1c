"""Answers when it is let."""

import asyncio
from typing import ClassVar

from bot.command import Command, option
from bot.errors import Unknown
from bot.ports import Ports
from bot.reply import Reply
from bot.request import Asked


class Slow(Command[None], name="thing slow", private=False):
    """Answers when it is let, for all to see."""

    gate: ClassVar[asyncio.Event]

    about: str = option("What about", default="x")

    async def gather(self, ports: Ports, asked: Asked) -> None:
        await self.gate.wait()

    def answer(self, found: None, asked: Asked) -> Reply:
        if self.about == "unknown":
            raise Unknown("I do not know that.")
        return Reply(title=f"Slowly: {self.about}", shows=("CL-0001",))
