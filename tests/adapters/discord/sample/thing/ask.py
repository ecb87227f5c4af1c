"""Asks for its options at once."""

from bot.dispatch.command import Command, option
from bot.messages.reply import Form, Reply
from bot.messages.request import RequestContext
from bot.ports import Ports


class Ask(Command[None], name="thing ask"):
    """Opens the form of another command."""

    label: str = option("As it was shown", default="")

    async def gather(self, ports: Ports, ctx: RequestContext) -> None:
        return None

    def answer(self, found: None, ctx: RequestContext) -> Reply:
        return Reply(title="Tell me", form=Form("Add a thing", "thing add", {"label": self.label}))
