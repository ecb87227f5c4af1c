"""What two wordings of one claim have in common: concepts, numbers, months, names, slips."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.claims.matching.compared import compared
from bot.domain.claims.matching.match import match, parts
from bot.domain.claims.matching.overlap import overlaps
from bot.domain.claims.matching.wording import concepts, held
from bot.domain.evidence.evidence import Claim, EvidenceContext, Statement

NOW = datetime(2026, 11, 28, tzinfo=UTC)
CONTEXT = EvidenceContext()
NOTHING = Statement("", "")


def filed(name, text, subject="", **slots):
    return Claim(Statement(slots.pop("type", "other"), subject, **slots), text, name)


def shares(text, claims):
    return overlaps(compared(Claim(NOTHING, text)), {claim.id: compared(claim) for claim in claims})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2.8T", "2.8 trillion"),
        ("256k", "256,000"),
        ("ten trillion", "10T"),
        ("the third", "the 3rd"),
        ("half", "50%"),
        ("doubled", "twice"),
        ("in September", "in Sept"),
        ("it drops", "it comes out"),
        ("relased", "released"),
        ("cheaper than", "less expensive than"),
        ("V4", "v4"),
        ("robots", "robot"),
    ],
)
def test_two_ways_to_write_one_thing_come_to_the_same(one, other):
    assert concepts(one) == concepts(other) != frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [("2.8T", "2.8B"), ("5 dollars", "5 euros"), ("Monday", "Tuesday"), ("Codex", "ChatGPT"), ("V4", "V5")],
)
def test_what_differs_in_what_it_says_does_not(one, other):
    assert concepts(one) != concepts(other)


def test_words_that_carry_nothing_are_no_concepts():
    assert concepts("reportedly it is expected to be, apparently") == frozenset()


def test_slots_hold_names_in_parts_and_the_last_day():
    assert held(("deepseek/deepseek-v4", "", "label/owl-alpha"), None) == {"deepseek", "v4", "owl", "alpha"}
    assert held((), date(2026, 4, 30)) == {"apr", "30", "2026"}


def test_a_slip_and_another_form_of_a_word_are_read_as_the_known_one():
    claims = [filed("CL-1", "Orchard comes from a European lab"), filed("CL-2", "The Sora team turns to robots")]
    assert shares("robotics", claims)["CL-2"] > 0
    assert shares("european", claims)["CL-1"] == shares("euorpean", claims)["CL-1"]


def test_the_same_share_whatever_the_order_of_claims_and_words():
    claims = [filed(f"CL-{n}", f"Orchard {n} costs {n} dollars in {month}") for n, month in enumerate(("May", "June"))]
    assert shares("orchard costs 1 dollar", claims) == shares("1 dollar costs orchard", claims[::-1])


def test_a_variant_of_the_model_is_nearer_than_another_model():
    asked = Claim(Statement("price", "google/gemini-4"), "it costs $3")
    variant, stranger = (
        filed(n, "it costs $3", s) for n, s in (("CL-2", "google/gemini-4-pro"), ("CL-1", "xai/grok-5"))
    )
    assert match(asked, [stranger, variant], CONTEXT).nearest[0] is variant


def test_before_a_day_is_by_the_day_ahead_of_it():
    before = Statement("release_date", "xai/grok-5", day=date(2026, 5, 1), operator="before")
    by = Statement("release_date", "xai/grok-5", day=date(2026, 4, 30), operator="by")
    assert min(parts(compared(Claim(before)), compared(Claim(by)), CONTEXT).values()) > 0


def test_an_identity_is_the_same_in_both_directions():
    one = Statement("identity", "label/owl-alpha", "moonshot/kimi-k3")
    other = Statement("identity", "moonshot/kimi-k3", "label/owl-alpha")
    assert min(parts(compared(Claim(one)), compared(Claim(other)), CONTEXT).values()) > 0
