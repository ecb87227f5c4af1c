"""``/spudwatch-admin retention``: retention periods, and the minimum account age."""

from typing import Literal

from bot.commands.spudwatch_admin._change import changed
from bot.dispatch.command import Command, option
from bot.messages.errors import BadArgument
from bot.messages.order import order
from bot.messages.reply import Reply
from bot.messages.request import RequestContext, Role
from bot.ports import Ports
from bot.ports.accounts.tenants import TenantSettings

_KEYS = {
    "pictures": ("picture_days", 1, 3650),
    "audit": ("audit_days", 30, 3650),
    "account age": ("min_account_days", 0, 365),
}


class Retention(Command[TenantSettings], name="spudwatch-admin retention", role=Role.ADMIN):
    """Set how long pictures and the audit trail are kept, and the minimum account age."""

    what: Literal["pictures", "audit", "account age"] = option("What to set")
    days: int = option("Days", low=0, high=3650)

    async def gather(self, ports: Ports, ctx: RequestContext) -> TenantSettings:
        """Read the current settings."""
        return ports.tenants.settings(ctx.tenant)

    def answer(self, found: TenantSettings, ctx: RequestContext) -> Reply:
        """The receipt."""
        del ctx
        name, low, high = _KEYS[self.what]
        if not low <= self.days <= high:
            raise BadArgument(f"{self.what} takes {low} to {high} days.", todo=f"Give days:{low} to days:{high}.")
        before = getattr(found, name)
        undo = order("spudwatch-admin retention", what=self.what, days=before)
        return changed(f"{self.what}, days", before, self.days, undo)

    async def keep(self, found: TenantSettings, ports: Ports, ctx: RequestContext) -> None:
        """Set it."""
        del found
        await ports.tenants.choose(ctx.tenant, _KEYS[self.what][0], self.days, ctx.actor, ctx.now)
