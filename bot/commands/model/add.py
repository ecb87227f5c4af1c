"""``/model add``: add an unlisted model for this tenant alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.commands.model._desk import checked_name, checked_page, proposal, reply
from bot.dispatch.command import Command, option
from bot.domain.names import NameCertainty, NameReading, NameResolution, label_slug
from bot.domain.names.vendors import vendor_name
from bot.domain.text import shorten
from bot.messages.errors import BadArgument, Conflict, alternatives
from bot.messages.reply import Reply
from bot.messages.request import RequestContext, Role
from bot.moderation.proposals import Proposal, act, alone
from bot.ports import Ports
from bot.queries.names import resolve

State = Literal["rumoured", "testing", "released"]


@dataclass(frozen=True, slots=True)
class AddModelInputs:
    """What the names of model and lab are read as, and whether the ledger has the model already.

    ``alone`` means that nobody else could decide.
    """

    meant: NameResolution
    maker: NameResolution | None
    known: bool
    alone: bool


class AddModel(Command[AddModelInputs], name="model add", role=Role.DESK):
    """Add a model or codename for this server or workspace."""

    model: str = option("The name as its lab writes it, or a codename", limit=400)
    source: str = option("The page that shows it", limit=2000)
    lab: str = option("Who makes it; needed for a codename", default="", limit=60)
    state: State = option("Its current state", default="rumoured")

    async def gather(self, ports: Ports, ctx: RequestContext) -> AddModelInputs:
        """Resolve the new name and its lab."""
        meant = resolve(ports, ctx, checked_name(self.model))
        known = meant.best is not None and ports.ledger.subject(meant.best.slug, ctx.view) is not None
        maker = resolve(ports, ctx, self.lab) if self.lab else None
        return AddModelInputs(meant, maker, known, alone(ports, ctx))

    def _proposal(self, found: AddModelInputs, ctx: RequestContext) -> Proposal:
        """Build the desk's proposal.

        Raises:
            Conflict: the name is known.
            BadArgument: the lab is not named or misspelt, the name has no letters, or the page is no address.
        """
        name, source, reading = checked_name(self.model), checked_page(self.source), found.meant.best
        if reading is not None and found.known and not found.meant.left:
            raise Conflict(
                f"{reading.name} is known here already, as {reading.slug}.",
                todo="Give it another name with model alias.",
                instead=alternatives([(reading.name, reading.slug)], "model", "claimcheck ready"),
            )
        slug, shown, lab = self._identity(name, reading if not found.meant.left else None, found.maker)
        body = {"slug": slug, "name": shown, "lab": lab, "source": source, "state": self.state, "surface": ""}
        return proposal(ctx, f"Add {shown} ({slug})", body, at_once=found.alone)

    def _identity(self, name: str, reading: NameReading | None, maker: NameResolution | None) -> tuple[str, str, str]:
        """Return slug, name and lab by the lab's grammar, else as a codename of the given lab."""
        lab = self._lab(maker) if maker is not None else ""
        if reading is not None and reading.is_model and not reading.is_guess and lab in ("", reading.lab):
            return reading.slug, reading.name, reading.lab
        if not lab:
            raise BadArgument(f"Who makes “{shorten(name, 40)}”?", todo="Name the lab, such as lab:OpenAI.")
        tail = label_slug(name).removeprefix("label/")
        if not tail:
            raise BadArgument(
                f"“{shorten(name, 40)}” has no letters to make a name of.",
                todo="Write it as its lab does: /model add model:…",
            )
        return f"{lab}/{tail}", name, lab

    def _lab(self, maker: NameResolution) -> str:
        """Return the slug of the lab that is named: one of the table, else a new one of that name.

        Raises:
            BadArgument: it is a slip of a known one, or not a name.
        """
        best = maker.best if not maker.left else None
        if best is not None and best.lab and best.certainty is NameCertainty.CERTAIN:
            return best.lab
        if best is not None and best.lab:
            known = vendor_name(best.lab)
            raise BadArgument(
                f"I know no lab “{shorten(self.lab, 40)}”.",
                todo=f"Did you mean {known}?",
                instead=alternatives([(known, best.lab)], "lab"),
            )
        slug = label_slug(checked_name(self.lab)).removeprefix("label/")
        return "" if slug == "label" else slug  # "label/…" is where names without a lab are

    def answer(self, found: AddModelInputs, ctx: RequestContext) -> Reply:
        """Done, or waiting for a second person."""
        return reply(self._proposal(found, ctx), ctx)

    async def keep(self, found: AddModelInputs, ports: Ports, ctx: RequestContext) -> None:
        """Propose it, and carry it out if nobody else could decide."""
        await act(ports, ctx, self._proposal(found, ctx))
