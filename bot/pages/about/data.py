"""The files of the public ledger, their contents, and how to check them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from bot import ledger
from bot.ledger.editions import unpack
from bot.pages.page import Page, PageRequest, PreviewCard, stamp
from bot.ports import Ports

ADDRESS = "/data"
SHOWN = 20  # editions of the chain that the page lists


@dataclass(frozen=True, slots=True)
class DataKind:
    """How many rows of a kind there are."""

    kind: str
    rows: int


@dataclass(frozen=True, slots=True)
class DataEdition:
    """One edition of the chain."""

    made: datetime
    sha256: str
    chain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPage(Page):
    """What can be taken along. ``editions`` are the latest first."""

    kinds: tuple[DataKind, ...]
    editions: tuple[DataEdition, ...]


def build(ports: Ports, request: PageRequest) -> DataPage:
    """The edition that stands, with the chain behind it."""
    chain, taken = ports.editions.chain(), ports.editions.taken()
    tables = unpack(taken).tables if taken is not None else ledger.tables()
    counts = Counter({kind: len(rows) for kind, rows in tables.items()})
    total = f"{counts.total():,}".replace(",", "\u202f")
    lead = f"All {total} rows of the public ledger, each with the page it was read on, as files to take along."
    return DataPage(
        path=ADDRESS,
        title="Data",
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard("The whole ledger", "Data", total, "rows, each with its source"),
        changed_at=chain[-1].made if chain else None,
        dated=False,
        kinds=tuple(
            DataKind(kind, rows) for kind, rows in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
        editions=tuple(DataEdition(one.made, one.digest, one.chain) for one in chain[: -SHOWN - 1 : -1]),
    )
