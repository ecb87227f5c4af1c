"""The words for what is still to come, and what a demo discloses."""

import pytest

from bot.domain.evidence.demos import disclosed, verdict
from bot.domain.evidence.likelihood_words import in_words


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
