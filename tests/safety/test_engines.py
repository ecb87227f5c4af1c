"""One story told on both engines: whatever three tenants do and ask, the answers are the same, word for word."""

import random
from datetime import datetime

import pytest

from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from storage import open_database
from storage.export import export_lines, import_lines
from tests.conftest import Conversation, Databases
from tests.postgres import BOTH
from tests.safety.asked import live
from tests.safety.tenants import World

ASKED = (
    "odds gpt-5.5",
    "odds spud",
    "odds opus 5",
    "odds grok 5",
    "checkpoint list",
    "checkpoint elephant-alpha",
    "checkpoint crest pro alpha",
    "claimcheck ask claim:GPT-5.5 beats Opus 4.7 on SWE-bench",
    "claimcheck ask claim:Spud beats Opus 4.7",
    "claimcheck ask claim:pretraining of Spud has finished",
    "claimcheck ledger",
    "spudwatch sources",
    "spudwatch help",
    "digest list",
    "odds xyzzy",
)


@pytest.fixture
def pair(tmp_path, request):
    """A conversation on each engine, at the same moment."""
    made, databases = {}, [Databases(engine, tmp_path, request) for engine in BOTH]
    for engine, fresh in zip(BOTH, databases, strict=True):
        clock = StandingClock(datetime.fromisoformat("2026-04-21T12:00Z"))
        made[engine] = Conversation(build(fresh("ledger"), clock), clock)
    yield made
    for conversation in made.values():
        conversation.running.close()
    for fresh in databases:
        fresh.close()


async def test_every_question_is_answered_in_the_same_words(pair):
    for line in ASKED:
        one, other = [await conversation.say(line) for conversation in pair.values()]
        assert one == other, line


async def test_a_story_is_told_the_same(pair):
    worlds = [World(conversation, random.Random(5)) for conversation in pair.values()]  # noqa: S311 - the same story
    for world in worlds:
        await live(world, 20)
    one, other = worlds
    assert one.broken == other.broken == []
    assert one.said == other.said
    for tenant, texts in one.told.items():
        for number, (text, again) in enumerate(zip(texts, other.told[tenant], strict=True)):
            assert text == again, number
    whole = [dict(conversation.running.store.database.tables()) for conversation in pair.values()]
    assert whole[0].keys() - whole[1].keys() == {"_sqlite_migrations"}
    for tenant in one.told:
        sizes = [conversation.ports.privacy.size(tenant) for conversation in pair.values()]
        assert sizes[0] == sizes[1]


async def test_everything_goes_to_the_other_engine_and_back(pair, tmp_path, request):
    world = World(pair["sqlite"], random.Random(3))  # noqa: S311 - the same story
    await live(world, 12)
    first = list(export_lines(world.talk.running.store.database))
    databases = Databases("postgres", tmp_path, request), Databases("sqlite", tmp_path, request)
    for fresh in databases:
        database = open_database(fresh())
        try:
            new, faults = import_lines(database, first)
            assert (new, faults) == (len(first) - 1, [])
            assert import_lines(database, first) == (0, [])
            assert sorted(export_lines(database)) == sorted(first)
            database.write_now(lambda db: db.execute("INSERT INTO name_changes (tenant, slug) VALUES ('', 'x/y')"))
        finally:
            database.close()
            fresh.close()
