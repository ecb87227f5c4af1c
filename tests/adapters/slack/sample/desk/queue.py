from bot.command import Command
from bot.reply import Reply, Table
from bot.request import Role


class Queue(Command[None], name="desk queue", role=Role.DESK):
    """What waits for the desk."""

    async def gather(self, ports, asked):
        return None

    def answer(self, found, asked):
        return Reply(title="Queue", parts=(Table(("id", "age"), (("CP-0001", "3 min"),)),))
