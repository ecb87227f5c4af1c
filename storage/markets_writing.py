"""Markets and prices on SQLite, writing: only what changed, in one transaction a poll."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlite_utils import Database as Utils

from bot.domain.markets import Recorded, Relation, WatchWhen
from bot.domain.quotes import HistoryPoint, MarketFound, Quote, RungFound
from bot.ledger import Tables
from storage.engine import Database
from storage.markets_ledger import load_markets
from storage.rows import maybe_to_db, queries, to_db

_SQL = queries("markets")
TICK = 10_000
RUN_GAP = 3 * 3600  # readings further apart than this are two runs: in between nobody knows the price
OLD_TRADE = 32_767  # minutes; an older trade is only "old", and the number stays within two bytes
SAME_TRADE = 6 * 60  # minutes; a newer trade at the same price is worth a row only now and then
DEPTH_MOVED = 0.02


def _ticks(price: float | None) -> int | None:
    return None if price is None else round(price * TICK)


def _last_age(quote: Quote) -> int | None:
    if quote.last_at is None:
        return None
    return min(max(int((quote.read_at - quote.last_at).total_seconds() // 60), 0), OLD_TRADE)


@dataclass(slots=True)
class _Batch:
    """Rows of one poll, written together at its end."""

    quotes: list[tuple[object, ...]] = field(default_factory=list)
    longer: list[tuple[object, ...]] = field(default_factory=list)
    runs: list[tuple[object, ...]] = field(default_factory=list)
    depth: list[tuple[object, ...]] = field(default_factory=list)
    states: list[tuple[object, ...]] = field(default_factory=list)
    markets: int = 0
    rungs: int = 0
    still: int = 0
    resolved: list[int] = field(default_factory=list)
    rules_changed: list[int] = field(default_factory=list)


class MarketWriter:
    """The writing half of `storage.markets.MarketStore`."""

    def __init__(self, database: Database) -> None:
        self._writing = database

    @staticmethod
    def load(db: Utils, tables: Tables) -> None:
        """Bring the public ledger's markets up to date; what was polled or reported stays."""
        load_markets(db, tables)

    async def record(self, found: Sequence[tuple[MarketFound, str | None]]) -> Recorded:
        """Keep what a poll found; only changes are written."""

        def write(db: Utils) -> Recorded:
            batch = _Batch()
            for market, subject in found:
                _record(db.conn, market, subject, batch)
            _flush(db.conn, batch)
            return Recorded(
                batch.markets,
                batch.rungs,
                len(batch.quotes),
                batch.still,
                tuple(batch.resolved),
                tuple(batch.rules_changed),
            )

        return await self._writing.write(write)

    async def record_history(self, venue: str, key: str, rung: str, points: Sequence[HistoryPoint]) -> int:
        """Keep a rung's past prices; known ones are left."""

        def write(db: Utils) -> int:
            row = db.conn.execute(_SQL["rung_number"], (venue, key, rung)).fetchone()
            if row is None:
                return 0
            rows = [(row[0], to_db(point.at), _ticks(point.price)) for point in points if 0 <= point.price <= 1]
            return int(db.conn.executemany(_SQL["add_past"], rows).rowcount)

        return await self._writing.write(write)

    async def map_market(self, number: int, slug: str, *, tenant: str, by: str, at: datetime) -> None:
        """Say by hand that a market is about a subject."""
        row = (slug, number, tenant, by, to_db(at), to_db(at), "mapped by hand")
        await self._writing.write(lambda db: db.conn.execute(_SQL["add_mapping"], row).rowcount)

    async def watch(
        self, number: int, *, tenant: str, actor: str, place: str, when: WatchWhen, points: int, at: datetime
    ) -> int:
        """Keep a watch; the same one twice is one."""
        asked = {
            "tenant": tenant,
            "actor": actor,
            "place": place,
            "market": number,
            "when": when,
            "points": points,
            "at": to_db(at),
        }
        return await self._writing.write(lambda db: _add_once(db, "watch", asked))

    async def unwatch(self, watch: int, *, tenant: str, actor: str, at: datetime) -> bool:
        """End one of a person's own watches."""
        asked = (to_db(at), watch, tenant, actor)
        return await self._writing.write(lambda db: int(db.conn.execute(_SQL["end_watch"], asked).rowcount) > 0)

    async def propose_link(
        self, number: int, claim: str, relation: Relation, *, note: str, tenant: str, by: str, at: datetime
    ) -> int:
        """Propose that a market bears on a claim; the same proposal twice is one."""
        asked = {
            "tenant": tenant,
            "market": number,
            "claim": claim,
            "relation": relation,
            "note": note,
            "by": by,
            "at": to_db(at),
        }
        return await self._writing.write(lambda db: _add_once(db, "link", asked))

    async def decide_link(self, link: int, *, accept: bool, tenant: str, by: str, at: datetime) -> bool:
        """Accept or refuse a proposed link."""
        asked = ("accepted" if accept else "refused", by, to_db(at), link, tenant)
        return await self._writing.write(lambda db: int(db.conn.execute(_SQL["decide_link"], asked).rowcount) > 0)


def _add_once(db: Utils, kind: str, asked: dict[str, object]) -> int:
    db.conn.execute(_SQL[f"add_{kind}"], asked)
    return int(db.conn.execute(_SQL[f"same_{kind}"], asked).fetchone()[0])


def _record(conn: sqlite3.Connection, found: MarketFound, subject: str | None, batch: _Batch) -> None:
    at = to_db(found.read_at)
    number = _market_row(conn, found, at, batch)
    if subject is not None:
        conn.execute(_SQL["add_mapping"], (subject, number, "", "discovery", at, at, found.url))
    if found.rules.strip():
        _rules_row(conn, number, found.rules, at, found.url, batch)
    known = {row["key"]: row for row in conn.execute(_SQL["known_rungs"], {"market": number, "at": at})}
    for rung in found.rungs:
        row = known.get(rung.key)
        if row is None:
            identity = _new_rung(conn, number, rung, at, found.url)
            batch.rungs += 1
        else:
            identity = int(row["id"])
            _changed_words(conn, identity, row, rung)
        _state_row(identity, row, rung, at, found.url, batch)
        if rung.quote is not None:
            _quote_row(identity, row, rung.quote, batch)
    _read_row(conn, number, found, at)


def _market_row(conn: sqlite3.Connection, found: MarketFound, at: int, batch: _Batch) -> int:
    closes = maybe_to_db(found.closes_at)
    said = (found.slug, found.title, found.url, closes)
    row = conn.execute(_SQL["market_words"], (found.venue, found.key)).fetchone()
    if row is None:
        batch.markets += 1
        asked = {
            "venue": found.venue,
            "key": found.key,
            "slug": found.slug,
            "title": found.title,
            "url": found.url,
            "currency": found.currency,
            "neg_risk": int(found.neg_risk),
            "closes": closes,
            "so": at,
            "learned": at,
            "source": found.url,
        }
        return int(conn.execute(_SQL["add_market"], asked).fetchone()[0])
    if (row["slug"], row["title"], row["url"], row["closes_at"]) != said:
        conn.execute(_SQL["change_market"], (*said, row["id"]))
    return int(row["id"])


def _rules_row(conn: sqlite3.Connection, number: int, text: str, at: int, source: str, batch: _Batch) -> None:
    kept = text.encode("utf-8", "replace").decode()
    digest = hashlib.sha256(kept.encode()).hexdigest()
    row = conn.execute(_SQL["latest_rules"], (number, at)).fetchone()
    if row is not None and row[0] == digest:
        return
    if row is not None:
        batch.rules_changed.append(number)
    asked = {"market": number, "learned": at, "so": at, "sha256": digest, "text": kept, "source": source}
    conn.execute(_SQL["add_rules"], asked)


def _new_rung(conn: sqlite3.Connection, number: int, rung: RungFound, at: int, source: str) -> int:
    asked = {
        "market": number,
        "key": rung.key,
        "label": rung.label,
        "question": rung.question,
        "ends": maybe_to_db(rung.end_date),
        "token": rung.token,
        "placeholder": int(rung.placeholder),
        "so": at,
        "learned": at,
        "source": source,
    }
    return int(conn.execute(_SQL["add_rung"], asked).fetchone()[0])


def _changed_words(conn: sqlite3.Connection, identity: int, row: sqlite3.Row, rung: RungFound) -> None:
    said = (rung.label, rung.question, maybe_to_db(rung.end_date), rung.token, int(rung.placeholder))
    if (row["label"], row["question"], row["end_date"], row["token"], row["placeholder"]) != said:
        conn.execute(_SQL["change_rung"], (*said, identity))


def _state_row(identity: int, row: sqlite3.Row | None, rung: RungFound, at: int, source: str, batch: _Batch) -> None:
    before = (None, None) if row is None else (row["status"], row["resolution"])
    if before == (rung.status, rung.resolution):
        return
    batch.states.append((identity, at, at, rung.status, rung.resolution, source))
    if rung.status == "resolved":
        batch.resolved.append(identity)


def _quote_row(identity: int, row: sqlite3.Row | None, quote: Quote, batch: _Batch) -> None:
    at = to_db(quote.read_at)
    said = (_ticks(quote.bid), _ticks(quote.ask), _ticks(quote.last))
    age = _last_age(quote)
    if row is None or row["at"] is None or _differs(row, said, age, at):
        batch.quotes.append((identity, at, *said, age))
    else:
        batch.still += 1
    if row is None or row["until"] is None or at - row["until"] > RUN_GAP:
        batch.runs.append((identity, at, at))
    elif at > row["until"]:
        batch.longer.append((at, identity, row["since"]))
    if quote.volume is not None or quote.liquidity is not None:
        day = at // 86_400
        if row is None or row["day"] is None or day != row["day"] or _deeper(row, quote):
            batch.depth.append((identity, day, at, quote.volume, quote.liquidity))


def _differs(row: sqlite3.Row, said: tuple[int | None, ...], age: int | None, at: int) -> bool:
    if (row["bid"], row["ask"], row["last"]) != said or (row["last_age"] is None) != (age is None):
        return True
    if age is None or age >= OLD_TRADE:
        return False
    return bool((at // 60 - age) - (row["at"] // 60 - row["last_age"]) >= SAME_TRADE)


def _deeper(row: sqlite3.Row, quote: Quote) -> bool:
    for before, now in ((row["volume"], quote.volume), (row["liquidity"], quote.liquidity)):
        if (before is None) != (now is None):
            return True
        if before is not None and now is not None and abs(now - before) > DEPTH_MOVED * max(abs(before), 1.0):
            return True
    return False


def _read_row(conn: sqlite3.Connection, number: int, found: MarketFound, at: int) -> None:
    faults = json.dumps(sorted(fault[:200] for fault in found.faults[:50]), ensure_ascii=False)
    total = len(found.rungs) + found.lost
    row = conn.execute(_SQL["last_market_read"], (number, at)).fetchone()
    if row is not None and (row["total"], row["faults"]) == (total, faults) and at - row["until"] <= RUN_GAP:
        conn.execute(_SQL["lengthen_market_read"], (at, number, row["since"]))
    else:
        conn.execute(_SQL["begin_market_read"], (number, at, at, total, faults))


def _flush(conn: Any, batch: _Batch) -> None:
    steps: Iterable[tuple[str, list[tuple[object, ...]]]] = (
        ("add_state", batch.states),
        ("add_quote", batch.quotes),
        ("begin_run", batch.runs),
        ("lengthen_run", batch.longer),
        ("add_depth", batch.depth),
    )
    for name, rows in steps:
        if rows:
            conn.executemany(_SQL[name], rows)
