"""``/odds link``: propose a market's relation to a claim or model.

The desk decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.commands.odds._finding import find_market
from bot.commands.odds._market_address import RequestedMarket, asked_for, followed, is_address, named, wanted
from bot.dispatch.command import Command, option
from bot.domain.evidence.evidence import Claim
from bot.domain.markets.markets import RELATION_WORDS, MarketReading
from bot.domain.names.subjects import Subject
from bot.domain.text import shorten
from bot.messages.errors import NotAllowed, NotFound
from bot.messages.order import order
from bot.messages.reply import Button, Fields, Reply, Severity
from bot.messages.request import RequestContext, Role
from bot.ports import Ports
from bot.ports.desk import QueueItem
from bot.queries.names import resolve

Relation = Literal["exact", "implies", "implied_by", "near", "different_date", "different_name"]


@dataclass(frozen=True, slots=True)
class Ends:
    """The market, and the claim or model it is tied to."""

    market: MarketReading
    claim: Claim | None
    subject: Subject | None


class LinkMarket(Command[Ends | RequestedMarket], name="odds link"):
    """Propose how a market relates to a claim; the desk decides.

    A market nobody follows yet is asked for by its address: the next round reads it and maps it to the model, here.
    """

    market: str = option("Market id or address", complete="market")
    claim: str = option("Claim id (CL-0044), or a model the market is about", complete="claim")
    relation: Relation = option("How it relates to the claim", default="near")
    note: str = option("Why", default="", limit=200)

    async def gather(self, ports: Ports, ctx: RequestContext) -> Ends | RequestedMarket:
        """Read both ends of the link; for an unknown market, build its request."""
        claim = ports.claims.claim(self.claim.strip().upper(), ctx.view)
        pasted = is_address(self.market) and followed(ports, ctx, self.market) is None
        if not pasted or claim is not None:
            market = find_market(ports, ctx, self.market)  # its error says how a pasted one is added
            if claim is not None:
                return Ends(market, claim, None)
            return Ends(market, None, self._subject(ports, ctx))
        named(self.market)
        return wanted(ports, ctx, self.market, self._subject(ports, ctx))

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
        if Role.DESK not in ctx.roles:
            raise NotAllowed("Only the desk says which model a market is about.", todo="Ask the desk, or link a claim.")
        return subject

    def answer(self, found: Ends | RequestedMarket, ctx: RequestContext) -> Reply:
        """Confirm what was understood, and who has to agree."""
        if isinstance(found, RequestedMarket):
            return asked_for(found, ctx)
        market, desk = found.market, Role.DESK in ctx.roles
        data: dict[str, object] = {"market": market.id, "relation": self.relation, "as_of": ctx.as_of}
        actions = (Button("Odds", order("odds show", about=market.id)),)
        if found.claim is None:
            name = found.subject.name if found.subject else ""
            return Reply(
                title=f"{market.id} is about {name} here",
                parts=(Fields((("Market", f"{market.title} ({market.venue_name})"),)),),
                severity=Severity.GOOD,
                actions=actions,
                data=data | {"subject": found.subject.slug if found.subject else None, "state": "accepted"},
            )
        how = RELATION_WORDS[self.relation]
        pairs = [("Market", f"{market.title} ({market.venue_name})"), ("Claim", found.claim.text), ("How", f"it {how}")]
        if self.note:
            pairs.append(("Why", self.note))
        state = "accepted" if desk else "proposed"
        return Reply(
            title=f"{market.id} ↔ {found.claim.id}: {state}",
            parts=(Fields(tuple(pairs)),),
            severity=Severity.GOOD,
            actions=actions,
            note="" if desk else "The desk decides; until then nothing on the card changes.",
            data=data | {"claim": found.claim.id, "state": state},
        )

    async def keep(self, found: Ends | RequestedMarket, ports: Ports, ctx: RequestContext) -> None:
        """Store the proposal; one by the desk needs no second person."""
        if isinstance(found, RequestedMarket):
            if found.request is not found.before:
                await ports.market_requests.ask(found.request)
            return
        number = found.market.number
        if found.claim is None:
            slug = found.subject.slug if found.subject else ""
            await ports.markets.map_market(number, slug, tenant=ctx.tenant, by=ctx.actor, at=ctx.now)
            return
        link = await ports.markets.propose_link(
            number,
            found.claim.id,
            self.relation,
            note=self.note,
            tenant=ctx.tenant,
            by=ctx.actor,
            at=ctx.now,
        )
        if Role.DESK in ctx.roles:
            await ports.markets.decide_link(link, accept=True, tenant=ctx.tenant, by=ctx.actor, at=ctx.now)
            return
        title = f"{found.market.id} {RELATION_WORDS[self.relation]} {found.claim.id}"
        item = QueueItem("link", found.market.id, title, ctx.actor, ctx.now, self.note, {"link": str(link)})
        await ports.desk.propose(ctx.tenant, item)
