"""Genuine payloads of shapes nobody expects: of another version, cut short, of wrong types. None is our error."""

import asyncio
import json

import pytest

from tests.adapters.slack.people import encode, signed

WHO = {"team": {"id": "T1", "domain": "spuds"}, "user": {"id": "U1", "team_id": "T1"}, "trigger_id": "1.2"}
MENTION = {"type": "app_mention", "user": "U1", "channel": "C1"}


def interaction(kind, **more):
    return "interactive", {"type": kind, **WHO, **more}


def press(*actions, **more):
    return interaction("block_actions", actions=list(actions), **{"channel": {"id": "C1"}, **more})


def submission(carried=None, values=None, **view):
    carries = {} if carried is None else {"private_metadata": json.dumps(carried)}
    state = {} if values is None else {"state": {"values": values}}
    return interaction("view_submission", view={"id": "V1", "callback_id": "ask", **carries, **state, **view})


def message(callback, said):
    return interaction("message_action", callback_id=callback, message=said, channel={"id": "C1"})


def suggestion(carried=None, **more):
    view = {} if carried is None else {"view": {"private_metadata": json.dumps(carried)}}
    return interaction("block_suggestion", **view, **more)


def event(said, name="Ev1", **more):
    return "events_api", {"type": "event_callback", "team_id": "T1", "event": said, "event_id": name, **more}


def command(**more):
    typed = {"command": "/odds", "text": "spud", "team_id": "T1", "user_id": "U1", "channel_id": "C1"}
    return "slash_commands", typed | more


FILE = {"v": {"type": "file_input", "files": [{"size": "x", "url_private": []}]}}
SHAPES = {
    "a submission without a view": interaction("view_submission"),
    "a view that says nothing": interaction("view_submission", view={}),
    "a form without a state": submission(),
    "a form that carries a list": submission([]),
    "a form that carries other types": submission({"c": "nope", "f": [1], "o": "x", "p": 5}, []),
    "a form with fields of other types": submission(
        {"c": "odds show", "f": {"about": {"a": 1}}, "o": 5},
        {"o.about": [], "o.by": {"v": {"type": "datepicker", "selected_date": 7}}, "o.x": {"v": {"files": "abc"}}},
    ),
    "a file of no size": submission({"c": "checkpoint report", "f": None}, {"o.image": FILE}),
    "a carried text that never ends": submission(private_metadata="[" * 3_000),
    "a view that was closed": interaction("view_closed", view={"id": "V1"}),
    "a press of nothing": interaction("block_actions", actions=None),
    "a press of a word": interaction("block_actions", actions="x"),
    "presses of other types": press(1, None),
    "a press in a view that is a word": press({"action_id": 5, "value": "odds spud"}, view="x"),
    "a very long order": press({"action_id": "run.0", "value": "x" * 50_000}),
    "a form of other fields": press({"action_id": "form.0", "value": "[1,2,3]"}),
    "a form of a command that is gone": press({"action_id": "form.0", "value": '["nope",{},[]]'}),
    "a form that never ends": press({"action_id": "form.0", "value": "[" * 5_000}),
    "a control of an older version": press({"action_id": "old-id", "value": "odds spud"}),
    "a share in a channel that is not there": press(
        {"action_id": "run.0", "value": "share odds show about:spud"}, channel={"id": "C404"}
    ),
    "a message that is none": message("claim-check", None),
    "a message that is a list": message("claim-check", []),
    "a message of a picture": message("report-sighting", {"files": [{"id": "F1"}], "ts": "1.1"}),
    "a message of very many letters": message("add-evidence", {"text": "x" * 50_000, "ts": "1.1"}),
    "a shortcut without a name": message(None, {"text": "x"}),
    "a shortcut whose command is gone": interaction("shortcut", callback_id="catchup"),
    "letters typed nowhere": suggestion(),
    "letters of other types": suggestion(block_id=7, value=None, view=[]),
    "very many letters": suggestion({"c": "odds show"}, block_id="o.about", value="x" * 50_000),
    "half a letter": suggestion({"c": "odds show"}, block_id="o.about", value="\ud800 <!channel>"),
    "a kind of long ago": interaction("dialog_submission"),
    "a kind of tomorrow": interaction("brain_wave"),
    "a kind that is a list": interaction(["x"]),
    "a mention of nothing": event(MENTION),
    "a mention of other types": event({**MENTION, "text": ["x"], "ts": 5}),
    "a very long mention": event({**MENTION, "text": "<@UBOT>" + "x" * 40_000, "ts": "5.5"}),
    "a bot's mention": event({**MENTION, "bot_id": "B1", "text": "odds spud", "ts": "5.5"}),
    "an app home of nobody": event({"type": "app_home_opened", "tab": "home"}),
    "an event never asked for": event({"type": "message", "user": "U1", "text": "hi"}),
    "tokens that are a list": event({"type": "tokens_revoked", "tokens": []}),
    "an event that is a word": event("x"),
    "authorizations of words": event(MENTION, authorizations=["x"]),
    "events held back": ("events_api", {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1}),
    "a very long command": command(text="a" * 50_000),
    "a command with a letter that is none": command(text="<!channel> \x00 "),
    "a command without a name": command(command="", text=""),
    "a command of another app": command(command="/nope", text="share share share"),
    "a person that is a path": command(user_id="../../x"),
}


@pytest.mark.parametrize("name", SHAPES)
async def test_it_is_acknowledged_or_refused_and_never_an_error(world, name, caplog):
    kind, body = SHAPES[name]
    if world.way == "http":
        raw, content_type = encode(kind, body)
        status, _ = await world.post(raw, {"Content-Type": content_type, **signed(world.clock, raw)})
        assert status in (200, 400)
    else:
        async with asyncio.timeout(60):
            await world.slack.send(kind, body)
    await world.settle()
    assert not [record for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")]


async def test_events_held_back_are_acknowledged_and_logged(by_http, caplog):
    raw, kind = encode(*SHAPES["events held back"])
    assert await by_http.post(raw, {"Content-Type": kind, **signed(by_http.clock, raw)}) == (200, None)
    assert "holds events back" in caplog.text
