"""Shutdowns that a page took back, dated snapshots, and ends without a day."""

from datetime import UTC, date, datetime

from bot.domain.catalogs.vendor_facts import (
    FactCertainty,
    FactKind,
    KeptFact,
    VendorFact,
    not_taken_back,
    past_end,
    undated_end,
)

PAGE = "https://docs.claude.com/en/models"
READ, NOW = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)
END = date(2026, 9, 1)


def ending(day=END, until=None, model="claude-opus-9", certainty=FactCertainty.DAY):
    fact = VendorFact("anthropic", model, FactKind.RETIREMENT, PAGE, day, certainty)
    return KeptFact("anthropic", "models", fact, READ, READ, until)


def test_what_was_taken_back_before_its_day_is_no_shutdown():
    august, october = datetime(2026, 8, 1, tzinfo=UTC), datetime(2026, 9, 20, tzinfo=UTC)
    stands, late = ending(), ending(until=october)
    assert not_taken_back([stands, late, ending(until=august), ending(None, until=august)]) == (stands, late)


def test_neither_a_snapshot_nor_what_is_routed_ends_a_model():
    assert past_end([ending(model="claude-opus-9-20250101")], NOW) is None
    assert past_end([ending()], NOW) == ending()
    assert undated_end([ending(None, certainty=FactCertainty.ROUTED)]) is None
    assert undated_end([ending(None)]) == ending(None)
