"""Complete models and codenames."""

from collections.abc import Sequence

from bot.dispatch.completions import Suggestion
from bot.domain.time import format_time
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.names import resolve
from bot.queries.watched import watched_subjects

MOST = 25  # https://docs.discord.com/developers/interactions/application-commands#autocomplete


async def suggest(ports: Ports, ctx: RequestContext, text: str) -> Sequence[Suggestion]:
    """Suggest subjects by name or alias, each with its state and date.

    An exact match of the whole text comes first; without a text, what is watched does.
    """
    meant = resolve(ports, ctx, text).best if text.strip() else None
    known = ports.ledger.subject(meant.slug, ctx.view) if meant is not None else None
    first = (known,) if known is not None else () if text.strip() else watched_subjects(ports, ctx)
    listed = {one.slug: one for one in (*first, *ports.ledger.suggest(text, ctx.view))}
    found = []
    if known is None and meant is not None and meant.is_model:
        found.append(Suggestion(f"{meant.name} — not in the ledger", meant.slug))
    for subject in listed.values():
        since = f" — {format_time(subject.changed_at)}" if subject.changed_at else ""
        found.append(Suggestion(f"{subject.name} — {subject.state.value}{since}", subject.slug))
    return found[:MOST]
