"""A report by its id, for the one who may change it."""

from bot.domain.sightings.reports import Filed
from bot.messages.errors import Conflict, NotAllowed, Unknown, shorten
from bot.messages.request import Asked
from bot.ports import Ports


def own_report(ports: Ports, asked: Asked, name: str) -> Filed:
    """The asker's own report.

    Raises:
        Unknown: there is none of that id here. NotAllowed: it is somebody else's. Conflict: it was withdrawn.
    """
    report = ports.sightings.report(name, asked.view)
    if report is None:
        raise Unknown(f"There is no {shorten(name, 20)} here.", todo="Ids look like CP-0142.")
    if report.person != asked.actor:
        raise NotAllowed(f"{report.id} is somebody else's report.", todo="The desk can refuse it; you can dispute it.")
    if report.state == "withdrawn":
        raise Conflict(f"{report.id} was withdrawn already.")
    return report
