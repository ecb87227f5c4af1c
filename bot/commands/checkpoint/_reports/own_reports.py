"""A person's own report, by its id or its label."""

from datetime import UTC, datetime

from bot.domain.names.subjects import fold
from bot.domain.sightings.reports import FiledReport
from bot.domain.text import shorten
from bot.messages.errors import AmbiguousArgument, Conflict, NotAllowed, NotFound, alternatives
from bot.messages.request import RequestContext
from bot.ports import Ports

EVER = datetime(1970, 1, 1, tzinfo=UTC)


def own_report(ports: Ports, ctx: RequestContext, name: str) -> FiledReport:
    """Return the person's own report, by its id or as the only one of its label.

    Raises:
        NotFound: there is none with that id here.
        NotAllowed: it belongs to somebody else.
        Conflict: it was withdrawn.
        AmbiguousArgument: there are several of that label.
    """
    report = ports.sightings.report(name, ctx.view) or _of_label(ports, ctx, name)
    if report is None:
        raise NotFound(f"There is no {shorten(name, 20)} here.", todo="Ids look like CP-0142.")
    if report.person != ctx.actor:
        raise NotAllowed(f"{report.id} is somebody else's report.", todo="The desk can refuse it; you can dispute it.")
    if report.state == "withdrawn":
        raise Conflict(f"{report.id} was withdrawn already.", todo="See /checkpoint mine.")
    return report


def _of_label(ports: Ports, ctx: RequestContext, label: str) -> FiledReport | None:
    """The person's only live report of a label."""
    mine = ports.sightings.reports_by(ctx.actor, ctx.tenant, EVER)
    found = [one for one in mine if fold(one.label) == fold(label) and one.state in ("live", "queued")]
    if len(found) > 1:
        raise AmbiguousArgument(
            f"You have {len(found)} reports of {shorten(label, 40)}.",
            instead=alternatives(((one.id, one.id) for one in found[:5]), "id"),
        )
    return found[0] if found else None
