"""Complete people with a role in this tenant."""

from collections.abc import Sequence

from bot.dispatch.completions import Suggestion
from bot.messages.request import RequestContext
from bot.ports import Ports


async def suggest(ports: Ports, ctx: RequestContext, text: str) -> Sequence[Suggestion]:
    """Suggest the ids to which an admin gave a role; others are typed or mentioned."""
    roles = ports.tenants.settings(ctx.tenant).roles
    names = {person.rpartition(":")[2].rpartition("/")[2]: role.value for person, role in sorted(roles.items())}
    return [Suggestion(f"{name} — {role}", name) for name, role in names.items() if text.strip() in name][:25]
