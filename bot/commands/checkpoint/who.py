"""``/checkpoint who``: a label's attributions, each with the record of its method."""

from datetime import datetime

from bot.commands.checkpoint._reports.known_labels import LABEL_ID, LabelRecord, LabelText, find
from bot.commands.checkpoint.show import facts, nobody, page
from bot.dispatch.command import Command, as_of_option, option
from bot.domain.sightings.confirmations import how_common
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Form, Reply, Table, Text
from bot.messages.request import RequestContext
from bot.ports import Ports

SHOWN = 20


class Who(Command[LabelRecord], name="checkpoint who", shareable=True, personal=True):
    """Show what people say a label is, and how often such methods are right."""

    label: LabelText = option(LABEL_ID, complete="label")
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> LabelRecord:
        """Read everything known of it."""
        return find(ports, ctx, self.label)

    def answer(self, found: LabelRecord, ctx: RequestContext) -> Reply:
        """Compose one row per attribution; no attribution is an answer, too."""
        if not found.exists and not found.attributions:
            return nobody(found, ctx)
        rows = tuple(
            (one.subject, said.grade.value, one.method.value, said.record.text, found.who(one))
            for said in found.attributions[:SHOWN]
            for one in [said.attribution]
        )
        known = f"It is {found.identified_as}: {found.how_known}." if found.identified_as else ""
        guess = found.checkpoint.guess if found.checkpoint else ""
        mine = [said.attribution for said in found.attributions if said.attribution.by == ctx.actor]
        reasons = tuple(
            f"{one.subject}: {one.why}" for said in found.attributions[:SHOWN] for one in [said.attribution] if one.why
        )
        return Reply(
            title=f"What is {found.shown}?",
            parts=(
                *((Text(known),) if known else ()),
                *(
                    (Table(("it is", "grade", "by", "the method's record", "who"), rows),)
                    if rows
                    else (Text("Nobody has said by which method." + (f" Said to be {guess}." if guess else "")),)
                ),
                *((Bullets(reasons, "Why"),) if reasons else ()),
                Text(
                    "A name is not an identity: each line is graded by its method, and scored once the truth is known.",
                    quiet=True,
                ),
            ),
            sources=tuple(page(said.attribution) for said in found.attributions if said.attribution.link),
            actions=(
                Button("Show it", order("checkpoint show", label=found.shown)),
                Button("Methods", order("checkpoint methods")),
                *(Form(f"Withdraw {one.id}…", "checkpoint withdraw", {"id": one.id}) for one in mine[:SHOWN]),
            ),
            data=facts(found, ctx, how_common(found.checks, ctx.as_of)),
            shows=(found.key,),
        )
