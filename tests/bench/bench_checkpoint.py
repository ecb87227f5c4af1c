"""``/checkpoint show`` in a tenant of a hundred thousand reports. By hand: ``python -m tests.bench.bench_checkpoint``.

One label has a thousand reports, the others fifty each; each is asked about as often as any other, the busy one also
by itself, and no answer is a kept one. Prints p50 and p99 in milliseconds of the whole way a request goes (understand,
gather, answer); exit 1 when p99 is above 5 ms.
"""

import asyncio
import gc
import random
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from sqlite_utils import Database as Utils

from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from bot.dispatch.answer_cache import KEPT_FOR
from bot.domain.sightings.report_basis import ReportBasis
from bot.domain.sightings.reports import FiledReport
from bot.domain.sightings.sightings import SightingEventKind
from bot.domain.sightings.surfaces import Surface
from bot.messages.request import Request
from storage.rows import to_db
from storage.sightings.writer import _row
from tests.bench.figures import Figure, report

P99_MS, BUSY_MS = 5, 6
REPORTS, BUSY, EACH, ASKED = 100_000, 1_000, 50, 1_000
NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)
TENANT = "discord:7"
TEXT = "It stood between two known names, I chose it, the header said so, and after a reload it was gone."


def filed(number: int, chance: random.Random) -> FiledReport:
    """A report as members file them."""
    label = "Name busy" if number < BUSY else f"Name {number // EACH}"
    seen = NOW - timedelta(minutes=chance.randrange(60 * 24 * 60))
    person = f"discord:{chance.randrange(20_000)}"
    return FiledReport(
        f"CP-{number + 1:04}",
        label.casefold(),
        label,
        Surface.CHATGPT,
        chance.choice(list(ReportBasis)),
        person,
        seen,
        seen,
        TEXT,
        complete=chance.random() < 0.8,
        drawn=chance.getrandbits(128) if chance.random() < 0.3 else None,
    )


def fill(path: Path) -> None:
    """A database with that many reports, written in one transaction."""
    running, chance = build(path, StandingClock(NOW)), random.Random(7)  # noqa: S311 - the same data every time

    def write(db: Utils) -> None:
        for number in range(REPORTS):
            one = filed(number, chance)
            at = to_db(one.at)
            db.conn.execute(
                "INSERT OR IGNORE INTO labels VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [TENANT, one.key, one.label, one.surface.value, at, at, at, one.id],
            )
            db.conn.execute(f"INSERT INTO reports VALUES ({', '.join('?' * 22)})", _row(TENANT, number + 1, one))
            db.conn.execute(
                "INSERT INTO label_events "
                "(tenant, key, so_at, learned_at, kind, about, reason, other, report, by, source) "
                "VALUES (?, ?, ?, ?, ?, ?, '', '', ?, ?, ?)",
                [
                    TENANT,
                    one.key,
                    at,
                    at,
                    SightingEventKind.REPORTED.value,
                    one.id,
                    msgspec.json.encode(replace(one.report, person="")),
                    one.person,
                    one.id,
                ],
            )
        for n in range(5_000):
            db.conn.execute(
                "INSERT INTO checks (tenant, key, person, plan, has, note, so_at, learned_at, source) "
                "VALUES (?, ?, ?, 'Plus', ?, '', ?, ?, '')",
                [
                    TENANT,
                    f"name {chance.randrange(REPORTS // EACH)}",
                    f"discord:{n}",
                    n % 3 == 0,
                    to_db(NOW),
                    to_db(NOW),
                ],
            )

    running.store.database.write_now(write)
    running.close()


async def ask(path: Path) -> list[float]:
    """Milliseconds of each of a thousand look-ups after fifty to warm up, then of fifty of the busy label."""
    clock, chance, took = StandingClock(NOW), random.Random(11), []  # noqa: S311 - the same questions
    running = build(path, clock)
    running.warm()  # as `serve` does before anybody asks
    gc.collect()
    gc.freeze()
    for n in range(ASKED + 100):
        label = "Name busy" if n >= ASKED + 50 else f"Name {chance.randrange(BUSY // EACH, REPORTS // EACH)}"
        request = Request(line=f'checkpoint show label:"{label}"', actor="discord:1", place=f"{TENANT}/9")
        clock.move(clock.now() + KEPT_FOR)
        began = time.perf_counter()
        reply = await running.app.run(request)
        took.append((time.perf_counter() - began) * 1000)
        if not reply.data["known"]:
            raise ValueError(label)
    running.close()
    return took[50:]


def main() -> int:
    """Fill, ask, print, judge."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        began = time.perf_counter()
        fill(path)
        took = asyncio.run(ask(path))
        busy, took = took[ASKED:], took[:ASKED]
        cut = statistics.quantiles(took, n=100)
        sys.stdout.write(f"{REPORTS:,} reports, filled in {time.perf_counter() - began:.0f} s" + "\n")
    return report(
        [
            Figure(f"/checkpoint show among {REPORTS:,} reports, p50", cut[49], "ms"),
            Figure(f"/checkpoint show among {REPORTS:,} reports, p99", cut[98], "ms", P99_MS),
            Figure(f"/checkpoint show of a label with {BUSY:,} reports, p50", statistics.median(busy), "ms", BUSY_MS),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
