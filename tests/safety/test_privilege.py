"""Who may do what: every command against every role, and every way of asking for it."""

import pytest

from bot.dispatch.registry import CommandRegistry
from bot.messages.reply import Outcome, Reply
from bot.messages.request import Request, Role
from storage.export import export_lines
from tests.safety.fields import required

# The least role of each command. A new command without a line here fails; so does one whose role changed unsaid.
MEMBER = """
ask, model show, model coming, model first, model newest, model prices, model promises, model retiring, model watch,
model unwatch,
alerts add, alerts edit, alerts list, alerts pause, alerts remove, alerts stop, alerts test, alerts why, catchup,
checkpoint attribute, checkpoint confirm, checkpoint dispute, checkpoint edit, checkpoint list, checkpoint methods,
checkpoint mine, checkpoint paste, checkpoint report, checkpoint show, checkpoint timeline, checkpoint watch,
checkpoint who, checkpoint withdraw, claimcheck add, claimcheck ask, claimcheck chain, claimcheck demo,
claimcheck dispute, claimcheck edit, claimcheck floor, claimcheck list, claimcheck ready, claimcheck show,
claimcheck source, claimcheck trial, claimcheck withdraw,
odds compare, odds history, odds link, odds record, odds rules, odds search, odds show, odds unwatch,
odds watch,
spudwatch help, spudwatch mydata, spudwatch privacy, spudwatch status, spudwatch timezone
"""
MANAGER = """
digest create, digest delete, digest edit, digest list, digest pause, digest preview, digest resume, digest run,
digest why
"""
DESK = """
model add, model alias, model merge, desk accept, desk merge, desk queue, desk refuse, desk resolve, desk retract,
desk undo
"""
ADMIN = """
spudwatch-admin audit, spudwatch-admin channels, spudwatch-admin desk, spudwatch-admin export,
spudwatch-admin feeds, spudwatch-admin purge, spudwatch-admin retention, spudwatch-admin setup,
spudwatch-admin share, spudwatch-admin show, spudwatch-admin switch, spudwatch-admin webhooks,
spudwatch-admin zone
"""
LEAST = {
    name.strip(): role
    for role, names in ((Role.MEMBER, MEMBER), (Role.MANAGER, MANAGER), (Role.DESK, DESK), (Role.ADMIN, ADMIN))
    for name in names.replace("\n", " ").split(",")
}
ORDER = tuple(Role)
COMMANDS = CommandRegistry().all()


def for_lack_of_role(reply: Reply) -> bool:
    return reply.outcome is Outcome.REFUSED and "role here" in reply.title


async def written(talk) -> list[str]:
    await talk.settled()
    return list(export_lines(talk.running.store.database, "discord:7"))


def test_every_command_stands_in_the_matrix_and_no_other():
    assert {kind.name for kind in COMMANDS} == set(LEAST)
    assert {kind.name: kind.role for kind in COMMANDS} == LEAST


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.name)
async def test_a_role_too_low_is_refused_changes_nothing_and_a_role_high_enough_is_let_in(talk, kind):
    here, given = talk(), required(kind)
    before = await written(here)
    for role in ORDER:
        if ORDER.index(role) >= ORDER.index(LEAST[kind.name]):
            break
        request = Request(name=kind.name, values=given, actor="discord:1", place="discord:7/9", roles=frozenset({role}))
        for asked in (request, Request(line=request.typed, **_who(role)), Request(line=_shared(request), **_who(role))):
            reply = await here.app.run(asked)
            assert for_lack_of_role(reply), (role, reply.title)
            assert reply.private
            assert not reply.actions
            assert await written(here) == before
    for role in ORDER[ORDER.index(LEAST[kind.name]) :]:
        reply = await here.app.run(Request(name=kind.name, values=given, **_who(role)))
        assert not for_lack_of_role(reply), (role, reply.title)
        assert reply.outcome is not Outcome.BROKEN, reply.plain


def _who(role: Role) -> dict:
    return {"actor": "discord:1", "place": "discord:7/9", "roles": frozenset({role})}


def _shared(request: Request) -> str:
    return "share " + request.typed.removeprefix("/")


@pytest.mark.parametrize(
    "line",
    ["desk", "/desk", "DESK", "Desk Queue", "  desk   queue", "spudwatch-admin", "digest", "digest LIST", "share desk"],
)
async def test_no_way_of_writing_it_goes_round_the_check(talk, line):
    assert for_lack_of_role(await talk().say(line, actor="discord:1", place="discord:7/9", role=Role.MEMBER))


async def test_the_shorthand_of_a_platform_goes_through_the_same_door(talk):
    here = talk()
    for name in ("desk", "spudwatch-admin", "digest"):
        reply = await here.app.run(Request(name=name, **_who(Role.MEMBER)))
        assert for_lack_of_role(reply), name


async def test_a_role_here_is_none_elsewhere(talk):
    here = talk()
    given = await here.say("spudwatch-admin desk person:42 role_is:admin", actor="discord:1", place="discord:7/9")
    assert given.outcome is Outcome.ANSWERED
    at_home = await here.say("spudwatch-admin show", actor="discord:42", place="discord:7/9", role=Role.MEMBER)
    assert at_home.outcome is Outcome.ANSWERED
    for place in ("discord:8/9", "slack:T1/C1", "discord:77/9", "discord:/9", "discord:7x/9", ""):
        reply = await here.say("spudwatch-admin show", actor="discord:42", place=place, role=Role.MEMBER)
        assert for_lack_of_role(reply), place


async def test_a_person_of_the_same_number_on_another_platform_is_another_person(talk):
    here = talk()
    await here.say("spudwatch-admin desk person:42 role_is:admin", actor="discord:1", place="discord:7/9")
    for actor in ("slack:42", "slack:T1/42", "console:42", "42", "discord:042", "discord:42 "):
        reply = await here.say("spudwatch-admin show", actor=actor, place="discord:7/9", role=Role.MEMBER)
        assert for_lack_of_role(reply), actor


CHANNEL_ALERTS = [
    "alerts add what:sighting about:spud where:here",
    "alerts add what:sighting about:spud where:<#5>",
    "alerts edit AL-01 threshold:50",
    "alerts pause AL-01",
    "alerts remove AL-01",
    "alerts test AL-01",
    "alerts why AL-01",
]


@pytest.mark.parametrize("line", CHANNEL_ALERTS)
async def test_a_channel_s_alert_is_not_a_member_s(talk, line):
    here = talk()
    made = await here.say("alerts add what:sighting about:spud", actor="discord:1", place="discord:7/9")
    assert made.data["id"] == "AL-01"
    before = await written(here)
    reply = await here.say(line, actor="discord:2", place="discord:7/9", role=Role.MEMBER)
    assert reply.outcome is Outcome.REFUSED
    assert await written(here) == before


TEXT = "The picker listed it between 5.4 and 5.4 Pro, I chose it and the header said so; gone after reload. Maybe A/B."
REPORT = f'checkpoint report label:"Crest Ultra" surface:"ChatGPT picker" how:"own account" text:"{TEXT}" step:save'


@pytest.mark.parametrize("line", ["checkpoint withdraw CP-0001", "checkpoint edit CP-0001 plan:Pro"])
async def test_a_member_s_report_is_nobody_else_s(talk, line):
    here = talk()
    made = await here.say(REPORT, actor="discord:1", place="discord:7/9", role=Role.MEMBER)
    assert made.data["id"] == "CP-0001"
    before = await written(here)
    reply = await here.say(line, actor="discord:2", place="discord:7/9", role=Role.MEMBER)
    assert reply.outcome is Outcome.REFUSED
    assert await written(here) == before


async def test_what_a_member_proposes_counts_for_nothing_until_the_desk_says_so(talk):
    here = talk()
    line = "odds link market:MK-0001 claim:CL-0044 relation:exact"
    reply = await here.say(line, actor="discord:1", place="discord:7/9", role=Role.MEMBER)
    assert reply.outcome is Outcome.ANSWERED
    waiting = (await here.say("desk queue", actor="discord:3", place="discord:7/9", role=Role.DESK)).plain
    assert "DQ-" in waiting
    own = await here.say("desk accept DQ-0001", actor="discord:1", place="discord:7/9", role=Role.MEMBER)
    assert for_lack_of_role(own)


async def test_who_has_two_roles_has_the_higher(talk):
    here = talk()
    both = frozenset({Role.MEMBER, Role.DESK})
    reply = await here.app.run(Request(line="desk queue", actor="discord:1", place="discord:7/9", roles=both))
    assert reply.outcome is Outcome.ANSWERED
    nobody = await here.app.run(Request(line="desk queue", actor="discord:1", place="discord:7/9", roles=frozenset()))
    assert for_lack_of_role(nobody)
