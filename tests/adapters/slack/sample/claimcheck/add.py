from bot.dispatch.command import Command, option
from bot.messages.reply import Reply


class Add(Command[None], name="claimcheck add"):
    """Adds evidence."""

    claim: str = option("Which claim")
    quote: str = option("The words", long=True, default="")
    link: str = option("Where", default="")

    async def gather(self, ports, asked):
        return None

    def answer(self, found, asked):
        return Reply(title=f"Added to {self.claim}: {self.quote[:40]} {self.link}")
