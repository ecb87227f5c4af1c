"""Numbers as people write them: one rule, and none is read a hundred times too large."""

import pytest

from bot.domain.text import parse_number


@pytest.mark.parametrize(
    ("text", "number"), [("1,200", 1200), ("1,200.5", 1200.5), ("-12,345,678", -12345678), ("0.75", 0.75), (" 7 ", 7)]
)
def test_commas_group_thousands(text, number):
    assert parse_number(text, float) == number


@pytest.mark.parametrize("text", ["0,75", "5,5", "1,20", "12,3456", "1,200,5", ",5", "1234,567", "1.200,50", ""])
def test_any_other_comma_is_refused(text):
    with pytest.raises(ValueError, match="could not convert"):
        parse_number(text, float)
