"""Numbers of tokens as they are told."""

import pytest

from bot.domain.catalogs.listed_models import format_limits
from bot.domain.text import full_number, short_number


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (999, "999"),
        (200_000, "200k"),
        (999_499, "999k"),
        (999_999, "1M"),
        (1_048_576, "1M"),
        (1_500_000, "1.5M"),
        (12_000_000, "12M"),
        (8_192, "8.2k"),
        (9_960, "10k"),
        (1_700_000_000, "1.7B"),
    ],
)
def test_a_number_of_tokens_is_short(count, said):
    assert short_number(count) == said


def test_a_change_never_looks_like_none():
    assert format_limits(1_000_000, 1_048_576) == ("1,000,000", "1,048,576")
    assert format_limits(131_000, 131_072) == ("131,000", "131,072")


def test_no_axis_is_in_powers_of_ten():
    assert [full_number(value) for value in (0.25, 1_412, 9_999.7, 12_345, 1_234_567)] == [
        "0.25",
        "1,412",
        "10,000",
        "12,345",
        "1,234,567",
    ]
