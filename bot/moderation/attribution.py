"""An attribution with a link: accepted, its method is worth what it can be worth; refused, it is withdrawn."""

from collections.abc import Mapping

from bot.messages.request import Asked
from bot.moderation import Done
from bot.ports import Ports
from bot.ports.desk import Item

ACCEPTED = "its link shows what it says"


async def accept(ports: Ports, asked: Asked, item: Item) -> Done:
    """The link was looked at."""
    await ports.sightings.judge(asked.tenant, item.about, asked.now, stands=True)
    return Done({"accepted": False}, {"accepted": True}, {"was": "accepted"})


async def refuse(ports: Ports, asked: Asked, item: Item, reason: str) -> Done:
    """It is withdrawn."""
    await ports.sightings.judge(asked.tenant, item.about, asked.now, stands=False)
    return Done({"stands": True}, {"stands": False, "reason": reason}, {"was": "refused"})


async def undo(ports: Ports, asked: Asked, item: Item, given: Mapping[str, str]) -> None:
    """As it was."""
    await ports.sightings.judge(asked.tenant, item.about, None, stands=given["was"] == "accepted")
