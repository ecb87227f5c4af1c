"""``/model alias``: add another name of a model for this tenant alone."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commands.model._desk import checked_name, checked_page, known_model, proposal, reply
from bot.dispatch.command import Command, option
from bot.domain.names import NameReading, NameResolution
from bot.messages.errors import BadArgument, Conflict
from bot.messages.reply import Reply
from bot.messages.request import RequestContext, Role
from bot.moderation.proposals import Proposal, act, alone
from bot.ports import Ports
from bot.queries.names import resolve


@dataclass(frozen=True, slots=True)
class AliasModelInputs:
    """The model, what the name is read as so far, and whether the ledger has that.

    ``alone`` means that nobody else could decide.
    """

    model: NameReading
    meant: NameResolution
    known: bool
    alone: bool


class AliasModel(Command[AliasModelInputs], name="model alias", role=Role.DESK):
    """Add another name of a model for this server or workspace."""

    alias: str = option("The other name", limit=400)
    model: str = option("The model it means", complete="subject", limit=100)
    source: str = option("The page that shows it", limit=2000)

    async def gather(self, ports: Ports, ctx: RequestContext) -> AliasModelInputs:
        """Resolve the name and the model."""
        model = known_model(ports, ctx, self.model, "model")
        meant = resolve(ports, ctx, checked_name(self.alias))
        known = meant.best is not None and ports.ledger.subject(meant.best.slug, ctx.view) is not None
        return AliasModelInputs(model, meant, known, alone(ports, ctx))

    def _proposal(self, found: AliasModelInputs, ctx: RequestContext) -> Proposal:
        """Build the desk's proposal.

        Raises:
            BadArgument: the name means the model already, or the page is no address.
            Conflict: it means another model.
        """
        name, source = checked_name(self.alias), checked_page(self.source)
        model, other = found.model, found.meant.best
        if other is not None and not found.meant.left and not other.is_guess:
            if other.slug == model.slug:
                raise BadArgument(
                    f"“{name}” means {model.name} already.", todo="Nothing is left to do; see /model show."
                )
            if found.known:
                raise Conflict(f"“{name}” is {other.name} ({other.slug}).", todo="If they are one model: model merge.")
        body = {"slug": model.slug, "name": model.name, "lab": model.lab, "source": source, "names": name}
        return proposal(ctx, f"{name} is {model.name}", body, at_once=found.alone)

    def answer(self, found: AliasModelInputs, ctx: RequestContext) -> Reply:
        """Done, or waiting for a second person."""
        return reply(self._proposal(found, ctx), ctx)

    async def keep(self, found: AliasModelInputs, ports: Ports, ctx: RequestContext) -> None:
        """Propose it, and carry it out if nobody else could decide."""
        await act(ports, ctx, self._proposal(found, ctx))
