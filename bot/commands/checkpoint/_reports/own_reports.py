"""A person's own report, by its id."""

from bot.domain.sightings.reports import FiledReport
from bot.domain.text import shorten
from bot.messages.errors import Conflict, NotAllowed, NotFound
from bot.messages.request import RequestContext
from bot.ports import Ports


def own_report(ports: Ports, ctx: RequestContext, name: str) -> FiledReport:
    """Return the person's own report.

    Raises:
        NotFound: there is none with that id here.
        NotAllowed: it belongs to somebody else.
        Conflict: it was withdrawn.
    """
    report = ports.sightings.report(name, ctx.view)
    if report is None:
        raise NotFound(f"There is no {shorten(name, 20)} here.", todo="Ids look like CP-0142.")
    if report.person != ctx.actor:
        raise NotAllowed(f"{report.id} is somebody else's report.", todo="The desk can refuse it; you can dispute it.")
    if report.state == "withdrawn":
        raise Conflict(f"{report.id} was withdrawn already.")
    return report
