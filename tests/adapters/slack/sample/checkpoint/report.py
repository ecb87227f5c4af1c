from typing import Literal

from bot.dispatch.command import Command, option
from bot.messages.errors import BadArgument
from bot.messages.reply import Reply, Severity, Text
from bot.messages.request import Attachment

KEPT = []


class Report(Command[None], name="checkpoint report"):
    """Files what you saw."""

    label: str = option("The name exactly as shown", complete="subject")
    how: Literal["own account", "saw a post"] = option("How do you know")
    what: str = option("What did you see, and what else could it be", long=True)
    image: Attachment | None = option("A picture", default=None)
    link: str = option("A link", default="")

    async def gather(self, ports, asked):
        return None

    def answer(self, found, asked):
        if len(self.what) < 10:
            raise BadArgument("That is too short to check.", todo="Say what another person could look at.")
        size = len(self.image.content) if self.image else 0
        return Reply(
            title=f"Saved {self.label}",
            parts=(Text(f"{self.how}: {self.what} ({size} bytes) {self.link}"),),
            severity=Severity.GOOD,
        )

    async def keep(self, found, ports, asked):
        KEPT.append((asked.actor, asked.place, self.label))
