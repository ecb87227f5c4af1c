"""What digests and alerts cost, against the bounds they must keep: ``python -m tests.bench.bench_digest``.

Exit status 1 when a bound is broken. Everything runs on a database of its own in a temporary folder.
"""

from __future__ import annotations

import asyncio
import gc
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
from bot.jobs.wiring import NotificationJobs
from bot.messages.reply import Bullets, Reply
from bot.messages.request import View
from bot.notifications.change_recorder import record_changes
from bot.notifications.digest_builder import DigestBuilder
from bot.ports.notifications.outbox import Delivered, MessageKind, OutboxDraft, Posting, TryLater
from bot.ports.notifications.subscriptions import Digest, Mode
from tests.bench.figures import Figure, percentile, report

NOW = datetime(2026, 4, 24, 7, 0, tzinfo=UTC)
DIGESTS, SUBJECTS, FILTERS = 10_000, 200, 300
QUEUED = 100_000
COMPOSE_SECONDS, QUEUE_MIB, ALERT_SECONDS, SHARE = 4.0, 32.0, 0.300, 0.95
LAG_P99, LAG_WORST, LOOK_MS = 10.0, 50.0, 2.0  # milliseconds
LIMIT = 50  # messages a second, as Discord's


class Counting:
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


async def fill(running: RunningApp) -> None:
    """Ten thousand digests with three hundred filters, due now, over the public ledger and what changed in it."""
    ports = running.ports
    for _ in range(20):  # each look works off what is due by then
        await record_changes(ports, NOW)
    slugs = sorted({subject.slug for subject in ports.ledger.suggest("", View("", NOW), SUBJECTS)})

    async def keep(number: int) -> None:
        place = f"discord:{number}/1" if number % 2 else f"slack:T{number}/C1"
        chosen = number % FILTERS
        about = tuple({slugs[(chosen * 7 + step) % len(slugs)] for step in range(1 + chosen % 4)})
        wish = DigestFilter(about=about, max_items=3 + chosen % 10, if_quiet=IfQuiet.SEND, points=1 + chosen // 10)
        digest = Digest(
            number=1, tenant=place.partition("/")[0], place=place, owner="discord:1", name="Model watch",
            table=Timetable(EVERY, clock_time(7), "UTC"), wish=wish, made_at=NOW - timedelta(days=30),
            covered=NOW - timedelta(days=1), next_at=NOW, mode=Mode.ACTIVE,
        )  # fmt: skip
        await ports.subscriptions.keep(digest, NOW)

    for start in range(0, DIGESTS, 1_000):
        await asyncio.gather(*(keep(number) for number in range(start, start + 1_000)))


async def composed(folder: Path) -> list[Figure]:
    """Ten thousand due digests written and queued, and how late the loop wakes meanwhile."""
    clock = StandingClock(NOW)
    running = build(folder / "compose.db", clock)
    await fill(running)
    running.warm()  # as `serve` does before anybody asks
    gc.collect()
    gc.freeze()
    pages: list[int] = []
    write = DigestBuilder.write

    def counted(self: DigestBuilder, wanted: list) -> list:  # type: ignore[type-arg]
        made = write(self, wanted)
        pages.append(self.written)
        return made

    DigestBuilder.write = counted  # type: ignore[method-assign, assignment]
    job = Digests(running.ports, ("discord", "slack"))
    late: list[float] = []
    ticking = asyncio.create_task(lag(late))
    await asyncio.sleep(0)
    began, wall = time.process_time(), time.perf_counter()
    moved = await job.tick()
    spent = time.process_time() - began
    ticking.cancel()
    DigestBuilder.write = write  # type: ignore[method-assign]
    sys.stdout.write(f"  moved {moved}, wall {time.perf_counter() - wall:.2f} s\n")
    running.close()
    return [
        Figure("10,000 digests composed, CPU", spent, "s", COMPOSE_SECONDS),
        Figure("10,000 digests: not moved on", DIGESTS - moved, "", 0),
        Figure("distinct pages", max(pages), "", FILTERS),
        Figure("loop lag beside 10,000 digests, p99", percentile(late, 0.99) * 1000, "ms", LAG_P99),
        Figure("loop lag beside 10,000 digests, worst", max(late) * 1000, "ms", LAG_WORST),
    ]


async def lag(late: list[float]) -> None:
    """Note how late the loop wakes, every two milliseconds, until cancelled."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.002)
        late.append(max(time.perf_counter() - began - 0.002, 0.0))


async def looked(folder: Path) -> list[Figure]:
    """What a look for alerts costs when nothing changed, in CPU."""
    running = build(folder / "looks.db", StandingClock(NOW))
    await fill(running)
    jobs = NotificationJobs(running.ports, {"discord": Counting("discord", 0)})
    for _ in range(3):
        await jobs.alerts.tick()
    spent = []
    for _ in range(50):
        began = time.process_time()
        await jobs.alerts.tick()
        spent.append((time.process_time() - began) * 1000)
    running.close()
    return [Figure("an alert look when nothing changed, CPU", statistics.median(spent), "ms", LOOK_MS)]


async def queued(folder: Path) -> list[Figure]:
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
    return [Figure("100,000 messages queued, memory", grown, "MiB", QUEUE_MIB)]


async def overtaken(folder: Path) -> list[Figure]:
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
    ports = running.ports
    sender = Sender(outbox, ports.subscriptions, {"discord": poster}, SystemClock(), outbox.enter(), ports.tenants)
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
        Figure("an alert among 10,000 digests, p50", median, "s", ALERT_SECONDS),
        Figure("digests sent, share of the platform's limit", rate / LIMIT, "", SHARE, least=True),
        Figure("429s provoked by digests", poster.refused, "", 0),
    ]


def main() -> int:
    """Run all; 1 if a bound is broken."""
    rows: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="spudwatch-bench-") as folder:
        for part in (queued, composed, looked, overtaken):
            sys.stdout.write(f"{part.__name__}\n")
            rows += asyncio.run(part(Path(folder)))
    return report(rows)


if __name__ == "__main__":
    raise SystemExit(main())
