"""``/checkpoint dispute``: object to a sighting; shown at once, decided by the desk."""

from dataclasses import dataclass
from datetime import datetime

from bot.commands.checkpoint._reports.known_labels import LABEL_ID, LabelRecord, LabelText, find
from bot.commands.checkpoint._reports.report_draft import checked_link
from bot.dispatch.command import Command, option
from bot.domain.sightings.labels import clean
from bot.messages.errors import BadArgument, NotFound
from bot.messages.order import order
from bot.messages.reply import Button, Fields, Form, Reply, Severity, Text
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.desk import QueueItem
from bot.queries.desk_items import PAUSE_RULE, dispute_pause, refuse_dispute

FEW = 15


@dataclass(frozen=True, slots=True)
class DisputeLabelInputs:
    """The label disputed, and until when the person may not dispute."""

    known: LabelRecord
    paused: datetime | None


class DisputeLabel(Command[DisputeLabelInputs], name="checkpoint dispute"):
    """Say that a sighting is wrong, with one sentence and a link."""

    id: LabelText = option(LABEL_ID, complete="label")
    why: str = option("What is wrong, in a sentence", default="", limit=300)
    link: str = option("A page that shows it; stored, never opened", default="", limit=2000)

    async def gather(self, ports: Ports, ctx: RequestContext) -> DisputeLabelInputs:
        """Read the label, and whether the person may dispute."""
        return DisputeLabelInputs(find(ports, ctx, self.id), dispute_pause(ports, ctx))

    @property
    def _open(self) -> bool:
        """Whether the sentence or the link is still to be asked."""
        return not self.why or not self.link

    def answer(self, found: DisputeLabelInputs, ctx: RequestContext) -> Reply:
        """Confirm that it is now shown as disputed and who decides, or ask for what is missing.

        Raises:
            NotFound: nobody has reported the label.
            NotAllowed: too many of this person's disputes were refused.
            BadArgument: the sentence is too short, or the link is no address.
        """
        name = found.known.shown
        if not found.known.exists:
            raise NotFound(f"Nobody has reported “{name}”.", todo="There is nothing to dispute.")
        if found.paused is not None:
            raise refuse_dispute(found.paused)
        if self._open:
            filled = {"id": str(self.id), **({"why": self.why} if self.why else {})}
            missing = filter(
                None, ("" if self.why else "a sentence that says what is wrong", "" if self.link else "a page")
            )
            return Reply(
                title=f"Dispute {name}",
                parts=(Text(f"Still to say: {' and '.join(missing)}. For example: why:“…” link:https://…"),),
                form=Form(f"Dispute {name}"[:45], "checkpoint dispute", filled, ("why", "link")),
                data={"state": "asking", "label": name},
            )
        if len(clean(self.why)) < FEW:
            raise BadArgument(
                "Say in a sentence what is wrong.", todo="Write it behind why: “this is the released version”."
            )
        link = checked_link(self.link)
        return Reply(
            title=f"{name} is disputed",
            parts=(Fields((("Why", clean(self.why)), ("Link", link))),),
            severity=Severity.GOOD,
            actions=(Button("Show it", order("checkpoint show", label=name)),),
            note=f"The card says so now; the desk decides. {PAUSE_RULE}",
            data={"state": "disputed", "label": name, "link": link, "as_of": ctx.as_of},
            shows=(found.known.key,),
        )

    async def keep(self, found: DisputeLabelInputs, ports: Ports, ctx: RequestContext) -> None:
        """Put it before the desk."""
        if self._open:
            return
        body = {"link": checked_link(self.link), "label": found.known.shown, "report": str(self.id)}
        item = QueueItem(
            "dispute", found.known.key, f"{found.known.shown} is wrong", ctx.actor, ctx.now, clean(self.why), body
        )
        await ports.desk.propose(ctx.tenant, item)
