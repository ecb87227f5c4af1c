"""``/model alias``: add another name of a model for this tenant alone."""

from __future__ import annotations

from bot.commands.model._desk import checked_name, checked_page, known_model, proposal, reply
from bot.dispatch.command import Command, option
from bot.messages.errors import BadArgument, Conflict
from bot.messages.reply import Reply
from bot.messages.request import RequestContext, Role
from bot.moderation.proposals import Proposal, act
from bot.ports import Ports
from bot.queries.names import resolve


class AliasModel(Command[Proposal], name="model alias", role=Role.DESK):
    """Add another name of a model for this server or workspace."""

    alias: str = option("The other name", limit=400)
    model: str = option("The model it means", complete="subject", limit=100)
    source: str = option("The page that shows it", limit=2000)

    async def gather(self, ports: Ports, ctx: RequestContext) -> Proposal:
        """The name and the model, if the name means no other."""
        name, source = checked_name(self.alias), checked_page(self.source)
        model = known_model(ports, ctx, self.model, "model", "model alias")
        meant = resolve(ports, ctx, name)
        if meant.best is not None and not meant.left and not meant.best.is_guess:
            if meant.best.slug == model.slug:
                raise BadArgument(f"“{name}” means {model.name} already.")
            if ports.ledger.subject(meant.best.slug, ctx.view) is not None:
                raise Conflict(
                    f"“{name}” is {meant.best.name} ({meant.best.slug}).", todo="If they are one model: model merge."
                )
        body = {"slug": model.slug, "name": model.name, "lab": model.lab, "source": source, "names": name}
        return proposal(ports, ctx, f"{name} is {model.name}", body)

    def answer(self, found: Proposal, ctx: RequestContext) -> Reply:
        """Done, or waiting for a second person."""
        return reply(found, ctx)

    async def keep(self, found: Proposal, ports: Ports, ctx: RequestContext) -> None:
        """Propose it, and carry it out if nobody else could decide."""
        await act(ports, ctx, found)
