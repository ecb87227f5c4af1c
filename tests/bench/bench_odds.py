"""`/odds` on a thousand and on ten million quotes, the cost of the framework around a read, and bytes a quote row.

By hand: ``python -m tests.bench.bench_odds [rows]`` (ten million by default). Prints a table; exit 1 on a broken bound.
"""

import asyncio
import json
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.runtime.bootstrap import RunningApp, build
from adapters.runtime.clock import StandingClock
from bot.domain.markets.quotes import Quote, VenueMarket, VenueRung
from bot.messages.request import Request, View
from storage.markets.poll_batch import over_bid
from storage.rows import queries, to_db
from tests.bench.figures import Figure, percentile, report

NOW = datetime(2026, 9, 25, 12, tzinfo=UTC)
RUNGS = 500
LADDER = 5
ROUNDS = 600
SUBJECT = "openai/gpt-6"


def found(event: int, at: datetime, price: float) -> VenueMarket:
    """One event of five rungs at a price."""
    rungs = tuple(
        VenueRung(
            f"r{n}",
            f"October {n + 1}",
            f"GPT-6 released by October {n + 1}, 2026?",
            None,
            "open",
            None,
            placeholder=False,
            token="",
            quote=Quote(at, max(price - 0.01 + n / 100, 0), min(price + 0.01 + n / 100, 1), price, None, 5e4, 4e3),
        )
        for n in range(LADDER)
    )
    return VenueMarket(
        "polymarket",
        f"e{event}",
        f"e{event}",
        f"Model {event} released by...?",
        "https://example.org",
        "A beta will not suffice.",
        rungs,
        (),
        "USD",
        None,
        neg_risk=False,
        read_at=at,
    )


def prepared(folder: Path, rows: int) -> tuple[RunningApp, Path]:
    """A store with so many quotes over 500 rungs, the newest of them at `NOW`."""
    path = folder / f"quotes-{rows}.db"
    running = build(path, StandingClock(NOW))
    start = NOW - timedelta(days=90)
    events = RUNGS // LADDER
    asyncio.run(
        running.ports.markets.record([(found(n, start, 0.3), SUBJECT if n == 0 else None) for n in range(events)])
    )
    random.seed(7)
    each = max(rows // RUNGS, 1)
    step = timedelta(days=90) / each

    def fill(db: object) -> None:
        conn: sqlite3.Connection = db.conn  # type: ignore[attr-defined]
        numbers = [
            row[0]
            for row in conn.execute("SELECT r.id FROM rung r JOIN market m ON m.id = r.market WHERE m.key LIKE 'e%'")
        ]
        for number in numbers:
            price = 3000
            batch = []
            for n in range(1, each):
                price = min(max(price + random.randint(-40, 40), 100), 9800)  # noqa: S311 - made-up prices
                batch.append((number, to_db(start + step * n), price, 100, 40, None))
            conn.executemany("INSERT OR IGNORE INTO quote VALUES (?, ?, ?, ?, ?, ?)", batch)
            conn.execute("UPDATE still_read SET until = ? WHERE rung = ?", (to_db(NOW), number))

    running.store.database.write_now(fill)
    return running, path


def asks(running: RunningApp, loop: asyncio.AbstractEventLoop, line: str) -> Callable[[], object]:
    """A line through the door."""
    request = Request(line=line)
    return lambda: loop.run_until_complete(running.app.run(request))


def plain_read(running: RunningApp) -> Callable[[], object]:
    """The same reads as a plain function: names, subject, markets, books, past."""
    view = View("console:local", NOW)
    ledger, markets = running.ports.ledger, running.ports.markets

    def run() -> object:
        from bot.domain.markets.market_view import board  # noqa: PLC0415 - measured with the rest

        ledger.named("gpt-6", view)
        ledger.subjects([SUBJECT], view)
        ledger.namesakes(SUBJECT, view)
        boards = [board(market, NOW) for market in markets.of_subjects([SUBJECT], view)]
        return boards, markets.past(view)

    return run


def bytes_per_row(folder: Path) -> float:
    """Quotes written in the order of polls, as they come: file bytes a row, without VACUUM."""
    path = folder / "bytes.db"
    running = build(path, StandingClock(NOW))
    polls, numbers = 600, range(20_001, 20_001 + RUNGS)

    def fill(db: object) -> int:
        conn: sqlite3.Connection = db.conn  # type: ignore[attr-defined]
        random.seed(3)
        prices = dict.fromkeys(numbers, 4000)
        written = 0
        for poll in range(polls):
            at = to_db(NOW + timedelta(minutes=5 * poll))
            batch = []
            for number in numbers:
                if random.random() < 0.5:  # noqa: S311 - made-up prices
                    prices[number] = min(max(prices[number] + random.randint(-60, 60), 10), 9900)  # noqa: S311
                    ask = prices[number] + random.randint(10, 500)  # noqa: S311 - made-up prices
                    last = prices[number] + random.randint(-300, 300)  # noqa: S311 - made-up prices
                    book = over_bid(prices[number], ask, last)
                    batch.append((number, at, *book))
            conn.execute(queries("markets")["add_quotes"], [json.dumps(batch)])
            written += len(batch)
        return written

    def pages(db: object) -> int:
        conn: sqlite3.Connection = db.conn  # type: ignore[attr-defined]
        return int(conn.execute("PRAGMA page_count").fetchone()[0]) * int(
            conn.execute("PRAGMA page_size").fetchone()[0]
        )

    before = running.store.database.write_now(pages)
    written = running.store.database.write_now(fill)
    after = running.store.database.write_now(pages)
    running.close()
    return (after - before) / written


def poll_cpu(running: RunningApp) -> float:
    """Milliseconds of CPU to store a poll of 500 rungs of which a tenth moved."""
    loop = asyncio.new_event_loop()
    took = []
    for round_ in range(12):
        at = NOW + timedelta(minutes=5 * (round_ + 1))
        batch = [(found(n, at, 0.3 + (round_ % 2) / 100 if n % 10 == 0 else 0.3), None) for n in range(RUNGS // LADDER)]
        began = time.process_time()
        loop.run_until_complete(running.ports.markets.record(batch))
        took.append((time.process_time() - began) * 1000)
    loop.close()
    return percentile(took[2:], 0.5)


def main() -> int:
    """Measure, print, judge."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as name:
        folder = Path(name)
        loop = asyncio.new_event_loop()
        small, _ = prepared(folder, 1000)
        large, path = prepared(folder, rows)
        print(f"{rows:,} quotes: {path.stat().st_size / 1e6:,.0f} MB")
        runs = {
            "small": asks(small, loop, "odds gpt-6"),
            "large": asks(large, loop, "odds gpt-6"),
            "plain": plain_read(large),
        }
        runs["history"] = asks(large, loop, "odds history gpt-6")
        took: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(ROUNDS):  # in turns, so that a busy neighbour falls on all of them
            for name_, run in runs.items():
                began = time.perf_counter()
                run()
                took[name_].append((time.perf_counter() - began) * 1000)
        small_p50, large_p50, plain, history = (percentile(took[name_], 0.5) for name_ in runs)
        large_p99 = percentile(took["large"], 0.99)
        found = [
            Figure("/odds in the core, 10³ quotes, p50", small_p50, "ms"),
            Figure(f"/odds in the core, {rows:,} quotes, p50", large_p50, "ms"),
            Figure("/odds in the core, many against few quotes", large_p50 / small_p50, "x", 1.1),
            Figure(f"/odds in the core, {rows:,} quotes, p99", large_p99, "ms", 4.0),
            Figure("/odds in the core against a plain function", large_p50 / plain, "x", 1.3),
            Figure(f"/odds history, {rows:,} quotes, p50", history, "ms", 5.0),
            Figure("a poll of 500 rungs of which a tenth moved, stored, CPU", poll_cpu(large), "ms", 15.0),
            Figure("bytes a quote, in the order of polls", bytes_per_row(folder), "B", 25.0),
        ]
        small.close()
        large.close()
        loop.close()
    return report(found)


if __name__ == "__main__":
    raise SystemExit(main())
