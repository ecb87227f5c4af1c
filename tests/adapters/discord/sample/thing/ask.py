"""Asks for its options at once."""

from bot.dispatch.command import Command, option
from bot.messages.reply import Form, Reply
from bot.messages.request import Asked
from bot.ports import Ports


class Ask(Command[None], name="thing ask"):
    """Opens the form of another command."""

    label: str = option("As it was shown", default="")

    async def gather(self, ports: Ports, asked: Asked) -> None:
        return None

    def answer(self, found: None, asked: Asked) -> Reply:
        return Reply(title="Tell me", form=Form("Add a thing", "thing add", {"label": self.label}))
