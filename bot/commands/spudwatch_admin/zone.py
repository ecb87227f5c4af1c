"""``/spudwatch-admin zone``: the zone of this server or workspace."""

from bot.command import Command, option, order
from bot.commands.spudwatch_admin._change import changed
from bot.domain.zones import read_zone
from bot.ports import Ports
from bot.reply import Reply
from bot.request import Asked, Role


class SetZone(Command[tuple[str, str]], name="spudwatch-admin zone", role=Role.ADMIN):
    """Sets the time zone dates and digests are read in here."""

    zone: str = option("A place, such as Europe/Berlin", complete="zone")

    async def gather(self, ports: Ports, asked: Asked) -> tuple[str, str]:
        """The zone before and after."""
        return ports.tenants.settings(asked.tenant).zone, read_zone(self.zone)

    def answer(self, found: tuple[str, str], asked: Asked) -> Reply:
        """The receipt."""
        del asked
        before, after = found
        return changed("Time zone", before, after, order("spudwatch-admin zone", zone=before))

    async def keep(self, found: tuple[str, str], ports: Ports, asked: Asked) -> None:
        """Set it."""
        await ports.tenants.choose(asked.tenant, "zone", found[1], asked.actor, asked.now)
