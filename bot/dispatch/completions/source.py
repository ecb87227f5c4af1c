"""Complete sources of evidence."""

from collections.abc import Sequence

from bot.dispatch.completions import Suggestion
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.records.known_sources import known_sources


async def suggest(ports: Ports, ctx: RequestContext, text: str) -> Sequence[Suggestion]:
    """Suggest sources by any part of their name, each with its kind."""
    wanted = text.strip().casefold()
    known = known_sources(ports, ctx.view).values()
    return [Suggestion(f"{one.party} — {one.kind}", one.party) for one in known if wanted in one.party.casefold()][:25]
