"""``kill -9`` in the middle of everything, and a start on the same database: nothing lost, nothing said twice.

What is promised of posts stands in `.github/docs/operating.md#delivery-of-posts`; a report is saved when its person was
told so, or before.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock, SystemClock
from bot.messages.request import Request, Role
from tests.adapters.discord.conftest import texts
from tests.adapters.discord.interactions import typed
from tests.adapters.discord.local import CHANNEL, GUILD, USER
from tests.adapters.slack.shown import texts as slack_texts
from tests.serving.world import ADMIN, Strike, World, faults

TEXT = "The picker listed it between GPT-5.4 and 5.4 Pro since nine this morning; it could be a tuned 5.4 Pro."
SEEN = {"label": "Crest Pro Alpha", "where": "ChatGPT web, now", "how": "own account", "text": TEXT}
REPORTS = "SELECT tenant, count(*) FROM reports GROUP BY tenant ORDER BY tenant"


async def test_acknowledged_and_not_yet_answered(world: World):
    """The screen waits, and the process is gone: the same again is answered, and what was posted before still works."""
    await world.serve()
    ana = world.ana()
    card = await world.shown(await world.types("odds show", about="spud"))
    slack_card = (await ana.command("/odds spud"))[-1]
    with world.storage_busy():
        told = await world.types("odds watch", market="spud")
        await ana.command("/odds watch spud")
        assert "Looking" in ana.ack["text"]
        await world.bell.until(lambda: told.answer)
        assert told.answer["type"] == 5
        await world.kill()
    assert told.message is None
    assert world.rows("SELECT count(*) FROM market_watch") == [(0,)]

    await world.serve()
    assert "Watching" in texts(await world.shown(await world.types("odds watch", market="spud")))
    assert "Watching" in (await ana.command("/odds watch spud"))[-1]["text"]
    shared = await world.shown(await world.presses(card, "Share in channel"))
    assert not shared["flags"] & 64
    await world.answered("chat.postMessage", ana.press(slack_card, "Share in channel"))
    assert len(world.discord.channels[CHANNEL]) == len(world.slack.messages) == 1
    assert faults(world.said) == []


@pytest.mark.parametrize("takes_effect", [False, True], ids=["before it arrived", "after it arrived"])
async def test_queued_and_being_posted(world: World, *, takes_effect: bool):
    """A digest of each platform, due while nobody ran, struck inside the call that posts it."""
    await _due_since_yesterday(world.database)
    strike = Strike(world, 2, takes_effect=takes_effect)
    world.discord.strikes[f"POST /channels/{CHANNEL}/messages"] = strike
    world.slack.strike("chat.postMessage", strike)
    await world.start()
    await world.ended()

    await world.serve()
    await world.bell.until(lambda: _tried_again(world))
    assert await world.stop() == 0
    assert [row[0] for row in world.rows("SELECT state FROM outbox ORDER BY state")] == ["sent", "sent"]
    [posted] = world.discord.channels[CHANNEL]
    assert "Late by" in texts(posted)
    assert len(world.slack.messages) == 1 + takes_effect  # nothing tells whether Slack took the one that was cut off
    assert all("Late by" in str(slack_texts(message["blocks"])) for message in world.slack.messages)
    assert faults(world.said) == []


def _tried_again(world: World) -> bool:
    """Both are asked once more; Discord answers with what is there."""
    posts = [name for name, _ in world.slack.calls if name == "chat.postMessage"]
    return len(posts) > 1 and len(world.discord.requests("POST", f"/channels/{CHANNEL}/messages")) > 1


async def _due_since_yesterday(database: Path) -> None:
    """A daily digest on each platform, made and started two days ago, due three hours before now, and nobody ran since.

    Its time of day follows the clock: the next one is never due while the test runs.
    """
    now = SystemClock().now()
    due = f"{now - timedelta(hours=3):%H:%M}"
    running = build(database, StandingClock(now - timedelta(days=2)))
    for actor, place in ((f"discord:{USER}", f"discord:{GUILD}/{CHANNEL}"), ("slack:T1/U1", "slack:T1/C1")):
        for line in (f"digest create channel:here name:Morning days:daily time:{due}", "digest resume"):
            request = Request(line=line, actor=actor, place=place, roles=frozenset({Role.ADMIN}))
            assert (await running.app.run(request)).outcome.value == "answered"
    running.close()


async def test_a_form_half_filled_in_and_a_report_being_saved(world: World):
    await world.serve()
    preview, view = await _drafts(world)
    with world.storage_busy():
        told = await world.presses(preview, "Save report")
        await world.ana().press(None, "Save report", view=view)
        await world.bell.until(lambda: told.answer)
        await world.kill()
    assert world.rows(REPORTS) == []

    # The drafts survived, and so did the buttons under them; this time it is saved, and nobody hears of it.
    strike = Strike(world, 2, takes_effect=False)
    await world.serve()
    world.discord.strikes["/callback"] = strike
    world.slack.strike("views.update", strike)
    await world.presses(preview, "Save report")
    await world.ana().press(None, "Save report", view=view)
    await world.ended()
    assert [count for _, count in world.rows(REPORTS)] == [1, 1]

    await world.serve()
    again = texts(await world.shown(await world.presses(preview, "Save report")))
    assert "CP-" in again
    updated = await world.answered("views.update", world.ana().press(None, "Save report", view=view))
    assert "CP-" in str(updated)
    assert [count for _, count in world.rows(REPORTS)] == [1, 1]
    assert faults(world.said) == []


async def _drafts(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    """A sighting reported on each platform as far as its preview."""
    told = await world.types("checkpoint report")
    await world.bell.until(lambda: told.answer)
    form = told.answer["data"]["custom_id"]
    many = {name: [value] if name == "how" else value for name, value in SEEN.items()}
    sent = await world.discord.send(5, typed(form, **many), member=ADMIN)
    preview = await world.shown(sent)
    assert "Nothing is saved yet" in texts(preview)

    ana = world.ana()
    await world.answered("views.open", ana.command("/checkpoint report"))
    view = await ana.submit(ana.modal, **SEEN)
    assert "Nothing is saved yet" in str(view)
    return preview, view
