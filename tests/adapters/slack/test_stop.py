"""A clean stop: what is begun is finished or handed back, and nothing is begun that nobody will finish."""

import asyncio
from datetime import timedelta

import pytest

from adapters.runtime.restart_notice import WITHOUT_FILE
from adapters.slack.handler import HAND_BACK
from tests.adapters.slack.conftest import running
from tests.adapters.slack.people import encode, find_control, signed
from tests.clocks import until

WORDS = "I am restarting; ask again in a moment."
SOON = timedelta(seconds=HAND_BACK)  # nothing is waited for but the telling
MENTION = {"type": "app_mention", "user": "U1", "text": "<@UBOT> odds spud", "channel": "C1", "ts": "5.1"}


@pytest.fixture
def stuck(world, monkeypatch):
    """From now on no command comes to an end."""

    def stick():
        async def never(_request):
            await asyncio.Event().wait()

        monkeypatch.setattr(world.app, "run", never)

    return stick


async def waiting(world, count=1):
    """Until so many commands are being answered."""

    def begun():
        return [task.get_name() for task in world.platform.conversation.tasks._tasks].count("slack answer")

    await until(lambda: begun() >= count)


async def patience_ends(world):
    """Until somebody was told that it takes a moment."""
    await until(lambda: "slack patience" in world.clock.sleepers)
    await world.clock.advance(2)


async def test_who_was_told_that_it_takes_a_moment_is_told_to_ask_again(world, stuck):
    stuck()
    ana = world.person()
    ana.ack = None
    answering = asyncio.ensure_future(ana.command("/odds gpt 5 by:2026-04-30"))
    await patience_ends(world)
    await until(lambda: ana.ack)
    assert "Looking" in ana.ack["text"]
    await world.platform.conversation.stop(SOON)
    await answering
    _, card = world.slack.shown(ana.url)
    assert card["text"].splitlines()[0].endswith(WORDS)
    value = find_control(card["blocks"], "Ask again")["value"]
    assert value == 'odds show by:2026-04-30 about:"gpt 5"'


async def test_a_press_a_mention_and_a_shortcut_are_told_where_their_answer_would_stand(world, stuck):
    ana, message = world.person(), {"text": "Spud is out", "ts": "1.1"}
    card = (await ana.command("/odds spud"))[-1]
    stuck()
    pressed = asyncio.ensure_future(ana.press(card, "History"))
    await waiting(world)
    mentioned = asyncio.ensure_future(world.person("U2").event(MENTION))
    await waiting(world, 2)
    chosen = world.person("U3")
    choosing = asyncio.ensure_future(chosen.shortcut("claim-check", message))
    await waiting(world, 3)
    await world.platform.conversation.stop(SOON)
    await asyncio.gather(pressed, mentioned, choosing)
    assert WORDS in world.slack.shown(ana.url)[-1]["text"]
    assert WORDS in world.slack.shown(chosen.url)[-1]["text"]
    (ephemeral,) = world.slack.ephemerals
    assert ephemeral["user"] == "U1"
    assert WORDS in ephemeral["text"]


async def test_a_form_comes_back_with_every_word(world, stuck):
    ana = world.person()
    await ana.command("/checkpoint Crest")
    stuck()
    view = ana.modal
    world.slack.files["T1", "F1"] = {"content": b"x" * 8}
    file = {"id": "F1", "name": "a.png", "mimetype": "image/png", "url_private_download": world.slack.url("/files/F1")}
    words = {"label": "Crest", "how": "saw a post", "what": "long enough to check"}
    sending = asyncio.ensure_future(ana.submit(view, **words, image=file))
    await patience_ends(world)
    await world.platform.conversation.stop(SOON)
    await sending
    view = world.slack.views[view["id"]]
    assert WORDS in str(view["blocks"])
    assert "look before you repeat it" in str(view["blocks"])
    assert WITHOUT_FILE in str(view["blocks"])
    typed = next(block for block in view["blocks"] if block.get("block_id") == "o.what")
    assert typed["element"]["initial_value"] == "long enough to check"


async def test_what_comes_during_a_stop_is_handed_back_at_once_and_not_begun(world, stuck):
    await world.platform.conversation.stop(timedelta())
    stuck()
    shown = await world.person().command("/odds spud")
    assert WORDS in shown[-1]["text"]


async def test_an_event_during_a_stop_is_left_for_slack_to_send_again(tmp_path, judge_or_none):
    async with running(tmp_path, "http", judge_or_none) as world:
        await world.platform.drain(0)
        body = {"type": "event_callback", "team_id": "T1", "event": MENTION, "event_id": "Ev9"}
        raw, kind = encode("events_api", body)
        status, _ = await world.post(raw, {"Content-Type": kind, **signed(world.clock, raw)})
        assert status == 503
    async with running(tmp_path, "http", judge_or_none) as world:
        world.clock.at += timedelta(minutes=1)
        await world.deliver("events_api", body)
        await world.settle()
        assert len(world.slack.ephemerals) == 1


async def test_an_event_by_a_socket_during_a_stop_is_not_acknowledged(by_socket):
    await by_socket.platform.drain(0)
    socket = by_socket.slack.sockets[0]
    event = {"type": "event_callback", "team_id": "T1", "event": MENTION, "event_id": "Ev9"}
    await socket.send_json({"type": "events_api", "envelope_id": "left", "payload": event})
    shown = await by_socket.person().command("/odds spud")
    assert WORDS in shown[-1]["text"]
    assert by_socket.slack.ephemerals == []
    assert await by_socket.platform.deliveries.first("envelope", "left")
