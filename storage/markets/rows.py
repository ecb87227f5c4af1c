"""Convert market rows to domain objects; nothing else reads their columns."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from bot.domain.markets.markets import MarketLink, MarketReading, MarketRules, MarketWatch, PriceRead, RungReading
from bot.domain.markets.quotes import Quote
from bot.messages.request import View
from storage.engines import DbRow
from storage.markets.write_cache import TICK
from storage.rows import from_db, maybe_from_db, to_db

SILENCE = 3 * 3600  # a gap longer than this between readings: the price then is unknown, and a chart breaks its line
_PRICE_READS = 4_096  # converted prices that are kept; the ledger has some hundreds a market


def _price(value: int | None) -> float | None:
    return None if value is None else value / TICK


def quote_of(row: DbRow, prefix: str = "", until: int | None = None) -> Quote | None:
    """Return a row's book as last seen at ``until``; None if it has none."""
    at = row[prefix + "at"]
    if at is None:
        return None
    age = row[prefix + "last_age"]
    return Quote(
        from_db(at if until is None else max(at, until)),
        _price(row[prefix + "bid"]),
        _price(row[prefix + "ask"]),
        _price(row[prefix + "last"]),
        None if age is None else from_db(at - age * 60),
        None if prefix or "volume" not in row.keys() else row["volume"],  # noqa: SIM118 - a Row is no dict
        None if prefix or "liquidity" not in row.keys() else row["liquidity"],  # noqa: SIM118 - a Row is no dict
    )


def _then(row: DbRow, prefix: str, moment: object) -> Quote | None:
    """Return the book in force at an earlier moment, if it was read around then."""
    until = row[prefix + "until"]
    if until is None or not isinstance(moment, int) or moment - until > SILENCE:
        return None
    return quote_of(row, prefix, min(until, moment))


def rung_of(row: DbRow, asked: Mapping[str, object], readings: tuple[PriceRead, ...]) -> RungReading:
    """A rung with its readings."""
    as_of = asked["as_of"]
    until = row["read_until"]
    seen = min(until, as_of) if until is not None and isinstance(as_of, int) else None
    return RungReading(
        row["id"],
        row["key"],
        row["label"],
        row["question"],
        maybe_from_db(row["end_date"]),
        row["token"],
        bool(row["placeholder"]),
        from_db(row["so_at"]),
        row["status"] or "open",
        row["resolution"],
        maybe_from_db(row["resolved_at"]) if row["status"] == "resolved" else None,
        quote_of(row, "", seen),
        maybe_from_db(row["at"]),
        _then(row, "d_", asked["day_ago"]),
        _then(row, "w_", asked["week_ago"]),
        readings,
        row["state_source"] or "",
        row["stage"] or "",
        _price(row["payout"]),
        bool(row["told"]),
        row["rules"] or "",
    )


def market_of(
    row: DbRow,
    subject: str | None,
    rungs: list[RungReading],
    rules: list[MarketRules],
    links: list[MarketLink],
    view: View,
) -> MarketReading:
    """Build a market with everything known of it, shown under that subject."""
    until = row["read_until"]
    return MarketReading(
        row["id"],
        row["venue"],
        row["key"],
        row["slug"],
        row["title"],
        row["url"],
        subject,
        row["currency"],
        bool(row["neg_risk"]),
        maybe_from_db(row["closes_at"]),
        from_db(row["so_at"]),
        row["source"],
        tuple(rungs),
        tuple(rules),
        tuple(json.loads(row["faults"])) if until is not None else (),
        max(row["total"], len(rungs)) if until is not None else len(rungs),
        from_db(min(until, to_db(view.as_of))) if until is not None else None,
        tuple(links),
        bool(row["named"] or row["relied"]),
        tuple((row["named"] or "").split()),
        subject is not None and subject == row["desk"],
    )


def price_read_of(row: DbRow) -> PriceRead:
    """Convert a recorded price, each row once: a market may have hundreds."""
    return _price_read(
        row["so_at"],
        row["price"],
        row["kind"],
        row["teller"],
        row["source"],
        row["learned_at"],
        row["until"],
        row["note"],
    )


@lru_cache(maxsize=_PRICE_READS)
def _price_read(
    so_at: int,
    price: int,
    kind: Literal["read", "reported"],
    teller: str,
    source: str,
    learned_at: int,
    until: int | None,
    note: str,
) -> PriceRead:
    learned = from_db(learned_at)
    return PriceRead(from_db(so_at), price / TICK, kind, teller, source, learned, maybe_from_db(until), note)


def rules_of(row: DbRow) -> MarketRules:
    """A version of the rules."""
    return MarketRules(row["text"], row["sha256"], from_db(row["so_at"]), from_db(row["learned_at"]), row["source"])


def link_of(row: DbRow) -> MarketLink:
    """Convert a link between a market and a claim."""
    return MarketLink(
        row["id"],
        row["market"],
        row["claim"],
        row["relation"],
        row["note"],
        row["by"],
        row["state"],
        from_db(row["so_at"]),
    )


def watch_of(row: DbRow) -> MarketWatch:
    """A person's watch."""
    return MarketWatch(
        row["id"],
        row["tenant"],
        row["actor"],
        row["place"],
        row["market"],
        row["when"],
        row["points"],
        from_db(row["created_at"]),
    )
