"""Promised days that passed as evidence that a model was delayed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.claims.claim_types.release_date import DELAYED
from bot.domain.evidence.evidence import Basis, Evidence, EvidenceForm, Statement
from bot.domain.promises import TimePromise, record
from bot.domain.time import format_time
from bot.messages.request import View
from bot.ports import Ports


def delays(ports: Ports, about: Sequence[str], view: View) -> tuple[Evidence, ...]:
    """Convert the promises of models that came late, or whose day passed without them."""
    today = view.as_of.date()
    promised = record((one for one in ports.ledger.time_promises(view) if one.about in about), today).promises
    missed = ((one, one.implied) for one in promised if (one.slip or one.overdue(today) or 0) > 0)
    return tuple(_missed(one, day, number) for number, (one, day) in enumerate(missed) if day is not None)


def _missed(promise: TimePromise, day: date, number: int) -> Evidence:
    over = datetime.combine(day + timedelta(days=1), time(), UTC)
    came = f"it came on {format_time(promise.came)}" if promise.came is not None else "it has not come"
    return Evidence(
        id=f"{promise.about}>{number}",
        party=promise.who,
        basis=Basis.FIRST_HAND,
        form=EvidenceForm.RECORD,
        so_at=over,
        learned_at=over,
        source=promise.source,
        url=promise.source,
        quote=f"“{promise.words}”, so by {format_time(day)}; {came}",
        says=(Statement("release_date", promise.about, object=DELAYED),),
    )
