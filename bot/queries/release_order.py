"""Claims that order two models' releases, with the other model's release day."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.claims.claim_types.release_date import placed
from bot.domain.evidence.evidence import Claim
from bot.messages.request import View
from bot.ports import Ports


def with_known_day(ports: Ports, claim: Claim, view: View) -> Claim:
    """Date a claim by the first release of the model it names; unchanged if unknown."""
    said = claim.statement
    if said.type != "release_date" or not said.comparator or said.day is not None:
        return claim
    other = ports.ledger.subject(said.comparator, view)
    day = other.released() if other is not None else None
    return claim if day is None else replace(claim, statement=placed(said, day.date()))
