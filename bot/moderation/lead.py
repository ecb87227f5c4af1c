"""A line of a feed, or a new free model: accepted it was taken up, refused it was noise. Never a sighting."""

from collections.abc import Mapping

from bot.messages.request import Asked
from bot.moderation import Done
from bot.ports import Ports
from bot.ports.desk import Item

ACCEPTED = "somebody has taken it up; report or file what it shows"


async def accept(ports: Ports, asked: Asked, item: Item) -> Done:
    """Nothing follows by itself: a lead is where to look, not what was seen."""
    del ports, asked, item
    return Done(after={"taken_up": True}, undo={"was": "lead"})


async def refuse(ports: Ports, asked: Asked, item: Item, reason: str) -> Done:
    """Noise."""
    del ports, asked, item
    return Done(after={"taken_up": False, "reason": reason}, undo={"was": "lead"})


async def undo(ports: Ports, asked: Asked, item: Item, given: Mapping[str, str]) -> None:
    """It waits again."""
    del ports, asked, item, given
