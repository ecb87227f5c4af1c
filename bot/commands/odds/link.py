"""``/odds link``: propose which claim or model a market is about, or that it is not.

The desk decides; what it decides is on its trail and can be undone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from bot.commands.odds._finding import find_market
from bot.commands.odds._market_address import RequestedMarket, asked_for, followed, is_address, named, wanted
from bot.dispatch.command import Command, option
from bot.domain.evidence.evidence import Claim
from bot.domain.markets.markets import RELATION_WORDS, MarketReading
from bot.domain.names.subjects import Subject, lab_of
from bot.domain.text import shorten
from bot.messages import words
from bot.messages.errors import NotAllowed, NotFound
from bot.messages.order import order
from bot.messages.reply import Button, Fields, Reply, Severity, Text, Words
from bot.messages.request import RequestContext, Role, View
from bot.moderation.proposals import Proposal, act, alone
from bot.ports import Ports
from bot.ports.desk import QueueItem
from bot.queries.names import name_of, resolve

Relation = Literal["exact", "implies", "implied_by", "near", "different_date", "different_name", "none"]


@dataclass(frozen=True, slots=True)
class LinkInputs:
    """The market, the claim or model it is tied to, and what follows.

    ``before`` names the model that the market is about now, ``doubt`` says why it is asked first; '' without any.
    """

    market: MarketReading
    claim: Claim | None
    subject: Subject | None
    proposal: Proposal
    before: str = ""
    doubt: str = ""


class LinkMarket(Command[LinkInputs | RequestedMarket], name="odds link"):
    """Propose how a market relates to a claim or model; the desk decides.

    A market nobody follows yet is asked for by its address: the next round reads it and maps it to the model, here.
    """

    market: str = option("Market id or address", complete="market")
    claim: str = option("Claim id (CL-0044), or a model the market is about", complete="claim")
    relation: Relation = option("How it relates to the claim; none ends a link", default="near")
    note: str = option("Why", default="", limit=200)
    sure: bool = option("Without a question", default=False, hidden=True)

    async def gather(self, ports: Ports, ctx: RequestContext) -> LinkInputs | RequestedMarket:
        """Read both ends of the link; for an unknown market, build its request."""
        claim = ports.claims.claim(self.claim.strip().upper(), ctx.view)
        pasted = is_address(self.market) and followed(ports, ctx, self.market) is None
        if not pasted or claim is not None:
            market = find_market(ports, ctx, self.market)  # its error says how a pasted one is added
            if claim is not None:
                return self._of_claim(ports, ctx, market, claim)
            return self._of_model(ports, ctx, market, self._subject(ports, ctx))
        subject = self._subject(ports, ctx)
        if Role.DESK not in ctx.roles:
            raise NotAllowed("Only the desk has a market read.", todo="Ask the desk, or link one that is followed.")
        named(self.market)
        return wanted(ports, ctx, self.market, subject)

    def _subject(self, ports: Ports, ctx: RequestContext) -> Subject:
        meant = resolve(ports, ctx, self.claim)
        best = meant.best
        subject = ports.ledger.subject(best.slug, ctx.view) if best is not None else None
        if subject is None and best is not None and best.is_model and not meant.left:
            subject = Subject(best.slug, best.name, best.lab, best.family)  # a model by its name, in no ledger yet
        if subject is None:
            raise NotFound(
                f"There is no claim or model “{shorten(self.claim, 40)}”.", todo="Claims have ids such as CL-0044."
            )
        return subject

    def _of_model(self, ports: Ports, ctx: RequestContext, market: MarketReading, subject: Subject) -> LinkInputs:
        """Which model the market is about here.

        Raises:
            NotFound: it shall end, and this place's desk never said it.
        """
        public = ports.markets.market(market.number, View("", ctx.as_of))
        general = (public.subject or "") if public is not None else ""
        now = market.subject or ""
        own = now if now != general else ""
        before = name_of(ports, ctx.view, now) if now else ""
        ends = self.relation == "none"
        if ends and own != subject.slug:
            raise NotFound(
                f"This place's desk does not say that {market.id} is about {subject.name}.", todo="There is no link."
            )
        title = f"{market.id} is {'not ' if ends else ''}about {subject.name}"
        slug = "" if ends else subject.slug
        body = {"market": str(market.number), "subject": slug, "before": now, "own": own, "else": general}
        item = QueueItem("mapping", market.id, title, ctx.actor, ctx.now, self.note, body)
        known = (now,) if now else market.named
        doubt = (
            ""
            if ends or not known or subject.slug in known
            else _other(ports, ctx, market, known[0], f"under {subject.name}")
        )
        return LinkInputs(market, None, subject, self._proposal(ports, ctx, item), before, doubt)

    def _of_claim(self, ports: Ports, ctx: RequestContext, market: MarketReading, claim: Claim) -> LinkInputs:
        """How the market bears on the claim.

        Raises:
            NotFound: it shall end, and there is no such link.
        """
        links = [one for one in market.links if one.claim == claim.id and one.state == "accepted"]
        ends = self.relation == "none"
        if ends and not links:
            raise NotFound(f"{market.id} is not linked to {claim.id} here.", todo="There is no link.")
        how = "is not linked to" if ends else RELATION_WORDS[self.relation]
        body = {"link": " ".join(str(one.id) for one in links), "ends": "yes"} if ends else {}
        item = QueueItem("link", market.id, f"{market.id} {how} {claim.id}", ctx.actor, ctx.now, self.note, body)
        known, about = market.subject or "", claim.statement.subject
        apart = bool(known) and bool(about) and lab_of(known) != lab_of(about) and self.relation != "different_name"
        doubt = _other(ports, ctx, market, known, f"beside {claim.id}") if apart and not ends else ""
        return LinkInputs(market, claim, None, self._proposal(ports, ctx, item), "", doubt)

    def _proposal(self, ports: Ports, ctx: RequestContext, item: QueueItem) -> Proposal:
        return Proposal(item, Role.DESK in ctx.roles and (item.kind == "link" or alone(ports, ctx)))

    def answer(self, found: LinkInputs | RequestedMarket, ctx: RequestContext) -> Reply:
        """Confirm what was understood, what it changes, and who has to agree; ask first where it is in doubt."""
        if isinstance(found, RequestedMarket):
            return asked_for(found, ctx)
        market, done = found.market, found.proposal.at_once
        asks = bool(found.doubt) and not self.sure
        state = "asking" if asks else "accepted" if done else "proposed"
        ends = self.relation == "none"
        pairs: list[tuple[str, Words]] = [("Market", f"{market.title} ({market.venue_name})")]
        if found.claim is not None:
            how = "not linked" if ends else f"it {RELATION_WORDS[self.relation]}"
            pairs += [("Claim", found.claim.text), ("How", how)]
            title = f"{market.id} ↔ {found.claim.id}: {'ended' if ends and done else state}"
        else:
            pairs += [("Before", f"about {found.before}" if found.before else "about no model")]
            title = found.proposal.item.title + (" here" if done else ": proposed")
        pairs += [("Why", self.note)] if self.note else []
        data: dict[str, object] = {
            "market": market.id,
            "relation": self.relation,
            "claim": found.claim.id if found.claim else None,
            "subject": found.subject.slug if found.subject else None,
            "state": state,
            "as_of": ctx.as_of,
        }
        if asks:
            yes = Button("Yes, link it", replace(self, market=market.id, sure=True), "main", in_place=True)
            show = Button("The market", order("odds show", about=market.id))
            asked = f"{found.proposal.item.title}?"
            return Reply(
                title=asked,
                parts=(Text(found.doubt), Fields(tuple(pairs))),
                actions=(yes, show),
                severity=Severity.WARN,
                data=data,
            )
        undo = (Button("Undo", order("desk undo"), in_place=True),) if done else ()
        return Reply(
            title=title,
            parts=(Fields(tuple(pairs)),),
            severity=Severity.GOOD,
            actions=(*undo, Button("Odds", order("odds show", about=market.id))),
            note=f"{words.UNDO_FOR} To end it later: relation:none."
            if done
            else "The desk decides; until then nothing on the card changes.",
            data=data,
        )

    async def keep(self, found: LinkInputs | RequestedMarket, ports: Ports, ctx: RequestContext) -> None:
        """Store the proposal; the desk's own is carried out and put on its trail."""
        if isinstance(found, RequestedMarket):
            if found.request is not found.before:
                await ports.market_requests.ask(found.request)
            return
        if found.doubt and not self.sure:
            return
        proposal = found.proposal
        if found.claim is not None and self.relation != "none":
            link = await ports.markets.propose_link(
                found.market.number,
                found.claim.id,
                self.relation,
                note=self.note,
                tenant=ctx.tenant,
                by=ctx.actor,
                at=ctx.now,
            )
            proposal = replace(proposal, item=replace(proposal.item, body={"link": str(link)}))
        await act(ports, ctx, proposal)


def _other(ports: Ports, ctx: RequestContext, market: MarketReading, slug: str, where: str) -> str:
    """Why a link is asked about first: the market is about another model."""
    about = name_of(ports, ctx.view, slug)
    return f"{market.id} is about {about}. Everybody here would read its numbers {where}."
