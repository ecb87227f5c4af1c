"""What a label turned out to be, or what became of a claim: attributions and sources are scored by it."""

from collections.abc import Mapping

from bot.domain.evidence.evidence import ClaimOutcome
from bot.messages.request import Asked
from bot.moderation import Done
from bot.ports import Ports
from bot.ports.desk import Item
from bot.ports.sightings import Settled

ACCEPTED = "it is resolved"


async def accept(ports: Ports, asked: Asked, item: Item) -> Done:
    """Note it."""
    body = item.body
    if item.about.startswith("CL-"):
        before = ports.claims.claim(item.about, asked.view)
        outcome, was = ClaimOutcome(body["outcome"]), before.outcome.value if before else "open"
        await ports.claims.resolve(item.about, asked.tenant, outcome, asked.actor, body["how"], asked.now)
        return Done({"outcome": was}, {"outcome": outcome.value, "why": body["how"]}, {"claim": was})
    settled = Settled(
        item.about, body["label"], body["subject"], body["outcome"], body["how"], asked.now, body.get("source", "")
    )
    await ports.sightings.settle(asked.tenant, settled, asked.actor)
    return Done(
        {"resolved": False}, {"resolved": body["subject"] or body["outcome"], "how": body["how"]}, {"label": "y"}
    )


async def refuse(ports: Ports, asked: Asked, item: Item, reason: str) -> Done:
    """It stays open."""
    del ports, asked, item
    return Done({"resolved": False}, {"resolved": False, "reason": reason}, {"none": "y"})


async def undo(ports: Ports, asked: Asked, item: Item, given: Mapping[str, str]) -> None:
    """As it was before."""
    if "claim" in given:
        outcome = ClaimOutcome(given["claim"])
        await ports.claims.resolve(item.about, asked.tenant, outcome, asked.actor, "taken back", asked.now)
    elif "label" in given:
        await ports.sightings.unsettle(asked.tenant, item.about, asked.actor, asked.now)
