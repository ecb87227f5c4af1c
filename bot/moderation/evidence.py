"""An item of evidence a member filed: accepted it counts for its claims, refused it counts zero."""

from collections.abc import Mapping

from bot.messages.request import Asked
from bot.moderation import Done
from bot.ports import Ports
from bot.ports.desk import Item

ACCEPTED = "it counts for its claim from now on"


async def accept(ports: Ports, asked: Asked, item: Item) -> Done:
    """It counts."""
    await ports.claims.accept(item.about, asked.tenant, True, asked.actor, asked.now)  # noqa: FBT003 - the port's own
    return Done({"accepted": False}, {"accepted": True}, {"was": "accepted"})


async def refuse(ports: Ports, asked: Asked, item: Item, reason: str) -> Done:
    """It counts zero, as it did while it waited."""
    await ports.claims.accept(item.about, asked.tenant, False, asked.actor, asked.now)  # noqa: FBT003
    return Done({"accepted": False}, {"accepted": False, "reason": reason}, {"was": "refused"})


async def undo(ports: Ports, asked: Asked, item: Item, given: Mapping[str, str]) -> None:
    """It waits again, and counts zero."""
    del given
    await ports.claims.accept(item.about, asked.tenant, False, asked.actor, asked.now)  # noqa: FBT003
