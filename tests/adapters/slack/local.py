"""A Slack on this machine: Web API, response_url, files, sockets and tokens, behaving as documented, on a test's clock.

https://docs.slack.dev/reference/methods · Everything it is sent is recorded, and judged where the judges are there.
"""
# ruff: noqa: N802 - a method of the Web API is answered by the function of its name

import asyncio
import contextlib
import json
from collections import defaultdict
from datetime import timedelta
from itertools import count

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from tests.adapters.slack.passing import texts


class Refusal(Exception):
    """An answer with ``ok: false``, or with another status."""

    def __init__(self, error, status=200, headers=None):
        super().__init__(error)
        self.error, self.status, self.headers = error, status, headers or {}


class LocalSlack:
    """Workspaces with channels, and one app in them."""

    def __init__(self, clock, judge=None):
        self.clock, self.judge = clock, judge
        self.calls, self.findings = [], []
        self.tokens = {"xoxb-1": "T1"}
        self.scopes = {
            "T1": "commands,chat:write,files:write,files:read,chat:write.public,app_mentions:read,im:history"
        }
        self.codes, self.refresh = {}, {}
        self.channels = {("T1", "C1"): {"member": True, "archived": False, "public": True}}
        self.messages, self.ephemerals, self.homes, self.views = [], [], {}, {}
        self.unfurls, self.prompts = [], []
        self.files, self.scheduled, self.responses, self.triggers = {}, {}, {}, {}
        self.faults = defaultdict(list)
        self.pace, self.last_post, self.refused = 0, {}, 0
        self.credit, self.credited = 5, 0
        self.slow_files, self.threads = 0, set()
        self.sockets, self.acks, self.opened = [], {}, 0
        self.number = count(1)
        self.peak = 0

    async def __aenter__(self):
        app = web.Application(client_max_size=32 << 20)
        app.router.add_post("/api/{method}", self._api)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/files/{file}", self._download)
        app.router.add_post("/respond/{id}", self._respond)
        app.router.add_get("/link", self._link)
        self.server = TestServer(app, host="127.0.0.1")
        await self.server.start_server()
        return self

    async def __aexit__(self, *_):
        for socket in list(self.sockets):
            await socket.close()
        await self.server.close()

    def url(self, path):
        return str(self.server.make_url(path))

    # ---------------------------------------------------------------------------------------------------- the Web API
    async def _api(self, request):
        method = request.match_info["method"]
        if request.content_type == "application/json":
            args = await request.json()
        else:
            args = dict(await request.post())
        token = args.pop("token", None) or request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.calls.append((method, args))
        if self.judge is not None:
            self.findings += [(method, finding) for finding in self.judge.call(method, args)]
        fault = self.faults[method].pop(0) if self.faults[method] else None
        try:
            if callable(fault):
                await fault(request)
            if fault == "drop before":
                request.transport.close()
                return web.Response()
            answer = self._do(method, args, token)
            if fault == "drop after":
                request.transport.close()
            elif fault == "500 after":
                return web.Response(status=500, text="oops")
            headers = {"x-oauth-scopes": self.scopes.get(self.tokens.get(token), "")}
            return web.json_response({"ok": True, **answer}, headers=headers)
        except Refusal as refusal:
            self.refused += refusal.status == 429
            return web.json_response(
                {"ok": False, "error": refusal.error}, status=refusal.status, headers=refusal.headers
            )

    def refuse(self, method, error, status=200, **headers):
        """The next call of a method is refused."""

        async def fault(_request):
            raise Refusal(error, status, {key.replace("_", "-"): value for key, value in headers.items()})

        self.faults[method].append(fault)

    def _do(self, method, args, token):
        if method == "oauth.v2.access":
            return self._access(args)
        if method == "apps.connections.open":
            if not token.startswith("xapp-"):
                raise Refusal("not_allowed_token_type")
            self.opened += 1
            return {"url": self.url("/link?ticket=1").replace("http://", "ws://")}
        if method == "apps.manifest.create":
            if not token.startswith("xoxe"):
                raise Refusal("not_allowed_token_type")
            secrets = {"client_id": "1.2", "client_secret": "client-secret", "signing_secret": "signing-secret"}
            return {"app_id": "A9", "credentials": secrets, "oauth_authorize_url": "https://slack.example/install"}
        team = self.tokens.get(token)
        if team is None:
            raise Refusal("token_revoked" if token.startswith("xoxb") else "not_authed")
        if method == "auth.test":
            return {
                "team_id": team,
                "team": "Spuds",
                "user_id": "UBOT",
                "bot_id": "BBOT",
                "url": "https://s.slack.com/",
            }
        return getattr(self, "_" + method.replace(".", "_"))(team, args)

    def _channel(self, team, args):
        name = args.get("channel", "")
        if name.startswith("U"):
            return f"D{name[1:]}"
        channel = self.channels.get((team, name))
        if channel is None:
            raise Refusal("channel_not_found")
        if channel["archived"]:
            raise Refusal("is_archived")
        if not channel["member"] and not (channel["public"] and "chat:write.public" in self.scopes[team]):
            raise Refusal("not_in_channel")
        return name

    def _content(self, team, args):
        if not (args.get("text") or "").strip() and not args.get("blocks"):
            raise Refusal("no_text")
        blocks = args.get("blocks") or []
        if sum(map(len, texts(blocks))) > 13_100:
            raise Refusal("msg_blocks_too_long")
        for block in blocks:
            if block["type"] == "image":
                file = self.files.get((team, block["slack_file"]["id"]))
                if file is None or file["looks"] > 0:
                    raise Refusal("invalid_blocks")
        return {key: args[key] for key in ("text", "blocks", "thread_ts") if key in args}

    def _stamp(self):
        return f"{int(self.clock.now().timestamp())}.{next(self.number):06d}"

    def _chat_postMessage(self, team, args):
        channel, content = self._channel(team, args), self._content(team, args)
        now = self.clock.now().timestamp()
        if self.pace and now - self.last_post.get(channel, -9e9) < 1:
            raise Refusal("ratelimited", 429, {"Retry-After": "1"})
        if self.pace:  # so many a minute in the workspace, and up to five at once
            self.credit = min(5, self.credit + (now - self.credited) * self.pace / 60)
            self.credited = now
            if self.credit < 1:
                raise Refusal("ratelimited", 429, {"Retry-After": "1"})
            self.credit -= 1
        self.last_post[channel] = now
        message = {"team": team, "channel": channel, "ts": self._stamp(), **content}
        self.messages.append(message)
        return {"ts": message["ts"], "channel": channel}

    def _chat_postEphemeral(self, team, args):
        channel, content = self._channel(team, args), self._content(team, args)
        if not content.get("thread_ts") or content["thread_ts"] in self.threads:  # elsewhere it is taken and not shown
            self.ephemerals.append({"team": team, "channel": channel, "user": args["user"], **content})
        return {"message_ts": self._stamp()}

    def _chat_unfurl(self, team, args):
        if not (args.get("unfurl_id") and args.get("source")) and not (args.get("channel") and args.get("ts")):
            raise Refusal("missing_channel")
        self.unfurls.append({"team": team, **args})
        return {}

    def _assistant_threads_setSuggestedPrompts(self, team, args):
        self.prompts.append({"team": team, **args})
        return {}

    def _chat_update(self, team, args):
        content = self._content(team, args)
        for message in self.messages:
            if (message["team"], message["channel"], message["ts"]) == (team, args["channel"], args["ts"]):
                message.update(content)
                return {"ts": args["ts"], "channel": args["channel"]}
        raise Refusal("message_not_found")

    def _chat_scheduleMessage(self, team, args):
        channel, content = self._channel(team, args), self._content(team, args)
        if args["post_at"] <= self.clock.now().timestamp():
            raise Refusal("time_in_past")
        name = f"Q{next(self.number)}"
        at = int(self.clock.now().timestamp())
        lost = "metadata" in args  # documented: such messages are not posted
        self.scheduled[name] = {
            "team": team,
            "channel": channel,
            "post_at": args["post_at"],
            "date_created": at,
            "lost": lost,
            **content,
        }
        return {"scheduled_message_id": name, "channel": channel, "post_at": args["post_at"]}

    def _chat_scheduledMessages_list(self, team, args):
        found = [
            {
                "id": name,
                "channel_id": m["channel"],
                "post_at": m["post_at"],
                "date_created": m["date_created"],
                "text": m["text"],
            }
            for name, m in self.scheduled.items()
            if m["team"] == team
            and m["channel"] == args["channel"]
            and args["oldest"] <= m["post_at"] <= args["latest"]
        ]
        return {"scheduled_messages": found, "response_metadata": {"next_cursor": ""}}

    def _chat_deleteScheduledMessage(self, team, args):
        message = self.scheduled.get(args["scheduled_message_id"])
        if message is None or message["post_at"] - self.clock.now().timestamp() < 60:
            raise Refusal("invalid_scheduled_message_id")
        del self.scheduled[args["scheduled_message_id"]]
        return {}

    def post_scheduled(self):
        """What is due is posted, as Slack does by itself."""
        for name, message in sorted(self.scheduled.items()):
            if message["post_at"] <= self.clock.now().timestamp():
                self.scheduled.pop(name)
                if not message.pop("lost"):
                    self.messages.append({**message, "ts": self._stamp()})

    # ------------------------------------------------------------------------------------------------- views and files
    def trigger(self):
        name = f"{next(self.number)}.trigger"
        self.triggers[name] = self.clock.now() + timedelta(seconds=3)
        return name

    def _use_trigger(self, args):
        until = self.triggers.pop(args.get("trigger_id"), None)
        if until is None:
            raise Refusal("exchanged_trigger_id")
        if until < self.clock.now():
            raise Refusal("expired_trigger_id")

    def _keep_view(self, view, name=None):
        name = name or f"V{next(self.number)}"
        self.views[name] = {**view, "id": name, "hash": f"{next(self.number)}.hash"}
        return {"view": self.views[name]}

    def _views_open(self, _team, args):
        self._use_trigger(args)
        return self._keep_view(args["view"])

    _views_push = _views_open

    def _views_update(self, _team, args):
        if args["view_id"] not in self.views:
            raise Refusal("not_found")
        if args.get("hash") and args["hash"] != self.views[args["view_id"]]["hash"]:
            raise Refusal("hash_conflict")
        return self._keep_view(args["view"], args["view_id"])

    def _views_publish(self, team, args):
        self.homes[team, args["user_id"]] = args["view"]
        return {"view": args["view"]}

    def _files_getUploadURLExternal(self, team, args):
        if "files:write" not in self.scopes[team]:
            raise Refusal("missing_scope")
        name = f"F{next(self.number)}"
        self.files[team, name] = {
            "length": int(args["length"]),
            "looks": self.slow_files,
            "done": False,
            "content": b"",
        }
        return {"file_id": name, "upload_url": self.url(f"/upload/{team}-{name}")}

    def _files_completeUploadExternal(self, team, args):
        for entry in args["files"]:
            file = self.files[team, entry["id"]]
            if len(file["content"]) != file["length"]:
                raise Refusal("file_update_failed")
            file["done"] = True
        return {"files": args["files"]}

    def _files_info(self, team, args):
        if "files:read" not in self.scopes[team]:
            raise Refusal("missing_scope")
        file = self.files[team, args["file"]]
        file["looks"] -= 1
        ready = file["looks"] < 0
        return {"file": {"id": args["file"], **({"mimetype": "image/png", "original_w": 800} if ready else {})}}

    async def _upload(self, request):
        team, _, name = request.match_info["file"].partition("-")
        if "Authorization" in request.headers:
            return web.Response(status=400)
        self.files[team, name]["content"] = await request.read()
        return web.Response(text="OK - 123")

    async def _download(self, request):
        name = request.match_info["file"]
        team = self.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if (team, name) not in self.files:
            return web.Response(text="<html>log in</html>", content_type="text/html")
        return web.Response(body=self.files[team, name]["content"], content_type="image/png")

    # ------------------------------------------------------------------------------------------- response_url, tokens
    def response_url(self, original=None):
        """A response_url, of a control of an original message or of a slash command, whose answers replace nothing."""
        name = f"r{next(self.number)}"
        self.responses[name] = {
            "born": self.clock.now(),
            "uses": 0,
            "shown": [original] if original else [],
            "original": original,
            "public": [],
        }
        return self.url(f"/respond/{name}")

    def shown(self, url):
        """What the person sees by this response_url, latest last."""
        return self.responses[url.rpartition("/")[2]]["shown"]

    async def _respond(self, request):
        entry, body = self.responses[request.match_info["id"]], await request.json()
        fault = self.faults["response_url"].pop(0) if self.faults["response_url"] else None
        if fault == "drop before":
            request.transport.close()
            return web.Response()
        if self.judge is not None:
            self.findings += [("response_url", finding) for finding in self.judge.message(body)]
        entry["uses"] += 1
        if entry["uses"] > 5 or self.clock.now() - entry["born"] > timedelta(minutes=30):
            return web.json_response(
                {"ok": False, "error": "used_url" if entry["uses"] > 5 else "expired_url"}, status=404
            )
        self.calls.append(("response_url", body))
        if body.get("response_type") == "in_channel":
            entry["public"].append(body)
        elif body.get("replace_original", entry["original"] is not None) and entry["original"]:
            entry["shown"][entry["shown"].index(entry["original"])] = entry["original"] = body
        else:
            entry["shown"].append(body)
        if fault == "drop after":
            request.transport.close()
        return web.Response(text="ok")

    def _access(self, args):
        if args.get("grant_type") == "refresh_token":
            team = self.refresh.pop(args["refresh_token"], None)
        else:
            team = self.codes.pop(args.get("code"), None)
        if team is None:
            raise Refusal("invalid_refresh_token" if "refresh_token" in args else "invalid_code")
        number = next(self.number)
        token, again = f"xoxe.xoxb-{team}-{number}", f"xoxe-{team}-{number}"
        self.tokens[token], self.refresh[again] = team, team
        self.scopes.setdefault(team, self.scopes["T1"])
        return {
            "access_token": token, "token_type": "bot", "scope": self.scopes[team], "bot_user_id": "UBOT",
            "app_id": "A1", "team": {"id": team, "name": f"Team {team}"}, "enterprise": None,
            "authed_user": {"id": "UADMIN"},
            "refresh_token": again, "expires_in": 43_200, "is_enterprise_install": False,
        }  # fmt: skip

    # -------------------------------------------------------------------------------------------------------- sockets
    async def _link(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        self.peak = max(self.peak, len(self.sockets))
        await socket.send_json({"type": "hello", "num_connections": len(self.sockets)})
        await self.changed()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    answer = json.loads(message.data)
                    waiting = self.acks.get(answer["envelope_id"])
                    if waiting is not None and not waiting.done():
                        waiting.set_result(answer.get("payload"))
        finally:
            with contextlib.suppress(ValueError):
                self.sockets.remove(socket)
            await self.changed()
        return socket

    async def changed(self):
        """A connection came or went: for those who wait for it."""

    async def send(self, kind, payload, socket=None, envelope=None):
        """Send an envelope and wait for its acknowledgement; returns what came with it."""
        name = envelope or f"e{next(self.number)}"
        self.acks[name] = waiting = asyncio.get_running_loop().create_future()
        made = {"envelope_id": name, "type": kind, "payload": payload, "accepts_response_payload": True}
        await (socket or self.sockets[-1]).send_json(made)
        return await waiting
