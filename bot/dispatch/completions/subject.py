"""Models and codenames."""

from collections.abc import Sequence

from bot.dispatch.completions import Suggestion
from bot.messages.request import RequestContext
from bot.ports import Ports


async def suggest(ports: Ports, ctx: RequestContext, text: str) -> Sequence[Suggestion]:
    """Subjects by name or alias, each with its state and since when."""
    found = []
    for subject in ports.ledger.suggest(text, ctx.view):
        since = f" — {subject.changed_at:%-d %b %Y}" if subject.changed_at else ""
        found.append(Suggestion(f"{subject.name} — {subject.state.value}{since}", subject.slug))
    return found
