"""A Slack on this machine: Web API, response_url, files, sockets and tokens, behaving as documented, on a test's clock.

https://docs.slack.dev/reference/methods · Everything it is sent is recorded, and judged where the judges are there.
"""

import asyncio
import contextlib
import json
from collections import defaultdict
from datetime import timedelta
from itertools import count

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from tests.adapters.slack.local_methods import Refusal, SlackMethods


class LocalSlack(SlackMethods):
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
        self.files, self.responses, self.triggers = {}, {}, {}
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

    # ---------------------------------------------------------------------------------------------------------- files
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

    # --------------------------------------------------------------------------------------------------- response_url
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
