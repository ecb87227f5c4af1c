"""What digests and alerts cost, against the bounds they must keep: ``python -m tests.bench.bench_digest``.

Exit status 1 when a bound is broken. Everything runs on a database of its own in a temporary folder.
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import sys
import tempfile
import time
from collections import deque
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from adapters.runtime.bootstrap import RunningApp, build
from adapters.runtime.clock import StandingClock, SystemClock
from bot.domain.notify.digest import DigestFilter, IfQuiet
from bot.domain.notify.timetable import Timetable
from bot.domain.time.schedule import EVERY
from bot.jobs.digest_job import Digests
from bot.jobs.outbox_worker import Sender
from bot.messages.reply import Bullets, Reply
from bot.notifications.digest_builder import DigestBuilder
from bot.ports.notifications.outbox import Delivered, MessageKind, OutboxDraft, Posting, TryLater, Unscheduled
from bot.ports.notifications.subscriptions import Digest, Mode
from storage.notifications.subscriptions import _row
from storage.rows import to_db

NOW = datetime(2026, 4, 24, 7, 0, tzinfo=UTC)
DIGESTS, SUBJECTS, FILTERS = 10_000, 200, 300
QUEUED = 100_000
COMPOSE_SECONDS, QUEUE_MIB, ALERT_SECONDS, SHARE = 10.0, 32.0, 0.300, 0.95
LIMIT = 50  # messages a second, as Discord's


class Counting(Unscheduled):
    """A platform that answers after ``delay`` seconds, and with 429 when more than its limit came within a second."""

    remembers = 120.0
    per_second = float(LIMIT)

    def __init__(self, platform: str, delay: float) -> None:
        self.platform, self.delay = platform, delay
        self.sent: list[float] = []
        self.refused = 0
        self.alerts: dict[str, float] = {}
        self._window: deque[float] = deque()

    async def send(self, place: str, reply: Reply, key: str, deadline: float = 15.0) -> Posting:
        """Take it, unless too many came."""
        del place, reply, deadline
        now = time.perf_counter()
        if key.startswith("alert"):
            self.alerts[key] = now
        while self._window and now - self._window[0] > 1:
            self._window.popleft()
        if len(self._window) >= LIMIT:
            self.refused += 1
            return TryLater(1.0, "429")
        self._window.append(now)
        self.sent.append(now)
        await asyncio.sleep(self.delay)
        return Delivered(key)

    async def edit(self, place: str, message: str, reply: Reply, key: str, deadline: float = 15.0) -> Posting:
        """Nothing is edited here."""
        del place, reply, key, deadline
        return Delivered(message)

    async def find(self, place: str, key: str, since: datetime) -> Delivered | None:
        """Nothing is looked for here."""
        del place, key, since
        return None


def memory_mib() -> float:
    """The most this process has used, in MiB."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1024 if sys.platform != "darwin" else 1024 * 1024)


def fill(running: RunningApp) -> None:
    """Two hundred subjects with news, and ten thousand digests with three hundred filters due now."""

    def write(db: object) -> None:
        execute = db.execute  # type: ignore[attr-defined]
        for number in range(SUBJECTS):
            slug, at = f"lab/model-{number}", to_db(NOW - timedelta(hours=1 + number % 20))
            execute(
                "INSERT INTO subjects VALUES (?, ?, 'lab', '', '', '', ?, 'https://example.org/s')",
                [slug, f"Model {number}", at - 10_000_000],
            )
            for step, kind in enumerate(("release", "sighting", "statement")):
                execute(
                    "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, '', 'https://example.org/e')",
                    [f"bench-{number}-{step}", slug, at, at, kind, f"{kind} {number}", "What happened, in words."],
                )
        for number in range(DIGESTS):
            place = f"discord:{number}/1" if number % 2 else f"slack:T{number}/C1"
            chosen = number % FILTERS
            about = tuple(f"lab/model-{(chosen * 7 + step) % SUBJECTS}" for step in range(1 + chosen % 4))
            wish = DigestFilter(about=about, max_items=3 + chosen % 10, if_quiet=IfQuiet.SEND, points=1 + chosen // 10)
            digest = Digest(
                number=1, tenant=place.partition("/")[0], place=place, owner="discord:1", name="Model watch",
                table=Timetable(EVERY, clock_time(7), "UTC"), wish=wish, made_at=NOW - timedelta(days=30),
                covered=NOW - timedelta(days=1), next_at=NOW, mode=Mode.ACTIVE,
            )  # fmt: skip
            row = _row(digest, NOW)
            names = ", ".join(row)
            execute(f"INSERT INTO subscriptions ({names}) VALUES ({', '.join(':' + name for name in row)})", row)

    running.store.database.write_now(write)


async def composed(folder: Path) -> list[tuple[str, float, float, bool]]:
    """Ten thousand due digests written and queued."""
    clock = StandingClock(NOW)
    running = build(folder / "compose.db", clock)
    fill(running)
    pages: list[int] = []
    write = DigestBuilder.write

    def counted(self: DigestBuilder, wanted: list) -> list:  # type: ignore[type-arg]
        made = write(self, wanted)
        pages.append(self.written)
        return made

    DigestBuilder.write = counted  # type: ignore[method-assign, assignment]
    job = Digests(running.ports, {"discord": Counting("discord", 0), "slack": Counting("slack", 0)})
    began, wall = time.process_time(), time.perf_counter()
    moved = await job.tick()
    spent = time.process_time() - began
    sys.stdout.write(f"  moved {moved}, pages {max(pages)}, wall {time.perf_counter() - wall:.2f} s\n")
    running.close()
    return [
        ("10,000 digests composed, CPU s", spent, COMPOSE_SECONDS, spent < COMPOSE_SECONDS),
        ("distinct pages", max(pages), FILTERS, moved == DIGESTS and max(pages) <= FILTERS),
    ]


async def queued(folder: Path) -> list[tuple[str, float, float, bool]]:
    """A hundred thousand messages waiting."""
    clock = StandingClock(NOW)
    running = build(folder / "queue.db", clock)
    bodies = [
        Reply(title=f"Model watch {n}", parts=(Bullets(tuple(f"item {n}.{i}" for i in range(8))),)) for n in range(300)
    ]
    size, before = (folder / "queue.db").stat().st_size, memory_mib()
    for start in range(0, QUEUED, 1000):
        drafts = [
            OutboxDraft(f"digest|discord:{n}|DG-01|2026-04-24|discord:{n}/1", f"discord:{n}/1", MessageKind.DIGEST,
                  bodies[n % 300], NOW, NOW + timedelta(days=1), f"discord:{n}|DG-01")
            for n in range(start, start + 1000)
        ]  # fmt: skip
        await running.ports.outbox.add(drafts, NOW)
    grown = memory_mib() - before
    began = time.perf_counter()
    taken = await running.ports.outbox.claim("bench", ["discord"], NOW, 64)
    claim = time.perf_counter() - began
    running.close()
    file = ((folder / "queue.db").stat().st_size - size) / 1024 / 1024
    sys.stdout.write(f"  file grew by {file:.1f} MiB; a claim of {len(taken)} took {claim * 1000:.1f} ms\n")
    return [("100,000 queued, MiB of memory", grown, QUEUE_MIB, grown <= QUEUE_MIB)]


async def overtaken(folder: Path) -> list[tuple[str, float, float, bool]]:
    """Alerts queued while ten thousand digests are being sent; and how fast those go."""
    running = build(folder / "overtake.db", SystemClock())
    outbox, now = running.ports.outbox, datetime.now(UTC)
    body = Reply(title="Model watch")
    digests = [
        OutboxDraft(f"digest|{n}", f"discord:{n}/1", MessageKind.DIGEST, body, now, now + timedelta(days=1))
        for n in range(10_000)
    ]
    await outbox.add(digests, now)
    poster = Counting("discord", 0.08)
    sender = Sender(outbox, running.ports.subscriptions, {"discord": poster}, SystemClock(), outbox.enter())
    task = asyncio.create_task(sender.run())
    await asyncio.sleep(1)
    began, sent_before = time.perf_counter(), len(poster.sent)
    asked: dict[str, float] = {}
    for number in range(30):
        await asyncio.sleep(0.31)
        key, now = f"alert|{number}", datetime.now(UTC)
        asked[key] = time.perf_counter()
        alert = OutboxDraft(key, f"discord:a{number}/1", MessageKind.ALERT, body, now, now + timedelta(hours=1))
        await outbox.add([alert], now)
        sender.nudge()
    await asyncio.sleep(0.5)
    rate = (len(poster.sent) - sent_before) / (time.perf_counter() - began)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    waits = [poster.alerts[key] - at for key, at in asked.items() if key in poster.alerts]
    running.close()
    median = statistics.median(waits) if len(waits) == len(asked) else float("inf")
    sys.stdout.write(f"  alerts: median {median * 1000:.0f} ms, worst {max(waits) * 1000:.0f} ms\n")
    return [
        ("alert during a digest, median s", median, ALERT_SECONDS, median <= ALERT_SECONDS),
        ("share of the platform's limit used", rate / LIMIT, SHARE, rate / LIMIT >= SHARE),
        ("provoked 429", poster.refused, 0, poster.refused == 0),
    ]


def main() -> int:
    """Run all; 1 if a bound is broken."""
    rows: list[tuple[str, float, float, bool]] = []
    with tempfile.TemporaryDirectory(prefix="spudwatch-bench-") as folder:
        for part in (queued, composed, overtaken):
            sys.stdout.write(f"{part.__name__}\n")
            rows += asyncio.run(part(Path(folder)))
    for name, value, bound, kept in rows:
        sys.stdout.write(f"{'ok    ' if kept else 'BROKEN'}  {name:<40} {value:8.3f}  (bound {bound:g})\n")
    return 0 if all(row[3] for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
