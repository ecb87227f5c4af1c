"""Two labels that are one, or two accounts that are one person."""

from collections.abc import Mapping

from bot.domain.sightings.sightings import SightingEvent, SightingEventKind
from bot.messages.request import RequestContext
from bot.moderation import DecisionResult
from bot.ports import Ports
from bot.ports.desk import QueueItem

ACCEPTED = "they count as one"


async def accept(ports: Ports, ctx: RequestContext, item: QueueItem) -> DecisionResult:
    """Merge two labels, or two accounts of one person on every label both reported."""
    body = item.body
    if body["what"] == "label":
        await ports.sightings.merge(ctx.tenant, body["from"], body["into"], ctx.actor, ctx.now)
    else:
        for key, about, other in _pairs(body):
            event = SightingEvent(ctx.now, SightingEventKind.SAME_PERSON, about=about, other=other, reason="one person")
            await ports.sightings.happen(ctx.tenant, key, event, ctx.actor)
    return DecisionResult(
        {"separate": True}, {"merged": f"{body['shown']}"}, {"what": body["what"], "from": body["from"]}
    )


async def refuse(ports: Ports, ctx: RequestContext, item: QueueItem, reason: str) -> DecisionResult:
    """They stay apart."""
    del ports, ctx, item
    return DecisionResult({"separate": True}, {"separate": True, "reason": reason}, {"what": "", "from": ""})


async def undo(ports: Ports, ctx: RequestContext, item: QueueItem, given: Mapping[str, str]) -> None:
    """Apart again."""
    if given["what"] == "label":
        await ports.sightings.unmerge(ctx.tenant, given["from"], ctx.now)
    elif given["what"]:
        for key, about, other in _pairs(item.body):
            event = SightingEvent(ctx.now, SightingEventKind.APART, about=about, other=other, reason="taken back")
            await ports.sightings.happen(ctx.tenant, key, event, ctx.actor)


def _pairs(body: Mapping[str, str]) -> list[list[str]]:
    """Return each label with a report of it by both accounts."""
    return [line.split("\t") for line in body["labels"].split("\n")]
