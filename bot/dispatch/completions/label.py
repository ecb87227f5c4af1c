"""Complete labels: local ones, then public ones, with the date of their grade."""

from collections.abc import Sequence

from bot.dispatch.completions import Suggestion
from bot.domain.sightings.labels import key
from bot.domain.time import format_time
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.watched import watched_labels


async def suggest(ports: Ports, ctx: RequestContext, text: str) -> Sequence[Suggestion]:
    """Suggest at most 25 labels that begin with or contain the text.

    Without one, the watched come first.
    """
    found = {
        one.key: Suggestion(f"{one.shown} — {one.surface} — {format_time(one.changed_at)}", one.shown)
        for one in ports.sightings.suggest(text, ctx.view)
    }
    wanted = key(text) if text.strip() else ""
    public = sorted(ports.sightings.guide().labels(ctx.as_of), key=lambda one: one.learned_at, reverse=True)
    for one in public:
        if wanted in key(one.label):
            state = one.identified_as or "not identified"
            found.setdefault(
                key(one.label), Suggestion(f"{one.label} — {state} — {format_time(one.learned_at)}", one.label)
            )
    first = frozenset() if wanted else watched_labels(ports, ctx)
    return tuple(found[one] for one in sorted(found, key=lambda one: one not in first))[:25]
