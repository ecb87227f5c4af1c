"""The HTTP endpoint before anything is parsed: genuine or refused, never broken, each request once."""

import json
from urllib.parse import quote_plus

import pytest

from adapters.slack.limits import BODY_BYTES
from adapters.slack.transport.http_endpoint import SlackEndpoint
from tests.adapters.slack.conftest import running
from tests.adapters.slack.people import SECRET, encode, signed

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


def slash(world, text="spud"):
    body = {
        "command": "/odds", "text": text, "team_id": "T1", "channel_id": "C1", "user_id": "U1",
        "response_url": world.slack.response_url(), "trigger_id": world.slack.trigger(),
    }  # fmt: skip
    return encode("slash_commands", body)[0]


async def test_a_genuine_request_is_answered(by_http):
    raw = slash(by_http)
    status, answer = await by_http.post(raw, {**FORM, **signed(by_http.clock, raw)})
    assert status == 200
    assert "spud" in answer["text"]


FORGERIES = {
    "no signature": lambda world, raw: {},
    "wrong secret": lambda world, raw: signed(world.clock, raw, "another"),
    "another body's": lambda world, raw: signed(world.clock, raw + b"&x=1"),
    "six minutes old": lambda world, raw: signed(world.clock, raw, at=world.clock.now().timestamp() - 360),
    "six minutes early": lambda world, raw: signed(world.clock, raw, at=world.clock.now().timestamp() + 360),
    "a time that is none": lambda world, raw: signed(world.clock, raw) | {"X-Slack-Request-Timestamp": "abc"},
    "a very long time": lambda world, raw: signed(world.clock, raw) | {"X-Slack-Request-Timestamp": "9" * 4_000},
    "other digits": lambda world, raw: signed(world.clock, raw) | {"X-Slack-Request-Timestamp": "١٢٣"},
    "a signature that is none": lambda world, raw: signed(world.clock, raw) | {"X-Slack-Signature": "v0=zé"},
    "an upper-case signature": lambda world, raw: {
        k: v if k != "X-Slack-Signature" else "v0=" + v[3:].upper() for k, v in signed(world.clock, raw).items()
    },
}


@pytest.mark.parametrize("how", sorted(FORGERIES))
@pytest.mark.parametrize("body", ["slash", "ssl_check"])
async def test_a_forged_request_is_refused_and_nothing_runs(by_http, how, body):
    raw = slash(by_http) if body == "slash" else b"ssl_check=1&token=x&" + slash(by_http)
    status, answer = await by_http.post(raw, {**FORM, **FORGERIES[how](by_http, raw)})
    assert (status, answer) == (401, None)
    assert by_http.slack.calls == [("auth.test", {})]


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe", b"payload=%7B", b"payload=[1]", b"{", b"", b"\0", b"[]", b"null", b"1", b"payload=null"]
)
@pytest.mark.parametrize(
    "kind", ["application/json", "application/x-www-form-urlencoded", "text/plain", "x/y; charset=utf-7"]
)
async def test_signed_nonsense_is_not_an_error_of_ours(by_http, raw, kind, caplog):
    status, _ = await by_http.post(raw, {"Content-Type": kind, **signed(by_http.clock, raw)})
    assert status in (200, 400)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


ODD_PAYLOADS = [
    {"type": "block_actions", "team": {"id": {"id": "T1"}}, "user": {"id": "U1"}},
    {"type": "block_actions", "team": {"id": ["T1"]}, "user": {"id": "U1"}},
    {"type": "block_actions", "team": {"id": "\ud800"}, "user": {"id": "U1"}},
    {"type": "block_actions", "team": ["T1"], "user": {"id": "U1"}},
    {"type": "block_actions", "team": {"id": "T1"}, "user": {"id": 7}},
    {"type": "event_callback", "team_id": {"a": 1}, "event": {"type": "app_mention"}},
    {"type": "event_callback", "team_id": "T1", "event": []},
    {"type": "event_callback", "team_id": "T1", "authorizations": {"a": 1}, "event": {}},
    {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": "no view"},
    {"type": "view_submission", "team": {"id": "T1"}, "user": None, "view": None},
]


@pytest.mark.parametrize("payload", ODD_PAYLOADS, ids=range(len(ODD_PAYLOADS)))
async def test_a_signed_payload_of_another_shape_is_400_and_never_500(by_http, payload, caplog):
    text = json.dumps(payload)
    event = payload["type"] == "event_callback"
    raw = (text if event else "payload=" + quote_plus(text)).encode()
    status, _ = await by_http.post(raw, (JSON if event else FORM) | signed(by_http.clock, raw))
    assert status in (200, 400)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_replay_is_acknowledged_and_not_acted_on(by_http):
    raw = slash(by_http)
    headers = {**FORM, **signed(by_http.clock, raw)}
    first = await by_http.post(raw, headers)
    again = await by_http.post(raw, headers)
    assert "spud" in first[1]["text"]
    assert again == (200, None)


async def test_a_replay_after_a_restart_is_dropped_too(tmp_path):
    async with running(tmp_path, "http") as world:
        raw = slash(world)
        headers = {**FORM, **signed(world.clock, raw)}
        await world.post(raw, headers)
    async with running(tmp_path, "http") as world:
        assert await world.post(raw, headers) == (200, None)


@pytest.mark.parametrize("sign", [True, False])
async def test_a_large_body_is_not_read_to_its_end(by_http, sign):
    raw = b"x" * (BODY_BYTES + 1)
    headers = signed(by_http.clock, raw) if sign else {}
    status, _ = await by_http.post(raw, {**FORM, **headers})
    assert status == (413 if sign else 401)


async def test_a_large_body_without_a_length_is_cut_off(by_http):
    async def endless():
        for _ in range(64):
            yield b"x" * 8_192

    raw = b"x"
    async with by_http.session.post(
        by_http.endpoint, data=endless(), headers={**FORM, **signed(by_http.clock, raw)}
    ) as answer:
        assert answer.status == 413


async def test_url_verification_is_answered_when_it_is_signed(by_http):
    raw = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"}).encode()
    status, answer = await by_http.post(raw, {"Content-Type": "application/json", **signed(by_http.clock, raw)})
    assert status == 200
    assert "abc" in str(answer)


async def test_no_header_but_slacks_reaches_bolt(by_http, monkeypatch):
    raw, handed = slash(by_http), []
    endpoint = by_http.platform.endpoint
    dispatch = endpoint._dispatch
    monkeypatch.setattr(endpoint, "_dispatch", lambda made: handed.append(made) or dispatch(made))
    headers = {
        **FORM,
        **signed(by_http.clock, raw),
        "X-Slack-Bolt-Lazy-Only": "1",
        "X-Slack-Bolt-Lazy-Function-Name": "x",
    }
    status, answer = await by_http.post(raw, headers)
    assert status == 200
    assert "spud" in answer["text"]
    assert {name.lower() for name in handed[0].headers} == {
        "content-type", "x-slack-request-timestamp", "x-slack-signature",
    }  # fmt: skip
    assert not handed[0].lazy_only


async def test_another_workspaces_request_gets_no_data(by_http):
    raw = slash(by_http).replace(b"team_id=T1", b"team_id=T9")
    status, answer = await by_http.post(raw, {**FORM, **signed(by_http.clock, raw)})
    assert status == 200
    assert "not installed in this workspace" in answer["text"]
    assert "spud" not in answer["text"].casefold().replace("spudwatch", "")


async def test_other_addresses_and_verbs_are_not_there(by_http):
    async with by_http.session.get(by_http.endpoint) as answer:
        assert answer.status == 405
    async with by_http.session.post(by_http.endpoint + "/x") as answer:
        assert answer.status == 404


async def test_no_body_is_logged(by_http, caplog):
    caplog.set_level("DEBUG")
    raw = b"token=xoxb-canary-1234&text=" + b"y" * 1_000
    await by_http.post(raw, {**FORM, **signed(by_http.clock, raw, "another")})
    assert "canary" not in caplog.text


def test_the_endpoint_needs_its_secret():
    with pytest.raises(ValueError, match="signing secret"):
        SlackEndpoint(None, " ", None, None)


def test_the_secret_of_the_tests_is_the_one_in_slacks_own_example():
    assert SECRET.startswith("8f742231b10e")
