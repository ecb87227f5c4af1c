"""Words that a word with one slip may have been meant as."""

from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.names.text.typos import meant_words

WORD = st.text(ascii_lowercase, min_size=5, max_size=12)


@pytest.mark.parametrize(
    ("word", "meant"), [("falsh", "flash"), ("tera", "terra"), ("sprak", "spark"), ("minni", "mini"), ("opuss", "opus")]
)
def test_one_slip_leads_back_to_the_word(word, meant):
    assert meant in meant_words(word)


@pytest.mark.parametrize(("word", "meant"), [("mingi", "mini"), ("opusk", "opus")])
def test_another_letter_too_many_leads_to_no_short_word(word, meant):
    assert meant not in meant_words(word)


@given(WORD, st.integers(1, 11))
def test_a_swap_a_missing_or_a_doubled_letter_leads_back_to_the_word(word, at):
    at = min(at, len(word) - 1)
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at > 1 else word[:-1],
    )
    assert all(word in meant_words(slip) for slip in slips)


@given(WORD)
def test_the_first_letter_is_kept(word):
    assert all(one[0] == word[0] and abs(len(one) - len(word)) <= 1 for one in meant_words(word))
