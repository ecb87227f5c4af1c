from bot.dispatch.command import Command
from bot.messages.reply import Reply


class Boom(Command[None], name="desk boom"):
    """Fails."""

    async def gather(self, ports, asked):
        raise RuntimeError("secret xoxb-1")

    def answer(self, found, asked):
        return Reply(title="never")
