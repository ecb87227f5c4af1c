"""``/checkpoint confirm``: "I have it" or "I looked, it isn't there".

The answers are the denominator of every sighting.
"""

from dataclasses import dataclass
from datetime import UTC

from bot.commands.checkpoint._reports.known_labels import LabelRecord, LabelText, find
from bot.dispatch.command import Command, option
from bot.domain.sightings.confirmations import Check, Plan, how_common
from bot.messages.errors import TooMuch
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Menu, Reply, Severity, Text
from bot.messages.request import RequestContext
from bot.ports import Ports

A_DAY = 100  # answers of one person


@dataclass(frozen=True, slots=True)
class ConfirmInputs:
    """The label, the answer, and whether it takes the place of one from today."""

    known: LabelRecord
    check: Check
    again: bool


class Confirm(Command[ConfirmInputs], name="checkpoint confirm"):
    """Say whether you have it or looked and did not find it."""

    id: LabelText = option("The name as shown, or a report's id", complete="label")
    have_it: bool = option("yes: I have it; no: I looked, it isn't there", default=True)
    plan: Plan | None = option("The plan of your account", default=None)
    note: str = option("Anything worth knowing", default="", limit=300)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ConfirmInputs:
        """Read what is known of it, and this person's answers of today."""
        known = find(ports, ctx, self.id)
        own = [one for one in known.checks if one.person == ctx.actor]
        today = [one for one in own if one.at.astimezone(UTC).date() == ctx.now.astimezone(UTC).date()]
        if len(today) >= A_DAY:
            raise TooMuch("You have answered that a hundred times today.", todo="The last answer counts.")
        plan = self.plan or (own[-1].plan if own else Plan.OTHER)
        return ConfirmInputs(known, Check(ctx.now, ctx.actor, plan, self.have_it), bool(today))

    def answer(self, found: ConfirmInputs, ctx: RequestContext) -> Reply:
        """Confirm the answer, and show how common it now is."""
        known, check = found.known, found.check
        common = how_common((*known.checks, check), ctx.now)
        said = "you have it" if check.has else "you looked, and it isn't there"
        plans = tuple(
            Button(plan.value, Confirm(self.id, have_it=check.has, plan=plan, note=self.note))
            for plan in Plan
            if plan is not check.plan
        )
        lines = tuple(row.text for row in common)
        return Reply(
            title=f"Noted for {known.shown}: {said}",
            parts=(
                Bullets(lines, "How common"),
                *((Text("Your answer of today was replaced: one a person a day."),) if found.again else ()),
                Text("An answer counts for how common it is, never for the grade; a report does that.", quiet=True),
            ),
            severity=Severity.GOOD,
            actions=(
                *((Menu("Which plan?", plans),) if check.plan is Plan.OTHER else ()),
                Button("Show it", order("checkpoint show", label=known.shown)),
                *((Button("Report it", order("checkpoint report", label=known.shown)),) if check.has else ()),
            ),
            data={
                "label": known.shown,
                "have_it": check.has,
                "plan": check.plan.value,
                "replaced": found.again,
                "checks": {row.plan.value: {"have": row.share.hits, "looked": row.share.n} for row in common},
                "as_of": ctx.as_of,
            },
        )

    async def keep(self, found: ConfirmInputs, ports: Ports, ctx: RequestContext) -> None:
        """Store the answer."""
        await ports.sightings.check(ctx.tenant, found.known.key, found.check, self.note)
