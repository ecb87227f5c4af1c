"""A report by its id, for the one who may change it."""

from bot.domain.sightings.reports import FiledReport
from bot.messages.errors import Conflict, NotAllowed, NotFound, shorten
from bot.messages.request import RequestContext
from bot.ports import Ports


def own_report(ports: Ports, ctx: RequestContext, name: str) -> FiledReport:
    """The asker's own report.

    Raises:
        Unknown: there is none of that id here. NotAllowed: it is somebody else's. Conflict: it was withdrawn.
    """
    report = ports.sightings.report(name, ctx.view)
    if report is None:
        raise NotFound(f"There is no {shorten(name, 20)} here.", todo="Ids look like CP-0142.")
    if report.person != ctx.actor:
        raise NotAllowed(f"{report.id} is somebody else's report.", todo="The desk can refuse it; you can dispute it.")
    if report.state == "withdrawn":
        raise Conflict(f"{report.id} was withdrawn already.")
    return report
