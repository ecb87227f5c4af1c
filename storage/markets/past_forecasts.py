"""Load and read the ledger's settled questions and published records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.domain.markets.deadlines import read_rung
from bot.domain.markets.track_record import DAYS, KINDS, PastForecast, PublishedBin
from bot.domain.names.subjects import fold
from bot.ledger import Row, Tables, moment, so_and_learned
from storage.engines import DbRow, Writer
from storage.rows import maybe_from_db, maybe_to_db, queries, to_db

_SQL = queries("markets")
_MONEY = {"play": "play", "forecast": "forecast"}  # any other currency is real money
_CONVERTED = 4_096  # converted rows that are kept; a query returns at most a thousand and the ledger's


@dataclass(frozen=True, slots=True)
class KeptForecasts:
    """Settled questions read at a version, valid between two moments (seconds)."""

    version: int
    since: int
    until: int
    questions: tuple[PastForecast, ...]


def load_past_forecasts(db: Writer, tables: Tables) -> None:
    """Replace them by those of the files."""
    db.execute("DELETE FROM past_forecasts")
    db.execute("DELETE FROM published_records")
    for number, event in enumerate(tables.get("past_event", ()), start=1):
        db.executemany(_SQL["add_past_forecast"], list(_questions(number, event)))
    db.executemany(_SQL["add_published_record"], [_bin(row) for row in tables.get("published_record", ())])


def past_forecast(row: DbRow) -> PastForecast:
    """Convert a settled question; its kind comes from its words, or the ledger's row.

    The same row is converted once, as each card with a price is compared with all of them.
    """
    return _converted(tuple(row.keys()), tuple(row))


@lru_cache(maxsize=_CONVERTED)
def _converted(columns: tuple[str, ...], values: tuple[Any, ...]) -> PastForecast:
    row = dict(zip(columns, values, strict=True))
    ends, own = maybe_from_db(row["ends_at"]), row["event"] > 0
    kind = read_rung(row["question"], row["label"], ends, title=row["title"]).kind if own else row["kind"]
    return PastForecast(
        row["event"],
        row["venue"],
        _MONEY.get(row["money"], "real") if own else row["money"],
        kind if kind in KINDS else "other",
        bool(row["came_true"]),
        {days: row[f"d{days}"] for days in DAYS if row[f"d{days}"] is not None},
        title=row["title"],
        label=row["label"] or row["question"],
        url=row["url"],
        source=row["source"],
        release=row["release"],
        topic=row["topic"],
        ends_at=ends,
    )


def settled_questions(rows: Iterable[DbRow]) -> tuple[PastForecast, ...]:
    """Combine questions of our rows and the ledger's; duplicates as in the ledger."""
    found = [past_forecast(row) for row in rows if row["came_true"] is not None]
    if all(one.event < 0 for one in found):
        return tuple(found)
    known = {name for one in found if one.event < 0 for name in (one.url, fold(one.title))}
    return tuple(one for one in found if one.event < 0 or not {one.url, fold(one.title)} & known)


def published_bin(row: DbRow) -> PublishedBin:
    """Convert a published bin."""
    return PublishedBin(
        row["what"],
        row["kind"],
        row["hours"],
        row["low"],
        row["high"],
        row["n"],
        row["hits"],
        row["mean"],
        row["publisher"],
        row["source"],
    )


def _questions(number: int, event: Row) -> Iterator[Mapping[str, object]]:
    for row in event["questions"]:
        yield {
            "venue": event["venue"],
            "money": event["money"],
            "event": number,
            "title": event["title"],
            "url": event["url"],
            "topic": event["topic"],
            "release": event.get("release", ""),
            "label": row["label"],
            "kind": row["kind"],
            "ends_at": maybe_to_db(moment(row["ends"]) if "ends" in row else None),
            "settled_at": to_db(moment(row["settled"])),
            "came_true": row["yes"],
            "d1": row.get("d1"),
            "d7": row.get("d7"),
            "d30": row.get("d30"),
            "source": event["source"],
        }


def _bin(row: Row) -> Mapping[str, object]:
    _, learned = so_and_learned(row)
    return {
        "what": row["what"],
        "kind": row["kind"],
        "hours": row["hours"],
        "low": row["low"],
        "high": row["high"],
        "n": row["n"],
        "hits": row["true"],
        "mean": row.get("mean"),
        "publisher": row["by"],
        "learned_at": to_db(learned),
        "source": row["source"],
    }
