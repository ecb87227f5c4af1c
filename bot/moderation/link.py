"""How a market bears on a claim, proposed by a member: accepted, the card says it."""

from collections.abc import Mapping

from bot.messages.request import Asked
from bot.moderation import Done
from bot.ports import Ports
from bot.ports.desk import Item

ACCEPTED = "the claim's and the market's card say it"


async def accept(ports: Ports, asked: Asked, item: Item) -> Done:
    """Both cards say it."""
    return await _decide(ports, asked, item, accept=True)


async def refuse(ports: Ports, asked: Asked, item: Item, reason: str) -> Done:
    """Neither does."""
    done = await _decide(ports, asked, item, accept=False)
    return Done(done.before, {**done.after, "reason": reason})


async def undo(ports: Ports, asked: Asked, item: Item, given: Mapping[str, str]) -> None:
    """Not linked."""
    if given:
        await _decide(ports, asked, item, accept=False)


async def _decide(ports: Ports, asked: Asked, item: Item, *, accept: bool) -> Done:
    number = int(item.body["link"])
    await ports.markets.decide_link(number, accept=accept, tenant=asked.tenant, by=asked.actor, at=asked.now)
    return Done({"linked": False}, {"linked": accept}, {"link": str(number)} if accept else {})
