"""``/model merge``: two models that are one, for this place alone."""

from __future__ import annotations

from bot.commands.model._desk import checked_page, known_model, proposal, reply
from bot.dispatch.command import Command, option
from bot.domain.names.subjects import good
from bot.messages.errors import BadArgument
from bot.messages.reply import Reply
from bot.messages.request import RequestContext, Role
from bot.moderation.proposals import Proposal, act, alone
from bot.ports import Ports
from bot.queries.aliases import world_of


class MergeModels(Command[Proposal], name="model merge", role=Role.DESK):
    """Treat two models as one in this server or workspace."""

    source: str = option("The model or codename to merge", complete="subject", limit=100)
    into: str = option("The model to merge it into", complete="subject", limit=100)
    page: str = option("The page that shows it", limit=2000)

    async def gather(self, ports: Ports, ctx: RequestContext) -> Proposal:
        """Both models, and the names that go over from one to the other."""
        page = checked_page(self.page)
        one = known_model(ports, ctx, self.source, "source")
        other = known_model(ports, ctx, self.into, "into")
        world, _ = world_of(ports, [one.slug, other.slug], ctx.view)
        if world.one(one.slug) == world.one(other.slug):
            raise BadArgument(
                f"{one.name} and {other.name} are one model already.", todo="Nothing is left to do; see /model show."
            )
        own = {alias.text: None for alias in good(ports.ledger.aliases_of(one.slug, ctx.view))}
        names = "\n".join(dict.fromkeys((one.name, *own, one.slug)))
        body = {"slug": other.slug, "name": other.name, "lab": other.lab, "source": page, "names": names}
        body |= {"merged": one.slug, "merged_names": f"{one.name}\n{one.slug}"}
        return proposal(ctx, f"{one.name} is {other.name}", body, at_once=alone(ports, ctx))

    def answer(self, found: Proposal, ctx: RequestContext) -> Reply:
        """Done, or waiting for a second person."""
        return reply(found, ctx)

    async def keep(self, found: Proposal, ports: Ports, ctx: RequestContext) -> None:
        """Propose it, and carry it out if nobody else could decide."""
        await act(ports, ctx, found)
