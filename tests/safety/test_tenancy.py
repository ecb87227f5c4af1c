"""Nothing of one tenant is visible in another: three do anything in any order, and each is read for the others."""

import asyncio
import csv
import io
import json
import logging
import random
import re

import pytest

from adapters.runtime.log_format import JsonLines
from bot.dispatch.registry import CommandRegistry
from bot.messages.reply import Outcome
from storage.export import export_csv, export_lines, tables
from storage.sightings.reviews import claim_reviews
from tests.safety.asked import SEEDS, STEPS, do_everything, live
from tests.safety.tenants import LOOKS, TENANTS, WORD, World, everything, operations

OTHERS_IDS = ("CP-{:04}", "CL-{:04}", "EV-{:04}", "DQ-{:04}", "DG-{:02}", "AL-{:02}", "AT-{:04}", "W-{}", "MW-{:04}")
ASKING = (
    "checkpoint show {}", "checkpoint confirm {}", "checkpoint timeline {}", "checkpoint edit {} text:mine",
    "checkpoint withdraw {}", "claimcheck show {}", "claimcheck chain {}", "claimcheck ask {} why:yes",
    "claimcheck add {}", "claimcheck dispute {} why:because link:https://x.example/y", "desk accept {}",
    "desk refuse {}", 'desk retract {} reason:"shown to be wrong"',
    "desk resolve {} outcome:true source:https://x.example/y", "digest preview {}", "digest why id:{}",
    "digest run {} test:yes", "digest edit {} name:mine", "digest delete {}", "alerts why {}", "alerts edit {}",
    "alerts test {}", "alerts remove {}", "odds link market:MK-0001 claim:{}",
)  # fmt: skip


async def look_everywhere(world: World) -> None:
    """Every look-up, and every suggestion for every option, in every tenant."""
    for tenant in TENANTS:
        for line in LOOKS:
            await world.say(tenant, line)
        for kind in CommandRegistry().all():
            for opt in kind.options:
                if opt.complete:
                    for text in ("", "canary", "CL-"):
                        await world.type(tenant, kind.name, opt.name, text)


@pytest.fixture
def world(talk, request):
    return World(talk(), random.Random(getattr(request, "param", 0)))  # noqa: S311 - the same story every time


@pytest.mark.parametrize("world", SEEDS, indirect=True)
async def test_whatever_three_tenants_do_none_reads_a_word_of_another(world):
    await live(world, STEPS)
    world.talk.at("2026-04-25T12:00Z")
    await look_everywhere(world)
    assert world.leaks() == []
    assert world.broken == []
    # and the words are really there: a test that finds nothing because nothing was kept proves nothing
    for tenant, word in WORD.items():
        assert any(word in text for text in world.told[tenant])


async def test_everything_done_once_in_each_and_read_by_all(world):
    await do_everything(world)
    world.talk.at("2026-04-21T15:00Z")
    await look_everywhere(world)
    assert world.leaks() == []
    assert world.broken == []


def numbers(world: World) -> dict[str, set[str]]:
    """The ids each tenant's rows have."""
    found = {}
    for tenant in TENANTS:
        text = "\n".join(export_lines(world.talk.running.store.database, tenant))
        found[tenant] = set(re.findall(r"\b(?:CL|EV|CP|DQ|AT)-\d+", text))
    return found


async def test_ids_of_others_are_guessed_in_vain(world):
    await do_everything(world)
    theirs = sorted(set().union(*numbers(world).values()))
    guesses = [*theirs[:40], *(shape.format(n) for shape in OTHERS_IDS for n in (1, 2, 9))]
    for tenant in TENANTS:
        for guess in dict.fromkeys(guesses):
            for line in world.dice.sample(ASKING, 6):
                await world.say(tenant, line.format(guess))
    assert world.leaks() == []
    assert world.broken == []


async def test_a_claim_of_another_tenant_is_as_unknown_as_one_nobody_has(world):
    await world.say("discord:7", 'claimcheck add claim:"Spud costs 5 dollars" link:https://a.example/x published:today')
    [row] = world.talk.running.store.database.read("SELECT id FROM claims WHERE tenant = 'discord:7'")
    theirs, nobodys = row["id"], "CL-9998"
    for line in (
        "claimcheck show {}",
        "claimcheck chain {}",
        "claimcheck dispute {} why:because link:https://x.example",
    ):
        answers = []
        for guess in (theirs, nobodys):
            reply = await world.say("discord:8", line.format(guess))
            assert reply.outcome is Outcome.REFUSED, line
            answers.append(everything(reply).replace(guess, "ID"))
        assert answers[0] == answers[1], line


async def test_counts_and_grades_of_a_label_are_each_tenant_s_own(world):
    for person in (0, 1):
        line = operations(world, "discord:7")["report the same as others"]
        assert (await world.say("discord:7", line, who=person)).outcome is Outcome.ANSWERED
    known = (await world.say("discord:7", 'checkpoint "Crest Ultra"')).data
    unknown = (await world.say("discord:8", 'checkpoint "Crest Ultra"')).data
    assert known["known"]
    assert not unknown["known"]
    await world.say("discord:8", operations(world, "discord:8")["report the same as others"])
    assert (await world.say("discord:8", 'checkpoint "Crest Ultra"')).data["grade"] == "NEEDS CORROBORATION"


async def test_a_tenant_s_evidence_and_dispute_change_no_card_of_another(world):
    before = (await world.say("discord:8", "claimcheck show CL-0044")).plain
    for name in ("evidence", "dispute a claim", "market link"):
        await world.say("discord:7", operations(world, "discord:7")[name])
    assert (await world.say("discord:8", "claimcheck show CL-0044")).plain == before
    assert (await world.say("discord:7", "claimcheck show CL-0044")).plain != before


async def test_switches_of_one_place_switch_nothing_elsewhere(world):
    await world.say("discord:7", "spudwatch-admin switch part:odds on:no")
    assert (await world.say("discord:7", "odds spud")).outcome is Outcome.REFUSED
    assert (await world.say("discord:8", "odds spud")).outcome is Outcome.ANSWERED


async def test_an_export_holds_one_tenant_and_nothing_of_another(world):
    await do_everything(world)
    database = world.talk.running.store.database
    for tenant in TENANTS:
        texts = ["\n".join(export_lines(database, tenant)), json.dumps(claim_reviews(database, tenant))]
        texts += [
            export_csv(database, name, tenant) for name, columns in tables(database).items() if "tenant" in columns
        ]
        whole = "\n".join(texts)
        assert WORD[tenant] in whole
        assert not [other for other in TENANTS if other != tenant and WORD[other] in whole]
        for text in texts[2:]:
            assert list(csv.reader(io.StringIO(text)))


async def test_what_waits_to_be_posted_goes_to_the_tenant_it_is_about(world):
    await do_everything(world)
    for tenant in TENANTS:
        await world.say(tenant, "digest resume DG-01")
        await world.say(tenant, "digest run DG-01")
        await world.say(tenant, "alerts test AL-01")
    database = world.talk.running.store.database
    rows = database.read("SELECT o.*, b.reply FROM outbox o JOIN bodies b ON b.id = o.body")
    told = 0
    for row in rows:
        whole = repr(tuple(row)).casefold()
        home = row["place"].partition("/")[0]
        for tenant, word in WORD.items():
            assert tenant == home or word not in whole, (row["place"], tenant)
            told += tenant == home and word in whole
    assert told >= len(TENANTS)


async def test_no_log_line_of_a_request_names_another_tenant_s_words(talk, caplog):
    caplog.set_level(logging.DEBUG)
    world = World(talk(), random.Random(4))  # noqa: S311 - the same story every time
    await do_everything(world)
    for tenant in TENANTS:
        caplog.clear()
        for line in LOOKS:
            await world.say(tenant, line)
        lines = [JsonLines().format(record) for record in caplog.records]
        assert not [line for line in lines for other in TENANTS if other != tenant and WORD[other] in line]


async def test_a_purge_takes_one_tenant_and_leaves_the_others_whole(world):
    await do_everything(world)
    database = world.talk.running.store.database
    before = {tenant: list(export_lines(database, tenant)) for tenant in TENANTS}
    await world.talk.ports.privacy.purge("discord:7")
    assert list(export_lines(database, "discord:8")) == before["discord:8"]
    assert list(export_lines(database, "slack:T1")) == before["slack:T1"]
    assert len(list(export_lines(database, "discord:7"))) == 1
    for suffix in ("", "-wal"):
        path = database.path.with_name(database.path.name + suffix)
        content = await asyncio.to_thread(path.read_bytes) if path.exists() else b""
        assert WORD["discord:7"].encode() not in content
        assert suffix or WORD["discord:8"].encode() in content


async def test_a_person_who_asks_to_be_forgotten_here_is_kept_elsewhere(world):
    for tenant in ("discord:7", "discord:8"):
        line = operations(world, tenant)["report the same as others"]
        assert (await world.say(tenant, line, who=0)).outcome is Outcome.ANSWERED
    await world.say("discord:7", "spudwatch mydata delete sure:yes", who=0)
    assert world.talk.ports.privacy.about("discord:7", "discord:42") == {}
    assert world.talk.ports.privacy.about("discord:8", "discord:42")
