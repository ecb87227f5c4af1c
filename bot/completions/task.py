"""Tasks that this place has logged runs of."""

from collections.abc import Sequence

from bot.completions import Suggestion
from bot.ports import Ports
from bot.request import Asked


async def suggest(ports: Ports, asked: Asked, text: str) -> Sequence[Suggestion]:
    """Tasks by any part of their name."""
    wanted = text.strip().casefold()
    return [Suggestion(task, task) for task in ports.claims.tasks(asked.tenant) if wanted in task.casefold()][:25]
