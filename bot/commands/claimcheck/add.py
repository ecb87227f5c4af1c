"""``/claimcheck add``: file a claim, or evidence for or against one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.commands.claimcheck._cards.facts import data
from bot.commands.claimcheck._checking import ClaimMaterial, judge, material_of
from bot.commands.claimcheck._filings import (
    FILED,
    USUAL,
    WAITS,
    BasisName,
    FormName,
    PageAddress,
    check_copy,
    day_of_page,
    not_its_own,
    read_on,
    says,
)
from bot.dispatch.command import Command, option
from bot.domain.claims.parsed import Reason
from bot.domain.evidence.evidence import Basis, Claim, Evidence, EvidenceForm
from bot.domain.grading.weights import level
from bot.domain.names.vendors import head_posting
from bot.domain.text import host_of, shorten
from bot.messages.errors import BadArgument, NotFound
from bot.messages.order import order
from bot.messages.reply import Button, Fields, Part, Reply, Severity, Text
from bot.messages.request import RequestContext, Role
from bot.ports import Ports
from bot.ports.desk import QueueItem


@dataclass(frozen=True, slots=True)
class AddClaimInputs:
    """The claim, the item it cites, and the item to keep (None: only the claim is filed)."""

    material: ClaimMaterial
    cites: Evidence | None
    item: Evidence | None
    new: bool


class AddClaim(Command[AddClaimInputs], name="claimcheck add"):
    """File a claim, or evidence for or against one, with its basis and what it cites."""

    claim: str = option("Claim id, or the sentence to file", complete="claim", limit=1_000)
    link: PageAddress = option("Address of the evidence", default=PageAddress(), limit=500)
    published: date | None = option("Day the page was published; “today” if it is new", default=None)
    basis: BasisName = option("How it knows what it says", default="unknown")
    cites: str = option("What it cites: an item (EV-0001) or the outlet it names", default="", complete="evidence")
    quote: str = option("The words that bear on the claim", default="", limit=300, long=True)
    kind: FormName | None = option("What kind of thing it is", default=None)
    party: str = option("Who says it: person, outlet or account", default="", limit=80)
    against: bool = option("It speaks against the claim", default=False)
    runs: int | None = option("n of a measurement", default=None, low=1)

    async def gather(self, ports: Ports, ctx: RequestContext) -> AddClaimInputs:
        """Find the claim and what is cited, and make the item."""
        material = material_of(ports, ctx, self.claim)
        if material.parsed is not None and material.parsed.reason is Reason.PRIVATE_PERSON:
            raise BadArgument(
                "I do not keep claims about private people.", todo="File a claim about a model or what a lab did."
            )
        cited = self._cited(ports, ctx, material) if self.cites.strip() else None
        has_evidence = bool(self.link.strip() or self.quote.strip())
        named = material.parsed is None
        if not has_evidence and material.claim.id and named:
            raise BadArgument("Evidence needs a link or a quote.", todo="link:https://… basis:first-hand quote:“…”")
        item = self._item(material.claim, cited, ctx) if has_evidence else None
        return AddClaimInputs(material, cited, item, not material.claim.id)

    def _cited(self, ports: Ports, ctx: RequestContext, material: ClaimMaterial) -> Evidence:
        """The item that is cited: by its id, or the earliest one of an outlet that bears on the claim."""
        name = self.cites.strip()
        found = ports.claims.item(name, ctx.view)
        if found is None:
            of = [item for item in material.evidence if item.party.casefold() == name.casefold()]
            found = min(of, key=lambda item: (item.so_at, item.id), default=None)
        if found is None:
            near = tuple(f"{item.id} — {item.party}" for item in material.evidence[:3])
            raise NotFound(
                f"There is no item {shorten(name, 40)}.", why="Items about this claim:" if near else "", choices=near
            )
        return found

    def _item(self, claim: Claim, cited: Evidence | None, ctx: RequestContext) -> Evidence:
        """The item to keep: a copy if it cites something; a link without a declared basis is unknown."""
        address = self.link.strip()
        basis = Basis(self.basis)
        if cited is not None and basis is Basis.UNKNOWN:
            basis = Basis.CITES
        check_copy(basis, cited is not None, "cites:EV-0001")
        return Evidence(
            id="",
            party=self.party.strip()
            or (head.name if (head := head_posting(address)) else host_of(address))
            or "unnamed",
            basis=basis,
            form=EvidenceForm(self.kind) if self.kind else USUAL[basis],
            so_at=day_of_page(self.published, ctx, asked=bool(address)),
            learned_at=ctx.now,
            source=address or FILED,
            url=address,
            quote=self.quote.strip(),
            says=says(claim, -1 if self.against else 1),
            cites=(cited.id,) if cited else (),
            links={claim.id: -1 if self.against else 1} if claim.id else {},
            named=bool(self.party.strip() or address),
            runs=self.runs,
            via=read_on(basis, claim.statement, address),
            accepted=Role.DESK in ctx.roles,
            tenant=ctx.tenant,
            by=ctx.actor,
        )

    async def reserve(self, found: AddClaimInputs, ports: Ports, ctx: RequestContext) -> AddClaimInputs:
        """File the claim where it is new: the answer shows its id."""
        claim = found.material.claim
        if not found.new:
            return found
        made = Claim(
            statement=claim.statement,
            text=" ".join(claim.text.split())[:1_000],
            so_at=ctx.now,
            learned_at=ctx.now,
            tenant=ctx.tenant,
            source=FILED,
        )
        name = await ports.claims.add_claim(made, ctx.actor, ctx.now)
        return replace(found, material=replace(found.material, claim=replace(claim, id=name)))

    def answer(self, found: AddClaimInputs, ctx: RequestContext) -> Reply:
        """A receipt: what was kept, what it is worth, and what would make it count."""
        checked, item = judge(found.material, ctx.as_of), found.item
        claim = found.material.claim
        name = claim.id
        parts: list[Part] = []
        if found.new:
            parts.append(Text(f"Filed as {name}, a claim of this place: “{shorten(claim.text, 200)}”."))
        worth = level(item, claim.statement) if item is not None else None
        if item is not None:
            side = "against" if self.against else "for"
            pairs = [
                ("Item", f"{item.basis.value}, {item.form.value}, {side} {name}"),
                ("Origin", f"copy of {', '.join(item.cites)}: a repeat, counts zero" if item.cites else item.party),
                ("Worth", f"level {worth}" if item.accepted else f"nothing yet. {WAITS}"),
            ]
            if told := not_its_own(item):
                pairs.append(("Caution", f"{told}."))
            if item.basis is Basis.UNKNOWN:
                pairs.append(("To make it count", "say how it knows: basis:first-hand, or what it cites: cites:EV-…"))
            parts.append(Fields(tuple(pairs)))
        parts.append(Text(f"Grade before this: {checked.graded.word}."))
        title = (
            f"Filed as {name}. Thank you."
            if found.new
            else f"Added to {name}."
            if item
            else f"Already in the ledger: {name}."
        )
        return Reply(
            title=title,
            parts=tuple(parts),
            severity=Severity.GOOD,
            actions=(
                Button("The claim", order("claimcheck ask", claim=name)),
                *((Button("Edit or withdraw", order("claimcheck withdraw")),) if found.new or item else ()),
            ),
            data={
                **data(checked, ctx),
                "filed": found.new,
                "evidence": None
                if item is None
                else {"basis": item.basis, "form": item.form, "accepted": item.accepted, "cites": list(item.cites)},
                "worth": worth,
            },
            shows=(name,),
        )

    async def keep(self, found: AddClaimInputs, ports: Ports, ctx: RequestContext) -> None:
        """File the item; ask the desk about what a member filed."""
        claim, item = found.material.claim, found.item
        name = claim.id
        if item is None:
            return
        sign = -1 if self.against else 1
        kept = replace(item, links={name: sign})
        filed = await ports.claims.add_evidence(kept, ctx.actor, ctx.now)
        if not item.accepted:
            told = not_its_own(item)
            title = f"{item.basis.value} from {item.party} on {name}{f' ({told})' if told else ''}"
            body = {"claim": name, "link": item.url, "quote": item.quote}
            await ports.desk.propose(ctx.tenant, QueueItem("evidence", filed, title, ctx.actor, ctx.now, body=body))
