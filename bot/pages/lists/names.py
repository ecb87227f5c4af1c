"""All names seen, how often such became models, and how reliable each method is."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.sightings.base_rates import NAMES
from bot.pages.blocks.name_rows import NameRow, name_row
from bot.pages.page import Page, PageRequest, PreviewCard, stamp
from bot.ports import Ports
from bot.queries.labels.label_identity import known_labels
from bot.queries.labels.label_truths import guide_of, method_records

ADDRESS = "/names"


@dataclass(frozen=True, slots=True)
class RateRow:
    """How often names of a kind of place became models, in words with n and interval."""

    surface: str
    shipped: int
    n: int
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class MethodRow:
    """How often a way of knowing was right."""

    method: str
    right: int
    n: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesPage(Page):
    """The field guide as a list."""

    names: tuple[NameRow, ...]
    rates: tuple[RateRow, ...]
    methods: tuple[MethodRow, ...]


def build(ports: Ports, request: PageRequest) -> NamesPage:
    """Every name known by then, the latest first."""
    counted = guide_of(ports, request.view)
    seen = known_labels(ports, request.view)
    rows = sorted((name_row(one, request.as_of) for one in seen), key=lambda row: row.label)
    rows.sort(key=lambda row: row.learned_at, reverse=True)
    rates = [
        RateRow(name, rate.share.hits, rate.share.n, round(rate.share.low, 4), round(rate.share.high, 4), rate.text)
        for family, name in NAMES.items()
        if (rate := counted.surface_rate(family, request.as_of)) is not None
    ]
    methods = [
        MethodRow(method.value, one.share.hits, one.share.n, one.text)
        for method, one in method_records(ports, request.view).items()
        if one.share.n
    ]
    known = sum(bool(row.is_) for row in rows)
    lead = f"{len(rows)} names seen in pickers, arenas and lists; what {known} of them turned out to be is known."
    return NamesPage(
        path=ADDRESS,
        title="Names seen",
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard("Field guide", "Names seen", str(len(rows)), lead),
        changed_at=rows[0].learned_at if rows else None,
        names=tuple(rows),
        rates=tuple(rates),
        methods=tuple(sorted(methods, key=lambda row: (-row.n, row.method))),
    )
