"""How often claims like it turned out true, and the words for what is still to come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.evidence.confidence import Resolved, in_words, record
from bot.domain.evidence.demos import disclosed, verdict


def test_nothing_resolved_says_so():
    assert record([], 3, "price").text == "no resolved claim with this support yet"


def test_a_rate_is_shrunk_to_its_level_and_says_its_n():
    past = [Resolved(3, "price", true=True)] * 2 + [Resolved(3, "exists", true=False)] * 4
    made = record(past, 3, "price")
    assert (made.true, made.n, made.n_level) == (2, 2, 6)
    assert 1 / 3 < made.rate < 1
    assert "2 of 2" in made.text


RESOLVED = st.builds(Resolved, st.integers(0, 5), st.sampled_from("ab"), true=st.booleans())


@given(st.lists(RESOLVED), st.integers(0, 5))
def test_a_rate_is_never_certain(past, support):
    assert 0 < record(past, support, "a").rate < 1


@pytest.mark.parametrize(
    ("chance", "word"),
    [(0.0, "almost no chance"), (0.19, "very unlikely"), (0.3, "unlikely"), (0.5, "roughly even chance"),
     (0.78, "likely"), (0.89, "very likely"), (1.0, "almost certain")],
)  # fmt: skip
def test_chances_have_icd_203_words(chance, word):
    assert in_words(chance) == word


def test_no_probability_no_word():
    with pytest.raises(ValueError, match="not a probability"):
        in_words(1.2)


def test_a_demo_that_hides_its_attempts_is_speculation():
    answers = {"prompt": True, "attempts": False, "shown": None}
    assert disclosed(answers) == 1
    assert "speculation" in verdict(answers)
    assert "repeated" in verdict(dict.fromkeys(("prompt", "attempts", "shown", "selection", "other", "settings"), True))
