"""``/spudwatch-admin switch``: turn a part off, or on again."""

from typing import Literal

from bot.commands.spudwatch_admin._change import changed, with_or_without
from bot.dispatch.command import Command, option
from bot.messages.order import order
from bot.messages.reply import Reply
from bot.messages.request import RequestContext, Role
from bot.ports import Ports
from bot.ports.accounts.tenants import TenantSettings

PARTS = Literal["odds", "venue links", "real money", "checkpoint", "claimcheck", "posts"]


class Switch(Command[TenantSettings], name="spudwatch-admin switch", role=Role.ADMIN):
    """Switch a feature off here, or on again: odds, venue links, real money, posts."""

    part: PARTS = option("Which feature; posts off silences every channel")
    on: bool = option("On or off")

    async def gather(self, ports: Ports, ctx: RequestContext) -> TenantSettings:
        """Read what is switched off."""
        return ports.tenants.settings(ctx.tenant)

    def answer(self, found: TenantSettings, ctx: RequestContext) -> Reply:
        """The receipt."""
        del ctx
        undo = order("spudwatch-admin switch", part=self.part, on="no" if self.on else "yes")
        before = "off" if self.part in found.off else "on"
        return changed(f"{self.part.capitalize()} here", before, "on" if self.on else "off", undo)

    async def keep(self, found: TenantSettings, ports: Ports, ctx: RequestContext) -> None:
        """Set it."""
        off = with_or_without(found.off, [self.part], present=not self.on)
        await ports.tenants.choose(ctx.tenant, "off", off, ctx.actor, ctx.now)
