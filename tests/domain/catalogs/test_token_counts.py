"""Numbers of tokens as they are told."""

import pytest

from bot.domain.catalogs.listed_models import format_limits, format_tokens


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
    ],
)
def test_a_number_of_tokens_is_short(count, said):
    assert format_tokens(count) == said


def test_a_change_never_looks_like_none():
    assert format_limits(1_000_000, 1_048_576) == ("1,000,000", "1,048,576")
    assert format_limits(131_000, 131_072) == ("131,000", "131,072")
