from bot.dispatch.command import Command, option
from bot.messages.reply import Reply, Text


class Ask(Command[None], name="claimcheck ask", shareable=True):
    """Grades a claim."""

    claim: str = option("What was claimed", long=True)

    async def gather(self, ports, asked):
        return None

    def answer(self, found, asked):
        return Reply(title="SPECULATION", parts=(Text(self.claim), Text(f"asked in {asked.place}", quiet=True)))
