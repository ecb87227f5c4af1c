from bot.dispatch.command import Command
from bot.messages.reply import Reply, Table
from bot.messages.request import Role


class Queue(Command[None], name="desk queue", role=Role.DESK):
    """What waits for the desk."""

    async def gather(self, ports, asked):
        return None

    def answer(self, found, asked):
        return Reply(title="Queue", parts=(Table(("id", "age"), (("CP-0001", "3 min"),)),))
