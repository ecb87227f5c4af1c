"""Whoever makes, changes or ends what posts in a channel is in the audit trail, and is no part of the desk by that."""

from collections.abc import Callable

from bot.messages.request import Role
from tests.conftest import Conversation
from tests.postgres import BOTH

ENGINES = BOTH
Talk = Callable[..., Conversation]
MANAGER = {"actor": "console:mia", "role": Role.MANAGER}
CREATE = 'digest create channel:here name:"Morning roundup" days:weekdays time:09:00 about:spud'


async def trail(here: Conversation) -> list[tuple[str, str, str, str]]:
    """The lines of the audit, oldest first."""
    found = (await here.say("spudwatch-admin audit")).data["lines"]
    return [(one.who, one.what, one.before, one.after) for one in reversed(found)]


async def test_every_step_of_a_digest_says_who_and_what(talk: Talk) -> None:
    here = talk()
    await here.say(CREATE, **MANAGER)
    await here.say("digest edit DG-01 time:10:30", **MANAGER)
    await here.say("digest edit DG-01", **MANAGER)  # changes nothing
    await here.say("digest resume DG-01", **MANAGER)
    gone = await here.say("digest delete DG-01", **MANAGER)
    await here.say(next(one.run.line for one in gone.actions if one.label == "Undo"), **MANAGER)
    lines = await trail(here)
    assert [(who, what) for who, what, _, _ in lines] == [
        ("console:mia", f"{step} digest DG-01") for step in ("create", "edit", "resume", "delete", "undo")
    ]
    assert "about: openai/spud" in lines[0][3]
    assert (lines[1][2], lines[1][3]) == ("runs: Every weekday 09:00 UTC", "runs: Every weekday 10:30 UTC")
    assert (lines[3][2], lines[3][3]) == ("state: active", "state: deleted")
    assert "Morning roundup" not in str(lines)


async def test_of_alerts_those_of_channels_alone(talk: Talk) -> None:
    here = talk()
    await here.say("alerts add release about:spud where:me", **MANAGER)
    await here.say("alerts remove AL-01", **MANAGER)
    assert await trail(here) == []
    await here.say("alerts add release about:spud where:here", **MANAGER)
    await here.say("alerts pause AL-02", **MANAGER)
    await here.say("alerts stop which:AL-02", **MANAGER)
    assert [what for _, what, _, _ in await trail(here)] == [
        "create alert AL-02", "pause alert AL-02", "delete alert AL-02"
    ]  # fmt: skip


async def test_an_alert_that_leaves_a_persons_messages_names_no_address_of_theirs(talk: Talk) -> None:
    here = talk()
    await here.say("alerts add release about:spud where:me", **MANAGER)
    await here.say("alerts edit AL-01 where:here", **MANAGER)
    ((_, what, before, after),) = await trail(here)
    assert (what, before, after) == ("edit alert AL-01", "place: their own messages", "place: console:local/here")


async def test_who_manages_posts_is_not_of_the_desk(talk: Talk) -> None:
    here = talk()
    await here.say(CREATE, **MANAGER)
    assert here.ports.desk.actors("console:local") == frozenset()
    await here.say('claimcheck add claim:"Grok 5 has a context window of 5000000 tokens"')
    done = await here.say('desk retract CL-1000 reason:"not about this"')
    assert done.title.endswith(": done")
    assert here.ports.desk.broken("console:local") is None


async def test_what_posts_hides_no_decision_of_the_desk_and_keeps_none_from_being_undone(talk: Talk) -> None:
    here = talk()
    await here.say('claimcheck add claim:"Grok 5 has a context window of 5000000 tokens"')
    await here.say('desk retract CL-1000 reason:"not about this"')
    for _ in range(50):
        await here.say("alerts add release about:spud where:here", **MANAGER)
    assert "retract CL-1000" in (await here.say("desk queue trail:yes")).plain
    assert (await here.say("desk undo")).title == "Undone: accept retract CL-1000"
