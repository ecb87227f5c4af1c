"""The words that venues are searched for: each once, and no more than a round may ask."""

from bot.domain.markets.search_words import search_words
from bot.domain.names import lab_table
from bot.domain.names.subjects import Alias, AliasStatus, Subject
from tests.clocks import NOON


def test_a_name_of_two_subjects_takes_one_of_the_words():
    known = {f"openai/gpt-{n}": Subject(f"openai/gpt-{n}", f"GPT-{n}", "openai") for n in range(100)}
    twice = [Alias(f"name {n // 2}", slug, AliasStatus.GOOD, NOON, NOON) for n, slug in enumerate(known)]
    words = search_words(twice, known, lab_table(), NOON)
    assert len(words) == len(set(words))
    assert len(words) == min(70, len({alias.text for alias in twice}) + len(search_words((), {}, lab_table(), NOON)))
