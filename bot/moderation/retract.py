"""Something that was counted and should not be: a report, or an attribution."""

from collections.abc import Mapping
from typing import cast

from bot.messages.request import Asked
from bot.moderation import Done, Ruling, attribution, report
from bot.ports import Ports
from bot.ports.desk import Item

ACCEPTED = "it no longer counts"


async def accept(ports: Ports, asked: Asked, item: Item) -> Done:
    """What was counted is refused, with the reason given."""
    return await _kind(item).refuse(ports, asked, item, item.why)


async def refuse(ports: Ports, asked: Asked, item: Item, reason: str) -> Done:
    """It goes on counting."""
    del ports, asked, item
    return Done({"counts": True}, {"counts": True, "reason": reason})


async def undo(ports: Ports, asked: Asked, item: Item, given: Mapping[str, str]) -> None:
    """It counts again."""
    if given:
        await _kind(item).undo(ports, asked, item, given)


def _kind(item: Item) -> Ruling:
    return cast("Ruling", attribution if item.about.startswith("AT-") else report)
