"""A form with a file, kept once."""

from typing import Literal

from bot.dispatch.command import Command, option
from bot.messages.errors import BadArgument
from bot.messages.reply import Reply, Text
from bot.messages.request import Attachment, RequestContext
from bot.ports import Ports


class Add(Command[None], name="thing add"):
    """Adds a thing from a form."""

    label: str = option("As it was shown", limit=80, label="Name")
    how: Literal["own account", "saw a post"] = option("How you know")
    saw: str = option("What you saw", long=True, default="")
    image: Attachment | None = option("A picture", default=None)
    sure: bool = option("Whether you are sure", default=True)
    link: str = option("Where it is", default="", limit=500)

    async def gather(self, ports: Ports, ctx: RequestContext) -> None:
        return None

    def answer(self, found: None, ctx: RequestContext) -> Reply:
        if len(self.saw) < 5:
            raise BadArgument("saw is too short.", why="Another person cannot check it.", todo="Say what you saw.")
        image = f"{self.image.name} {len(self.image.content)}" if self.image else "none"
        return Reply(
            title=f"Kept {self.label}", parts=(Text(f"{self.how} · {self.saw} · image {image} · {self.sure}"),)
        )

    async def keep(self, found: None, ports: Ports, ctx: RequestContext) -> None:
        await ports.tenants.keep_line(f"{ctx.tenant} {self.label} {ctx.request_id}", ctx.now)
