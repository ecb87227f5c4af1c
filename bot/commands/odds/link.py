"""``/odds link``: say how a market bears on a claim, or which model it is about; the desk decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.commands.odds._finding import find_market
from bot.commands.odds._pasted import Wanted, asked_for, followed, is_address, named, wanted
from bot.dispatch.command import Command, option, order
from bot.domain.evidence.evidence import Claim
from bot.domain.markets.markets import RELATION_WORDS, MarketSeen
from bot.domain.names.subjects import Standing, Subject
from bot.messages.errors import NotAllowed, Unknown, shorten
from bot.messages.reply import Button, Fields, Reply, Severity
from bot.messages.request import Asked, Role
from bot.ports import Ports
from bot.ports.desk import Item

Relation = Literal["exact", "implies", "implied_by", "near", "different_date", "different_name"]


@dataclass(frozen=True, slots=True)
class Ends:
    """The market, and the claim or model it is tied to."""

    market: MarketSeen
    claim: Claim | None
    subject: Subject | None


class LinkMarket(Command[Ends | Wanted], name="odds link"):
    """Proposes how a market bears on a claim; the desk accepts.

    A market nobody follows yet is asked for by its address: the next round reads it and maps it to the model, here.
    """

    market: str = option("Market id or address", complete="market")
    claim: str = option("Claim id (CL-0044), or a model the market is about", complete="claim")
    relation: Relation = option("How it bears on the claim", default="near")
    note: str = option("Why", default="", limit=200)

    async def gather(self, ports: Ports, asked: Asked) -> Ends | Wanted:
        """Both ends of the link; of a market nobody follows yet, the request for it."""
        claim = ports.claims.claim(self.claim.strip().upper(), asked.view)
        pasted = is_address(self.market) and followed(ports, asked, self.market) is None
        if not pasted or claim is not None:
            market = find_market(ports, asked, self.market)  # its error says how a pasted one is added
            if claim is not None:
                return Ends(market, claim, None)
            return Ends(market, None, self._subject(ports, asked))
        named(self.market)
        return wanted(ports, asked, self.market, self._subject(ports, asked))

    def _subject(self, ports: Ports, asked: Asked) -> Subject:
        good = [alias.slug for alias in ports.ledger.named(self.claim, asked.view) if alias.standing is Standing.GOOD]
        subject = ports.ledger.subject(good[0] if good else self.claim.strip().casefold(), asked.view)
        if subject is None:
            raise Unknown(
                f"There is no claim or model “{shorten(self.claim, 40)}”.", todo="Claims have ids such as CL-0044."
            )
        if Role.DESK not in asked.roles:
            raise NotAllowed("Only the desk says which model a market is about.", todo="Ask the desk, or link a claim.")
        return subject

    def answer(self, found: Ends | Wanted, asked: Asked) -> Reply:
        """What was understood, and who has to agree."""
        if isinstance(found, Wanted):
            return asked_for(found, asked)
        market, desk = found.market, Role.DESK in asked.roles
        data: dict[str, object] = {"market": market.id, "relation": self.relation, "as_of": asked.as_of}
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

    async def keep(self, found: Ends | Wanted, ports: Ports, asked: Asked) -> None:
        """Store the proposal; the desk's own needs nobody else."""
        if isinstance(found, Wanted):
            if found.request is not found.before:
                await ports.market_requests.ask(found.request)
            return
        number = found.market.number
        if found.claim is None:
            slug = found.subject.slug if found.subject else ""
            await ports.markets.map_market(number, slug, tenant=asked.tenant, by=asked.actor, at=asked.now)
            return
        link = await ports.markets.propose_link(
            number,
            found.claim.id,
            self.relation,
            note=self.note,
            tenant=asked.tenant,
            by=asked.actor,
            at=asked.now,
        )
        if Role.DESK in asked.roles:
            await ports.markets.decide_link(link, accept=True, tenant=asked.tenant, by=asked.actor, at=asked.now)
            return
        title = f"{found.market.id} {RELATION_WORDS[self.relation]} {found.claim.id}"
        item = Item("link", found.market.id, title, asked.actor, asked.now, self.note, {"link": str(link)})
        await ports.desk.propose(asked.tenant, item)
