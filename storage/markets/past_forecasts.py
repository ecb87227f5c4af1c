"""Settled questions of the public ledger, and what others published of such: files into tables and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.domain.markets.deadlines import read_rung
from bot.domain.markets.track_record import KINDS, PastForecast, PublishedBin
from bot.ledger import Row, Tables, moment, so_and_learned
from storage.engines import DbRow, Writer
from storage.rows import maybe_from_db, maybe_to_db, queries, to_db

_SQL = queries("markets")
_MONEY = {"play": "play", "forecast": "forecast"}  # any other currency is real money


def load_past_forecasts(db: Writer, tables: Tables) -> None:
    """Replace them by those of the files."""
    db.execute("DELETE FROM past_forecasts")
    db.execute("DELETE FROM published_records")
    for number, event in enumerate(tables.get("past_event", ()), start=1):
        db.executemany(_SQL["add_past_forecast"], list(_questions(number, event)))
    db.executemany(_SQL["add_published_record"], [_bin(row) for row in tables.get("published_record", ())])


def past_forecast(row: DbRow) -> PastForecast:
    """A settled question; its event's number is negative, apart from those of markets that are read."""
    prices = {days: row[f"d{days}"] for days in (1, 7, 30) if row[f"d{days}"] is not None}
    return PastForecast(
        -row["event"],
        row["venue"],
        row["money"],
        row["kind"],
        bool(row["came_true"]),
        prices,
        title=row["title"],
        label=row["label"],
        url=row["url"],
        source=row["source"],
        release=row["release"],
        topic=row["topic"],
        ends_at=maybe_from_db(row["ends_at"]),
    )


def settled_rung(row: DbRow) -> PastForecast:
    """A rung of a market that was read here, with its price a day before it ended."""
    ends = maybe_from_db(row["end_date"])
    kind = read_rung(row["question"], row["label"], ends, title=row["title"]).kind
    return PastForecast(
        row["market"],
        row["venue"],
        _MONEY.get(row["currency"], "real"),
        kind if kind in KINDS else "other",
        bool(row["came_true"]),
        {1: row["price"]},
        title=row["title"],
        label=row["label"] or row["question"],
        url=row["url"],
        source=row["url"],
        ends_at=ends,
    )


def published_bin(row: DbRow) -> PublishedBin:
    """A bin that somebody else published."""
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
