"""Install the app in a workspace, ended only by the person who began it.

``/slack/install`` sends to Slack with a state that only we can have made; a cookie ties it to that browser, it lives
ten minutes and is good once (https://docs.slack.dev/authentication/installing-with-oauth). The state is signed with the
client secret, so nothing has to be stored until it comes back.
"""

from __future__ import annotations

import hashlib
import hmac
import html
import logging
import secrets
from datetime import timedelta
from urllib.parse import urljoin

from aiohttp import web
from slack_sdk.oauth import AuthorizeUrlGenerator

from adapters.slack.permissions import optional, required
from adapters.slack.transport.dedup import DeliveryLog
from adapters.slack.transport.web_client import NoAnswer, Refused, SlackWebClient, installed
from bot.messages.errors import SpudwatchError

log = logging.getLogger(__name__)

INSTALL = "/slack/install"
COOKIE = "spudwatch-slack-state"
STATE_SECONDS = 600


class Oauth:
    """The two pages of an installation."""

    def __init__(
        self,
        web_api: SlackWebClient,
        deliveries: DeliveryLog,
        client_id: str,
        client_secret: str,
        redirect_url: str = "",
    ) -> None:
        self._web, self._deliveries = web_api, deliveries
        self._id, self._secret, self._redirect = client_id, client_secret, redirect_url
        # https://slack.com/api/ -> https://slack.com/oauth/v2/authorize, and so wherever the API is
        self._generator = AuthorizeUrlGenerator(
            client_id=client_id,
            scopes=[*required(), *optional()],
            redirect_uri=redirect_url or None,
            authorization_url=urljoin(web_api.api_url, "../oauth/v2/authorize"),
        )

    async def install(self, request: web.Request) -> web.Response:
        """Send the browser to Slack, with a state it will bring back."""
        del request
        state = self._state()
        answer = web.Response(status=302, headers={"Location": self._generator.generate(state)})
        secure = self._redirect.startswith("https://") or not self._redirect
        answer.set_cookie(
            COOKIE, state, max_age=STATE_SECONDS, httponly=True, secure=secure, samesite="Lax", path="/slack"
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    async def redirected(self, request: web.Request) -> web.Response:
        """The browser came back: exchange its code for a token and keep that."""
        if error := request.query.get("error", ""):
            return _page(200, "Nothing was installed.", f"Slack says: {error[:80]}.")
        state, cookie = request.query.get("state", ""), request.cookies.get(COOKIE, "")
        if not state or not hmac.compare_digest(state.encode("utf-8", "replace"), cookie.encode("utf-8", "replace")):
            return _page(400, "This installation was begun in another browser.", "Begin again from the install link.")
        if not self._genuine(state) or not await self._deliveries.first(
            "state", state, timedelta(seconds=2 * STATE_SECONDS)
        ):
            return _page(401, "This installation took too long, or was finished before.", "Begin again.")
        code = request.query.get("code", "")
        if not code:
            return _page(401, "Slack sent no code.", "Begin again.")
        try:
            name = await self._exchange(code)
        except Refused as refused:
            log.warning("slack installation refused", extra={"why": refused.why})
            return _page(401, "Slack did not accept this installation.", "Begin again.")
        except (NoAnswer, SpudwatchError, KeyError) as error:
            log.error("slack installation failed", extra={"why": type(error).__name__})  # noqa: TRY400 - no secrets
            return _page(502, "The installation could not be finished.", "Begin again in a minute.")
        answer = _page(200, f"Spudwatch is installed in {name}.", "Type /spudwatch help there.")
        answer.del_cookie(COOKIE, path="/slack")
        return answer

    async def _exchange(self, code: str) -> str:
        asked = {"client_id": self._id, "client_secret": self._secret, "code": code}
        if self._redirect:
            asked["redirect_uri"] = self._redirect
        made = installed(await self._web.ask("oauth.v2.access", asked), self._web.clock)
        if not made.team:
            raise Refused("oauth.v2.access", "no workspace")
        await self._web.installations.keep(made, self._web.clock.now())
        await self._deliveries.write()
        log.info("slack installed", extra={"team": made.team})
        return made.name or made.team

    def _state(self) -> str:
        said = f"{int(self._web.clock.now().timestamp())}.{secrets.token_urlsafe(24)}"
        return f"{said}.{self._signed(said)}"

    def _genuine(self, state: str) -> bool:
        said, _, signature = state.rpartition(".")
        stamp = said.partition(".")[0]
        if not hmac.compare_digest(self._signed(said).encode(), signature.encode("utf-8", "replace")):
            return False
        return 0 <= self._web.clock.now().timestamp() - int(stamp) <= STATE_SECONDS

    def _signed(self, said: str) -> str:
        return hmac.new(self._secret.encode(), b"state:" + said.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _page(status: int, title: str, words: str) -> web.Response:
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    text = f"{head}<title>Spudwatch</title><h1>{html.escape(title)}</h1><p>{html.escape(words)}</p></html>"
    headers = {"Content-Security-Policy": "default-src 'none'", "Referrer-Policy": "no-referrer"}
    return web.Response(status=status, text=text, content_type="text/html", headers=headers)
