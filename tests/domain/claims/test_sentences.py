"""How well sentences are still understood that were read well before: floors below which this fails.

These sentences train the model of types too (``tests/blind/train.py``), so their figures say nothing about the next
sentence; what does is in ``tests/blind``.
"""

import pytest

from tests.domain.claims.reading import tally

SETS = [
    "sentences.jsonl",
    "sentences_more.jsonl",
    "sentences_fresh.jsonl",
    "sentences_eight_registers.jsonl",
    "sentences_lists_and_denials.jsonl",
    "sentences_no_claims.jsonl",
    "sentences_kinds.jsonl",
]


def share(pair):
    return pair[0] / max(1, pair[1])


@pytest.mark.parametrize("name", SETS)
def test_what_was_understood_still_is(name):
    sums = tally(name)
    assert share(sums.type) >= 0.93, sums.line()
    assert share(sums.subject) >= 0.97, sums.line()
    assert share(sums.dates) >= 0.90, sums.line()
    assert share(sums.slots) >= 0.90, sums.line()
    assert share(sums.polarity) >= 0.97, sums.line()
    assert share(sums.split) >= 0.97, sums.line()


@pytest.mark.parametrize("name", SETS)
def test_what_is_no_claim_hardly_ever_gets_a_grade(name):
    sums = tally(name)
    assert sums.graded <= max(1, 0.03 * sums.non_claims), sums.wrong
