"""``/spudwatch timezone``: the zone your dates are read in."""

from zoneinfo import ZoneInfo

from bot.dispatch.command import Command, option
from bot.dispatch.date_arguments import parse_time_zone
from bot.messages import words
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Severity
from bot.messages.request import RequestContext
from bot.ports import Ports


class Timezone(Command[str], name="spudwatch timezone"):
    """Set or show the time zone for dates you type."""

    zone: str = option("A place, such as Europe/Berlin", default="", complete="zone")

    async def gather(self, ports: Ports, ctx: RequestContext) -> str:
        """Return the requested zone, or the one in force."""
        del ports
        return parse_time_zone(self.zone) if self.zone else ctx.zone

    def answer(self, found: str, ctx: RequestContext) -> Reply:
        """Confirm the zone and its current time."""
        local = ctx.now.astimezone(ZoneInfo(found))
        return Reply(
            title=f"Set to {found}" if self.zone else f"Your time zone is {found}",
            severity=Severity.GOOD if self.zone else Severity.INFO,
            actions=(Button(words.UNDO, order("spudwatch timezone", zone=ctx.zone), in_place=True),)
            if self.zone
            else (),
            note=f"It is {local:%A %H:%M} there.",
            data={"zone": found, "local": local.isoformat()},
        )

    async def keep(self, found: str, ports: Ports, ctx: RequestContext) -> None:
        """Remember the choice."""
        if self.zone:
            await ports.tenants.choose_for_me(ctx.tenant, ctx.actor, "zone", found, ctx.now)
