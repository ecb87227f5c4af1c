"""``/spudwatch-admin channels``: channels where look-ups are public by default."""

from bot.commands.spudwatch_admin._change import changed
from bot.dispatch.command import Command, option
from bot.messages.order import order
from bot.messages.reply import Reply
from bot.messages.request import RequestContext, Role
from bot.ports import Ports
from bot.ports.accounts.tenants import TenantSettings


class Channels(Command[TenantSettings], name="spudwatch-admin channels", role=Role.ADMIN):
    """Make look-ups in this channel public by default, or private again."""

    public: bool = option("Public by default here")

    async def gather(self, ports: Ports, ctx: RequestContext) -> TenantSettings:
        """Read the current channels."""
        return ports.tenants.settings(ctx.tenant)

    def answer(self, found: TenantSettings, ctx: RequestContext) -> Reply:
        """The receipt."""
        undo = order("spudwatch-admin channels", public="no" if self.public else "yes")
        before = ctx.place in found.public_channels
        note = "Reports, settings and errors stay private everywhere."
        return changed("Public look-ups in this channel", before, self.public, undo, note)

    async def keep(self, found: TenantSettings, ports: Ports, ctx: RequestContext) -> None:
        """Set it."""
        del found
        await ports.tenants.include(ctx.tenant, "public_channels", ctx.place, ctx.actor, ctx.now, present=self.public)
