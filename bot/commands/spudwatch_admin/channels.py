"""``/spudwatch-admin channels``: where look-ups are public by default."""

from bot.commands.spudwatch_admin._change import changed, with_or_without
from bot.dispatch.command import Command, option, order
from bot.messages.reply import Reply
from bot.messages.request import Asked, Role
from bot.ports import Ports
from bot.ports.tenants import TenantSettings


class Channels(Command[TenantSettings], name="spudwatch-admin channels", role=Role.ADMIN):
    """Makes look-ups in this channel public by default, or private again."""

    public: bool = option("Public by default here")

    async def gather(self, ports: Ports, asked: Asked) -> TenantSettings:
        """Where they are public now."""
        return ports.tenants.settings(asked.tenant)

    def answer(self, found: TenantSettings, asked: Asked) -> Reply:
        """The receipt."""
        undo = order("spudwatch-admin channels", public="no" if self.public else "yes")
        before = asked.place in found.public_channels
        note = "Reports, settings and errors stay private everywhere."
        return changed("Public look-ups in this channel", before, self.public, undo, note)

    async def keep(self, found: TenantSettings, ports: Ports, asked: Asked) -> None:
        """Set it."""
        places = with_or_without(found.public_channels, [asked.place], present=self.public)
        await ports.tenants.choose(asked.tenant, "public_channels", places, asked.actor, asked.now)
