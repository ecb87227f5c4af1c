"""Whoever asks to be forgotten is in no byte of the database: brute force over the whole file, whatever they did."""

import asyncio
import hashlib
import random
import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.jobs.alert_job import Alerts
from bot.jobs.correction_job import Corrections
from bot.jobs.digest_job import Digests
from bot.messages.reply import Outcome, Reply
from bot.messages.request import Request, Role
from bot.notifications.change_recorder import record_changes
from storage.export import export_lines
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


def rows_with(database, needle: str) -> list[str]:
    """The rows that hold a word."""
    tables = database.read("SELECT name FROM sqlite_master WHERE type = 'table'")
    rows = ((table, tuple(row)) for (table,) in tables for row in database.read(f"SELECT * FROM [{table}]"))
    return [f"{table}: {row}"[:400] for table, row in rows if needle in str(row)]


async def lead_a_life(world: World, tenant: str) -> None:
    """Do everything there is, as the person, with a colleague who answers, decides, and is asked about them."""
    ports, person = world.talk.ports, ACTOR[tenant]
    channel = f"{tenant}/C9"
    platform = Platform(world.talk.clock)
    posters = {"discord": LikeDiscord(platform), "slack": LikeSlack(platform)}
    jobs = (Alerts(ports), Corrections(ports), Digests(ports, tuple(posters)))

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


MARKER = "quetzalcoatlus"
SAID = f"These are my own words about {MARKER}, and nobody else would put a sentence together like this one"
PAGE = f"https://{MARKER}.example/page"
SIGHTING = 'surface:"ChatGPT picker" how:"own account"'
# Everything with a free text, in the order in which a member would come to it.
FILED = (
    f'checkpoint report label:"Crest Ultra" {SIGHTING} text:"{SAID}" link:{PAGE} step:save',
    f'checkpoint report label:"Crest Draft" {SIGHTING} text:"{SAID}"',
    f'checkpoint edit CP-0001 text:"{SAID}, edited"',
    f'checkpoint confirm "Crest Ultra" have_it:yes sure:yes note:"{SAID}"',
    f'checkpoint attribute label:"Crest Ultra" model:spud method:timing why:"{SAID}" link:{PAGE}',
    f'checkpoint attribute label:"Crest Ultra" model:{MARKER} method:style why:"{SAID}"',
    f'checkpoint dispute "Crest Ultra" why:"{SAID}" link:{PAGE}',
    f'claimcheck add claim:"Spud costs 5 dollars, says {MARKER}" link:{PAGE} published:today quote:"{SAID}"',
    f'claimcheck add claim:CL-0044 link:{PAGE} published:today quote:"{SAID}" basis:repeats cites:EV-0001',
    f'claimcheck dispute claim:CL-0044 why:"{SAID}" link:{PAGE}',
    f"claimcheck trial task:{MARKER} model:spud score:0.5",
    f"claimcheck demo link:{PAGE} prompt:yes",
    f'odds link market:MK-0001 claim:CL-0044 relation:exact note:"{SAID}"',
    f'digest create channel:here name:"{MARKER} Morning" days:daily time:09:00',
    "digest resume DG-01",
    "alerts add what:release about:spud where:me",
    f'desk resolve id:"Crest Pro Alpha" outcome:"shown false" source:{PAGE} note:"{SAID}"',
    f'ask "{SAID}"',
)


async def test_a_member_s_words_go_with_their_data_wherever_they_were_copied(talk):
    here = talk()
    me, colleague, place = ACTOR["discord:7"], COLLEAGUE["discord:7"], "discord:7/C9"

    async def say(line: str, actor: str, role: Role = Role.MANAGER) -> Reply:
        reply = await here.app.run(Request(line=line, actor=actor, place=place, roles=frozenset({role})))
        assert reply.outcome is not Outcome.BROKEN, (line, reply.plain)
        await here.settled()
        return reply

    for line in FILED:
        await say(line, me, Role.ADMIN if line.startswith("desk") else Role.MANAGER)
    for number in range(1, 9):
        await say(f"desk accept DQ-{number:04}", colleague, Role.ADMIN)
    await say('desk retract CP-0001 reason:"not about this"', colleague, Role.ADMIN)
    await say(f'desk refuse DQ-0009 reason:"nobody could check it" note:"{SAID}"', me, Role.ADMIN)
    database = here.running.store.database
    before = where(database, MARKER)
    assert {"label_events.reason", "desk_items.title", "audit.after", "subscriptions.wish"} <= set(before), before

    await say("spudwatch mydata delete sure:yes", me)

    assert where(database, MARKER) == [], rows_with(database, MARKER)
    assert MARKER.encode() not in await bytes_of(database.path)
    assert not [line for line in export_lines(database) if MARKER in line]
    for line in (
        "desk queue", "desk queue trail:yes", "checkpoint timeline Crest Ultra", "checkpoint show Crest Ultra",
        "claimcheck show CL-0044", "claimcheck list about:spud", "odds rules MK-0001", "digest list", "catchup",
        "spudwatch-admin audit days:30",
    ):  # fmt: skip
        shown = await say(line, colleague, Role.ADMIN)
        assert MARKER not in repr(shown), line
        assert not re.search("former member [0-9a-f]", shown.plain), line
    ports = here.ports
    assert ports.desk.broken("discord:7") is None
    assert ports.tenants.broken("discord:7") is None


async def test_nothing_ties_the_rows_of_a_former_member_together(talk):
    here = talk()
    me, other = ACTOR["discord:7"], COLLEAGUE["discord:7"]
    for actor, label, at in ((me, "Crest Ultra", 1), (other, "Crest Ultra", 3), (me, "Crest Mini", 5)):
        here.at(f"2026-04-21T0{at}:10Z")
        line = f'checkpoint report label:"{label}" {SIGHTING} text:"{SAID}" step:save'
        await here.app.run(Request(line=line, actor=actor, place="discord:7/C9"))
    here.at("2026-04-21T07:10Z")
    shown = "checkpoint show Crest Ultra"
    before = (await here.app.run(Request(line=shown, actor=other, place="discord:7/C9"))).data
    for actor in (me, other):
        await here.app.run(Request(line="spudwatch mydata delete sure:yes", actor=actor, place="discord:7/C9"))
    after = (await here.app.run(Request(line=shown, actor=me, place="discord:7/C9"))).data
    assert [(one["grade"], one["reports"], one["reporters"]) for one in (before, after)] == [
        ("NEEDS CORROBORATION", 2, 2)
    ] * 2
    database = here.running.store.database
    marks = {(row["key"], row["person"]) for row in database.read("SELECT key, person FROM reports")}
    assert len({mark for _, mark in marks}) == 3
    digests = {
        hashlib.sha256(f"discord:7\0{actor}".encode()).hexdigest()[:8] for actor in (me, other)
    }  # what could be computed from an id that is known
    assert not [digest for digest in digests if where(database, digest)]


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


async def test_a_value_that_somebody_filed_is_in_no_state_of_the_log_after_they_deleted_it(talk):
    here = talk()
    line = 'claimcheck add claim:"Spud costs 77.125 dollars per million input tokens" link:https://x.example/a '
    told = line + 'published:2026-04-20 basis:first-hand kind:"press report" party:"The Verge"'
    for one in (told, "desk accept DQ-0001"):
        await here.app.run(Request(line=one, actor="discord:1", place="discord:7/9", roles=frozenset({Role.DESK})))
    here.clock.move(here.clock.now() + timedelta(minutes=1))
    await record_changes(here.ports, here.clock.now())
    database = here.running.store.database
    assert {"change_states.state"} <= set(where(database, "77.1"))
    await here.app.run(Request(line="spudwatch mydata delete sure:yes", actor="discord:1", place="discord:7/9"))
    await here.settled()
    assert where(database, "77.1") == []
