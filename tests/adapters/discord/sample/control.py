"""A command for some only."""

from bot.command import Command
from bot.ports import Ports
from bot.reply import Reply
from bot.request import Asked, Role


class Control(Command[None], name="control", role=Role.ADMIN):
    """Settings of things."""

    async def gather(self, ports: Ports, asked: Asked) -> None:
        return None

    def answer(self, found: None, asked: Asked) -> Reply:
        return Reply(title="Control done")
