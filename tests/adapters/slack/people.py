"""What a person does in Slack, delivered the way Slack delivers it: by a socket, or signed over HTTP."""

import hashlib
import hmac
import json
from urllib.parse import urlencode

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


def signed(clock, raw, secret=SECRET, at=None):
    stamp = str(int(at if at is not None else clock.now().timestamp()))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=" + digest}


class Person:
    """Somebody in a channel. ``way`` is ``socket`` or ``http``."""

    def __init__(self, world, user="U1", team="T1", channel="C1"):
        self.world, self.slack, self.user, self.team, self.channel = world, world.slack, user, team, channel

    async def command(self, text):
        """Type a slash command; returns what is shown to the person, latest last."""
        name, _, rest = text.partition(" ")
        url = self.slack.response_url()
        body = {
            "command": name, "text": rest, "team_id": self.team, "channel_id": self.channel, "user_id": self.user,
            "user_name": "ana", "response_url": url, "trigger_id": self.slack.trigger(), "api_app_id": "A1",
            "team_domain": "spuds", "channel_name": "leaks", "is_enterprise_install": "false",
        }  # fmt: skip
        self.url = url
        self.ack = await self.world.deliver("slash_commands", body)
        self._saw(url, self.ack)
        await self.world.settle()
        return self.slack.shown(url)

    def _saw(self, url, ack):
        if not ack:
            return
        if self.slack.judge is not None:
            self.slack.findings += [("ack", finding) for finding in self.slack.judge.message(ack)]
        self.slack.responses[url.rpartition("/")[2]]["shown"].append(ack)

    def _who(self):
        return {
            "team": {"id": self.team, "domain": "spuds"},
            "user": {"id": self.user, "username": "ana", "team_id": self.team},
            "trigger_id": self.slack.trigger(), "is_enterprise_install": False, "enterprise": None, "api_app_id": "A1",
        }  # fmt: skip

    async def press(self, message, label, *, view=None, thread=None):
        """Press a button (or choose an entry) by its label; returns what is shown by its response_url."""
        action = find_control((message or view)["blocks"], label)
        body = {"type": "block_actions", "actions": [action], **self._who()}
        if view is not None:
            body |= {"view": view, "container": {"type": "view", "view_id": view.get("id", "V0")}}
            url = self.slack.response_url()
        else:
            url = body["response_url"] = self.slack.response_url(message)
            body["channel"] = {"id": self.channel, "name": "leaks"}
            body["container"] = {
                "type": "message",
                "channel_id": self.channel,
                "message_ts": "1.1",
                "is_ephemeral": True,
            }
            if thread:
                body["container"]["thread_ts"] = thread
        self.url = url
        self.ack = await self.world.deliver("interactive", body)
        assert not self.ack
        await self.world.settle()
        return self.slack.shown(url)

    async def shortcut(self, callback, message=None):
        """Choose an entry of a message's menu, or of the composer's."""
        body = {"type": "shortcut" if message is None else "message_action", "callback_id": callback, **self._who()}
        if message is not None:
            url = body["response_url"] = self.slack.response_url()
            body |= {"message": message, "message_ts": message["ts"], "channel": {"id": self.channel, "name": "leaks"}}
            self.url = url
        self.ack = await self.world.deliver("interactive", body)
        await self.world.settle()

    async def type_into(self, view, option, text):
        """Letters typed into a picker; returns its entries."""
        block = next(b for b in view["blocks"] if b.get("block_id") == f"o.{option}")
        assert block["element"]["type"] == "external_select"
        body = {
            "type": "block_suggestion", "block_id": block["block_id"], "action_id": "v", "value": text, "view": view,
            "container": {"type": "view", "view_id": view["id"]}, **self._who(),
        }  # fmt: skip
        return (await self.world.deliver("interactive", body))["options"]

    async def submit(self, view, **values):
        """Send a form; returns the modal as it stands then, or None if it closed."""
        state = {f"o.{name}": {"v": _state(view, name, value)} for name, value in values.items()}
        body = {"type": "view_submission", "view": {**view, "state": {"values": state}}, **self._who()}
        self.ack = ack = await self.world.deliver("interactive", body)
        if ack and ack.get("response_action") == "update":
            if self.slack.judge is not None:
                self.slack.findings += [("view", finding) for finding in self.slack.judge.view(ack["view"])]
            self.slack._keep_view(ack["view"], view["id"])
        await self.world.settle()
        if not ack or ack.get("response_action") == "clear":
            return None
        return self.slack.views[view["id"]]

    async def event(self, event, event_id="Ev1", **more):
        """An event of the Events API."""
        self.slack.threads |= {event["thread_ts"]} if "thread_ts" in event else set()
        body = {
            "type": "event_callback", "team_id": self.team, "api_app_id": "A1", "event": event, "event_id": event_id,
            "event_time": int(self.world.clock.now().timestamp()),
            "authorizations": [{"team_id": self.team, "user_id": "UBOT", "is_bot": True}], **more,
        }  # fmt: skip
        await self.world.deliver("events_api", body)
        await self.world.settle()

    @property
    def modal(self):
        """The modal that opened last."""
        return list(self.slack.views.values())[-1]


def _state(view, name, value):
    block = next((b for b in view["blocks"] if b.get("block_id") == f"o.{name}"), None)
    assert block is not None, f"the form has no {name}"
    kind = block["element"]["type"]
    if kind == "file_input":
        return {"type": kind, "files": [value]}
    if kind == "datepicker":
        return {"type": kind, "selected_date": value}
    if kind in ("users_select", "conversations_select"):
        return {"type": kind, "selected_" + kind.removesuffix("s_select"): value}
    if kind.endswith("select"):
        return {"type": kind, "selected_option": value if isinstance(value, dict) else {"text": {}, "value": value}}
    return {"type": kind, "value": value}


def find_control(blocks, label):
    """The action Slack sends when the control with that label is used."""
    for block in blocks:
        for element in [block.get("accessory") or {}, *(block.get("elements") or [])]:
            if element.get("type") == "button" and element["text"]["text"] == label:
                return {key: element[key] for key in ("type", "action_id", "value") if key in element}
            for option in element.get("options") or ():
                if option["text"]["text"] == label:
                    return {"type": element["type"], "action_id": element["action_id"], "selected_option": option}
    raise AssertionError(f"nothing to press called {label!r}")


def encode(kind, body):
    """A payload as Slack's HTTP requests carry it."""
    if kind == "slash_commands":
        return urlencode(body).encode(), "application/x-www-form-urlencoded"
    if kind == "interactive":
        return urlencode({"payload": json.dumps(body)}).encode(), "application/x-www-form-urlencoded"
    return json.dumps(body).encode(), "application/json"
