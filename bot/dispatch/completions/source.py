"""Complete sources of evidence."""

from collections.abc import Sequence
from itertools import islice

from bot.dispatch.answer_cache import RecentByTenant
from bot.dispatch.completions import Suggestion
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.claims import SourceInfo
from bot.queries.records.known_sources import known_sources

_NAMES = RecentByTenant[tuple[SourceInfo, ...]]()  # it is asked with each letter that is typed


async def suggest(ports: Ports, ctx: RequestContext, text: str) -> Sequence[Suggestion]:
    """Suggest sources by any part of their name, each with its kind."""
    wanted = text.strip().casefold()
    known = _NAMES.of(ports.claims, ctx, lambda: tuple(known_sources(ports, ctx.view).values()))
    found = (one for one in known if wanted in one.party.casefold())
    return [Suggestion(f"{one.party} — {one.kind}", one.party) for one in islice(found, 25)]
