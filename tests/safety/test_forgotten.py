"""Whoever asks to be forgotten is in no byte of the database: brute force over the whole file, whatever they did."""

import asyncio
import random
from pathlib import Path

import pytest

from bot.jobs.alert_job import Alerts
from bot.jobs.correction_job import Corrections
from bot.jobs.digest_job import Digests
from bot.messages.reply import Outcome
from bot.messages.request import Request, Role
from tests.platforms import LikeDiscord, LikeSlack, Platform
from tests.safety.tenants import LOOKS, World, operations

# Ids that occur nowhere else, so that finding one in the file is finding the person.
PEOPLE = {"discord:7": "918273645546372819", "slack:T1": "UZ9Y8X7W6V"}
ACTOR = {"discord:7": f"discord:{PEOPLE['discord:7']}", "slack:T1": f"slack:T1/{PEOPLE['slack:T1']}"}
COLLEAGUE = {"discord:7": "discord:600000000000000006", "slack:T1": "slack:T1/U6"}


async def bytes_of(path: Path) -> bytes:
    """Everything that is on the disk of a database in use."""
    files = [path.with_name(path.name + suffix) for suffix in ("", "-wal")]
    return b"".join([await asyncio.to_thread(file.read_bytes) for file in files if file.exists()])


def where(database, needle: str) -> list[str]:
    """The tables and columns that hold an id: what a failing test has to name."""
    found = []
    for (table,) in database.read("SELECT name FROM sqlite_master WHERE type = 'table'"):
        for row in database.read(f"SELECT * FROM [{table}]"):
            found += [f"{table}.{name}" for name in row.keys() if needle in str(row[name])]  # noqa: SIM118
    return sorted(set(found))


async def lead_a_life(world: World, tenant: str) -> None:
    """Do everything there is, as the person, with a colleague who answers, decides, and is asked about them."""
    ports, person = world.talk.ports, ACTOR[tenant]
    channel = f"{tenant}/C9"
    platform = Platform(world.talk.clock)
    posters = {"discord": LikeDiscord(platform), "slack": LikeSlack(platform)}
    jobs = (Alerts(ports), Corrections(ports), Digests(ports, posters))

    async def say(line: str, actor: str) -> None:
        reply = await world.talk.app.run(Request(line=line, actor=actor, place=channel, roles=frozenset({Role.ADMIN})))
        assert reply.outcome is not Outcome.BROKEN, (line, reply.plain)
        await world.talk.settled()

    for actor in (person, COLLEAGUE[tenant], person):
        for line in operations(world, tenant).values():
            await say(line, actor)
        for number in range(1, 6):
            await say(f"desk accept DQ-{number:04}", actor)
    # What a colleague does names the person, too: a role given, changed, and taken away again.
    for role in ("desk", "manager", "desk"):
        await say(f"spudwatch-admin desk person:{PEOPLE[tenant]} role_is:{role}", COLLEAGUE[tenant])
    for line in (*LOOKS, "digest run DG-01", "alerts test AL-01", "alerts test AL-02"):
        if "mydata delete" not in line:
            await say(line, person)
    for hour in (13, 18, 23):
        world.talk.at(f"2026-04-22T{hour}:00Z")
        for job in jobs:
            await job.tick()


@pytest.fixture
def world(talk):
    return World(talk(), random.Random(7))  # noqa: S311 - the same story every time


@pytest.mark.parametrize("tenant", PEOPLE)
async def test_a_person_who_deletes_their_data_is_in_no_byte_of_the_file(world, tenant):
    database = world.talk.running.store.database
    await lead_a_life(world, tenant)
    before = where(database, PEOPLE[tenant])
    assert len(before) > 15, before  # a search that finds nothing because nothing was kept proves nothing
    shown = world.talk.ports.privacy.about(tenant, ACTOR[tenant])
    assert {name.partition(".")[0] for name in before} <= set(shown), "kept, and not given back by mydata"

    await world.talk.app.run(
        Request(line="spudwatch mydata delete sure:yes", actor=ACTOR[tenant], place=f"{tenant}/C9")
    )
    await world.talk.settled()

    assert where(database, PEOPLE[tenant]) == []
    assert PEOPLE[tenant].encode() not in await bytes_of(database.path)
    assert where(database, COLLEAGUE[tenant].rpartition(":")[2].rpartition("/")[2])


@pytest.mark.parametrize("tenant", PEOPLE)
async def test_a_purge_leaves_nobody_of_the_place_in_the_file(world, tenant):
    for one in PEOPLE:
        await lead_a_life(world, one)
    database = world.talk.running.store.database
    await world.talk.ports.privacy.purge(tenant)
    assert where(database, PEOPLE[tenant]) == []
    left = await bytes_of(database.path)
    assert PEOPLE[tenant].encode() not in left
    assert all(PEOPLE[other].encode() in left for other in PEOPLE if other != tenant)
