"""``/spudwatch-admin desk``: who may accept, refuse, merge and resolve."""

import re
from typing import Literal

from bot.commands.spudwatch_admin._change import changed
from bot.dispatch.command import Command, option
from bot.messages.errors import BadArgument
from bot.messages.order import order
from bot.messages.reply import Button, Reply, person
from bot.messages.request import RequestContext, Role
from bot.ports import Ports
from bot.ports.accounts.tenants import TenantSettings

_PERSON = re.compile(r"<@!?(?:[^<>@!|]*[:/])?([\w-]+)(?:\|[^<>@]*)?>|@?(?:[^<>@!|]*[:/])?([\w-]+)")
"""How a person is written: a mention, or an id with or without its address."""


class SetDesk(Command[TenantSettings], name="spudwatch-admin desk", role=Role.ADMIN):
    """Add a person to the desk, make a manager, or remove the role."""

    person: str = option("The person: a mention or an id; on Discord also a role", limit=60, complete="person")
    role_is: Literal["desk", "manager", "admin", "none"] = option("What they become", default="desk")

    async def gather(self, ports: Ports, ctx: RequestContext) -> TenantSettings:
        """Read the roles."""
        if not self._group(ctx):
            _person(self.person, ctx)
        return ports.tenants.settings(ctx.tenant)

    def answer(self, found: TenantSettings, ctx: RequestContext) -> Reply:
        """The receipt."""
        first = not found.roles and not found.desk_role
        then = Button("Next: digest", order("spudwatch-admin setup", step=3)) if first else None
        if group := self._group(ctx):
            after = group if self.role_is == "desk" else ""
            return changed("Role whose members are the desk", found.desk_role, after, then=then)
        who = _person(self.person, ctx)
        before = found.roles.get(who)
        undo = order("spudwatch-admin desk", person=who.partition(":")[2], role_is=before.value if before else "none")
        return changed("Role", before.value if before else "none", self.role_is, undo, then=then, whose=person(who))

    async def keep(self, found: TenantSettings, ports: Ports, ctx: RequestContext) -> None:
        """Set it."""
        del found  # another admin may have changed other people's since
        if group := self._group(ctx):
            role = group if self.role_is == "desk" else ""
            await ports.tenants.choose(ctx.tenant, "desk_role", role, ctx.actor, ctx.now)
            return
        role_is = None if self.role_is == "none" else Role(self.role_is)
        await ports.tenants.give(ctx.tenant, _person(self.person, ctx), role_is, ctx.actor, ctx.now)

    def _group(self, ctx: RequestContext) -> str:
        """The id of a role that was mentioned (``<@&42>``), or "".

        Raises:
            BadArgument: a whole role can be the desk, and nothing more.
        """
        numbered = ctx.actor.rpartition(":")[2].isdecimal()  # only where people are numbers is a role mentioned so
        found = re.fullmatch(r"<@&(\d{1,20})>", self.person.strip()) if numbered else None
        if found and self.role_is not in ("desk", "none"):
            raise BadArgument("A whole role can be the desk, and nothing more.", todo="Name a person for that.")
        return found[1] if found else ""


def _person(text: str, ctx: RequestContext) -> str:
    """Parse ``<@42>``, ``@42`` or ``42`` as a person of this platform (on Slack, workspace)."""
    found = _PERSON.fullmatch(text.strip())
    ident = (found[1] or found[2] or "") if found else ""
    if not ident:
        raise BadArgument("I could not read that person.", todo="Mention them, or give their id.")
    return re.sub(r"[^:/]*$", ident, ctx.actor, count=1)
