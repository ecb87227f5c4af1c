"""Up to when a subject is known; cards state it if it is long ago."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from bot.domain.evidence.evidence import Evidence
from bot.domain.names.subjects import Subject
from bot.messages import words
from bot.messages.request import RequestContext, View
from bot.ports import Ports

OLD: Final = timedelta(days=30)  # age from which a card says up to when a model is known


def known_up_to(
    ports: Ports, view: View, subject: Subject | None, evidence: Iterable[Evidence], others: Iterable[datetime] = ()
) -> datetime | None:
    """Return when anything about a subject was last learned or checked; None if never.

    Values of a list or vendor page are valid up to its last good reading; what a desk has not accepted tells nothing.
    ``others`` are times of further records.
    """
    known = [item for item in evidence if item.accepted and item.known(view.as_of)]
    read = {item.id.partition(":")[0] for item in known if ":" in item.id and item.is_valid(view.as_of)}
    states = (ports.sources.state(name) for name in sorted(read))
    moments = [
        *(row.learned_at for row in (subject.states if subject is not None else ())),
        *(item.learned_at for item in known),
        *(min(state.good_at, view.as_of) for state in states if state is not None and state.good_at is not None),
        *others,
    ]
    return max((at for at in moments if at <= view.as_of), default=None)


def old_record(known: datetime | None, ctx: RequestContext) -> datetime | None:
    """Up to when a subject is known if that is long ago; else None."""
    return known if known is not None and ctx.as_of - known > OLD else None


def known_words(known: datetime | None, ctx: RequestContext) -> str:
    """Format for a card ("known up to 13 October 2026"); empty if recent."""
    if known is None or ctx.as_of - known <= OLD:
        return ""
    return f"{words.KNOWN_UP_TO} {known.day} {known:%B %Y}"


def known_sentence(known: datetime | None, ctx: RequestContext) -> str:
    """Format the same as a separate sentence."""
    said = known_words(known, ctx)
    return f"{said[0].upper()}{said[1:]}." if said else ""
