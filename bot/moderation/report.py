"""A report of a new account, or one the desk takes up: accepted it counts, refused it is kept and does not."""

from collections.abc import Mapping

from bot.domain.sightings.sightings import Event, Kind
from bot.messages.request import Asked
from bot.moderation import Done
from bot.ports import Ports
from bot.ports.desk import Item

ACCEPTED = "it counts from now on"


async def accept(ports: Ports, asked: Asked, item: Item) -> Done:
    """The report counts, whatever the age of its account."""
    return await _say(ports, asked, item, Kind.ACCEPTED, "accepted by the desk")


async def refuse(ports: Ports, asked: Asked, item: Item, reason: str) -> Done:
    """The report no longer counts; its reporter reads the reason."""
    return await _say(ports, asked, item, Kind.REFUSED, reason)


async def undo(ports: Ports, asked: Asked, item: Item, given: Mapping[str, str]) -> None:
    """As it was: a refused report counts again, an accepted one waits again."""
    back = Kind.RESTORED if given["kind"] == Kind.REFUSED.value else Kind.UNDECIDED
    event = Event(asked.now, back, about=item.about, reason="decision taken back")
    await ports.sightings.happen(asked.tenant, given["key"], event, asked.actor)


async def _say(ports: Ports, asked: Asked, item: Item, kind: Kind, reason: str) -> Done:
    report = ports.sightings.report(item.about, asked.view)
    if report is None or report.state == "withdrawn":
        return Done(before={"state": "withdrawn"}, after={"state": "withdrawn"})
    event = Event(asked.now, kind, about=report.id, reason=reason)
    await ports.sightings.happen(asked.tenant, report.key, event, asked.actor)
    after = "refused" if kind is Kind.REFUSED else "live"
    return Done({"state": report.state}, {"state": after, "reason": reason}, {"kind": kind.value, "key": report.key})
