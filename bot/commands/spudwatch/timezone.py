"""``/spudwatch timezone``: the zone your dates are read in."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.dispatch.command import Command, option
from bot.dispatch.date_arguments import parse_time_zone
from bot.messages import words
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Severity
from bot.messages.request import RequestContext
from bot.ports import Ports

NO_CHOICE = "default"  # the zone of the server or workspace, or the platform's


@dataclass(frozen=True, slots=True)
class ZoneInputs:
    """The zone in force or to come, and what this person has chosen and chooses ('' for nothing)."""

    zone: str
    before: str
    after: str


class Timezone(Command[ZoneInputs], name="spudwatch timezone"):
    """Set or show the time zone for dates you type."""

    zone: str = option("A place, such as Europe/Berlin; default: this server's", default="", complete="zone")

    async def gather(self, ports: Ports, ctx: RequestContext) -> ZoneInputs:
        """Read the requested zone, or the one in force, and the person's own choice."""
        before = ports.tenants.zone(ctx.tenant, ctx.actor)
        if self._forgets:
            return ZoneInputs(ports.tenants.settings(ctx.tenant).zone, before, "")
        after = parse_time_zone(self.zone) if self.zone else before
        return ZoneInputs(after or ctx.zone, before, after)

    @property
    def _forgets(self) -> bool:
        return self.zone.strip().casefold() == NO_CHOICE

    def answer(self, found: ZoneInputs, ctx: RequestContext) -> Reply:
        """Confirm the zone and its current time."""
        local = ctx.now.astimezone(ZoneInfo(found.zone))
        undo = order("spudwatch timezone", zone=found.before or NO_CHOICE)
        said = "Your own zone is forgotten; here it is" if self._forgets else "Set to"
        return Reply(
            title=f"{said} {found.zone}" if self.zone else f"Your time zone is {found.zone}",
            severity=Severity.GOOD if self.zone else Severity.INFO,
            actions=(Button(words.UNDO, undo, in_place=True),) if self.zone else (),
            note=f"It is {local:%A %H:%M} there.",
            data={"zone": found.zone, "local": local.isoformat()},
        )

    async def keep(self, found: ZoneInputs, ports: Ports, ctx: RequestContext) -> None:
        """Remember the choice, or forget it."""
        if self.zone:
            await ports.tenants.choose_for_me(ctx.tenant, ctx.actor, "zone", found.after, ctx.now)
