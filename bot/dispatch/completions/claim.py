"""Complete claims of the ledger."""

from collections.abc import Sequence

from bot.dispatch.completions import Suggestion
from bot.domain.names.subjects import fold
from bot.domain.time import format_time
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.watched import watched_claims

LOOKED = 500


async def suggest(ports: Ports, ctx: RequestContext, text: str) -> Sequence[Suggestion]:
    """Suggest claims by text or id, with outcome and date.

    Without text, the watched ones and the latest.
    """
    wanted = fold(text).split()
    found = dict[str, Suggestion]()
    for claim in (*(() if wanted else watched_claims(ports, ctx)), *ports.claims.every(ctx.view, LOOKED)):
        words = fold(" ".join((claim.id, claim.text, *claim.aliases)))
        if all(word in words for word in wanted):
            since = f", {format_time(claim.learned_at)}" if claim.learned_at else ""
            state = f"{claim.outcome_at(ctx.as_of).value}{since}"
            found.setdefault(claim.id, Suggestion(f"{claim.id} {claim.text[:60]} — {state}", claim.id))
    return tuple(found.values())[:25]
