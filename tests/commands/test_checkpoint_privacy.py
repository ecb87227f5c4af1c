"""Nothing of a report is seen by whom it is not for."""

from datetime import UTC, datetime

from bot.messages.request import Role
from tests.sightings import ANA, BOB, CYD, DAN, TEXT, line, reported, tell


async def test_a_report_never_leaves_its_tenant(talk):
    here = talk()
    canary = "Zanzibar Canary"
    await tell(here, line(canary, text=TEXT + " canaryword"))
    await tell(here, f'checkpoint confirm "{canary}" have_it:yes sure:yes plan:Plus note:canaryword')
    await tell(here, f'checkpoint attribute "{canary}" model:canarymodel method:style why:"canaryword looks so"')
    await tell(
        here, f'checkpoint dispute "{canary}" why:"canaryword is made up, really" link:https://canaryword.example'
    )
    orders = [
        "checkpoint list days:365",
        "checkpoint methods",
        "checkpoint CP-0001",
        "checkpoint who CP-0001",
        "checkpoint timeline CP-0001",
        "checkpoint withdraw CP-0001",
        "checkpoint edit CP-0001",
        "checkpoint dispute CP-0001",
        "desk queue",
        "desk queue trail:yes",
        "desk accept DQ-0001",
        'desk retract CP-0001 reason:"not about this"',
        'desk retract AT-0001 reason:"not about this"',
        "checkpoint zanzibar canry",
        "spudwatch mydata",
    ]
    for order in orders:
        reply = await tell(here, order, "discord:eve", "discord:8/1", Role.ADMIN)
        shown = reply.plain + str(reply.data) + str(reply.actions)
        assert "canary" not in shown.casefold().replace("zanzibar canry", ""), order
    known = await tell(here, f"checkpoint {canary}", "discord:eve", "discord:8/1", Role.ADMIN)
    assert known.data["known"] is False


async def test_someone_who_reports_without_their_name_is_not_named(talk):
    here = talk()
    await tell(here, line(more="anonymous:yes"), "discord:shy")
    for order in ("checkpoint crest ultra", "checkpoint timeline crest ultra", "checkpoint list"):
        assert "shy" not in (await tell(here, order, BOB)).plain


async def test_names_are_not_shown_where_an_admin_said_so(talk):
    here = talk()
    await reported(here, ANA)
    await tell(here, 'checkpoint attribute crest ultra model:spud method:style why:"its drawings look so"', BOB)
    await here.ports.tenants.choose("discord:7", "names_shown", value=False, by=CYD, at=here.clock.now())
    for order in ("checkpoint crest ultra", "checkpoint who crest ultra", "checkpoint timeline crest ultra"):
        shown = (await tell(here, order, CYD)).plain
        assert "bob" not in shown
        assert "by ana" not in shown
    assert "devpik.com" in (await tell(here, "checkpoint who crest pro alpha")).plain


async def test_the_desk_does_not_see_who_reported_without_their_name(talk):
    here = talk()
    await tell(here, line(more="anonymous:yes"), "discord:shy", actor_since=datetime(2026, 4, 20, tzinfo=UTC))
    queue = await tell(here, "desk queue", DAN, role=Role.DESK)
    assert len(queue.data["waiting"]) == 1
    assert "shy" not in queue.plain + str(queue.data)
