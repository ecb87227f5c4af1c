"""Two fronts, two workers and a PostgreSQL, each a process: what is promised while any of them is killed or frozen."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import aiohttp
import pytest
import pytest_asyncio

from storage import open_database
from storage.accounts.tenants import TenantStore
from tests.adapters.discord.local import APP, GUILD
from tests.postgres import TestServer, start_or_skip
from tests.serving.caller import PUBLIC, Caller
from tests.serving.cluster import Cluster, Member
from tests.serving.world import PATIENCE, Bell, Discord

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAFE = ("max_connections=100",)  # with fsync, as a server that is ended at once needs it
FRONTS = ("front 1", "front 2")
AWAY = "cannot reach the database"
SAME = 30
ZONES = ("Europe/Berlin", "Asia/Tokyo", "Europe/Paris", "Asia/Seoul", "Europe/Rome", "Asia/Dubai")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
WORDS_WITHIN = 30.0  # seconds on the slowest machine; `tests.serving.faults` measures how soon


class ClusterCaller(Caller):
    """Discord, calling the fronts of a cluster; and a balancer, asking how they are."""

    def __init__(self, cluster: Cluster, discord: Discord, session: aiohttp.ClientSession) -> None:
        super().__init__(discord, session, lambda front: cluster.members[front].ports["DISCORD__HTTP_PORT"])
        self.cluster = cluster

    async def asked_until(self, front: str, words: str) -> float:
        """Ask a front until its answer has these words; returns in how many seconds."""
        began = time.monotonic()
        while words not in await self.ask(front):
            assert time.monotonic() - began < PATIENCE
        return time.monotonic() - began

    async def health(self, member: Member, path: str) -> tuple[int, float]:
        """The status of an answer about health, and in how many seconds it came."""
        began = time.monotonic()
        async with self.session.get(f"http://127.0.0.1:{member.ports['METRICS_PORT']}{path}") as answer:
            await answer.read()
            return answer.status, time.monotonic() - began


@pytest.fixture(scope="module")
def server() -> Iterator[TestServer]:
    made = start_or_skip(SAFE)
    if made.process is None:
        pytest.skip("the server that is named is not ours to stop")
    yield made
    made.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def everything(server: TestServer) -> AsyncIterator[ClusterCaller]:
    discord = Discord(Bell())
    await discord.start()
    settings = {
        "SOURCES__LIVE": "false",
        "STOP_SECONDS": "8",
        "DISCORD__TOKEN": "token",
        "DISCORD__APPLICATION_ID": APP,
        "DISCORD__API_URL": discord.api,
        "DISCORD__PUBLIC_KEY": PUBLIC,
    }
    chosen = {f"SPUDWATCH_{key}": value for key, value in settings.items()}
    try:
        async with Cluster(server.create(), chosen) as cluster, aiohttp.ClientSession() as session:
            yield ClusterCaller(cluster, discord, session)
    finally:
        await discord.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def caller(everything: ClusterCaller) -> ClusterCaller:
    """Somebody who calls, once everything is up and one worker leads."""
    await everything.cluster.until(everything.cluster.settled)
    return everything


async def test_fronts_share_what_they_hear_and_one_that_is_killed_is_missed_by_nobody(caller: ClusterCaller) -> None:
    cluster = caller.cluster
    sent = [caller.signed() for _ in range(SAME)]
    answers = await asyncio.gather(*(caller.post(front, *each[:2]) for each in sent for front in FRONTS))
    assert sorted(status for status, _ in answers) == [200] * SAME + [401] * SAME

    asked = zip(FRONTS * (len(ZONES) // 2), ZONES, strict=True)
    writes = [caller.ask(front, "spudwatch-admin zone", {"zone": zone}, guild=GUILD) for front, zone in asked]
    assert all("data" in text for text in await asyncio.gather(*writes))
    database = open_database(cluster.address)
    try:
        store = TenantStore(database)
        assert store.broken(f"discord:{GUILD}") is None
        assert len(store.changes(f"discord:{GUILD}", LONG_AGO)) == len(ZONES)
    finally:
        database.close()

    first = cluster.members["front 1"]
    cluster.signal(first, signal.SIGKILL)
    for _ in range(10):
        assert "data" in await caller.ask("front 2")
    await cluster.until(lambda: first.starts == 2 and first.up)
    await caller.asked_until("front 1", "Spud")


async def test_a_leader_that_is_killed_or_frozen_is_replaced(caller: ClusterCaller) -> None:
    cluster = caller.cluster
    for number in (signal.SIGKILL, signal.SIGSTOP):
        await cluster.until(cluster.settled)
        before = cluster.leaders()[0]
        starts = before.starts
        cluster.signal(before, number)
        others = [each for each in cluster.members.values() if each.role == "work" and each is not before]
        await cluster.until(lambda others=others: any(each.leads for each in others), 30)
        assert "data" in await caller.ask("front 1")
        cluster.signal(before, signal.SIGCONT)
        await cluster.until(lambda before=before, starts=starts: before.starts > starts)


async def test_while_the_server_is_away_fronts_say_so_and_then_serve_again(
    caller: ClusterCaller, server: TestServer
) -> None:
    cluster = caller.cluster
    front = cluster.members["front 1"]
    assert "Spud" in await caller.ask("front 1")
    assert (await caller.health(front, "/readyz"))[0] == 200
    server.halt()
    for name in FRONTS:
        began = time.monotonic()
        assert AWAY in await caller.ask(name)
        assert time.monotonic() - began < WORDS_WITHIN
    began = time.monotonic()
    while (await caller.health(front, "/readyz"))[0] != 503:
        assert time.monotonic() - began < PATIENCE
    assert (await caller.health(front, "/livez"))[0] == 200
    server.launch(SAFE)
    for name in FRONTS:
        await caller.asked_until(name, "Spud")
    await cluster.until(cluster.settled)

    server.freeze()
    try:
        told = asyncio.create_task(caller.ask("front 1"))
        began, slowest = time.monotonic(), 0.0
        while not told.done():
            slowest = max(slowest, (await caller.health(front, "/livez"))[1])
        assert AWAY in await told
        assert time.monotonic() - began < WORDS_WITHIN  # one read is waited for, and the claim before it
        assert slowest < WORDS_WITHIN  # the loop goes on
    finally:
        server.thaw()
    for name in FRONTS:
        await caller.asked_until(name, "Spud")
