"""A command for some only."""

from bot.dispatch.command import Command
from bot.messages.reply import Reply
from bot.messages.request import RequestContext, Role
from bot.ports import Ports


class Digest(Command[None], name="digest", role=Role.MANAGER):
    """Digests of things."""

    async def gather(self, ports: Ports, ctx: RequestContext) -> None:
        return None

    def answer(self, found: None, ctx: RequestContext) -> Reply:
        return Reply(title="Digest done")
