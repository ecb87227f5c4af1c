"""Complete tasks with runs logged in this tenant."""

from collections.abc import Sequence

from bot.dispatch.completions import Suggestion
from bot.messages.request import RequestContext
from bot.ports import Ports


async def suggest(ports: Ports, ctx: RequestContext, text: str) -> Sequence[Suggestion]:
    """Suggest tasks by any part of their name."""
    wanted = text.strip().casefold()
    return [Suggestion(task, task) for task in ports.claims.tasks(ctx.tenant) if wanted in task.casefold()][:25]
