"""Claims that set one model's release before or after another's, with the day that the other one came out."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.claims.claim_types.release_date import placed
from bot.domain.evidence.evidence import Claim
from bot.messages.request import View
from bot.ports import Ports


def with_known_day(ports: Ports, claim: Claim, view: View) -> Claim:
    """The claim placed by the first release of the model it names; as it is where no release of it is known."""
    said = claim.statement
    if said.type != "release_date" or not said.comparator or said.day is not None:
        return claim
    other = ports.ledger.subject(said.comparator, view)
    day = other.released() if other is not None else None
    return claim if day is None else replace(claim, statement=placed(said, day.date()))
