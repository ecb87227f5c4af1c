"""A look-up that can be shared."""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from bot.dispatch.command import Command, as_of_option, option
from bot.messages.reply import Reply
from bot.messages.request import RequestContext
from bot.ports import Ports
from tests.gallery import CARD, CHART, GALLERY


class Size(StrEnum):
    SMALL = "small"
    LARGE = "very large"


class Show(Command[str], name="thing show", shareable=True):
    """Shows a thing, with every kind of option."""

    about: str = option("Which thing", complete="subject")
    size: Size | None = option("How large", default=None)
    venue: Literal["a", "b"] | None = option("Where", default=None)
    count: int = option("How many", default=1, low=1, high=50)
    share: float = option("Which part", default=0.5, low=0, high=1)
    loud: bool = option("Whether aloud", default=False)
    by: date | None = option("By which day", default=None)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> str:
        return self.about

    def answer(self, found: str, ctx: RequestContext) -> Reply:
        if found in GALLERY:
            return GALLERY[found]
        if found == "break":
            raise RuntimeError("secret")
        parts = tuple(part for part in CARD.parts if part is not CHART)
        return replace(CARD, title=f"Thing {found}", parts=parts, data={"options": [self.count, self.loud]})
