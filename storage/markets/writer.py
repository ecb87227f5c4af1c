"""Markets and prices, writing half: only changes, one transaction per poll."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from bot.domain.markets.mapping import MappingResult
from bot.domain.markets.markets import RecordingResult, Relation, WatchWhen
from bot.domain.markets.quotes import HistoryPoint, Quote, VenueMarket, VenueRung
from bot.ledger import Tables
from bot.ports.changes import ChangeMark
from storage.changes import touch
from storage.engines import Database, DbRow, Writer
from storage.markets.ledger_markets import load_markets
from storage.markets.poll_batch import PollBatch, over_bid, went_on
from storage.markets.settled_prices import remember
from storage.markets.write_cache import RUN_GAP, BookKept, MarketKept, book_prices, deeper, differs, ticks, words_of
from storage.rows import maybe_to_db, queries, to_db

_SQL = queries("markets")
DAY = 86_400  # seconds


class MarketWriter:
    """The writing half of `storage.markets.store.MarketStore`."""

    def __init__(self, database: Database) -> None:
        self._writing = database
        self._kept: dict[tuple[str, str], MarketKept] = {}

    @staticmethod
    def load(db: Writer, tables: Tables) -> None:
        """Update the public ledger's markets; polled and reported data stay."""
        load_markets(db, tables)

    async def record(self, found: Sequence[tuple[VenueMarket, str | None]]) -> RecordingResult:
        """Store a poll's results; only changes are written."""
        batch = PollBatch()

        def write(db: Writer) -> RecordingResult:
            for told, subject in found:
                market = _each_once(told)
                kept = self._kept.get((market.venue, market.key))
                if subject is not None or not went_on(market, kept, batch):
                    _record(db, market, subject, batch)
            _flush(db, batch)
            remember(db, batch.ended)
            touch(db, batch.touched)
            return RecordingResult(
                batch.markets,
                batch.rungs,
                len(batch.quotes),
                batch.still,
                tuple(batch.resolved),
                tuple(batch.rules_changed),
            )

        recorded = await self._writing.write(write)
        self._kept |= batch.kept  # only now: what was rolled back must not be taken for written
        for kept, books, at in batch.went_on:
            kept.books, kept.at = books, at
        return recorded

    async def record_candidates(self, found: Sequence[MappingResult], at: datetime) -> None:
        """Store the names that find recorded candidates; a mapped market stops being one."""

        def write(db: Writer) -> None:
            for result in found:
                named = (result.market.venue, result.market.key)
                for row in db.execute(_SQL["known_market"], named).fetchall():
                    db.execute(_SQL["forget_candidate"], (row["id"],))
                    if result.kind == "candidate":
                        rows = [(slug, row["id"], result.why, to_db(at)) for slug in result.subjects]
                        db.executemany(_SQL["add_candidate"], rows)

        if found:
            await self._writing.write(write)

    async def record_history(self, venue: str, key: str, rung: str, points: Sequence[HistoryPoint]) -> int:
        """Store a rung's past prices, skipping known ones."""

        def write(db: Writer) -> int:
            if (row := db.execute(_SQL["rung_number"], (venue, key, rung)).fetchone()) is None:
                return 0
            rows = [(row[0], to_db(point.at), ticks(point.price)) for point in points if 0 <= point.price <= 1]
            kept = int(db.executemany(_SQL["add_past"], rows).rowcount)
            remember(db, [row[0]])
            return kept

        return await self._writing.write(write)

    async def map_market(self, number: int, slug: str, *, tenant: str, by: str, at: datetime) -> None:
        """Map a market to a subject by hand, instead of any before; '' ends that."""
        row = (slug, number, tenant, by, to_db(at), to_db(at), "mapped by hand")

        def write(db: Writer) -> None:
            db.execute(_SQL["forget_mappings"], (number, tenant))
            if slug:
                db.execute(_SQL["add_mapping"], row)
            touch(db, [ChangeMark(tenant, "market", str(number), at)])

        await self._writing.write(write)

    async def watch(
        self, number: int, *, tenant: str, actor: str, place: str, when: WatchWhen, points: int, at: datetime
    ) -> int:
        """Store a watch; an identical one is returned unchanged."""
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
        return await self._writing.write(lambda db: int(db.execute(_SQL["end_watch"], asked).rowcount) > 0)

    async def propose_link(
        self, number: int, claim: str, relation: Relation, *, note: str, tenant: str, by: str, at: datetime
    ) -> int:
        """Propose a link between a market and a claim; safe to repeat."""
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
        """Accept or refuse a link, proposed or decided otherwise before."""
        state = "accepted" if accept else "refused"
        asked = (state, by, to_db(at), link, tenant, state)
        return await self._writing.write(lambda db: int(db.execute(_SQL["decide_link"], asked).rowcount) > 0)


def _each_once(found: VenueMarket) -> VenueMarket:
    """Drop and count duplicate rungs; of two prices for one rung neither is better."""
    if len(found.rungs) < 2:  # noqa: PLR2004 - one cannot be there twice
        return found
    rungs = {rung.key: rung for rung in reversed(found.rungs)}
    twice = len(found.rungs) - len(rungs)
    if not twice:
        return found
    kept = tuple(rung for rung in found.rungs if rungs[rung.key] is rung)
    faults = (*found.faults, "two rungs have the same id, the first is kept")
    return replace(found, rungs=kept, lost=found.lost + twice, faults=faults)


def _add_once(db: Writer, kind: str, asked: dict[str, object]) -> int:
    db.execute(_SQL[f"add_{kind}"], asked)
    return int(db.execute(_SQL[f"same_{kind}"], asked).fetchone()[0])


def _record(conn: Writer, found: VenueMarket, subject: str | None, batch: PollBatch) -> None:
    at = to_db(found.read_at)
    number = _market_row(conn, found, at, batch)
    if subject is not None:
        conn.execute(_SQL["add_mapping"], (subject, number, "", "discovery", at, at, found.url))
    known = {row["key"]: row for row in conn.execute(_SQL["known_rungs"], {"market": number, "at": at})}
    books = []
    own_rules = False
    for rung in found.rungs:
        row = known.get(rung.key)
        if row is None:
            identity = _new_rung(conn, number, rung, at, found.url)
            batch.rungs += 1
        else:
            identity = int(row["id"])
            _changed_words(conn, identity, row, rung, at)
        own_rules = _rung_rules_row(conn, identity, row, rung, at) or own_rules
        _state_row(identity, row, rung, at, found.url, batch)
        if rung.quote is not None:
            books.append(_quote_row(identity, row, rung.quote, batch))
    if found.rules.strip():
        legs = any(rung.rules for rung in found.rungs)
        _rules_row(conn, number, found, at, batch, only_if=own_rules if legs else True)
    since = _read_row(conn, number, found, at, batch)
    batch.touched.append(ChangeMark("", "market", str(number), found.read_at))
    batch.kept[found.venue, found.key] = MarketKept(words_of(found), number, since, books, at, MarketKept.until(at))


def _market_row(conn: Writer, found: VenueMarket, at: int, batch: PollBatch) -> int:
    closes = maybe_to_db(found.closes_at)
    said = (found.slug, found.title, found.url, closes)
    row = conn.execute(_SQL["known_market"], (found.venue, found.key)).fetchone()
    if row is None:
        row = conn.execute(_SQL["renamed_market"], (found.venue, found.event_id)).fetchone()
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
            "event_id": found.event_id,
        }
        return int(conn.execute(_SQL["add_market"], asked).fetchone()[0])
    if found.event_id:
        conn.execute(_SQL["rename_market"], (found.key, found.event_id, row["id"]))
    if (row["slug"], row["title"], row["url"], row["closes_at"]) != said:
        conn.execute(_SQL["keep_market_words"], (at, row["id"]))
        conn.execute(_SQL["change_market"], (*said, row["id"]))
    return int(row["id"])


def _digest(text: str) -> tuple[str, str]:
    """A text that can be stored, and its SHA-256."""
    kept = text.encode("utf-8", "replace").decode()
    return kept, hashlib.sha256(kept.encode()).hexdigest()


def _rung_rules_row(conn: Writer, identity: int, row: DbRow | None, rung: VenueRung, at: int) -> bool:
    """Store a leg's own rules; True if they differ from before."""
    if not rung.rules:
        return False
    kept, digest = _digest(rung.rules)
    before = None if row is None else row["rules"]
    if before != digest:
        conn.execute(_SQL["add_rung_rules"], (identity, at, digest, kept))
    return before is not None and before != digest


def _rules_row(conn: Writer, number: int, found: VenueMarket, at: int, batch: PollBatch, *, only_if: bool) -> None:
    """Store the event's rules.

    If legs have rules of their own, they changed only if one of those texts did.
    """
    kept, digest = _digest(found.rules)
    row = conn.execute(_SQL["latest_rules"], (number, at)).fetchone()
    if row is not None and (row[0] == digest or not only_if):
        return
    if row is not None:
        batch.rules_changed.append(number)
    asked = {"market": number, "learned": at, "so": at, "sha256": digest, "text": kept, "source": found.url}
    conn.execute(_SQL["add_rules"], asked)


def _new_rung(conn: Writer, number: int, rung: VenueRung, at: int, source: str) -> int:
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


def _changed_words(conn: Writer, identity: int, row: DbRow, rung: VenueRung, at: int) -> None:
    said = (rung.label, rung.question, maybe_to_db(rung.end_date), rung.token, int(rung.placeholder))
    if (row["label"], row["question"], row["end_date"], row["token"], row["placeholder"]) != said:
        conn.execute(_SQL["keep_rung_words"], (at, identity))
        conn.execute(_SQL["change_rung"], (*said, identity))


def _state_row(identity: int, row: DbRow | None, rung: VenueRung, at: int, source: str, batch: PollBatch) -> None:
    told, payout = maybe_to_db(rung.settled_at), ticks(rung.payout)
    before = (None,) * 4 if row is None else (row["status"], row["resolution"], row["stage"], row["payout"])
    if before == (rung.status, rung.resolution, rung.stage, payout) and told in (None, _state_at(row)):
        return
    so = at if told is None or told > at else told
    state = (identity, at, so, rung.status, rung.resolution, source, rung.stage, payout, int(told is not None))
    batch.states.append(state)
    if "resolved" in (rung.status, before[0]):
        batch.ended.append(identity)
    if rung.status == "resolved":
        batch.resolved.append(identity)


def _state_at(row: DbRow | None) -> int | None:
    return None if row is None else row["state_at"]


def _quote_row(identity: int, row: DbRow | None, quote: Quote, batch: PollBatch) -> BookKept:
    """Write what changed of a rung's book, and return the rows now in force."""
    at, said = to_db(quote.read_at), book_prices(quote)
    kept = BookKept(identity, at, at, said, quote.volume, quote.liquidity)
    before = None if row is None or row["at"] is None else (row["bid"], row["ask"], row["last"], row["last_age"])
    if row is None or before is None or differs(row["at"], before, at, said):
        batch.quotes.append((identity, at, *over_bid(*said)))
    else:
        batch.still += 1
        kept.at, kept.prices = row["at"], before
    if row is None or row["until"] is None or at - row["until"] > RUN_GAP:
        batch.runs.append((identity, at, at))
    else:
        kept.since = row["since"]
        if at > row["until"]:
            batch.longer.setdefault((at, row["since"]), []).append(identity)
    if _is_new_depth(row, quote, at):
        batch.depth.append((identity, at // DAY, at, quote.volume, quote.liquidity))
    elif row is not None:
        kept.volume, kept.liquidity = row["volume"], row["liquidity"]  # unchanged or not reported: the stored values
    return kept


def _is_new_depth(row: DbRow | None, quote: Quote, at: int) -> bool:
    """Whether volume and liquidity are stored: daily, and when one of them moved."""
    if quote.volume is None and quote.liquidity is None:
        return False
    if row is None or row["day"] is None or row["day"] != at // DAY:
        return True
    return deeper(row["volume"], quote.volume) or deeper(row["liquidity"], quote.liquidity)


def _read_row(conn: Writer, number: int, found: VenueMarket, at: int, batch: PollBatch) -> int:
    faults = json.dumps(sorted(fault[:200] for fault in found.faults[:50]), ensure_ascii=False)
    total = len(found.rungs) + found.lost
    row = conn.execute(_SQL["last_market_read"], (number, at)).fetchone()
    if row is not None and (row["total"], row["faults"]) == (total, faults) and at - row["until"] <= RUN_GAP:
        batch.reads.setdefault((at, row["since"]), []).append(number)
        return int(row["since"])
    conn.execute(_SQL["begin_market_read"], (number, at, at, total, faults))
    return at


def _flush(conn: Any, batch: PollBatch) -> None:
    for name, rows in (("add_state", batch.states), ("begin_run", batch.runs), ("add_depth", batch.depth)):
        if rows:
            conn.executemany(_SQL[name], rows)
    # What every poll writes much of, in as few statements as can be: between two statements, this thread and a reader's
    # pass the interpreter's lock back and forth. What was read together since the same moment goes on together.
    if batch.quotes:
        conn.execute(_SQL["add_quotes"], (_json(batch.quotes),))
    for name, spans in (("lengthen_runs", batch.longer), ("lengthen_market_reads", batch.reads)):
        for (until, since), numbers in spans.items():
            conn.execute(_SQL[name], (until, since, _json(numbers)))


def _json(rows: object) -> str:
    return msgspec.json.encode(rows).decode()
