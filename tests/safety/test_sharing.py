"""What crosses from one tenant to another when an admin shares sightings: counts and times, while it is shared."""

from datetime import UTC, datetime

import pytest

from bot.messages.request import Role

THEIRS, OURS, THIRD = "discord:7", "slack:T1", "discord:8"
TEXT = "I chose it in the picker and the header said so; it was gone after a reload. Maybe an A/B test."
ON, OFF = "spudwatch-admin share sightings:yes", "spudwatch-admin share sightings:no"


@pytest.fixture
def here(talk):
    return talk()


async def say(here, tenant, line, person=1, role=Role.ADMIN):
    return await here.say(line, actor=f"{tenant.partition(':')[0]}:{person}", place=f"{tenant}/C1", role=role)


async def report(here, tenant, person=1, how="own account", text=TEXT):
    line = f'checkpoint report label:"Crest Max" surface:"ChatGPT picker" how:"{how}" text:"{text}" step:save'
    reply = await say(here, tenant, line, person, Role.MEMBER)
    return reply.data["id"]


async def seen(here, tenant, line='checkpoint "Crest Max"'):
    return (await say(here, tenant, line)).data["elsewhere"]


async def test_nothing_is_counted_elsewhere_until_an_admin_shares_it(here):
    await report(here, THEIRS)
    assert await seen(here, OURS) is None
    await say(here, THEIRS, ON)
    told = await seen(here, OURS)
    assert (told.reports, told.people, told.tenants) == (1, 1, 1)
    await say(here, THEIRS, OFF)
    assert await seen(here, OURS) is None


async def test_a_card_says_the_counts_and_that_they_do_not_move_its_grade(here):
    for tenant, person in ((THEIRS, 1), (THEIRS, 2), (THIRD, 3)):
        await report(here, tenant, person)
        await say(here, tenant, ON)
    unknown = await say(here, OURS, 'checkpoint "Crest Max"')
    assert "Nobody here has reported" in unknown.title
    assert "3 first-hand reports by 3 people in 2 other servers that share, 21 Apr 2026; not counted" in unknown.plain
    await report(here, OURS)
    known = await say(here, OURS, 'checkpoint "Crest Max"')
    assert known.data["grade"] == "NEEDS CORROBORATION"
    assert known.data["elsewhere"].reports == 3
    assert known.data["reports"] == 1


async def test_one_s_own_reports_are_not_elsewhere(here):
    await report(here, THEIRS)
    await say(here, THEIRS, ON)
    assert await seen(here, THEIRS) is None


async def test_hearsay_and_withdrawn_reports_are_not_shared(here):
    await say(here, THEIRS, ON)
    await report(here, THEIRS, 1, how="saw a post")
    name = await report(here, THEIRS, 2)
    assert (await seen(here, OURS)).reports == 1
    await say(here, THEIRS, f"checkpoint withdraw {name}", 2, Role.MEMBER)
    assert await seen(here, OURS) is None


async def test_a_look_back_sees_what_was_reported_by_then(here):
    await say(here, THEIRS, ON)
    await report(here, THEIRS)
    here.at("2026-04-23T12:00Z")
    assert await seen(here, OURS, 'checkpoint "Crest Max" as_of:2026-04-20') is None
    assert (await seen(here, OURS)).first == datetime(2026, 4, 21, 12, tzinfo=UTC)


async def test_a_person_in_two_servers_is_one_person(here):
    for tenant in (THEIRS, THIRD):
        await report(here, tenant, 1)
        await say(here, tenant, ON)
    told = await seen(here, OURS)
    assert (told.reports, told.people, told.tenants) == (2, 1, 2)


async def test_a_tenant_that_left_or_was_purged_shares_nothing(here):
    await report(here, THEIRS)
    await say(here, THEIRS, ON)
    await here.ports.privacy.left(THEIRS, here.clock.now())
    assert await seen(here, OURS) is None
    await here.ports.privacy.came_back(THEIRS)
    assert (await seen(here, OURS)).reports == 1
    await here.ports.privacy.purge(THEIRS)
    assert await seen(here, OURS) is None


async def test_the_receipt_says_what_changed_and_undoes_it(here):
    reply = await say(here, THEIRS, "spudwatch-admin share names:no sightings:yes")
    assert reply.data == {
        "changed": True,
        "names_shown": False,
        "sightings_shared": True,
        "sightings_published": False,
    }
    undo = reply.actions[0].run
    assert await say(here, THEIRS, undo.line)
    settings = here.ports.tenants.settings(THEIRS)
    assert (settings.names_shown, settings.sightings_shared) == (True, False)


async def test_asked_without_anything_it_shows_what_is_shared_and_offers_the_change(here):
    reply = await say(here, THEIRS, "spudwatch-admin share")
    assert not reply.data["changed"]
    assert [button.label for button in reply.actions] == ["Hide names", "Share sightings", "Publish counts"]
    assert "counted" not in (await say(here, THEIRS, "spudwatch privacy")).plain
    await say(here, THEIRS, ON)
    assert "how many first-hand reports" in (await say(here, THEIRS, "spudwatch privacy")).plain
    assert "public pages" not in (await say(here, THEIRS, "spudwatch privacy")).plain
    published = await say(here, THEIRS, "spudwatch-admin share publish:yes")
    assert published.data["sightings_published"]
    assert "The public pages show the same counts" in (await say(here, THEIRS, "spudwatch privacy")).plain
    assert published.actions[0].run.line.endswith("publish:no"), "the way back"
