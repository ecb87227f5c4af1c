"""Slips in words of time are told by the words beside them, and no other word is taken for one."""

import pytest

from bot.domain.time.slips import is_slip, word_of_time


@pytest.mark.parametrize(
    ("before", "word", "after", "meant"),
    [
        ("next", "weeek", ".", "week"),
        ("last", "mounth", "", "month"),
        ("end of the", "yaer", "", "year"),
        ("in 3", "weks", "", "weeks"),
        ("in", "juyl", "", "july"),
        ("on", "tuesdya", "", "tuesday"),
        ("shipped", "lats", "night", "last"),
        ("on 17", "marhc", "", "march"),
    ],
)
def test_a_slip_is_put_right(before, word, after, meant):
    assert word_of_time(before.split(), word, after, ordinary=False) == meant


@pytest.mark.parametrize(
    ("before", "word", "after"),
    [("next", "level", "."), ("by", "mary", ","), ("the", "weeek", ""), ("in", "fal", ""), ("in", "june", "")],
)
def test_other_words_are_left_alone(before, word, after):
    assert word_of_time(before.split(), word, after, ordinary=False) == word


def test_an_ordinary_word_is_a_slip_only_at_the_end_behind_next_or_last():
    assert word_of_time(["next"], "weak", "", ordinary=True) == "week"
    assert word_of_time(["next"], "weak", "model", ordinary=True) == "weak"
    assert word_of_time(["on"], "moday", "", ordinary=True) == "moday"


def test_one_letter_or_two_that_changed_places_are_a_slip():
    assert is_slip("mnoth", "month")
    assert is_slip("monht", "month")
    assert not is_slip("mnoht", "month")
    assert not is_slip("onth", "month")
