"""A delivery is acted on by one process, whichever of them Slack or Discord sends it to."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta

from adapters.runtime.clock import StandingClock
from adapters.slack.transport.dedup import DeliveryLog
from bot.ports.accounts.installations import Installation
from storage import open_database
from storage.accounts.slack_installations import InstallationStore
from storage.notifications.seen_deliveries import SeenDeliveryStore
from storage.postgres.connections import connect

ENGINES = ("postgres",)  # a file has one process; `tests.adapters.slack` has its deliveries
NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
TIMES = 1_000
PATIENCE = 120.0  # seconds for all claims at once on the slowest machine; a real one has a second


async def test_the_same_delivery_twice_is_acted_on_once(memory) -> None:
    log = DeliveryLog(SeenDeliveryStore(memory), StandingClock(NOON))
    assert await log.first("event", "T1/Ev1")
    assert not await log.first("event", "T1/Ev1")
    await log.write()
    again = DeliveryLog(SeenDeliveryStore(memory), StandingClock(NOON))
    assert not await again.first("event", "T1/Ev1")
    assert await again.first("event", "T1/Ev2")


async def test_two_processes_are_told_of_each_delivery_and_one_acts(fresh) -> None:
    address = fresh()
    databases = [open_database(address), open_database(address)]
    try:
        logs = [DeliveryLog(SeenDeliveryStore(each), StandingClock(NOON), patience=PATIENCE) for each in databases]
        acted = await asyncio.gather(*(log.first("event", f"T1/Ev{n}") for n in range(TIMES) for log in logs))
        assert sum(acted) == TIMES
        assert all(one + other == 1 for one, other in zip(acted[::2], acted[1::2], strict=True))
        later = StandingClock(NOON + timedelta(hours=3))
        late = DeliveryLog(SeenDeliveryStore(databases[0]), later, patience=PATIENCE)
        assert await late.first("event", "T1/Ev0")
    finally:
        for each in databases:
            each.close()


async def test_a_claim_waits_for_no_other_write(fresh) -> None:
    address = fresh()
    writes, claims = open_database(address), open_database(address)
    writing, go_on = threading.Event(), threading.Event()

    def long(db) -> None:
        db.execute("INSERT INTO counters VALUES ('long', 1)")
        writing.set()
        go_on.wait()

    try:
        late = asyncio.create_task(writes.write(long))
        await asyncio.to_thread(writing.wait)
        seen = SeenDeliveryStore(claims)
        assert await seen.claim("event:1", NOON + timedelta(hours=1), NOON)
        assert not await seen.claim("event:1", NOON + timedelta(hours=1), NOON)
        assert not late.done()
        go_on.set()
        await late
    finally:
        go_on.set()
        writes.close()
        claims.close()


async def test_a_claim_after_the_server_ended_the_connection_is_made_on_a_new_one(fresh) -> None:
    address = fresh()
    database = open_database(address)
    try:
        seen, until = SeenDeliveryStore(database), NOON + timedelta(hours=1)
        assert await seen.claim("event:1", until, NOON)
        mine = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
        with connect(address) as other:
            other.execute(f"{mine} AND pid <> pg_backend_pid()")
        assert not await seen.claim("event:1", until, NOON)
        assert await seen.claim("event:2", until, NOON)
    finally:
        database.close()


async def test_one_process_exchanges_a_token_and_another_may_after_a_while(fresh) -> None:
    address = fresh()
    databases = [open_database(address), open_database(address)]
    try:
        one, other = (InstallationStore(each) for each in databases)
        ends = Installation("T1", "xoxb-1", refresh="xoxe-1", expires_at=NOON)
        soon = NOON + timedelta(minutes=1)
        assert await one.claim_renewal(ends, soon, NOON)
        assert not await other.claim_renewal(ends, soon, NOON)
        assert await other.claim_renewal(ends, soon + timedelta(minutes=1), soon)
    finally:
        for each in databases:
            each.close()
