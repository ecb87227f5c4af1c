"""Sign-in with Discord, and the servers whose desk may be the person's.

https://discord.com/developers/docs/topics/oauth2 · https://discord.com/developers/docs/resources/user
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urljoin

import aiohttp

from adapters.desk.sign_in import Seat, SignedIn, SignInRefused, challenge, request_json
from adapters.discord.permissions import roles_of
from bot.messages.request import Role
from bot.ports import Ports
from bot.ports.accounts.tenants import TenantSettings
from bot.settings import DiscordSettings

SCOPES = ("identify", "guilds", "guilds.members.read")
MOST = 20  # servers looked into
_DIGITS = 30  # of a number of permissions
Chosen = Mapping[str, TenantSettings]  # by tenant
Read = Callable[[Callable[[Ports], Chosen]], Awaitable[Chosen]]


@dataclass(frozen=True, slots=True)
class DiscordSignIn:
    """Discord's OAuth with PKCE.

    ``read`` asks storage where a person, or one of the server's roles, is of the desk.
    """

    session: aiohttp.ClientSession
    settings: DiscordSettings
    redirect: str
    read: Read
    label: str = "Discord"

    def address(self, state: str, verifier: str) -> str:
        """Discord's page that asks the person."""
        query = {
            "client_id": self.settings.application_id,
            "response_type": "code",
            "redirect_uri": self.redirect,
            "scope": " ".join(SCOPES),
            "state": state,
            "code_challenge": challenge(verifier),
            "code_challenge_method": "S256",
        }
        return f"{urljoin(self.settings.api_url, '/oauth2/authorize')}?{urlencode(query)}"

    async def token(self, code: str, verifier: str) -> str:
        """Exchange the code for a token of the person."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect,
            "client_id": self.settings.application_id,
            "client_secret": self.settings.client_secret.get_secret_value(),
            "code_verifier": verifier,
        }
        answer = await request_json(self.session, "POST", f"{self.settings.api_url}/oauth2/token", form=form)
        return _text(answer, "access_token")

    async def signed_in(self, token: str) -> SignedIn:
        """The person, with the servers that have the bot and may have a desk of theirs."""
        user = await self._get("/users/@me", f"Bearer {token}")
        actor = f"discord:{_text(user, 'id')}"
        name = str(user.get("global_name") or user.get("username") or "")[:80]
        servers = await self._get("/users/@me/guilds?limit=200", f"Bearer {token}")
        mine = {f"discord:{_text(one, 'id')}": one for one in servers} if isinstance(servers, list) else {}
        settings = await self.read(lambda ports: {tenant: ports.tenants.settings(tenant) for tenant in mine})
        likely = [one for tenant, one in mine.items() if self._may_have_desk(one, settings[tenant], actor)][:MOST]
        seats = await asyncio.gather(
            *(self._seat(one, token, by_role=bool(settings[f"discord:{one['id']}"].desk_role)) for one in likely)
        )
        return SignedIn(actor, name, tuple(seat for seat in seats if seat is not None))

    @staticmethod
    def _may_have_desk(server: Any, chosen: TenantSettings, actor: str) -> bool:
        """Whether anything could make the person one of the desk there."""
        named = chosen.roles.get(actor) in (Role.DESK, Role.ADMIN)
        return Role.DESK in roles_of(_permissions(server)) or named or bool(chosen.desk_role)

    async def _seat(self, server: Any, token: str, *, by_role: bool) -> Seat | None:
        """A server as the person sees it; None for one without the bot."""
        ident = _text(server, "id")
        if not await self._has_bot(ident):
            return None
        groups = await self._groups(ident, token) if by_role else frozenset[str]()
        return Seat(f"discord:{ident}", str(server.get("name") or ident)[:80], roles_of(_permissions(server)), groups)

    async def _groups(self, ident: str, token: str) -> frozenset[str]:
        """The person's roles in a server; none where Discord does not tell them."""
        try:
            member = await self._get(f"/users/@me/guilds/{quote(ident)}/member", f"Bearer {token}")
        except SignInRefused:
            return frozenset()
        return frozenset(map(str, member.get("roles") or ())) if isinstance(member, dict) else frozenset()

    async def _has_bot(self, ident: str) -> bool:
        try:
            await self._get(f"/guilds/{quote(ident)}", f"Bot {self.settings.token.get_secret_value()}")
        except SignInRefused:
            return False
        return True

    async def _get(self, path: str, authorization: str) -> Any:
        return await request_json(self.session, "GET", self.settings.api_url + path, authorization=authorization)


def _permissions(server: Any) -> int:
    """Permissions in a server, a number written as text."""
    written = str(server.get("permissions") or "0")
    return int(written) if written.isdecimal() and len(written) <= _DIGITS else 0


def _text(answer: Any, name: str) -> str:
    value = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(value, str) or not value:
        raise SignInRefused
    return value
