"""``/desk resolve``: record what a label was, or a claim's outcome, with its source."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.dispatch.command import Command, option
from bot.domain.sightings.labels import LabelRefused, bare, check, key
from bot.domain.sightings.reports import LinkRefused, link
from bot.domain.text import shorten
from bot.messages.errors import BadArgument, NotFound
from bot.messages.lifetimes import spelled_day
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Severity, Text
from bot.messages.request import RequestContext, Role
from bot.moderation.proposals import Proposal, act, alone, proposal_reply
from bot.ports import Ports
from bot.ports.desk import QueueItem
from bot.queries.names import resolve

RESOLVED = "what is resolved is shown here as decided by this place's desk."
Outcomes = Literal["identified", "shown false", "true", "false", "mixed", "void"]


@dataclass(frozen=True, slots=True)
class ResolveInputs:
    """What is proposed, and the claim's day if that is still to come."""

    proposal: Proposal
    ahead: date | None


class Resolve(Command[ResolveInputs], name="desk resolve", role=Role.DESK):
    """Settle what a label was, or how a claim turned out."""

    id: str = option("A label, a report's id, or a claim's (CL-0044)", complete="label", limit=80)
    outcome: Outcomes = option("What happened")
    source: str = option("The page that shows it", limit=2000)
    subject: str = option("The model a label was, if it was one", default="", complete="subject", limit=80)
    note: str = option("How that is known", default="", limit=300)
    sure: bool = option("Also before its day", default=False, hidden=True)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ResolveInputs:
        """The record, its day if that is still to come, and whether a second person has to agree."""
        try:
            source = link(self.source)
        except LinkRefused as refused:
            raise BadArgument(
                "A resolution needs a page that shows it.",
                why=str(refused),
                todo="Give its address behind source: https://…",
            ) from None
        of_claim = self.id.upper().startswith("CL-")
        how = self._how(source, of_claim=of_claim)
        about, title, body = self._claim(ports, ctx) if of_claim else self._label(ports, ctx)
        ahead = _day_ahead(ports, ctx, about) if of_claim else None
        item = QueueItem(
            "resolve",
            about,
            title,
            ctx.actor,
            ctx.now,
            self.note,
            {**body, "how": how, "source": source, "link": source},
        )
        return ResolveInputs(Proposal(item, alone(ports, ctx)), ahead)

    def _how(self, source: str, *, of_claim: bool) -> str:
        """How the outcome is known: of a claim with the page, which its card names."""
        how = self.note or "decided by the desk"
        return f"{how}, {source}" if of_claim or not self.note else how

    def _claim(self, ports: Ports, ctx: RequestContext) -> tuple[str, str, dict[str, str]]:
        claim = ports.claims.claim(self.id.strip().upper(), ctx.view)
        if claim is None:
            raise NotFound(f"There is no {shorten(self.id, 20)}.", todo="Claims have ids such as CL-0044.")
        if self.outcome not in ("true", "false", "mixed", "void"):
            raise BadArgument(
                "A claim turns out true, false, mixed or void.", todo="Give outcome:true, false, mixed or void."
            )
        before = claim.outcome_at(ctx.as_of)
        was = f" (was {before.value})" if before.value not in ("open", self.outcome) else ""
        return claim.id, f"{claim.id} is {self.outcome}{was}", {"outcome": self.outcome}

    def _label(self, ports: Ports, ctx: RequestContext) -> tuple[str, str, dict[str, str]]:
        report = ports.sightings.report(self.id, ctx.view)
        try:
            name = report.label if report else check(self.id)
        except LabelRefused as refused:
            raise BadArgument(refused.why, todo=refused.todo) from None
        found = ports.sightings.canonical(report.key if report else key(bare(name) if "/" in name else name), ctx.view)
        public = ports.sightings.guide().find(name, ctx.as_of)
        if not (report or public or ports.sightings.label(found, ctx.view) or ports.listings.of_label(found, ctx.view)):
            raise NotFound(f"Nobody has reported “{shorten(name, 40)}”.", todo="There is nothing to resolve.")
        if self.outcome not in ("identified", "shown false", "void"):
            raise BadArgument(
                "A label is identified, shown false, or void.", todo="Give outcome:identified, false or void."
            )
        if self.outcome == "identified" and not self.subject:
            raise BadArgument("Say which model it was.", todo="subject:openai/gpt-5.5")
        meant = resolve(ports, ctx, self.subject)
        subject = meant.slug if meant.is_name else self.subject
        what = subject if self.outcome == "identified" else self.outcome
        return found, f"{name} is {what}", {"label": name, "subject": subject, "outcome": self.outcome}

    def answer(self, found: ResolveInputs, ctx: RequestContext) -> Reply:
        """Ask before the day of a claim; else it is done, or waits for a second person."""
        item = found.proposal.item
        body = item.body
        if found.ahead is not None and not self.sure:
            return Reply(
                title=f"{item.title}, before its day?",
                parts=(Text(f"Its day, {spelled_day(found.ahead)}, is still to come; {RESOLVED}"),),
                severity=Severity.WARN,
                actions=(
                    Button("Yes, resolve it", replace(self, sure=True), "main", in_place=True),
                    Button("The claim", order("claimcheck show", claim=item.about)),
                ),
                data={"state": "asking", "about": item.about, "outcome": body["outcome"], "as_of": ctx.as_of},
            )
        pairs = (("Outcome", body["outcome"]), ("How it is known", body["how"]), ("Page", body["source"]))
        data = {"outcome": body["outcome"], "subject": body.get("subject") or None, "as_of": ctx.as_of}
        return proposal_reply(found.proposal, pairs, data)

    async def keep(self, found: ResolveInputs, ports: Ports, ctx: RequestContext) -> None:
        """Propose it, and carry it out if nobody else could decide."""
        if found.ahead is None or self.sure:
            await act(ports, ctx, found.proposal)


def _day_ahead(ports: Ports, ctx: RequestContext, claim_id: str) -> date | None:
    """The day of a claim if that is still to come."""
    claim = ports.claims.claim(claim_id, ctx.view)
    day = claim.statement.last_day if claim is not None else None
    return day if day is not None and day >= ctx.now.date() else None
