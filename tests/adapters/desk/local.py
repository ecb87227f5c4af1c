"""The parts of Discord and Slack that a sign-in meets, on 127.0.0.1: one code for a person, one token for a code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.desk.sign_in import challenge

CLIENT, SECRET, BOT = "111", "client-secret", "bot-token"
MODERATE, NOTHING = 1 << 40, 0


@dataclass
class LocalPlatforms:
    """Both platforms. ``servers`` are Discord's by id with its name and a person's permissions; ``bot_in`` has the bot.

    ``challenges`` are the PKCE challenges by code; ``revoked`` tokens are refused.
    """

    servers: dict[str, tuple[str, int]] = field(default_factory=lambda: {"7": ("Potato Lovers", MODERATE)})
    member_roles: list[str] = field(default_factory=list)
    bot_in: set[str] = field(default_factory=lambda: {"7"})
    challenges: dict[str, str] = field(default_factory=dict)
    person: str = "42"
    revoked: bool = False
    down: bool = False
    exchanged: list[dict[str, str]] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/api/v10/oauth2/token", self._discord_token)
        app.router.add_get("/api/v10/{path:.*}", self._discord)
        app.router.add_post("/api/{method}", self._slack)
        self.server = TestServer(app, host="127.0.0.1")
        await self.server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.server.close()

    def url(self, path: str) -> str:
        """An address here."""
        return str(self.server.make_url(path))

    async def _form(self, request: web.Request) -> dict[str, str]:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.exchanged.append(form)
        return form

    async def _discord_token(self, request: web.Request) -> web.Response:
        form = await self._form(request)
        known = self.challenges.pop(form.get("code", ""), None)
        if known is None or challenge(form["code_verifier"]) != known or form["client_secret"] != SECRET:
            return web.json_response({"error": "invalid_grant"}, status=400)
        return web.json_response({"access_token": "person-token", "token_type": "Bearer"})

    async def _discord(self, request: web.Request) -> web.Response:
        if self.down:
            return web.Response(status=503)
        path, header = request.match_info["path"], request.headers.get("Authorization", "")
        if path.startswith("guilds/"):
            return web.json_response(status=200 if header == f"Bot {BOT}" and path[7:] in self.bot_in else 404)
        if header != "Bearer person-token" or self.revoked:
            return web.json_response({"message": "401: Unauthorized"}, status=401)
        answers: dict[str, Any] = {
            "users/@me": {"id": self.person, "username": "meg", "global_name": "Meg <b>"},
            "users/@me/guilds": [
                {"id": ident, "name": name, "permissions": str(allowed)}
                for ident, (name, allowed) in self.servers.items()
            ],
            **{f"users/@me/guilds/{ident}/member": {"roles": self.member_roles} for ident in self.servers},
        }
        return web.json_response(answers[path])

    async def _slack(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if method == "openid.connect.token":
            form = await self._form(request)
            fine = self.challenges.pop(form.get("code", ""), None) is not None and form["client_secret"] == SECRET
            return web.json_response({"ok": fine, "access_token": "xoxp-person", "error": "invalid_code"})
        fine = request.headers.get("Authorization") == "Bearer xoxp-person" and not self.revoked
        return web.json_response(
            {
                "ok": fine,
                "name": "Meg",
                "https://slack.com/user_id": "U1",
                "https://slack.com/team_id": "T1",
                "https://slack.com/team_name": "Potato Works",
            }
        )
