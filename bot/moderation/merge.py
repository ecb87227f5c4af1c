"""Two labels that are one, or two accounts that are one person."""

from collections.abc import Mapping

from bot.domain.sightings.sightings import Event, Kind
from bot.messages.request import Asked
from bot.moderation import Done
from bot.ports import Ports
from bot.ports.desk import Item

ACCEPTED = "they count as one"


async def accept(ports: Ports, asked: Asked, item: Item) -> Done:
    """Show one as the other, or count one person's accounts once (on every label both reported)."""
    body = item.body
    if body["what"] == "label":
        await ports.sightings.merge(asked.tenant, body["from"], body["into"], asked.actor, asked.now)
    else:
        for key, about, other in _pairs(body):
            event = Event(asked.now, Kind.SAME_PERSON, about=about, other=other, reason="one person")
            await ports.sightings.happen(asked.tenant, key, event, asked.actor)
    return Done({"separate": True}, {"merged": f"{body['shown']}"}, {"what": body["what"], "from": body["from"]})


async def refuse(ports: Ports, asked: Asked, item: Item, reason: str) -> Done:
    """They stay apart."""
    del ports, asked, item
    return Done({"separate": True}, {"separate": True, "reason": reason}, {"what": "", "from": ""})


async def undo(ports: Ports, asked: Asked, item: Item, given: Mapping[str, str]) -> None:
    """Apart again."""
    if given["what"] == "label":
        await ports.sightings.unmerge(asked.tenant, given["from"], asked.now)
    elif given["what"]:
        for key, about, _ in _pairs(item.body):
            # A person who is the same as themselves is nobody else.
            event = Event(asked.now, Kind.SAME_PERSON, about=about, other=about, reason="taken back")
            await ports.sightings.happen(asked.tenant, key, event, asked.actor)


def _pairs(body: Mapping[str, str]) -> list[list[str]]:
    """Label, and a report of it by each of the two accounts."""
    return [line.split("\t") for line in body["labels"].split("\n")]
