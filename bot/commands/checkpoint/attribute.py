"""``/checkpoint attribute``: say what a label is, and how you know."""

from dataclasses import dataclass, replace

from bot.commands.checkpoint._reports.known_labels import LABEL_ID, LabelRecord, LabelText, find
from bot.commands.checkpoint._reports.report_draft import checked_link
from bot.dispatch.command import Command, option
from bot.domain.sightings.labels import clean
from bot.domain.sightings.methods import Attribution, AttributionGrade, Method, MethodRecord, graded
from bot.messages import words
from bot.messages.errors import BadArgument, TooMuch
from bot.messages.order import order
from bot.messages.reply import Button, Fields, Reply, Severity, Text
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.desk import QueueItem
from bot.queries.labels.label_truths import method_records
from bot.queries.names import name_of, resolve

FEW = 10  # characters of a reason
A_LABEL = 20  # attributions of one person to one label


@dataclass(frozen=True, slots=True)
class AttributeInputs:
    """The label, the attribution, its model's name, its grade, and its method's record."""

    known: LabelRecord
    one: Attribution
    name: str
    sure: AttributionGrade
    record: MethodRecord


class Attribute(Command[AttributeInputs], name="checkpoint attribute"):
    """Say what a label is and how you know; several answers can coexist."""

    label: LabelText = option(LABEL_ID, complete="label")
    model: str = option("What it is: a model or its codename", complete="subject", limit=80)
    method: Method = option("The method: how you know")
    why: str = option("The evidence for it", limit=300)
    link: str | None = option("A page that shows it; stored, never opened", default=None, limit=2000)

    async def gather(self, ports: Ports, ctx: RequestContext) -> AttributeInputs:
        """The label, and the subject if the ledger knows it."""
        known = find(ports, ctx, self.label)
        meant = resolve(ports, ctx, clean(self.model))
        one = self._attribution(known, meant.slug if meant.is_name else clean(self.model), ctx)
        sure = graded(one, [said.attribution for said in known.attributions])
        name = name_of(ports, ctx.view, one.subject)
        return AttributeInputs(known, one, name, sure, method_records(ports, ctx.view)[self.method])

    def _attribution(self, known: LabelRecord, subject: str, ctx: RequestContext) -> Attribution:
        """Build the attribution, not yet numbered.

        Raises:
            BadArgument: the reason is too short, no model is named, or the link is no address.
            TooMuch: this person has said too often what the label is.
        """
        if len(clean(self.why)) < FEW:
            raise BadArgument("Say what shows it.", why="Without that nobody can check it.", todo="why:… in a sentence")
        if sum(said.attribution.by == ctx.actor for said in known.attributions) >= A_LABEL:
            raise TooMuch(
                f"You have said what {known.shown} is {A_LABEL} times.",
                todo="Withdraw one first: /checkpoint withdraw id:AT-…",
            )
        if not subject:
            raise BadArgument("Say which model it is.", todo="Name it: /checkpoint attribute label:… model:…")
        return Attribution(
            id="",
            label=known.shown,
            subject=subject,
            method=self.method,
            by=ctx.actor,
            at=ctx.now,
            why=clean(self.why),
            link=checked_link(self.link) if self.link else "",
            accepted=False,
        )

    async def reserve(self, found: AttributeInputs, ports: Ports, ctx: RequestContext) -> AttributeInputs:
        """Number the attribution."""
        return replace(found, one=replace(found.one, id=await ports.sightings.reserve(ctx.tenant, "AT")))

    def answer(self, found: AttributeInputs, ctx: RequestContext) -> Reply:
        """How far that goes, with the method's record."""
        one = found.one
        waits = bool(one.link)
        return Reply(
            title=f"Your guess is noted: {found.known.shown} is {found.name}, {found.sure.value}",
            parts=(
                Fields(
                    (
                        ("Id", one.id),
                        ("Method", one.method.value),
                        ("Its record", found.record.text),
                        ("Why", one.why),
                        *((("Link", one.link),) if one.link else ()),
                    )
                ),
                Text(
                    "The desk looks at the link; until then it is worth UNCONFIRMED at most."
                    if waits
                    else "Without a link it stays SPECULATION.",
                    quiet=True,
                ),
            ),
            severity=Severity.GOOD,
            actions=(
                Button("All attributions", order("checkpoint who", label=found.known.shown)),
                Button(words.UNDO, order("checkpoint withdraw", id=one.id)),
            ),
            data={
                "id": one.id,
                "label": found.known.shown,
                "subject": one.subject,
                "method": one.method.value,
                "grade": found.sure.value,
                "record": found.record.text,
                "state": "proposed" if waits else "kept",
                "as_of": ctx.as_of,
            },
        )

    async def keep(self, found: AttributeInputs, ports: Ports, ctx: RequestContext) -> None:
        """Store it; one with a link also goes to the desk."""
        one = found.one
        title = f"{one.label} is {one.subject}, by {one.method.value}"
        item = QueueItem("attribution", one.id, title, ctx.actor, ctx.now, one.why, {"link": one.link})
        await ports.sightings.attribute(ctx.tenant, one, item if one.link else None)
