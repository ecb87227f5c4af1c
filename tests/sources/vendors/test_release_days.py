"""What the readers tell from the first stored page of a release: day, price and limits, against two other readings.

The table below was read from the pages by eye; `world/models.json` was compiled from other pages, too. A reader that
tells something that is not in the table is wrong, and so is one whose day a vendor's dated row contradicts.
"""

import json
from datetime import date
from functools import cache
from typing import Any

import pytest

from bot.domain.catalogs.vendor_facts import FactKind, Validators, VendorFact
from bot.sources.protocol import Answer, Get, drive
from bot.sources.vendors import every
from tests.shared import shared_data
from tests.sources.vendors.replay import READ_AT

INDEX = b"[a model](/docs/en/models/opus-5/overview.md)"
NONE: tuple[()] = ()
# reader, page, {model: (day of release, price of input and output, context and output limit)}
PAGES: list[tuple[str, str, dict[str, tuple[str, tuple[float, ...], tuple[float, ...]]]]] = [
    (
        "anthropic_release_notes",
        "anthropic_release_notes.md",
        {
            "anthropic/claude-fable-5.2": ("2026-11-09", NONE, NONE),
            "anthropic/claude-fable-5.1": ("2026-09-01", (10, 50), (1_000_000, 128_000)),
        },
    ),
    (
        "anthropic_models",
        "anthropic_model_overview.md",
        {"anthropic/claude-opus-5": ("2026-07-24", (5, 25), (1_000_000, 128_000))},
    ),
    ("google_changelog", "google_changelog.txt", {"google/gemini-4-argon": ("2026-10-13", NONE, NONE)}),
    (
        "google_deprecations",
        "google_deprecations.md",
        {
            "google/gemini-3.5-flash": ("2026-05-19", NONE, NONE),
            "google/gemini-3.1-flash-image": ("2026-05-28", NONE, NONE),
            "google/gemini-3-pro-image": ("2026-05-28", NONE, NONE),
            "google/gemini-3.1-flash-lite": ("2026-05-07", NONE, NONE),
        },
    ),
    (
        "openai_changelog",
        "openai_changelog.md",
        {
            "openai/gpt-image-2.5-sunburst": ("2026-09-08", NONE, NONE),
            "openai/gpt-image-2.5-flare": ("2026-09-08", NONE, NONE),
        },
    ),
    ("xai_release_notes", "xai_release_notes.md", {"xai/grok-4.6": ("", NONE, (500_000,))}),
    (
        "deepseek_updates",
        "deepseek_updates.txt",
        {
            "deepseek/deepseek-v3.2": ("2025-12-01", NONE, NONE),
            "deepseek/deepseek-v3.2-speciale": ("2025-12-01", NONE, NONE),
        },
    ),
    ("mistral_models", "mistral_model_page.md", {"mistral/mistral-medium-1": ("2023-12-11", NONE, (32_000,))}),
]
NOT_FINAL = ("-preview", "-exp")  # the same subject's earlier ids


def facts(name: str, sample: str) -> list[VendorFact]:
    """What a reader makes of one stored page, whatever it asks for."""
    body = (shared_data("ledger") / "world" / "samples" / sample).read_bytes()

    def answer(get: Get) -> Answer:
        index = name == "anthropic_models" and "about-claude" in get.path
        return Answer(200, {}, INDEX if index else body, READ_AT, get.origin)

    told = [fact for reading in drive(every()[name].read(Validators()), answer) for fact in reading.facts or ()]
    return [fact for fact in told if not fact.model.casefold().endswith(NOT_FINAL)]


def numbers(told: list[VendorFact], slug: str, kind: FactKind) -> tuple[float, ...]:
    return next((tuple(v.number for v in fact.values) for fact in told if (fact.slug, fact.kind) == (slug, kind)), ())


@cache
def compiled() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((shared_data("ledger") / "world" / "models.json").read_text())["models"]
    return rows


@pytest.mark.parametrize(("name", "sample", "right"), PAGES, ids=[page[1] for page in PAGES])
def test_day_price_and_limits_are_told_from_the_first_page_and_nothing_else(name, sample, right):
    told = facts(name, sample)
    released = {fact.slug: fact.day.isoformat() if fact.day else "" for fact in told if fact.kind is FactKind.RELEASED}
    assert released == {slug: day for slug, (day, _, _) in right.items()}
    for slug, (_, price, context) in right.items():
        assert numbers(told, slug, FactKind.PRICE) == price
        assert numbers(told, slug, FactKind.LIMITS) == context
    priced = {fact.slug for fact in told if fact.kind in (FactKind.PRICE, FactKind.LIMITS)}
    assert priced <= right.keys()


def test_no_day_or_price_differs_from_what_was_compiled_from_other_pages():
    compared = 0
    for name, sample, right in PAGES:
        told = facts(name, sample)
        for fact in told:
            row = next((row for row in compiled() if fact.slug.partition("/")[2] in (row["vendor_id"] or "",
                        row["slug"].partition("/")[2])), None)  # fmt: skip
            if row is None or fact.slug not in right:
                continue
            if fact.kind is FactKind.RELEASED and fact.day is not None:
                days = [one for one in row["releases"] if one["precision"].startswith("day")]
                assert fact.day.isoformat() in {one["date"][:10] for one in days} or not days, fact
                listed = [date.fromisoformat(one["date"][:10]) for one in row["releases"] if "list" in one["surface"]]
                assert all(fact.day <= day for day in listed), fact
                compared += 1
            elif fact.kind is FactKind.PRICE:
                price = row["price_at_release"]
                assert [value.number for value in fact.values] == [price["input"], price["output"]], fact
            elif fact.kind is FactKind.LIMITS:
                assert next(value.number for value in fact.values) == row["context"], fact
    assert compared >= 8
