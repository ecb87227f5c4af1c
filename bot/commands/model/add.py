"""``/model add``: add an unlisted model for this tenant alone."""

from __future__ import annotations

from typing import Literal

from bot.commands.model._desk import checked_name, checked_page, proposal, reply
from bot.dispatch.command import Command, option
from bot.domain.names import NameReading, lab_table, label_slug
from bot.domain.text import shorten
from bot.messages.errors import BadArgument, Conflict
from bot.messages.order import order
from bot.messages.reply import Button, Reply
from bot.messages.request import RequestContext, Role
from bot.moderation.proposals import Proposal, act
from bot.ports import Ports
from bot.queries.names import resolve

State = Literal["rumoured", "testing", "released"]


class AddModel(Command[Proposal], name="model add", role=Role.DESK):
    """Add a model or codename for this server or workspace."""

    model: str = option("The name as its lab writes it, or a codename", limit=400)
    source: str = option("The page that shows it", limit=2000)
    lab: str = option("Who makes it; needed for a codename", default="", limit=60)
    state: State = option("Its current state", default="rumoured")

    async def gather(self, ports: Ports, ctx: RequestContext) -> Proposal:
        """Resolve the new name, if it is unknown."""
        name, source = checked_name(self.model), checked_page(self.source)
        found = resolve(ports, ctx, name)
        reading = found.best
        known = reading is not None and ports.ledger.subject(reading.slug, ctx.view) is not None
        if reading is not None and known and not found.left:
            raise Conflict(
                f"{reading.name} is known here already, as {reading.slug}.",
                todo="Give it another name with model alias.",
                actions=[Button(reading.name[:80], order("claimcheck ready", subject=reading.slug))],
            )
        slug, shown, lab = self._identity(name, reading if not found.left else None)
        body = {"slug": slug, "name": shown, "lab": lab, "source": source, "state": self.state, "surface": ""}
        return proposal(ports, ctx, f"Add {shown} ({slug})", body)

    def _identity(self, name: str, reading: NameReading | None) -> tuple[str, str, str]:
        """Return slug, name and lab.

        By the lab's grammar, else a codename of the given lab.
        """
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
            raise BadArgument(f"“{shorten(name, 40)}” has no letters to make a name of.")
        return f"{lab}/{tail}", name, lab

    def answer(self, found: Proposal, ctx: RequestContext) -> Reply:
        """Done, or waiting for a second person."""
        return reply(found, ctx)

    async def keep(self, found: Proposal, ports: Ports, ctx: RequestContext) -> None:
        """Propose it, and carry it out if nobody else could decide."""
        await act(ports, ctx, found)
