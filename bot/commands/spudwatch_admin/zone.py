"""``/spudwatch-admin zone``: the zone of this server or workspace."""

from bot.commands.spudwatch_admin._change import changed
from bot.dispatch.command import Command, option
from bot.dispatch.date_arguments import parse_time_zone
from bot.messages.order import order
from bot.messages.reply import Button, Reply
from bot.messages.request import RequestContext, Role
from bot.ports import Ports
from bot.ports.accounts.tenants import TenantSettings


class SetZone(Command[tuple[TenantSettings, str]], name="spudwatch-admin zone", role=Role.ADMIN):
    """Set the time zone for dates and digests here."""

    zone: str = option("A place, such as Europe/Berlin", complete="zone")

    async def gather(self, ports: Ports, ctx: RequestContext) -> tuple[TenantSettings, str]:
        """Read the current settings and the requested zone."""
        return ports.tenants.settings(ctx.tenant), parse_time_zone(self.zone)

    def answer(self, found: tuple[TenantSettings, str], ctx: RequestContext) -> Reply:
        """The receipt."""
        del ctx
        settings, after = found
        first = not settings.roles and not settings.desk_role
        then = Button("Next: desk", order("spudwatch-admin setup", step=2)) if first else None
        return changed("Time zone", settings.zone, after, order("spudwatch-admin zone", zone=settings.zone), then=then)

    async def keep(self, found: tuple[TenantSettings, str], ports: Ports, ctx: RequestContext) -> None:
        """Set it."""
        await ports.tenants.choose(ctx.tenant, "zone", found[1], ctx.actor, ctx.now)
