"""Setting a place up, as an admin who has never seen it."""

from dataclasses import replace

import pytest

from bot.commands.spudwatch_admin.channels import Channels
from bot.commands.spudwatch_admin.desk import SetDesk
from bot.commands.spudwatch_admin.switch import Switch
from bot.messages.reply import Form, Outcome
from bot.messages.request import RequestContext, Role

HERE = {"actor": "discord:1", "place": "discord:7/9"}


@pytest.mark.parametrize(
    ("setting", "one", "other"),
    [
        ("roles", SetDesk("66", "none"), SetDesk("77", "desk")),
        ("off", Switch("odds", on=True), Switch("posts", on=False)),
        ("public_channels", Channels(public=False), Channels(public=True)),
    ],
)
async def test_two_admins_at_once_undo_nothing_of_each_other(talk, setting, one, other):
    here = talk()
    ports, now = here.ports, here.clock.now()
    first = RequestContext("discord:1", "discord:7/9", now, now, frozenset({Role.ADMIN}))
    second = replace(first, actor="discord:2", place="discord:7/8")
    for line in (
        "spudwatch-admin desk person:66",
        "spudwatch-admin switch part:odds on:no",
        "spudwatch-admin channels public:yes",
    ):
        await here.say(line, **HERE)
    seen, seen_too = await one.gather(ports, first), await other.gather(ports, second)
    await one.keep(seen, ports, first)
    await other.keep(seen_too, ports, second)
    added = {"roles": {"discord:77": Role.DESK}, "off": {"posts"}, "public_channels": {"discord:7/8"}}
    assert getattr(ports.tenants.settings("discord:7"), setting) == added[setting]


def labels(reply) -> list[str]:
    return [action.label for action in reply.actions]


def press(reply, label: str) -> str:
    """The line behind a button."""
    return next(action.run.line for action in reply.actions if action.label == label)


async def test_every_screen_of_the_set_up_says_how_far_it_is_and_the_way_on(talk):
    here = talk()
    first = await here.say("spudwatch-admin setup", **HERE)
    assert "step 1 of 4: time zone" in first.title
    for word in ("1. Time zone", "UTC", "2. Desk", "nobody yet", "3. Digest", "none yet", "4. Trial report"):
        assert word in first.plain
    assert labels(first) == ["Set the time zone", "Next: desk"]
    assert isinstance(first.actions[0], Form)

    zone = await here.say("spudwatch-admin zone Europe/Berlin", **HERE)
    assert labels(zone) == ["Undo", "Next: desk"]
    second = await here.say(press(zone, "Next: desk"), **HERE)
    assert "step 2 of 4" in second.title
    assert "Europe/Berlin" in second.plain

    desk = await here.say("spudwatch-admin desk person:42", **HERE)
    third = await here.say(press(desk, "Next: digest"), **HERE)
    assert "42" in third.plain
    await here.say('digest create channel:here name:"Morning" days:daily time:09:00', **HERE)
    fourth = await here.say(press(third, "Next: trial report"), **HERE)
    done = await here.say(press(fourth, "Finish"), **HERE)
    assert done.data["done"]
    assert labels(done)[0] == "Help"


async def test_a_step_that_was_taken_offers_no_way_on_later(talk):
    here = talk()
    await here.say("spudwatch-admin desk person:42", **HERE)
    assert labels(await here.say("spudwatch-admin zone Asia/Tokyo", **HERE)) == ["Undo"]
    assert labels(await here.say("spudwatch-admin desk person:43", **HERE)) == ["Undo"]


async def test_a_whole_role_of_discord_is_the_desk_and_nothing_more(talk):
    here = talk()
    await here.say("spudwatch-admin desk person:<@&888>", **HERE)
    assert here.ports.tenants.settings("discord:7").desk_role == "888"
    assert "everybody with the role 888" in (await here.say("spudwatch-admin show", **HERE)).plain
    refused = await here.say("spudwatch-admin desk person:<@&888> role_is:admin", **HERE)
    assert refused.outcome is Outcome.REFUSED
    await here.say("spudwatch-admin desk person:<@&888> role_is:none", **HERE)
    assert here.ports.tenants.settings("discord:7").desk_role == ""
    on_slack = await here.say("spudwatch-admin desk person:<@&888>", actor="slack:T1/U1", place="slack:T1/C1")
    assert on_slack.outcome is Outcome.REFUSED


@pytest.mark.parametrize("part", ["odds", "venue links", "real money", "checkpoint", "claimcheck", "posts"])
async def test_a_switch_says_what_it_was_and_is_and_can_be_taken_back(talk, part):
    here = talk()
    off = await here.say(f'spudwatch-admin switch part:"{part}" on:no', **HERE)
    assert (off.data["before"], off.data["after"]) == ("on", "off")
    assert part in here.ports.tenants.settings("discord:7").off
    await here.say(press(off, "Undo"), **HERE)
    assert here.ports.tenants.settings("discord:7").off == frozenset()


async def test_roles_given_and_taken_are_in_the_audit_by_name(talk):
    here = talk()
    await here.say("spudwatch-admin desk person:42", **HERE)
    await here.at("2026-04-21T12:01Z").say("spudwatch-admin desk person:42 role_is:none", **HERE)
    told = await here.say("spudwatch-admin audit", **HERE)
    assert told.data["whole"]
    newest, oldest = told.data["lines"]
    assert (oldest.before, oldest.after) == ("–", "discord:42=desk")
    assert (newest.before, newest.after) == ("discord:42=desk", "–")


async def test_status_and_privacy_speak_to_everybody(talk):
    here = talk()
    for line, word in (("spudwatch status", "No source has been read yet"), ("spudwatch privacy", "180 days")):
        reply = await here.say(line, actor="discord:5", place="discord:7/9", role=Role.MEMBER)
        assert reply.outcome is Outcome.ANSWERED
        assert word in reply.plain


async def test_periods_are_kept_within_their_bounds_and_can_be_put_back(talk):
    here = talk()
    before = here.ports.tenants.settings("discord:7").picture_days
    changed = await here.say("spudwatch-admin retention what:pictures days:40", **HERE)
    assert here.ports.tenants.settings("discord:7").picture_days == 40
    await here.say(press(changed, "Undo"), **HERE)
    assert here.ports.tenants.settings("discord:7").picture_days == before
    refused = await here.say("spudwatch-admin retention what:audit days:29", **HERE)
    assert refused.outcome is Outcome.REFUSED
    assert "audit takes 30 to 3650 days" in refused.plain


async def test_a_purge_counts_first_and_erases_once_the_place_was_typed(talk):
    here = talk()
    await here.say("spudwatch-admin desk person:66", **HERE)
    asked = await here.say("spudwatch-admin purge", **HERE)
    assert asked.title.startswith("Erase ")
    await here.say("spudwatch-admin purge type_here:discord:8", **HERE)
    assert here.ports.tenants.settings("discord:7").roles
    done = await here.say('spudwatch-admin purge type_here:"discord:7"', **HERE)
    assert done.title.startswith("Erased: ")
    assert not here.ports.tenants.settings("discord:7").roles


@pytest.mark.parametrize("person", ["nobody@@", "<@4>2", "a b", "@", "<@&888>x"])
async def test_what_is_no_person_gets_no_role(talk, person):
    here = talk()
    refused = await here.say(f'spudwatch-admin desk person:"{person}"')
    assert (refused.outcome, here.ports.tenants.settings("console:local").roles) == (Outcome.REFUSED, {})
