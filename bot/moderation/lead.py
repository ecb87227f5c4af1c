"""A feed item: accepted it is filed as a claim, a sighting or evidence."""

from collections.abc import Mapping

from bot.domain.sightings.report_basis import ReportBasis
from bot.messages.reply import Form
from bot.messages.request import RequestContext
from bot.moderation import DecisionResult
from bot.ports import Ports
from bot.ports.desk import QueueItem

ACCEPTED = "file it as what it is"


async def accept(ports: Ports, ctx: RequestContext, item: QueueItem) -> DecisionResult:
    """Accept the lead; what to file it as is chosen next (`follow_ups`)."""
    del ports, ctx, item
    return DecisionResult(after={"taken_up": True}, undo={"was": "lead"})


def follow_ups(item: QueueItem) -> tuple[Form, ...]:
    """Return the forms that file it, with its page, day and party filled in."""
    link, party, day = (item.body.get(name, "") for name in ("link", "party", "published"))
    page = {"link": link, "party": party[:80], "published": day}
    seen = f"{party[:60]}, {day}" if day else party[:60]
    sighting = {"link": link, "how": ReportBasis.POST.value, "where": seen, "text": item.title}
    asked = ("basis", "published")
    return (
        Form("File as a claim", "claimcheck add", {"claim": item.title, **page}, ("claim", *asked, "party")),
        Form("Report a sighting", "checkpoint report", sighting, ("label", "where", "text")),
        Form("Add as evidence", "claimcheck add", {"quote": item.title, **page}, ("claim", *asked, "quote")),
    )


async def refuse(ports: Ports, ctx: RequestContext, item: QueueItem, reason: str) -> DecisionResult:
    """Noise."""
    del ports, ctx, item
    return DecisionResult(after={"taken_up": False, "reason": reason}, undo={"was": "lead"})


async def undo(ports: Ports, ctx: RequestContext, item: QueueItem, given: Mapping[str, str]) -> None:
    """It waits again."""
    del ports, ctx, item, given
