"""A local Discord: REST and gateway on 127.0.0.1, behaving as the documentation says.

It keeps the three seconds, refuses a second acknowledgement (40060), lets tokens die after fifteen minutes, counts
buckets and the global limit, answers a repeated nonce with the first message, and replays what a resume missed.
Faults are asked for by path. Everything received is kept, for the judges.
"""

import asyncio
import json
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp import web

from tests.adapters.discord.localgateway import LocalGateway
from tests.clocks import FakeClock

APP, BOT = "111111111111111111", "222222222222222222"
GUILD, CHANNEL, USER = "333333333333333333", "444444444444444444", "555555555555555555"
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class Received:
    method: str
    path: str
    body: Any
    files: list[str] = field(default_factory=list)
    source: str | None = None
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Fault:
    path: str
    does: str  # "drop before", "drop after", or a status
    times: int = 1
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Told:
    """An interaction Discord made, and what was answered."""

    id: str
    token: str
    kind: str
    at: Any
    answer: dict[str, Any] | None = None
    files: list[str] = field(default_factory=list)
    message: dict[str, Any] | None = None
    followups: list[dict[str, Any]] = field(default_factory=list)
    deleted: bool = False
    under: int = 0  # flags of the message whose control was used
    done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def shown(self) -> dict[str, Any] | None:
        """What the person sees last."""
        return self.followups[-1] if self.followups else self.message


class LocalDiscord:
    def __init__(
        self, clock: FakeClock | None = None, *, per_second: int = 50, bucket: int = 5, window: float = 5.0
    ) -> None:
        self.clock = clock or FakeClock()
        self.per_second, self.bucket_size, self.bucket_window = per_second, bucket, window
        self.limits_on = False
        self.received: list[Received] = []
        self.faults: list[Fault] = []
        self.told: dict[str, Told] = {}
        self.channels: dict[str, list[dict[str, Any]]] = {CHANNEL: []}
        self.closed: dict[str, tuple[int, int, str]] = {}
        self.commands: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.sent: dict[str, bytes] = {}
        self.guilds = [GUILD]
        self.invalid = 0
        self.shards, self.concurrency = 1, 1
        self._global: deque[float] = deque()
        self._buckets: dict[str, deque[float]] = defaultdict(deque)
        self._ids = iter(range(700_000_000_000_000_000, 800_000_000_000_000_000))
        self.gateway = LocalGateway(self)
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self) -> "LocalDiscord":
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/resume", self.gateway.serve)
        app.router.add_get("/cdn/{name}", self._cdn)
        app.router.add_route("*", "/api/v10/{rest:.*}", self._rest)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def stop(self) -> None:
        await self.gateway.stop()
        await self._runner.cleanup()

    @property
    def api(self) -> str:
        return self.url + "/api/v10"

    @property
    def ws(self) -> str:
        return self.url.replace("http", "ws") + "/gateway"

    def new_id(self) -> str:
        return str(next(self._ids))

    def requests(self, method: str, part: str) -> list[Received]:
        return [got for got in self.received if got.method == method and part in got.path]

    # ---------------------------------------------------------------------------------------------------- interactions
    def make(self, kind: int, data: dict[str, Any], **more: Any) -> tuple[dict[str, Any], Told]:
        """An interaction as Discord sends it."""
        names = {2: "slash", 3: "component", 4: "autocomplete", 5: "modal"}
        source = "message_cmd" if kind == 2 and data.get("type") == 3 else names[kind]
        told = Told(self.new_id(), "token" + self.new_id(), source, self.clock.now())
        self.told[told.token] = told
        payload = {
            "id": told.id,
            "application_id": APP,
            "type": kind,
            "token": told.token,
            "version": 1,
            "guild_id": GUILD,
            "channel_id": CHANNEL,
            "member": {"user": {"id": USER, "username": "ana"}, "roles": [], "permissions": "0"},
            "authorizing_integration_owners": {"0": GUILD},
            "context": 0,
            "locale": "en-GB",
            "entitlements": [],
            "data": data,
        } | more
        told.under = int((payload.get("message") or {}).get("flags") or 0)
        return payload, told

    async def send(self, kind: int, data: dict[str, Any], **more: Any) -> Told:
        """Dispatch an interaction over the gateway."""
        payload, told = self.make(kind, data, **more)
        await self.gateway.dispatch("INTERACTION_CREATE", payload)
        return told

    # ------------------------------------------------------------------------------------------------------------ rest
    async def _rest(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["rest"]
        body, files = await _read(request)
        got = Received(request.method, path, body, list(files), headers=dict(request.headers))
        self.sent |= files
        self.received.append(got)
        fault = next(
            (fault for fault in self.faults if fault.path in f"{request.method} {path}" and fault.times > 0), None
        )
        if fault is not None:
            fault.times -= 1
            if fault.does == "drop before":
                return _dropped(request)
            if fault.does == "drop after":
                await self._answer(request, got)
                return _dropped(request)
            got.status = int(fault.does)
            self._count(got.status)
            headers = {"Via": "1.1 google"} if fault.headers == {} else fault.headers
            if isinstance(fault.body, str):
                return web.Response(text=fault.body, status=got.status, content_type="text/html")
            return web.json_response(fault.body or {"message": "fault", "code": 0}, status=got.status, headers=headers)
        status, answer, headers = await self._answer(request, got)
        got.status = status
        self._count(status)
        return _json(status, answer, headers)

    def _count(self, status: int) -> None:
        self.invalid += status in (401, 403, 429)

    async def _answer(self, request: web.Request, got: Received) -> tuple[int, Any, dict[str, str]]:
        parts = got.path.strip("/").split("/")
        if parts[0] == "interactions":
            return (*self._callback(parts[2], got, request), {})
        if parts[0] == "webhooks":
            return (*self._webhook(parts, got), {})
        if refused := self._limited(parts, got.method):
            return refused
        if got.headers.get("Authorization") != "Bot token":
            return 401, {"message": "401: Unauthorized", "code": 0}, {}
        status, answer = self._plain(parts, got, request)
        return status, answer, self._headers(parts, got.method)

    def _callback(self, token: str, got: Received, request: web.Request) -> tuple[int, Any]:
        told = self.told.get(token)
        got.source = told.kind if told else None
        if told is None or self.clock.now() - told.at > timedelta(seconds=3):
            return 404, {"message": "Unknown interaction", "code": 10062}
        if told.answer is not None:
            return 400, {"message": "Interaction has already been acknowledged.", "code": 40060}
        told.answer, told.files = got.body, got.files
        kind = got.body["type"]
        if kind in (4, 7):
            told.message = {"id": self.new_id(), **got.body["data"]}
            self._keep(told.message, told.under if kind == 7 else 0)
        if kind != 5:
            told.done.set()
        if request.query.get("with_response"):
            made = {"message": told.message} if told.message else {}
            return 200, {"interaction": {"id": told.id, "type": 2}, "resource": {"type": kind, **made}}
        return 204, None

    def _webhook(self, parts: list[str], got: Received) -> tuple[int, Any]:
        told = self.told.get(parts[2])
        if told is None:
            return 404, {"message": "Unknown Webhook", "code": 10015}
        if self.clock.now() - told.at > timedelta(minutes=15):
            return 401, {"message": "Invalid Webhook Token", "code": 50027}
        if told.answer is None:
            return 404, {"message": "Unknown Webhook", "code": 10015}
        if got.method == "POST":
            told.followups.append({"id": self.new_id(), **got.body})
            told.done.set()
            return 200, told.followups[-1]
        if got.method == "DELETE":
            told.deleted = True
            return 204, None
        told.message = {"id": self.new_id(), **got.body}
        told.files = got.files
        self._keep(
            told.message, told.under if told.answer["type"] == 6 else told.answer.get("data", {}).get("flags", 0)
        )
        told.done.set()
        return 200, told.message

    def _keep(self, message: dict[str, Any], before: int) -> None:
        """Keep what the channel sees; an answer is ephemeral as the message is that it is put in the place of."""
        message["flags"] = message.get("flags", 0) | before & 64
        if not message["flags"] & 64:
            self.channels[CHANNEL].append(message)

    def _plain(self, parts: list[str], got: Received, request: web.Request) -> tuple[int, Any]:
        match got.method, parts:
            case "GET", ["users", "@me"]:
                return 200, {"id": BOT, "username": "spudwatch", "discriminator": "0", "avatar": None, "bot": True}
            case "GET", ["oauth2" | "applications", *_]:
                owner = {"id": USER, "username": "ana", "discriminator": "0", "avatar": None}
                return 200, {"id": APP, "name": "spudwatch", "description": "", "icon": None, "bot_public": True,
                             "bot_require_code_grant": False, "verify_key": "00" * 32, "owner": owner, "flags": 0,
                             "summary": "", "team": None}  # fmt: skip
            case "GET", ["gateway", "bot"]:
                limit = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": self.concurrency}
                return 200, {"url": self.ws, "shards": self.shards, "session_start_limit": limit}
            case "PUT", ["applications", _, "commands"]:
                self.commands = got.body
                return 200, [{**command, "id": self.new_id(), "version": "1"} for command in got.body]
            case "GET", ["users", "@me", "guilds"]:
                after, limit = int(request.query["after"]), int(request.query["limit"])
                return 200, [{"id": str(one)} for one in sorted(map(int, self.guilds)) if one > after][:limit]
            case "POST", ["users", "@me", "channels"]:
                room = "9" + got.body["recipient_id"][1:]
                self.channels.setdefault(room, [])
                return 200, {"id": room, "type": 1}
            case method, ["channels", channel, "messages", *rest]:
                return self._messages(method, channel, rest, got, request)
        return 404, {"message": "404: Not Found", "code": 0}

    def _messages(
        self, method: str, channel: str, rest: list[str], got: Received, request: web.Request
    ) -> tuple[int, Any]:
        if channel in self.closed:
            status, code, says = self.closed[channel]
            return status, {"message": says, "code": code}
        if channel not in self.channels:
            return 404, {"message": "Unknown Channel", "code": 10003}
        messages = self.channels[channel]
        if method == "GET":
            after, limit = int(request.query.get("after", 0)), int(request.query.get("limit", 50))
            newer = [message for message in messages if int(message["id"]) > after][:limit]
            return 200, [{key: message[key] for key in message if key != "nonce"} for message in reversed(newer)]
        if method == "PATCH":
            found = next((message for message in messages if message["id"] == rest[0]), None)
            if found is None:
                return 404, {"message": "Unknown Message", "code": 10008}
            found.update(got.body)
            return 200, found
        nonce = got.body.get("nonce")
        if nonce and got.body.get("enforce_nonce"):
            same = next(
                (m for m in messages if m.get("nonce") == nonce and m["at"] > self.clock.now() - timedelta(minutes=3)),
                None,
            )
            if same is not None:
                return 200, _public(same)
        message = {"id": self._snowflake(), **got.body, "channel_id": channel, "at": self.clock.now()}
        messages.append(message)
        return 200, _public(message)

    def _snowflake(self) -> str:
        number = int(self.clock.now().timestamp() * 1_000) - 1_420_070_400_000
        return str((number << 22) + int(self.new_id()) % 4_000_000)

    def _limited(self, parts: list[str], method: str) -> tuple[int, Any, dict[str, str]] | None:
        if not self.limits_on:
            return None
        now = self.clock.steady()
        while self._global and self._global[0] <= now - 1.0:
            self._global.popleft()
        if len(self._global) >= self.per_second:
            after = self._global[0] + 1.0 - now
            return 429, {"message": "limited", "retry_after": after, "global": True}, {
                "Via": "1.1", "X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}  # fmt: skip
        self._global.append(now)
        key = f"{method} {'/'.join(parts[:3])}"
        used = self._buckets[key]
        while used and used[0] <= now - self.bucket_window:
            used.popleft()
        if len(used) >= self.bucket_size:
            after = used[0] + self.bucket_window - now
            return 429, {"message": "limited", "retry_after": after, "global": False}, {"Via": "1.1"}
        used.append(now)
        return None

    def _headers(self, parts: list[str], method: str) -> dict[str, str]:
        if not self.limits_on:
            return {}
        key = f"{method} {'/'.join(parts[:3])}"
        used = self._buckets[key]
        after = used[0] + self.bucket_window - self.clock.steady() if used else 0.0
        return {
            "X-RateLimit-Bucket": key,
            "X-RateLimit-Limit": str(self.bucket_size),
            "X-RateLimit-Remaining": str(self.bucket_size - len(used)),
            "X-RateLimit-Reset-After": f"{after:.3f}",
        }

    async def _cdn(self, request: web.Request) -> web.Response:
        content = self.files.get(request.match_info["name"])
        return web.Response(body=content) if content is not None else web.Response(status=404)


def _public(message: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in message.items() if key != "at"}


async def _read(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    if not request.content_type.startswith("multipart/"):
        raw = await request.read()
        return (json.loads(raw) if raw else None), {}
    body: Any = None
    files: dict[str, bytes] = {}
    reader = await request.multipart()
    while part := await reader.next():
        if part.name == "payload_json":
            body = json.loads(await part.text())
        else:
            files[part.filename] = bytes(await part.read())
    return body, files


def _json(status: int, answer: Any, headers: dict[str, str]) -> web.Response:
    if answer is None:
        return web.Response(status=status, headers=headers)
    # discord.py reads a body as JSON only if the content type is exactly this.
    return web.Response(
        status=status,
        body=json.dumps(answer, default=str).encode(),
        headers={**headers, "Content-Type": "application/json"},
    )


def _dropped(request: web.Request) -> web.StreamResponse:
    request.transport.abort()
    return web.Response(status=500)
