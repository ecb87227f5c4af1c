"""``/spudwatch-admin switch``: turn a part off, or on again."""

from dataclasses import replace

from bot.commands.spudwatch_admin._change import changed
from bot.dispatch.command import Command, option
from bot.domain.parts import HIDES, PARTS, SwitchPart
from bot.messages.order import order
from bot.messages.reply import Reply, Text
from bot.messages.request import RequestContext, Role
from bot.ports import Ports
from bot.ports.accounts.tenants import TenantSettings


class Switch(Command[TenantSettings], name="spudwatch-admin switch", role=Role.ADMIN):
    """Switch a part off here, or on again; what is off is hidden in every answer, digest and alert."""

    part: SwitchPart = option(
        "Which part; the help says what each hides", meanings={one: f"off: {HIDES[one]}" for one in PARTS}
    )
    on: bool = option("On or off")

    async def gather(self, ports: Ports, ctx: RequestContext) -> TenantSettings:
        """Read what is switched off."""
        return ports.tenants.settings(ctx.tenant)

    def answer(self, found: TenantSettings, ctx: RequestContext) -> Reply:
        """The receipt."""
        del ctx
        undo = order("spudwatch-admin switch", part=self.part, on="no" if self.on else "yes")
        before = "off" if self.part in found.off else "on"
        made = changed(f"{self.part.capitalize()} here", before, "on" if self.on else "off", undo)
        effect = f"While it is off, {HIDES[self.part]}."
        return replace(made, parts=(*made.parts, Text(effect)))

    async def keep(self, found: TenantSettings, ports: Ports, ctx: RequestContext) -> None:
        """Set it."""
        del found
        await ports.tenants.include(ctx.tenant, "off", self.part, ctx.actor, ctx.now, present=not self.on)
