"""``/spudwatch-admin share``: what members here see of each other."""

from bot.command import Command, option, order
from bot.commands.spudwatch_admin._change import changed
from bot.ports import Ports
from bot.ports.tenants import TenantSettings
from bot.reply import Reply
from bot.request import Asked, Role


class Share(Command[TenantSettings], name="spudwatch-admin share", role=Role.ADMIN):
    """Shows or hides the names of reporters to other members here."""

    names: bool = option("Names of reporters shown")

    async def gather(self, ports: Ports, asked: Asked) -> TenantSettings:
        """Whether they are shown now."""
        return ports.tenants.settings(asked.tenant)

    def answer(self, found: TenantSettings, asked: Asked) -> Reply:
        """The receipt."""
        del asked
        undo = order("spudwatch-admin share", names=found.names_shown)
        return changed("Names of reporters shown", found.names_shown, self.names, undo)

    async def keep(self, found: TenantSettings, ports: Ports, asked: Asked) -> None:
        """Set it."""
        del found
        await ports.tenants.choose(asked.tenant, "names_shown", self.names, asked.actor, asked.now)
