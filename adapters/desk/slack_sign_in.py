"""Sign-in with Slack (OpenID Connect), for workspaces that have the app.

https://docs.slack.dev/authentication/sign-in-with-slack. The workspace's desk is named in our own settings; Slack only
tells who somebody is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin

import aiohttp

from adapters.desk.sign_in import Seat, SignedIn, SignInRefused, request_json
from adapters.slack.admins import SlackAdmins
from bot.messages.request import Role
from bot.ports.accounts.installations import Installation
from bot.settings import SlackSettings

USER, TEAM, TEAM_NAME = (f"https://slack.com/{name}" for name in ("user_id", "team_id", "team_name"))


@dataclass(frozen=True, slots=True)
class SlackSignIn:
    """Slack's OpenID Connect; it offers no PKCE with a secret.

    ``installed`` finds a workspace that has the app.
    """

    session: aiohttp.ClientSession
    settings: SlackSettings
    redirect: str
    admins: SlackAdmins
    installed: Callable[[str], Installation | None]
    label: str = "Slack"

    def address(self, state: str, verifier: str) -> str:
        """Slack's page that asks the person."""
        del verifier
        query = {
            "client_id": self.settings.client_id,
            "response_type": "code",
            "redirect_uri": self.redirect,
            "scope": "openid profile",
            "state": state,
        }
        return f"{urljoin(self.settings.api_url, '../openid/connect/authorize')}?{urlencode(query)}"

    async def token(self, code: str, verifier: str) -> str:
        """Exchange the code for a token of the person."""
        del verifier
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect,
            "client_id": self.settings.client_id,
            "client_secret": self.settings.client_secret.get_secret_value(),
        }
        return str((await self._call("openid.connect.token", form=form)).get("access_token") or "")

    async def signed_in(self, token: str) -> SignedIn:
        """The person in their workspace."""
        user = await self._call("openid.connect.userInfo", f"Bearer {token}")
        team, ident = str(user.get(TEAM) or ""), str(user.get(USER) or "")
        if not (team and ident):
            raise SignInRefused
        found = self.installed(team)
        own = await self._call("auth.test", f"Bearer {bot}") if found is None and (bot := self._bot()) else {}
        seats: tuple[Seat, ...] = ()
        if found is not None or own.get("team_id") == team:
            admin = self.admins.include(team, ident, found, fixed=found is None)
            roles = frozenset({Role.MEMBER, *((Role.ADMIN,) if admin else ())})
            seats = (Seat(f"slack:{team}", str(user.get(TEAM_NAME) or team)[:80], roles),)
        return SignedIn(f"slack:{team}/{ident}", str(user.get("name") or "")[:80], seats)

    def _bot(self) -> str:
        return self.settings.bot_token.get_secret_value()

    async def _call(self, method: str, authorization: str = "", form: dict[str, str] | None = None) -> dict[str, Any]:
        url = urljoin(self.settings.api_url, method)
        answer = await request_json(self.session, "POST", url, authorization=authorization, form=form)
        if not isinstance(answer, dict) or not answer.get("ok"):
            raise SignInRefused
        return answer
