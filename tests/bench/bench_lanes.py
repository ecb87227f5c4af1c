"""8,000 messages to 800 places through the outbox on PostgreSQL, claimed by one and by four processes.

By hand: ``python -m tests.bench.bench_lanes``. Each send takes 5 ms, 64 in flight, with fsync. Prints a table; exit 1
below 1,000 messages a second, or when one is lost, sent twice, sent while another is on its way to its place, or sent
out of order.
"""

import asyncio
import itertools
import json
import sys
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.messages.reply import Reply
from bot.ports.notifications.outbox import MessageKind, OutboxDraft, OutboxMessage
from storage import open_database
from storage.notifications.outbox import OutboxStore
from storage.postgres.schema import migrate
from tests.bench.figures import Figure, report
from tests.postgres import ServerMissing, TestServer

MESSAGES, PLACES, FLYING, SEND = 8_000, 800, 64, 0.005
BOUND = 1_000
NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]

Sent = tuple[str, str, float, float]  # key, place, from when, until when


async def work(address: str) -> list[Sent]:
    """Claim and send until nothing is left."""
    database = open_database(address)
    outbox, done = OutboxStore(database), list[Sent]()
    owner = outbox.enter()

    async def send(message: OutboxMessage) -> None:
        began = time.monotonic()
        await asyncio.sleep(SEND)
        done.append((message.key, message.place, began, time.monotonic()))
        await outbox.sent(message, message.key, NOON)

    flying: set[asyncio.Task[None]] = set()
    while outbox.next_due(["discord"]) is not None:
        batch = await outbox.claim(owner, ["discord"], NOON, FLYING - len(flying)) if len(flying) < FLYING else ()
        flying |= {asyncio.create_task(send(message)) for message in batch}
        if not flying:
            await asyncio.sleep(SEND)
            continue
        _, flying = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
    database.close()
    return done


async def measured(address: str, workers: int) -> list[Figure]:
    """Queue, let processes work it off, and print what became of it."""
    migrate(address)
    database = open_database(address)
    outbox = OutboxStore(database)
    later = NOON + timedelta(hours=20)
    drafts = [
        OutboxDraft(f"n|{n:05}", f"discord:7/{n % PLACES}", MessageKind.NOTE, Reply(title="x"), NOON, later)
        for n in range(MESSAGES)
    ]
    await outbox.add(drafts, NOON)
    database.close()
    command = [sys.executable, "-m", "tests.bench.bench_lanes", address]
    children = [
        await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=ROOT) for _ in range(workers)
    ]
    told = await asyncio.gather(*(child.communicate() for child in children))
    sent: list[Sent] = sorted((tuple(one) for out, _ in told for one in json.loads(out)), key=lambda one: one[2])  # type: ignore[misc]
    counts = Counter(one[0] for one in sent)
    places = defaultdict[str, list[Sent]](list)
    for one in sent:
        places[one[1]].append(one)
    pairs = [pair for each in places.values() for pair in itertools.pairwise(each)]
    lost, twice = MESSAGES - len(counts), sum(count > 1 for count in counts.values())
    overlap, disorder = sum(one[3] > other[2] for one, other in pairs), sum(one[0] > other[0] for one, other in pairs)
    speed = len(sent) / (max(one[3] for one in sent) - sent[0][2])
    print(f"{workers:7} {speed:9.0f} {lost:5} {twice:6} {overlap:8} {disorder:9}", flush=True)
    processes = f"{workers} process{'es' if workers > 1 else ''}"
    return [
        Figure(f"messages claimed by {processes}, a second", speed, "", BOUND, least=True),
        Figure(f"of {processes}: lost, twice, overlapping, out of order", lost + twice + overlap + disorder, "", 0),
    ]


def main() -> int:
    """Measure both, or do one process's part."""
    if len(sys.argv) > 1:
        print(json.dumps(asyncio.run(work(sys.argv[1]))))
        return 0
    try:
        server = TestServer.start(("max_connections=100",))
    except ServerMissing as missing:
        print(missing)
        return 1
    try:
        print(f"{'workers':>7} {'a second':>9} {'lost':>5} {'twice':>6} {'overlap':>8} {'disorder':>9}")
        return report([figure for workers in (1, 4) for figure in asyncio.run(measured(server.create(), workers))])
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
