"""Matching against a few hundred statements that differ in one slot each."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.claims.matching.match import match, nearly_says
from bot.domain.claims.matching.wording import words
from bot.domain.claims.parse import parse_message
from bot.domain.evidence.evidence import Claim, EvidenceContext, Statement
from bot.domain.names import NameReader
from tests.domain.claims.near_identical import UNMATCHED, ledger

NOW = datetime(2026, 4, 1, tzinfo=UTC)
CONTEXT = EvidenceContext()
NAMES = NameReader()


def read(text, name=""):
    parsed = parse_message(text, NOW, NAMES)[0]
    return Claim(parsed.statement or Statement("", parsed.subject or ""), text, name)


@pytest.fixture(scope="module")
def held():
    return [read(row.text, f"CL-{i:04d}") for i, row in enumerate(ledger())]


def test_the_right_statement_comes_first(held):
    gained, asked, first = 0.0, 0, 0
    for i, row in enumerate(ledger()):
        for text in row.asked:
            order = [claim.id for claim in match(read(text), held, CONTEXT).nearest]
            gain = next((1 / place for place, name in enumerate(order, 1) if name == f"CL-{i:04d}"), 0)
            asked, first, gained = asked + 1, first + (gain == 1), gained + gain
    assert first / asked >= 0.93
    assert gained / asked >= 0.96


def test_nothing_unknown_matches(held):
    wrong = [text for text in UNMATCHED if match(read(text), held, CONTEXT).kind in ("exact", "words")]
    assert len(UNMATCHED) == 30
    assert wrong == []


def test_the_nearest_are_offered_where_nothing_matches(held):
    found = match(read("Grok 5 beats Llama 5 on SWE-bench Pro"), held, CONTEXT)
    assert found.claim is None
    assert len(found.nearest) >= 3


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("GPT-5.5 will be released by April 30", "exact"),
        ("gpt 5.5 ships by April 30", "exact"),
        ("GPT-5.5 will be released on April 30", "none"),
        ("GPT-5.5 will be released by April 29", "none"),
        ("GPT-5.5 will not be released by April 30", "negated"),
        ("GPT-5.4 Pro will be released by April 30", "none"),
        ("GPT-5.5 will be released by April 30 in Germany", "near"),
    ],
)
def test_only_the_same_in_every_slot_is_exact(held, text, kind):
    assert match(read(text), held, CONTEXT).kind == kind


def test_a_comparison_turned_round_is_the_same_comparison():
    asked = read("DeepSeek V4 loses to GPT-5.5 on SWE-bench Pro")
    assert match(asked, [read("GPT-5.5 beats DeepSeek V4 on SWE-bench Pro", "CL-1")], CONTEXT).kind == "exact"


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_no_text_raises(one, other):
    match(read(one), [read(other, "CL-1")], CONTEXT)
    words(one)


def test_the_order_of_the_candidates_does_not_matter(held):
    asked = read("gpt 5.5 outperforms gemini 3.1 pro on swe bench pro")
    assert [c.id for c in match(asked, held, CONTEXT).nearest] == [
        c.id for c in match(asked, held[::-1], CONTEXT).nearest
    ]


def test_closed_is_not_taken_for_the_open_of_a_claim_in_words():
    open_, closed = read("Kimi K3 is open source", "CL-0001"), read("Kimi K3 is closed source", "CL-0002")
    assert match(read("Kimi K3 is open source"), [open_, closed], CONTEXT).claim == open_
    assert match(read("Kimi K3 is closed source"), [open_, closed], CONTEXT).claim == closed
    assert match(read("Kimi K3 is closed source"), [open_], CONTEXT).claim is None


@pytest.mark.parametrize(
    ("text", "nearly"),
    [
        ("Vega 3 eats about 30 % more tokens in the terminal", True),
        ("Vega 3 eats about 40 % more tokens in the terminal", False),
        ("Vega 3 eats about 30 % fewer tokens in the terminal", False),
        ("Vega 3 is lovely", False),
    ],
)
def test_what_nearly_says_a_claim_has_most_of_it_and_no_other_number_or_direction(text, nearly):
    claim = Claim(Statement("other", "acme/vega-3"), "Vega 3 uses 30 % more tokens in the terminal", id="CL-0001")
    assert nearly_says(text, claim) is nearly
