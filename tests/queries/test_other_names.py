"""What else the names of a model mean."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from bot.domain.names.subjects import Alias, AliasStatus, Subject
from bot.queries.families.expected_models import other_names

AT = datetime(2026, 5, 1, tzinfo=UTC)
CODENAME, MODEL = "openai/lantern", "openai/gpt-6"
NAMES = [
    ("Lantern", CODENAME, AliasStatus.GOOD),
    ("The big one", CODENAME, AliasStatus.GOOD),
    ("Lantern", MODEL, AliasStatus.GOOD),
    ("The big one", MODEL, AliasStatus.SPECULATION),
]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_a_confirmed_meaning_stays_confirmed_whatever_else_a_name_may_mean(order):
    aliases = [Alias(*NAMES[place], AT, AT) for place in order]
    found = other_names([Subject(CODENAME, "Lantern", "openai")], aliases)
    assert found == {CODENAME: {MODEL: AliasStatus.GOOD}}
