"""``/model add``: add an unlisted model for this tenant alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.commands.model._desk import checked_name, checked_page, proposal, reply
from bot.dispatch.command import Command, option
from bot.domain.names import NameReading, NameResolution, lab_table, label_slug
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
    """What the name is read as, and whether the ledger has that already.

    ``alone`` means that nobody else could decide.
    """

    meant: NameResolution
    known: bool
    alone: bool


class AddModel(Command[AddModelInputs], name="model add", role=Role.DESK):
    """Add a model or codename for this server or workspace."""

    model: str = option("The name as its lab writes it, or a codename", limit=400)
    source: str = option("The page that shows it", limit=2000)
    lab: str = option("Who makes it; needed for a codename", default="", limit=60)
    state: State = option("Its current state", default="rumoured")

    async def gather(self, ports: Ports, ctx: RequestContext) -> AddModelInputs:
        """Resolve the new name."""
        meant = resolve(ports, ctx, checked_name(self.model))
        known = meant.best is not None and ports.ledger.subject(meant.best.slug, ctx.view) is not None
        return AddModelInputs(meant, known, alone(ports, ctx))

    def _proposal(self, found: AddModelInputs, ctx: RequestContext) -> Proposal:
        """Build the desk's proposal.

        Raises:
            Conflict: the name is known.
            BadArgument: the lab is unknown, the name has no letters, or the page is no address.
        """
        name, source, reading = checked_name(self.model), checked_page(self.source), found.meant.best
        if reading is not None and found.known and not found.meant.left:
            raise Conflict(
                f"{reading.name} is known here already, as {reading.slug}.",
                todo="Give it another name with model alias.",
                instead=alternatives([(reading.name, reading.slug)], "model", "claimcheck ready"),
            )
        slug, shown, lab = self._identity(name, reading if not found.meant.left else None)
        body = {"slug": slug, "name": shown, "lab": lab, "source": source, "state": self.state, "surface": ""}
        return proposal(ctx, f"Add {shown} ({slug})", body, at_once=found.alone)

    def _identity(self, name: str, reading: NameReading | None) -> tuple[str, str, str]:
        """Return slug, name and lab by the lab's grammar, else as a codename of the given lab."""
        if reading is not None and reading.is_model and not reading.is_guess:
            return reading.slug, reading.name, reading.lab
        table = lab_table()
        wanted = self.lab.strip().casefold()
        lab = next(
            (lab.slug for lab in table.labs.values() if wanted in (lab.slug, lab.name.casefold(), *lab.words)), ""
        )
        if not lab:
            what = f"I know no lab “{shorten(self.lab, 40)}”." if self.lab else f"Who makes “{shorten(name, 40)}”?"
            raise BadArgument(what, todo="Name the lab, such as lab:OpenAI.")
        tail = label_slug(name).removeprefix("label/")
        if not tail:
            raise BadArgument(
                f"“{shorten(name, 40)}” has no letters to make a name of.",
                todo="Write it as its lab does: /model add model:…",
            )
        return f"{lab}/{tail}", name, lab

    def answer(self, found: AddModelInputs, ctx: RequestContext) -> Reply:
        """Done, or waiting for a second person."""
        return reply(self._proposal(found, ctx), ctx)

    async def keep(self, found: AddModelInputs, ports: Ports, ctx: RequestContext) -> None:
        """Propose it, and carry it out if nobody else could decide."""
        await act(ports, ctx, self._proposal(found, ctx))
