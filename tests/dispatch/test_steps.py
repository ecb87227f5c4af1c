"""The steps of a command: whatever it does, gathering writes nothing, and an id is taken only for what is saved."""

import sqlite3
from contextlib import closing, suppress

import pytest

from bot.dispatch.command import build
from bot.dispatch.registry import CommandRegistry
from bot.messages.errors import SpudwatchError
from bot.messages.reply import Outcome
from bot.messages.request import RequestContext, Role
from tests.safety.fields import WORDS, required

REPORT = {name: WORDS[name] for name in ("label", "surface", "how", "text", "step")}


async def test_gathering_writes_nothing(talk):
    here = talk()
    whoever = {"actor": "discord:1", "place": "discord:7/9"}
    for made in (
        "alerts add what:release about:spud where:me",
        "digest create channel:here name:Ops days:daily time:09:00",
        'claimcheck add claim:"Mistral Large 3 is out" link:https://example.com/x published:today basis:first-hand',
    ):
        assert (await here.say(made, **whoever)).outcome is Outcome.ANSWERED, made
    now = here.clock.now()
    assert here.ports.changes.waiting(now), "nothing is left to record, so that no gather could"
    ctx = RequestContext("discord:1", "discord:7/9", now, now, frozenset(Role))
    wrote, read = [], set()
    with closing(sqlite3.connect(here.running.store.address)) as watching:

        def version() -> int:  # of the file; it changes when another connection commits
            return watching.execute("PRAGMA data_version").fetchone()[0]

        for kind in (one for one in CommandRegistry().all() if not one.plain):  # else another command answers
            values = required(kind) | (REPORT if kind.name == "checkpoint report" else {})
            before = version()
            with suppress(SpudwatchError):  # a refusal is no write either
                await build(kind, values, ctx).gather(here.ports, ctx)
                read.add(kind.name)
            if version() != before:
                wrote.append(kind.name)
    assert wrote == []
    brought_up_to_date = {kind.name for kind in CommandRegistry().all() if kind.current != "no"}
    assert brought_up_to_date <= read
    assert len(read) > 60, "most gathers refuse what this test makes up, and prove nothing"


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        ("alerts add what:release about:spud where:me", "AL-01"),
        ("model watch spud", "AL-01"),
        ("digest create channel:here name:Ops days:daily time:09:00", "DG-01"),
    ],
)
async def test_an_id_is_taken_for_what_is_saved_and_for_nothing_else(talk, line, taken):
    here = talk()
    whoever = {"actor": "discord:1", "place": "discord:7/9"}
    for one in ("model watch spud confirm:yes", line):  # the first only asks whether it should be saved
        assert (await here.say(one, **whoever)).outcome is Outcome.ANSWERED
    made = (*here.ports.subscriptions.alerts("discord:7"), *here.ports.subscriptions.digests("discord:7"))
    assert min(one.id for one in made) == taken
