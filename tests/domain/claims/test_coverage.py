"""The law of coverage: what no slot holds is left over, whether sign or time of day; what only parts words is not."""

from datetime import UTC, datetime

import pytest

from bot.domain.claims.parse import parse_message
from tests.domain.claims.reading import names

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
MODELS = ("Claude Opus 5", "Grok 5", "DeepSeek V4")


def read(text):
    return parse_message(text, NOW, names(NOW))[0]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("{} costs -3 dollars per million input tokens", ("-",)),
        ("{}'s output costs -$7 per million tokens", ("-",)),
        ("{} has a -256k context window", ("-",)), ("{} has a context window of - 256k tokens", ("-",)),
        ("{} scores -61% on HLE", ("-",)), ("{} has a ±256k context window", ("±",)), ("{} has a √2M context", ("√",)),
        ("input of {} costs != $3 per million tokens", ("!",)), ("{} input costs ≠ $3 per million tokens", ("≠",)),
        ("!({} was released on 3 May 2026)", ("!",)), ("¬ {} was released on 3 May 2026", ("¬",)),
        ("{} was released on 3 May 2026 ❌", ("❌",)), ("{} is out 👎", ("👎",)),
        ("{} has a 1M/2M context window", ("1m/2m",)), ("{} has a 64k*2 context window", ("*", "2")),
        ("{} input costs $3+1 per million tokens", ("+", "1 per million tokens")),
    ],
)  # fmt: skip
def test_a_sign_that_changes_a_number_is_left_over(model, text, left):
    assert read(text.format(model)).left == left


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "text",
    [
        "{} costs $3/$15 per million tokens", "{} - 256k context window", "{}: 256k context window", "- {} is out",
        "🚀 {} is out 🔥🔥", "{} is out!!!", "{} input costs ~$3 per million tokens", "> {} has a 256k context window",
        "{} context = 256k tokens", "{} has a (256k) context window", "{} input/output: $3/$15 per million tokens",
        "{} is out (finally)", "{} has a 256k+ context window", "{} → 256k context window", "{} | 256k context window",
    ],
)  # fmt: skip
def test_a_mark_that_only_parts_words_carries_nothing(model, text):
    assert read(text.format(model)).left == ()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("when", "left"),
    [
        ("at 9am on 3 June 2026", ("9am",)), ("on 3 June 2026 at 17:45", ("17:45",)),
        ("on 3 June 2026 at noon", ("noon",)),
        ("on the morning of 3 June 2026", ("morning",)), ("on 3 June 2026 in the evening", ("evening",)),
        ("yesterday at 5pm", ("5pm",)), ("on Monday 3 June 2026", ("monday",)), ("on Fri, 3 June 2026", ("fri",)),
        ("on Wednesday 3 June 2026", ()), ("on Wed, June 3, 2026", ()), ("on 3 June 2026", ()), ("yesterday", ()),
    ],
)  # fmt: skip
def test_a_time_of_day_and_a_wrong_weekday_are_beyond_a_day(model, when, left):
    assert read(f"{model} was released {when}").left == left


def test_a_day_or_later_is_the_first_day_that_is_allowed():
    said = read("Grok 5 was released on 3 June 2026 or later").statement
    assert (said.operator, said.day.isoformat()) == ("not_before", "2026-06-03")
