"""``/claimcheck edit``: change a claim or evidence of one's own within 24 hours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from bot.commands.claimcheck._checking import material_of
from bot.commands.claimcheck._filings import (
    FILED,
    WAITS,
    BasisName,
    FormName,
    PageAddress,
    check_copy,
    day_of_page,
    list_filings,
    not_its_own,
    own_filing,
    read_on,
    says,
)
from bot.dispatch.command import Command, option
from bot.domain.evidence.evidence import Basis, Claim, Evidence, EvidenceForm
from bot.domain.text import host_of, shorten
from bot.messages.errors import Conflict, NotAllowed
from bot.messages.order import order
from bot.messages.reply import Button, Form, Reply, Severity, Text
from bot.messages.request import RequestContext, Role
from bot.ports import Ports
from bot.ports.claims import Filing
from bot.ports.desk import QueueItem

OPEN = timedelta(hours=24)
_FIELDS = {
    "url": "link", "so_at": "day", "basis": "how it knows", "form": "kind", "party": "who says it", "quote": "quote",
    "links": "side",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EditFilingInputs:
    """An item before and after, or a claim after and its author's items; without either, their list."""

    filing: Filing | None
    every: tuple[Filing, ...] = ()
    before: Evidence | None = None
    item: Evidence | None = None
    claim: Claim | None = None
    items: tuple[Evidence, ...] = ()

    @property
    def waiting(self) -> tuple[Evidence, ...]:
        """The items that the desk has to look at again."""
        return tuple(one for one in (self.item, *self.items) if one is not None and not one.accepted)

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the fields that an edit changes."""
        if self.before is None or self.item is None:
            return ("words",) if self.claim is not None else ()
        return tuple(said for name, said in _FIELDS.items() if getattr(self.before, name) != getattr(self.item, name))


class EditFiling(Command[EditFilingInputs], name="claimcheck edit"):
    """Edit a claim or evidence that you filed, within 24 hours."""

    id: str = option("Id of your claim or evidence (CL-1000, EV-1000); without one, list yours", default="", limit=20)
    claim: str = option("The claim in other words", default="", limit=1_000, long=True)
    link: PageAddress = option("Another address of the evidence", default=PageAddress(), limit=500)
    published: date | None = option("Day the page was published", default=None)
    basis: BasisName | None = option("How it knows what it says", default=None)
    quote: str = option("The words that bear on the claim", default="", limit=300, long=True)
    kind: FormName | None = option("What kind of thing it is", default=None)
    party: str = option("Who says it: person, outlet or account", default="", limit=80)
    against: bool | None = option("It speaks against the claim", default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> EditFilingInputs:
        """Read what is edited, and make it anew.

        Raises:
            NotFound: it is not theirs.
            NotAllowed: it is older than `OPEN`, or the desk retracted it.
        """
        if not self.id:
            return EditFilingInputs(None, tuple(ports.claims.filings(ctx.tenant, ctx.actor)))
        filing = _editable(own_filing(ports, ctx, self.id), ctx)
        if filing.claim:
            before = ports.claims.item(filing.id, ctx.view)
            claim = ports.claims.claim(filing.claim, ctx.view)
            after = None if before is None else self._item(before, claim, ctx)
            return EditFilingInputs(filing, before=before, item=after)
        return self._claim(ports, ctx, filing) if self.claim.strip() else EditFilingInputs(filing)

    def _item(self, before: Evidence, claim: Claim | None, ctx: RequestContext) -> Evidence:
        """The item as edited; what a member edits waits for the desk again.

        Raises:
            BadArgument: it is a copy of nothing, or its day is missing or has not come yet.
        """
        link = self.link.strip() or before.url
        basis = Basis(self.basis) if self.basis else before.basis
        check_copy(basis, bool(before.cites), f"claimcheck withdraw {before.id}, then file it again with cites:EV-0001")
        moved = link != before.url
        links = before.links if self.against is None else dict.fromkeys(before.links, -1 if self.against else 1)
        host = host_of(link) if before.party == host_of(before.url) else ""  # who was named by the page alone
        return replace(
            before,
            url=link,
            source=link or before.source or FILED,
            so_at=day_of_page(self.published, ctx, asked=moved) if moved or self.published else before.so_at,
            basis=basis,
            via=before.via if claim is None else read_on(basis, claim.statement, link),
            form=EvidenceForm(self.kind) if self.kind else before.form,
            party=self.party.strip() or host or before.party,
            quote=self.quote.strip() or before.quote,
            links=links,
            says=says(claim, next(iter(links.values()), 1)) if claim is not None else before.says,
            accepted=before.accepted and Role.DESK in ctx.roles,
        )

    def _claim(self, ports: Ports, ctx: RequestContext, filing: Filing) -> EditFilingInputs:
        """The claim in its new words, and its author's items, which say those now and wait for the desk again.

        Raises:
            Conflict: the words are those of another claim.
        """
        material = material_of(ports, ctx, self.claim)
        if material.claim.id not in ("", filing.id):
            raise Conflict(
                f"That is {material.claim.id} already.", todo=f"Add to it: claimcheck add {material.claim.id}"
            )
        text = " ".join(self.claim.split())[:1_000]
        made = replace(material.claim, id=filing.id, text=text, tenant=ctx.tenant, source=FILED)
        own = [one for one in ports.claims.filings(ctx.tenant, ctx.actor) if one.claim == filing.id]
        found = (ports.claims.item(one.id, ctx.view) for one in own)
        desk = Role.DESK in ctx.roles
        items = tuple(
            replace(
                one,
                says=says(made, one.links.get(filing.id, 1)),
                via=read_on(one.basis, made.statement, one.url),
                accepted=one.accepted and desk,
            )
            for one in found
            if one is not None
        )
        return EditFilingInputs(filing, claim=made, items=items)

    def pinned(self, found: EditFilingInputs) -> Self:
        """Name what was found."""
        return replace(self, id=found.filing.id) if found.filing is not None else self

    def answer(self, found: EditFilingInputs, ctx: RequestContext) -> Reply:
        """List the changes; without any, show the form."""
        if found.filing is None:
            return list_filings(found.every, ctx)
        name, changed = found.filing.id, found.changed
        if not changed:
            return _form(found, name)
        waits = bool(found.waiting)
        return Reply(
            title=f"{name} edited",
            parts=(Text(f"Changed: {', '.join(changed)}.{f' {WAITS}' if waits else ''}"),),
            severity=Severity.GOOD,
            actions=(
                Button("The claim", order("claimcheck show", claim=found.filing.claim or name)),
                Button(f"Withdraw {name}", order("claimcheck withdraw", id=name)),
            ),
            data={"id": name, "changed": list(changed), "waits": waits, "as_of": ctx.as_of},
            shows=(found.filing.claim or name,),
        )

    async def keep(self, found: EditFilingInputs, ports: Ports, ctx: RequestContext) -> None:
        """Store it, and ask the desk about what a member edited.

        Raises:
            Conflict: it was withdrawn meanwhile, or others added to the claim.
        """
        if found.filing is None or not found.changed:
            return
        item, claim = found.item, found.claim
        if claim is not None:
            kept = await ports.claims.reword(claim, found.items, ctx.actor, ctx.now)
        else:
            kept = item is not None and await ports.claims.revise(item, ctx.now)
        if not kept:
            raise Conflict(
                f"{found.filing.id} cannot be edited: others added to it, or it was withdrawn meanwhile.",
                todo="Nothing was changed.",
            )
        about = found.filing.claim or found.filing.id
        for one in found.waiting:
            told = f" ({not_its_own(one)})" if one.second_hand else ""
            title = f"{one.basis.value} from {one.party} on {about}{told}, edited {ctx.now:%H:%M}"
            body = {"claim": about, "link": one.url, "quote": one.quote}
            await ports.desk.propose(ctx.tenant, QueueItem("evidence", one.id, title, ctx.actor, ctx.now, body=body))


def _editable(filing: Filing, ctx: RequestContext) -> Filing:
    """Return a filing that stands and is not older than `OPEN`.

    Raises:
        NotAllowed: it is, or the desk retracted it.
    """
    if filing.retracted:
        raise NotAllowed(f"The desk retracted {filing.id}.", todo="Withdraw it, and file it in other words.")
    if ctx.now - filing.at > OPEN:
        raise NotAllowed(
            f"{filing.id} can no longer be edited.",
            why="It can be for 24 hours, so that others can rely on it afterwards.",
            todo="Withdraw it at any time, and file it again.",
        )
    return filing


def _form(found: EditFilingInputs, name: str) -> Reply:
    """The form of what can be changed, filled in."""
    if found.before is not None:
        filled = {"id": name, "link": found.before.url, "party": found.before.party, "quote": found.before.quote}
        form = Form(f"Edit {name}", "claimcheck edit", filled, ("link", "published", "party", "quote"))
    else:
        filled = {"id": name, "claim": found.filing.text if found.filing else ""}
        form = Form(f"Edit {name}", "claimcheck edit", filled, ("claim",))
    return Reply(title=f"Edit {shorten(name, 20)}", form=form, data={"state": "asking", "id": name})
