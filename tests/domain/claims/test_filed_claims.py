"""A filed claim's slots hold the day that its words name, and say so where its weights are meant."""

from datetime import timedelta

from bot.domain.claims.parse import parse_message
from bot.domain.evidence.bearing import WEIGHTS
from bot.ledger import tables
from bot.ledger.claims import claims
from tests.domain.claims.reading import names

SLOTTED = [one for one in claims(tables()) if one.statement.type not in ("other", "training_status")]


def test_the_day_of_a_filed_claim_is_one_of_its_slots():
    wrong = {}
    for claim in SLOTTED:
        said, at = claim.statement, claim.so_at + timedelta(hours=12)
        read = [one.statement for one in parse_message(claim.text, at, names()) if one.statement is not None]
        if said.day is None and not said.beyond and any(one.day is not None for one in read):
            wrong[claim.id] = claim.text
    assert len(SLOTTED) > 200
    assert wrong == {}


def test_a_filed_claim_of_a_model_s_weights_is_not_one_of_the_model():
    of_weights = [one for one in SLOTTED if "the weights of" in one.text.casefold()]
    assert of_weights
    assert {one.statement.surface for one in of_weights} == {WEIGHTS}
