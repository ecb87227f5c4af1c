from bot.dispatch.command import Command, option
from bot.messages.reply import Reply


class Slow(Command[None], name="odds slow"):
    """Takes five seconds."""

    about: str = option("Model or event", default="spud")

    async def gather(self, ports, asked):
        await ports.clock.sleep(5)

    def answer(self, found, asked):
        return Reply(title="At last")
