"""What else the names of a model that is to come may mean."""

from datetime import UTC, datetime
from itertools import permutations

from bot.domain.names.subjects import Alias, AliasStatus, Subject
from bot.queries.families.expected_models import _other_names

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)
MODEL, OTHER = "openai/tater", "openai/gpt-77"


def test_a_confirmed_identity_is_kept_beside_a_doubtful_one_in_any_order():
    sure = [Alias("Tater", slug, AliasStatus.GOOD, NOW, NOW) for slug in (MODEL, OTHER)]
    doubt = [
        Alias("Tuber", MODEL, AliasStatus.GOOD, NOW, NOW),
        Alias("Tuber", OTHER, AliasStatus.SPECULATION, NOW, NOW),
    ]
    for aliases in permutations([*sure, *doubt]):
        found = _other_names([Subject(MODEL, "Tater", "openai")], aliases)
        assert found == {MODEL: {OTHER: AliasStatus.GOOD}}
