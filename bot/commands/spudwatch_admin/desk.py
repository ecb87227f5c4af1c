"""``/spudwatch-admin desk``: who may accept, refuse, merge and resolve."""

import re
from typing import Literal

from bot.command import Command, option, order
from bot.commands.spudwatch_admin._change import changed
from bot.errors import BadArgument
from bot.ports import Ports
from bot.ports.tenants import TenantSettings
from bot.reply import Reply
from bot.request import Asked, Role


class SetDesk(Command[TenantSettings], name="spudwatch-admin desk", role=Role.ADMIN):
    """Adds a person to the desk, makes a manager, or takes the role away."""

    person: str = option("The person: a mention or an id", limit=60, complete="person")
    role_is: Literal["desk", "manager", "admin", "none"] = option("What they become", default="desk")

    async def gather(self, ports: Ports, asked: Asked) -> TenantSettings:
        """Who has which role."""
        _person(self.person, asked)
        return ports.tenants.settings(asked.tenant)

    def answer(self, found: TenantSettings, asked: Asked) -> Reply:
        """The receipt."""
        who = _person(self.person, asked)
        before = found.roles.get(who)
        undo = order("spudwatch-admin desk", person=who.partition(":")[2], role_is=before.value if before else "none")
        return changed(f"Role of {who.partition(':')[2]}", before.value if before else "none", self.role_is, undo)

    async def keep(self, found: TenantSettings, ports: Ports, asked: Asked) -> None:
        """Set it."""
        who = _person(self.person, asked)
        roles = {person: role.value for person, role in found.roles.items() if person != who}
        if self.role_is != "none":
            roles[who] = self.role_is
        await ports.tenants.choose(asked.tenant, "roles", roles, asked.actor, asked.now)


def _person(text: str, asked: Asked) -> str:
    """``<@42>``, ``@42`` or ``42`` as a person of this platform (and, on Slack, of this workspace)."""
    ident = text.strip().strip("<@!>").partition("|")[0].rpartition(":")[2].rpartition("/")[2]
    if not ident or not ident.replace("_", "").replace("-", "").isalnum():
        raise BadArgument("I could not read that person.", todo="Mention them, or give their id.")
    return re.sub(r"[^:/]*$", ident, asked.actor, count=1)
