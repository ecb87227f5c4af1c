"""Who may set what is posted where: a channel's manager there, the desk and admins everywhere, owners their own."""

import inspect
import re
from pathlib import Path

import pytest

from adapters.discord.parse import read
from bot import docs
from bot.dispatch.registry import CommandRegistry
from bot.messages.reply import Outcome
from bot.messages.request import Role
from tests.adapters.discord.local import CHANNEL, GUILD, LocalDiscord
from tests.clocks import FakeClock

NEWS, OTHER = "discord:7/1", "discord:7/2"
DIGEST = "digest create channel:{} name:Morning days:daily time:09:00 timezone:UTC"
MANAGE_CHANNELS = str(1 << 4)


@pytest.fixture
def here(talk):
    return talk()


async def say(here, line, person=1, place=NEWS, role=Role.MANAGER, **more):
    return await here.say(line, actor=f"discord:{person}", place=place, role=role, **more)


async def test_a_channel_manager_makes_digests_and_alerts_in_that_channel_only(here):
    for line in (DIGEST, "alerts add what:release about:spud where:{}"):
        assert (await say(here, line.format("here"))).outcome is Outcome.ANSWERED
        refused = await say(here, line.format("<#2>"))
        assert refused.outcome is Outcome.REFUSED
        assert "I cannot tell that you manage #2" in refused.plain
    assert [one.place for one in here.ports.subscriptions.digests("discord:7")] == [NEWS]
    assert [one.place for one in here.ports.subscriptions.alerts("discord:7")] == [NEWS]


async def test_a_channel_the_platform_vouches_for_is_reached(here):
    reply = await say(here, DIGEST.format("<#2>"), manages=frozenset({OTHER}))
    assert reply.outcome is Outcome.ANSWERED
    assert [one.place for one in here.ports.subscriptions.digests("discord:7")] == [OTHER]


@pytest.mark.parametrize("role", [Role.DESK, Role.ADMIN])
async def test_the_desk_and_admins_reach_every_channel(here, role):
    assert (await say(here, DIGEST.format("<#2>"), role=role)).outcome is Outcome.ANSWERED


async def test_who_was_made_a_manager_here_reaches_every_channel(here):
    await say(here, "spudwatch-admin desk person:discord:5 role_is:manager", role=Role.ADMIN)
    assert (await say(here, DIGEST.format("<#2>"), person=5, role=Role.MEMBER)).outcome is Outcome.ANSWERED


CHANGES = (
    "digest edit DG-01 name:Mine", "digest edit DG-01 channel:here", "digest pause DG-01", "digest resume DG-01",
    "digest run DG-01 test:yes", "digest delete DG-01", "alerts edit AL-01 max_per_day:9", "alerts edit AL-01 where:me",
    "alerts pause AL-01", "alerts test AL-01", "alerts remove AL-01",
)  # fmt: skip


@pytest.mark.parametrize("line", CHANGES)
async def test_what_others_set_in_a_channel_is_changed_by_its_managers_only(here, line):
    await say(here, DIGEST.format("here"))
    await say(here, "alerts add what:release about:spud where:here")
    before = (here.ports.subscriptions.digest("discord:7", 1), here.ports.subscriptions.alert("discord:7", 1))
    assert (await say(here, line, person=2, place=OTHER)).outcome is Outcome.REFUSED
    after = (here.ports.subscriptions.digest("discord:7", 1), here.ports.subscriptions.alert("discord:7", 1))
    assert before == after
    assert (await say(here, line, person=2, place=NEWS)).outcome is Outcome.ANSWERED


def test_a_command_that_reaches_channels_says_who_may():
    """Of those that everybody may run for themselves."""
    everyone = [kind for kind in CommandRegistry().all() if kind.role is Role.MEMBER]
    reaching = {kind.name for kind in everyone if re.search(r"\b(?:place_for|theirs)\(", source(kind))}
    assert {kind.name for kind in everyone if kind.channels is Role.MANAGER} == reaching
    assert "channel managers for channels" in next(row for row in docs.commands().splitlines() if "/alerts add" in row)


def source(kind):
    return Path(inspect.getfile(kind)).read_text("utf-8")


async def test_an_owner_changes_their_own_from_another_channel_but_moves_it_nowhere_they_do_not_manage(here):
    await say(here, DIGEST.format("here"))
    assert (await say(here, "digest edit DG-01 name:Evening", place=OTHER)).outcome is Outcome.ANSWERED
    assert (await say(here, "digest edit DG-01 channel:<#3>", place=OTHER)).outcome is Outcome.REFUSED


@pytest.mark.parametrize(("permissions", "vouched"), [("0", False), (MANAGE_CHANNELS, True), (str(1 << 3), True)])
async def test_discord_vouches_for_a_picked_channel_by_the_asker_s_permissions_in_it(permissions, vouched):
    """https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-resolved-data-structure"""
    option = {"name": "channel", "type": 7, "value": "555"}
    resolved = {"channels": {"555": {"id": "555", "name": "news", "type": 0, "permissions": permissions}}}
    sub = {"type": 1, "name": "create", "options": [option]}
    data = {"id": "1", "type": 1, "name": "digest", "options": [sub], "resolved": resolved}
    payload, _ = LocalDiscord(FakeClock()).make(2, data)
    _, job = read(payload, {}, CommandRegistry())
    assert job.request.place == f"discord:{GUILD}/{CHANNEL}"
    assert job.request.manages == (frozenset({f"discord:{GUILD}/555"}) if vouched else frozenset())
    assert job.request.values == {"channel": "555"}
