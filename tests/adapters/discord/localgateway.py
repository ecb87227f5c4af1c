"""The gateway of the local Discord: HELLO, IDENTIFY, READY, heartbeats, RESUME with replay, op 7 and op 9."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

HEARTBEAT_MS = 41_250


@dataclass
class Session:
    id: str
    shard: int
    sequence: int = 0
    sent: list[dict[str, Any]] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None


class LocalGateway:
    def __init__(self, discord: Any) -> None:
        self._discord = discord
        self.sessions: dict[str, Session] = {}
        self.identified: list[dict[str, Any]] = []
        self.identified_at: list[float] = []
        self.resumed: list[dict[str, Any]] = []
        self.guilds: list[str] = []
        self.answers_heartbeats = True
        self.heartbeat_ms = HEARTBEAT_MS
        self.refuses_resume = False  # the resume address answers 503
        self.invalidates: bool | None = None  # what op 9 says to the next RESUME
        self.close_with: int | None = None  # a close code for the next IDENTIFY
        self.ready = asyncio.Event()
        self.greets = asyncio.Event()  # while not set, a new connection hears nothing
        self.greets.set()
        self.changed = asyncio.Condition()

    async def stop(self) -> None:
        for session in self.sessions.values():
            if session.socket is not None and not session.socket.closed:
                session.socket._req.transport.abort()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/resume" and self.refuses_resume:
            self.resumed.append({"refused": True})
            await self._tell()
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await self.greets.wait()
        await self._send(socket, {"op": 10, "d": {"heartbeat_interval": self.heartbeat_ms}})
        session: Session | None = None
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            frame = json.loads(message.data)
            if frame["op"] == 1 and self.answers_heartbeats:
                await self._send(socket, {"op": 11})
            elif frame["op"] == 2:
                session = await self._identify(socket, frame["d"])
            elif frame["op"] == 6:
                session = await self._resume(socket, frame["d"])
        if session is not None and session.socket is socket:
            session.socket = None
            await self._tell()
        return socket

    async def _identify(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> Session | None:
        self.identified.append(data)
        self.identified_at.append(asyncio.get_running_loop().time())
        await self._tell()
        if self.close_with is not None:
            code, self.close_with = self.close_with, None
            await socket.close(code=code)
            return None
        shard, count = data.get("shard", [0, 1])
        session = Session(f"session{len(self.sessions)}", shard, socket=socket)
        self.sessions[session.id] = session
        mine = [guild for guild in self.guilds if (int(guild) >> 22) % count == shard]
        await self._event(session, "READY", {
            "v": 10, "user": {"id": "222222222222222222", "username": "spudwatch", "discriminator": "0",
                     "avatar": None, "bot": True},
            "guilds": [{"id": guild, "unavailable": True} for guild in mine], "session_id": session.id,
            "resume_gateway_url": self._discord.url.replace("http", "ws") + "/resume", "shard": [shard, count],
            "application": {"id": "111111111111111111", "flags": 0}})  # fmt: skip
        self.ready.set()
        await self._tell()
        return session

    async def _resume(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> Session | None:
        self.resumed.append(data)
        await self._tell()
        session = self.sessions.get(data["session_id"])
        if self.invalidates is not None or session is None:
            resumable, self.invalidates = bool(self.invalidates), None
            await self._send(socket, {"op": 9, "d": resumable})
            return None
        session.socket = socket
        for frame in [frame for frame in session.sent if frame["s"] > data["seq"]]:
            await self._send(socket, frame)
        await self._event(session, "RESUMED", {})
        await self._tell()
        return session

    async def dispatch(self, event: str, data: dict[str, Any], guild: str = "") -> None:
        """An event to the sessions there are (to each of them: two instances with one token both hear it)."""
        for session in list(self.sessions.values()):
            if session.socket is not None or session.id == self.latest.id:
                await self._event(session, event, data)

    @property
    def latest(self) -> Session:
        return list(self.sessions.values())[-1]

    async def op(self, number: int, data: Any = None) -> None:
        """An op to the latest session."""
        await self._send(self.latest.socket, {"op": number, "d": data})

    async def until(self, condition: Any, seconds: float = 60.0) -> None:
        """Wait for something about the sessions to be so."""
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(condition)

    async def _event(self, session: Session, event: str, data: dict[str, Any]) -> None:
        session.sequence += 1
        frame = {"op": 0, "t": event, "s": session.sequence, "d": data}
        session.sent.append(frame)
        if session.socket is not None and not session.socket.closed:
            await self._send(session.socket, frame)

    async def _tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    async def _send(self, socket: web.WebSocketResponse, frame: dict[str, Any]) -> None:
        try:
            await socket.send_str(json.dumps(frame))
        except (ConnectionError, RuntimeError):
            return
