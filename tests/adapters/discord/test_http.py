"""The HTTP endpoint: only what Discord signed, once and lately, is answered; and as over the gateway."""

import asyncio
import json
from typing import Any

import pytest

from adapters.discord.handler import PATIENCE
from adapters.discord.platform import HAND_BACK
from bot.messages.errors import OurFault, StoreBusy
from storage.notifications.seen_deliveries import SeenDeliveryStore
from storage.sqlite.engine import Database
from tests.adapters.discord.caller import PUBLIC, Caller, calling
from tests.adapters.discord.conftest import platform, shown, texts, waits
from tests.adapters.discord.interactions import slash
from tests.adapters.discord.local import Fault, Told
from tests.adapters.discord.sample.thing.slow import Slow
from tests.clocks import settle, until


async def thinking(caller: Caller, discord: Any, clock: Any, *, read: bool = False) -> tuple[Told, tuple[int, Any]]:
    """A slow command whose answer is deferred, and our response to it; ``read`` when Discord has read that already."""
    Slow.gate = asyncio.Event()
    clock.auto = False
    payload, told = discord.make(2, slash("thing", "slow"))
    if read:
        told.answer = {"type": 5}  # the response itself is the acknowledgement
    asking = asyncio.create_task(caller.say(payload))
    await waits(clock)
    await clock.advance(PATIENCE)
    return told, await asking


@pytest.fixture
async def caller(app, discord, clock):
    async with (
        platform(app, discord, clock, settings={"public_key": PUBLIC, "http_port": 1}, later=clock.call_later) as bot,
        calling(bot, clock) as made,
    ):
        yield made


async def test_a_ping_is_answered(caller):
    assert await caller.say({"type": 1, "id": "1", "token": "x"}) == (200, {"type": 1})


@pytest.mark.parametrize(
    "forge",
    [
        lambda h, b: ({}, b),
        lambda h, b: ({**h, "X-Signature-Ed25519": "00" * 64}, b),
        lambda h, b: ({**h, "X-Signature-Ed25519": "zz"}, b),
        lambda h, b: ({**h, "X-Signature-Ed25519": h["X-Signature-Ed25519"][:-2]}, b),
        lambda h, b: ({**h, "X-Signature-Timestamp": str(int(h["X-Signature-Timestamp"]) + 1)}, b),
        lambda h, b: ({**h, "X-Signature-Timestamp": "1" * 5_000}, b),
        lambda h, b: ({**h, "X-Signature-Timestamp": "abc"}, b),
        lambda h, b: ({**h, "X-Signature-Timestamp": "²"}, b),
        lambda h, b: (h, b.replace(b'"type": 1', b'"type": 2')),
        lambda h, b: (h, b + b" "),
    ],
)
async def test_what_discord_did_not_sign_is_refused_with_401(caller, forge, discord):
    body = b'{"type": 1, "id": "1", "token": "x"}'
    headers, sent = forge(caller.signed(body), body)
    assert (await caller.post(sent, headers))[0] == 401
    assert discord.received == []


@pytest.mark.parametrize("age", [301, -301])
async def test_old_and_future_signatures_are_refused(caller, age):
    body = b'{"type": 1}'
    assert (await caller.post(body, caller.signed(body, age)))[0] == 401


async def test_the_same_bytes_are_taken_once(caller):
    body = b'{"type": 1, "id": "1", "token": "x"}'
    headers = caller.signed(body)
    assert [(await caller.post(body, headers))[0] for _ in range(2)] == [200, 401]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"[" * 10_000, b'{"type": 2}', b"\xff", b'{"type": 9, "id": "1"}'])
async def test_signed_nonsense_is_no_fault_of_ours(caller, body):
    status, _ = await caller.post(body, caller.signed(body))
    assert status in (202, 400)


async def test_a_body_too_large_is_refused(caller):
    body = b'{"a": "' + b"x" * 300_000 + b'"}'
    assert (await caller.post(body, caller.signed(body)))[0] == 413


async def test_a_command_is_answered_in_the_response_itself(caller, discord):
    payload, _ = discord.make(2, slash("thing", "show", about="spud"))
    status, body = await caller.say(payload)
    assert (status, body["type"]) == (200, 4)
    assert "Thing spud" in texts(body["data"])
    assert discord.received == []


async def test_an_answer_with_a_picture_goes_by_the_callback(caller, discord):
    payload, told = discord.make(2, slash("thing", "show", about="pictures"))
    assert (await caller.say(payload))[0] == 202
    assert told.files == ["chart-1.png", "chart-2.png", "chart-3.png"]


@pytest.mark.parametrize("does", ["drop before", "drop after", "503", "404", "429"])
async def test_a_public_answer_the_callback_cannot_bring_is_the_response(caller, discord, does):
    limited = {"message": "limited", "retry_after": 600, "global": False}
    discord.faults.append(Fault("/callback", does, times=99, body=limited if does == "429" else None))
    Slow.gate = asyncio.Event()
    Slow.gate.set()
    payload, _ = discord.make(2, slash("thing", "slow"))
    status, body = await caller.say(payload)
    assert (status, body["type"]) == (200, 4)
    assert "Slowly: x" in texts(body["data"])
    assert discord.requests("POST", "/callback")


async def test_a_public_answer_somebody_else_gave_is_not_given_again(caller, discord):
    Slow.gate = asyncio.Event()
    Slow.gate.set()
    payload, told = discord.make(2, slash("thing", "slow"))
    told.answer = {"type": 5}
    assert (await caller.say(payload))[0] == 202


async def test_suggestions_and_forms_are_answered_in_the_response(caller, discord):
    options = [{"name": "about", "type": 3, "value": "sp", "focused": True}]
    data = {"id": "1", "type": 1, "name": "thing", "options": [{"type": 1, "name": "show", "options": options}]}
    assert (await caller.say(discord.make(4, data)[0]))[1]["type"] == 8
    assert (await caller.say(discord.make(2, slash("thing", "ask"))[0]))[1]["type"] == 9


async def test_a_suggestion_that_fails_is_an_empty_list(caller, discord, monkeypatch, caplog):
    async def fails(*_):
        raise OurFault("The store is gone.")

    monkeypatch.setattr(caller.platform.responder._app, "suggest", fails)
    options = [{"name": "about", "type": 3, "value": "sp", "focused": True}]
    data = {"id": "1", "type": 1, "name": "thing", "options": [{"type": 1, "name": "show", "options": options}]}
    assert await caller.say(discord.make(4, data)[0]) == (200, {"type": 8, "data": {"choices": []}})
    assert "The store is gone" in caplog.text


async def test_a_stop_before_discord_read_our_response_leaves_the_telling_to_the_next_start(
    caller, discord, clock, app
):
    told, _ = await thinking(caller, discord, clock)
    await caller.platform.drain(HAND_BACK)
    assert len(discord.requests("PATCH", "/webhooks/")) == 1
    app.ports.promises._db.write_now(lambda _db: None)  # what was written behind is there
    told.answer = {"type": 5}
    await caller.platform.promised.resume()
    assert "I am restarting" in texts(await shown(told))


async def test_what_takes_long_is_deferred_in_the_response_and_edited_after(caller, discord, clock):
    told, answered = await thinking(caller, discord, clock, read=True)
    assert answered == (200, {"type": 5})
    Slow.gate.set()
    assert "Slowly: x" in texts(await shown(told))


async def test_whoever_installs_the_bot_is_told_once_how_to_begin(caller, discord):
    event = {"type": "APPLICATION_AUTHORIZED", "data": {"user": {"id": "555555555555555555"}, "guild": {"id": "77"}}}
    for _ in range(2):
        body = json.dumps({"version": 1, "type": 1, "event": event, "n": _}).encode()
        assert (await caller.post(body, caller.signed(body), "/discord/events"))[0] == 204
    await settle()
    [room] = [room for room in discord.channels if room.startswith("9")]
    await until(lambda: discord.channels[room])
    [message] = discord.channels[room]
    assert "/spudwatch-admin setup" in texts(message)


async def test_a_request_acted_on_is_known_after_a_restart(app, discord, clock, tmp_path):
    body = json.dumps(discord.make(2, slash("thing", "show", about="spud"))[0]).encode()
    status = []
    for write in (str.lower, str.upper):
        store = Database(tmp_path / "seen.db")
        how = {
            "settings": {"public_key": PUBLIC, "http_port": 1},
            "later": clock.call_later,
            "seen": SeenDeliveryStore(store),
        }
        async with platform(app, discord, clock, **how) as bot, calling(bot, clock) as caller:
            headers = caller.signed(body)
            headers["X-Signature-Ed25519"] = write(headers["X-Signature-Ed25519"])
            status += [(await caller.post(body, headers))[0]]
        store.close()
    assert status == [200, 401]


async def test_a_look_up_is_noted_with_others_and_before_whatever_is_written_next(app, discord, clock, tmp_path):
    store = Database(tmp_path / "seen.db")
    how = {"settings": {"public_key": PUBLIC, "http_port": 1}, "seen": SeenDeliveryStore(store)}
    async with platform(app, discord, clock, **how) as bot, calling(bot, clock) as caller:
        for _ in range(3):
            assert (await caller.say(discord.make(2, slash("thing", "show", about="spud"))[0]))[0] == 200
        version = store.version()
        noted = await store.write(lambda db: len(db.execute("SELECT 1 FROM slack_seen").fetchall()), quiet=True)
        assert noted == 3
        assert store.version() == version  # no look-up shows it
    store.close()


class Unanswered:
    """Deliveries kept where they cannot be reached."""

    shared = True

    def recent(self, _now):
        return ()

    async def claim(self, *_):
        raise StoreBusy("I cannot reach the database.")


async def test_what_no_process_can_claim_is_answered_and_not_done(app, discord, clock):
    how = {"settings": {"public_key": PUBLIC, "http_port": 1}, "seen": Unanswered()}
    async with platform(app, discord, clock, **how) as bot, calling(bot, clock) as caller:
        status, answer = await caller.say(discord.make(2, slash("thing", "show", about="spud"))[0])
    assert status == 200
    assert "cannot reach the database" in texts(answer["data"])
    assert "spud" in texts(answer["data"])  # what was typed comes back


async def test_suggestions_are_not_written_down(app, discord, clock, tmp_path):
    store = Database(tmp_path / "seen.db")
    how = {"settings": {"public_key": PUBLIC, "http_port": 1}, "seen": SeenDeliveryStore(store)}
    options = [{"name": "about", "type": 3, "value": "sp", "focused": True}]
    data = {"id": "1", "type": 1, "name": "thing", "options": [{"type": 1, "name": "show", "options": options}]}
    async with platform(app, discord, clock, **how) as bot, calling(bot, clock) as caller:
        assert (await caller.say(discord.make(4, data)[0]))[0] == 200
    assert SeenDeliveryStore(store).recent(clock.now()) == ()
    store.close()


async def test_a_stop_lets_an_answer_over_http_arrive(caller, discord, clock):
    told, _ = await thinking(caller, discord, clock, read=True)
    stopping = asyncio.create_task(caller.platform.drain(10.0))
    await settle()
    Slow.gate.set()
    await stopping
    assert "Slowly: x" in texts(told.message)


async def test_an_edit_that_overtakes_its_own_acknowledgement_is_tried_again(caller, discord, clock):
    told, _ = await thinking(caller, discord, clock)
    Slow.gate.set()
    await until(lambda: discord.requests("PATCH", "/webhooks/"))
    told.answer = {"type": 5}  # only now has Discord read our response
    await waits(clock)
    await clock.advance(0.5)
    assert "Slowly: x" in texts(await shown(told))
    assert discord.requests("POST", "/channels/") == []
