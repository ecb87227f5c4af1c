"""What a filed claim without slots says one by one of several models."""

from __future__ import annotations

from bot.domain.claims.parse import read_message
from bot.domain.claims.parsed import ParsedClaim
from bot.domain.evidence.evidence import Claim
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.names import names
from bot.reads.shared_reads import shared


@shared
def parts_of(ports: Ports, claim: Claim, view: View) -> tuple[ParsedClaim, ...]:
    """Return the claims that a filed sentence makes, as if it were typed.

    "GPT-5 and o3 are shut down in December" makes two. Empty for a claim that has slots, or of which some word is not
    understood.
    """
    if not claim.id or claim.statement.type != "other" or claim.statement.values:
        return ()
    known = names(ports, view)
    if len(known.read(claim.text)) < 2:  # noqa: PLR2004 - several models have several names; to read a claim takes longer
        return ()
    message = read_message(claim.text, claim.so_at or view.as_of, known)
    parts = message.claims
    whole = not (message.rest or message.passed_over) and len({one.subject for one in parts}) == len(parts) > 1
    return parts if whole and all(map(_is_understood, parts)) else ()


def _is_understood(part: ParsedClaim) -> bool:
    return part.checkable and bool(part.subject) and part.statement is not None and not (part.left or part.doubts)
