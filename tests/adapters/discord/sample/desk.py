"""A command for some only."""

from bot.dispatch.command import Command
from bot.messages.reply import Reply
from bot.messages.request import RequestContext, Role
from bot.ports import Ports


class Desk(Command[None], name="desk", role=Role.DESK):
    """Decides things."""

    async def gather(self, ports: Ports, ctx: RequestContext) -> None:
        return None

    def answer(self, found: None, ctx: RequestContext) -> Reply:
        return Reply(title="Desk done")
