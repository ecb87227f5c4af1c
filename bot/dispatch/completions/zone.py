"""Complete time zones."""

from collections.abc import Sequence

from bot.dispatch.completions import Suggestion
from bot.domain.time.zones import matching, zone_of
from bot.messages.request import RequestContext
from bot.ports import Ports


async def suggest(_ports: Ports, ctx: RequestContext, text: str) -> Sequence[Suggestion]:
    """Suggest zones by prefix of name or city, with local time; the reader's first."""
    found = matching(text) if text.strip() else tuple(dict.fromkeys((ctx.zone, *matching("Europe/"))))
    return [Suggestion(f"{name} — {ctx.now.astimezone(zone_of(name)):%H:%M now}", name) for name in found[:25]]
