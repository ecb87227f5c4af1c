from bot.dispatch.command import Command, option
from bot.messages.reply import Reply


class Rules(Command[None], name="odds rules"):
    """Prints the rules."""

    about: str = option("Model or event", complete="subject")

    async def gather(self, ports, asked):
        return None

    def answer(self, found, asked):
        return Reply(title=f"Rules of {self.about[:3]} ({len(self.about)})")
