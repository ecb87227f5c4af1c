"""Asks for its options at once."""

from bot.command import Command, option
from bot.ports import Ports
from bot.reply import Form, Reply
from bot.request import Asked


class Ask(Command[None], name="thing ask"):
    """Opens the form of another command."""

    label: str = option("As it was shown", default="")

    async def gather(self, ports: Ports, asked: Asked) -> None:
        return None

    def answer(self, found: None, asked: Asked) -> Reply:
        return Reply(title="Tell me", form=Form("Add a thing", "thing add", {"label": self.label}))
