"""``/checkpoint confirm``: "I have it" or "I looked, it isn't there".

The answers are the denominator of every sighting.
"""

from dataclasses import dataclass, replace
from datetime import UTC

from bot.commands.checkpoint._reports.known_labels import LABEL_ID, LabelRecord, LabelText, find
from bot.dispatch.command import Command, option
from bot.domain.sightings.confirmations import Check, Plan, how_common
from bot.messages import words
from bot.messages.errors import Conflict, TooMuch
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Menu, Reply, Severity, Text
from bot.messages.request import RequestContext
from bot.ports import Ports

A_DAY = 100  # answers of one person
YES_OR_NO = {"yes": True, "no": False, "y": True, "n": False}  # typed behind the name


@dataclass(frozen=True, slots=True)
class ConfirmInputs:
    """The label, the answer given or taken back, and whether it takes the place of one from today."""

    known: LabelRecord
    check: Check
    again: bool


class Confirm(Command[ConfirmInputs], name="checkpoint confirm"):
    """Say whether you have it or looked and did not find it."""

    id: LabelText = option(LABEL_ID, complete="label")
    have_it: bool = option("yes: I have it; no: I looked, it isn't there", default=True)
    plan: Plan | None = option("The plan of your account", default=None)
    note: str = option("Anything worth knowing", default="", limit=300)
    sure: bool = option("The name is written as shown, though nobody reported it yet", default=False)
    off: bool = option("Take your last answer back", default=False, hidden=True)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ConfirmInputs:
        """Read what is known of it, and this person's answers of today."""
        known, has = self._label(ports, ctx)
        own = sorted((one for one in known.checks if one.person == ctx.actor), key=lambda one: one.at)
        if self.off:
            if not own:
                raise Conflict(f"You gave no answer about {known.shown}.", todo="There is nothing to take back.")
            return ConfirmInputs(known, own[-1], again=False)
        today = [one for one in own if one.at.astimezone(UTC).date() == ctx.now.astimezone(UTC).date()]
        if len(today) >= A_DAY:
            raise TooMuch("You have answered that a hundred times today.", todo="The last answer counts.")
        plan = self.plan or (own[-1].plan if own else Plan.OTHER)
        return ConfirmInputs(known, Check(ctx.now, ctx.actor, plan, has), bool(today))

    def _label(self, ports: Ports, ctx: RequestContext) -> tuple[LabelRecord, bool]:
        """The label and the answer: a yes or no behind a name that is none with it is the answer."""
        known = find(ports, ctx, self.id)
        name, _, last = self.id.rpartition(" ")
        if known.exists or not name or last.casefold() not in YES_OR_NO:
            return known, self.have_it
        return find(ports, ctx, name), YES_OR_NO[last.casefold()]

    def _is_asked_back(self, found: ConfirmInputs) -> bool:
        """Whether a name that nobody reported or checked is asked back."""
        return not (self.sure or found.known.exists or found.known.checks)

    def _question(self, found: ConfirmInputs, ctx: RequestContext) -> Reply:
        """The question whether a name that nobody reported is written so, with those that it resembles."""
        known, has = found.known, found.check.has
        made = order(
            "checkpoint confirm", id=known.shown, have_it=has, plan=self.plan, note=self.note or None, sure=True
        )
        near = tuple(
            Button(name[:80], order("checkpoint confirm", id=name, have_it=has))
            for name in known.similar
            if name != self.id
        )
        return Reply(
            title=f"Nobody reported “{known.shown}” yet. Is it written exactly so?",
            parts=(Text("Nothing is stored yet: a slip would count as a name of its own."),),
            actions=(Button("Yes, exactly so", made, "main", in_place=True), *near),
            data={"label": known.shown, "have_it": has, "asked": True, "as_of": ctx.as_of},
        )

    def answer(self, found: ConfirmInputs, ctx: RequestContext) -> Reply:
        """Confirm the answer, and show how common it now is."""
        if self.off:
            return self._taken_back(found, ctx)
        if self._is_asked_back(found):
            return self._question(found, ctx)
        known, check = found.known, found.check
        common = how_common((*known.checks, check), ctx.now)
        said = "you have it" if check.has else "you looked, and it isn't there"
        again = replace(self, id=LabelText(known.shown), have_it=check.has)
        plans = tuple(Button(plan.value, replace(again, plan=plan)) for plan in Plan if plan is not check.plan)
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
                Button(words.UNDO, order("checkpoint confirm", id=known.shown, off=True), in_place=True),
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

    def _taken_back(self, found: ConfirmInputs, ctx: RequestContext) -> Reply:
        """Confirm that the last answer no longer counts, and show how common the name now is."""
        known, check = found.known, found.check
        common = how_common((one for one in known.checks if one is not check), ctx.now)
        again = order("checkpoint confirm", id=known.shown, have_it=check.has, plan=check.plan, sure=True)
        return Reply(
            title=f"Your last answer about {known.shown} is taken back",
            parts=(Bullets(tuple(row.text for row in common), "How common"),) if common else (),
            severity=Severity.GOOD,
            actions=(
                Button(words.UNDO, again, in_place=True),
                Button("Show it", order("checkpoint show", label=known.shown)),
            ),
            data={"label": known.shown, "taken_back": True, "as_of": ctx.as_of},
        )

    async def keep(self, found: ConfirmInputs, ports: Ports, ctx: RequestContext) -> None:
        """Store the answer, or take the last one back."""
        if self.off:
            await ports.sightings.uncheck(ctx.tenant, found.known.key, found.check)
            return
        if self._is_asked_back(found):
            return
        await ports.sightings.check(ctx.tenant, found.known.key, found.check, self.note)
