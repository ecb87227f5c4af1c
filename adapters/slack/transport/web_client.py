"""Slack's Web API, one call at a time: the token, its turn, one attempt, a result.

slack_sdk retries a broken connection once by itself, which posts twice when only the answer was lost, and opens a
connection a call; both are switched off here (no retry handlers, one shared session). What may have happened although
no answer came is said to be `OutcomeUnknown`, and whoever called decides.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.transport.rate_limiter import SlackRateLimiter, TurnTooLate
from bot.messages.errors import SpudwatchError
from bot.ports import Clock
from bot.ports.accounts.installations import Installation, Installations

log = logging.getLogger(__name__)

CALL_SECONDS = 15.0
CONNECTIONS = 64
RENEW = timedelta(minutes=90)  # before its end a rotating token is exchanged; Slack's lives twelve hours
RENEWING = timedelta(seconds=60)  # after which another process may try to exchange it
SAVE_AGAIN = timedelta(seconds=30)
LOOKS, LOOK_SECONDS = 5, 0.2  # how often and how fast it is looked whether another process has
TOO_OFTEN = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# "It's possible some aspect of the operation succeeded before the error was raised", and the two errors about a key of
# idempotency that no documentation promises: https://docs.slack.dev/reference/methods/chat.postMessage#errors
DOUBTFUL = frozenset(
    {
        "duplicate_channel_not_found",
        "duplicate_message_not_found",
        "fatal_error",
        "internal_error",
        "request_timeout",
        "service_unavailable",
    }
)
LOCKED_OUT = frozenset(
    {"account_inactive", "invalid_auth", "not_authed", "org_login_required", "token_expired", "token_revoked"}
)


class NoAnswer(Exception):
    """A call that did not work; which one it was, and why, without any secret."""

    def __init__(self, method: str, why: str) -> None:
        super().__init__(f"{method}: {why}")
        self.method, self.why = method, why


class Refused(NoAnswer):
    """Slack said no, and nothing happened."""


class TryAgainLater(NoAnswer):
    """Nothing happened (too often, or no connection); retry in ``after`` seconds."""

    def __init__(self, method: str, why: str, after: float) -> None:
        super().__init__(method, why)
        self.after = after


class OutcomeUnknown(NoAnswer):
    """Nobody knows whether it happened: no answer came, or one that says so."""


@dataclass(slots=True)
class UnsavedInstallation:
    """An exchanged token that storage did not take: the only copy, the old is spent."""

    instead_of: str
    made: Installation
    again_at: datetime


class SlackWebClient:
    """The Web API for every workspace that installed the app; use as an async context.

    ``limited`` hears of every 429, as "slack".
    """

    def __init__(
        self,
        api_url: str,
        installations: Installations,
        clock: Clock,
        limiter: SlackRateLimiter | None = None,
        client_id: str = "",
        client_secret: str = "",
        limited: Callable[[str], None] = lambda _by: None,
    ) -> None:
        self.api_url = api_url.rstrip("/") + "/"
        self.installations, self.clock = installations, clock
        self.limiter = limiter or SlackRateLimiter(clock)
        self._id, self._secret, self._limited = client_id, client_secret, limited
        self.unsure = False  # whether one more installation is expected, whose workspace Slack has not told yet
        self._renewing: dict[str, asyncio.Lock] = {}
        self._unsaved: dict[str, UnsavedInstallation] = {}  # by team
        self._spent: set[str] = set()  # keys to exchange by that Slack takes no more

    async def __aenter__(self) -> Self:
        self.session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=CALL_SECONDS), connector=aiohttp.TCPConnector(limit=CONNECTIONS)
        )
        self.client = AsyncWebClient(base_url=self.api_url, session=self.session, retry_handlers=[])
        self.client.retry_handlers.clear()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.session.close()

    async def call(
        self,
        team: str,
        method: str,
        arguments: Mapping[str, Any],
        *,
        longest: float = 10.0,
        deadline: float = CALL_SECONDS,
    ) -> dict[str, Any]:
        """One call as the bot of a workspace, in its turn.

        Raises:
            Refused: Slack said no, or the app is not installed there (``not_installed``).
            TryAgainLater: too often, its turn is later than ``longest`` seconds, or there is no connection.
            OutcomeUnknown: it may have happened; no or no definite answer came within ``deadline`` seconds.
        """
        token = await self.token(team, method)
        channel = str(arguments.get("channel", ""))
        try:
            async with self.limiter.turn(team, method, channel, longest):
                return await self.ask(method, arguments, token, deadline)
        except TurnTooLate as late:
            raise TryAgainLater(method, "its turn is later", late.after) from None
        except TryAgainLater as held:
            self.limiter.refused(team, method, channel, held.after)
            raise
        except Refused as refused:
            if refused.why in LOCKED_OUT:
                await self._locked_out(team, refused.why, token)
            raise

    async def ask(
        self, method: str, arguments: Mapping[str, Any], token: str = "", deadline: float = CALL_SECONDS
    ) -> dict[str, Any]:
        """One call with a given token, now; raises like `call`."""
        return (await self._ask(method, arguments, token, deadline))[0]

    async def whoami(self, token: str) -> tuple[dict[str, Any], frozenset[str]]:
        """Whose token it is and the scopes it was granted; raises like `call`."""
        answer, headers = await self._ask("auth.test", {}, token, CALL_SECONDS)
        return answer, frozenset(filter(None, str(headers.get("x-oauth-scopes", "")).replace(" ", "").split(",")))

    async def _ask(
        self, method: str, arguments: Mapping[str, Any], token: str, deadline: float
    ) -> tuple[dict[str, Any], Mapping[str, Any]]:
        body = {key: value for key, value in arguments.items() if value is not None}
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        form = method.startswith(("oauth.", "files.get", "files.info", "apps.", "auth."))  # these do not take JSON
        try:
            async with asyncio.timeout(deadline):
                answer = await (
                    self.client.api_call(method, headers=headers, data=body)
                    if form
                    else self.client.api_call(method, headers=headers, json=body)
                )
        except SlackApiError as error:
            said = _said(method, error)
            if isinstance(said, TryAgainLater):
                self._limited("slack")
            raise said from None
        except aiohttp.ClientConnectorError as error:
            raise TryAgainLater(method, f"no connection ({type(error).__name__})", 5.0) from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise OutcomeUnknown(method, type(error).__name__) from None
        return (answer.data if isinstance(answer.data, dict) else {}), answer.headers

    async def respond(self, url: str, body: Mapping[str, Any]) -> None:
        """Post to a response_url that Slack gave us; raises like `call`."""
        try:
            async with self.session.post(url, json=body, allow_redirects=False) as answer:
                text = await answer.text(errors="replace")
                status, after = answer.status, answer.headers.get("Retry-After", "")
        except aiohttp.ClientConnectorError as error:
            raise TryAgainLater("response_url", f"no connection ({type(error).__name__})", 5.0) from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise OutcomeUnknown("response_url", type(error).__name__) from None
        if status == 429:  # noqa: PLR2004 - too many requests
            self._limited("slack")
            raise TryAgainLater("response_url", "ratelimited", _seconds(after))
        if status >= 500:  # noqa: PLR2004 - their fault, perhaps half done
            raise OutcomeUnknown("response_url", f"HTTP {status}")
        said = _json(text)
        if status != 200 or (said is not None and said.get("ok") is False):  # noqa: PLR2004 - HTTP status
            raise Refused("response_url", str((said or {}).get("error") or text[:60] or f"HTTP {status}"))

    async def token(self, team: str, method: str = "token") -> str:
        """The bot's token in a workspace; one that ends soon is exchanged once for all."""
        found = self._found(team, method)
        if not self._ends_soon(found) and team not in self._unsaved:
            return found.token
        async with self._renewing.setdefault(team, asyncio.Lock()):
            found = await self._saved(self._found(team, method))
            if not self._ends_soon(found):
                return found.token
            for _ in range(LOOKS):
                now = self.clock.now()
                try:
                    claimed = await self.installations.claim_renewal(found, now + RENEWING, now)
                except SpudwatchError:
                    break  # what cannot be saved is not exchanged
                if claimed:
                    return (await self._renew(found)).token
                await self.clock.sleep(LOOK_SECONDS)
                found = self._found(team, method)
                if not self._ends_soon(found):
                    break
            return found.token  # another process is at it, and the old one lives on

    def _found(self, team: str, method: str) -> Installation:
        found = self.installations.find(team)
        if found is None:
            raise (
                TryAgainLater(method, "Slack has not told yet whose token it is", 5.0)
                if self.unsure
                else Refused(method, "not_installed")
            )
        return found

    def _ends_soon(self, found: Installation) -> bool:
        known = found.refresh and found.refresh not in self._spent
        return bool(known and found.expires_at and found.expires_at - self.clock.now() < RENEW)

    async def _renew(self, found: Installation) -> Installation:
        """Exchange a token; without an answer the old one is used while it lives."""
        asked = {
            "client_id": self._id,
            "client_secret": self._secret,
            "grant_type": "refresh_token",
            "refresh_token": found.refresh,
        }
        try:
            answer = await self.ask("oauth.v2.access", asked)
        except Refused as refused:
            if refused.why == "invalid_refresh_token":  # an exchange whose answer was lost; the old token lives on
                self._spent.add(found.refresh)
                log.warning("slack token cannot be exchanged", extra={"team": found.team, "todo": "install again"})
                return found
            if refused.why in LOCKED_OUT:
                await self._locked_out(found.team, refused.why, found.token)
            raise
        except NoAnswer as error:
            log.warning("slack token not exchanged", extra={"team": found.team, "why": error.why})
            return found
        made = installed(answer, self.clock, found)
        self._unsaved[found.team] = UnsavedInstallation(found.token, made, self.clock.now())
        return await self._saved(found)

    async def _saved(self, found: Installation) -> Installation:
        """The installation to use; an exchanged one that is not saved yet is saved."""
        unsaved, now = self._unsaved.get(found.team), self.clock.now()
        if unsaved is None:
            return found
        if found.token != unsaved.instead_of:  # installed again meanwhile
            del self._unsaved[found.team]
            return found
        if now >= unsaved.again_at:
            try:
                await self.installations.keep(unsaved.made, now)
                del self._unsaved[found.team]
            except SpudwatchError as error:
                unsaved.again_at = now + SAVE_AGAIN
                log.warning("slack token not saved", extra={"team": found.team, "why": str(error)})
        return unsaved.made

    async def _locked_out(self, team: str, why: str, token: str) -> None:
        """Slack no longer takes a token: erase it, unless it was replaced meanwhile."""
        try:
            found = self.installations.find(team)
            if found is not None and found.token == token:
                await self.installations.forget(team)
        except SpudwatchError as error:
            log.error("slack token not erased", extra={"team": team, "why": str(error)})  # noqa: TRY400 - not ours
        log.warning("slack locked us out", extra={"team": team, "why": why})


def installed(answer: Mapping[str, Any], clock: Clock, before: Installation | None = None) -> Installation:
    """The installation of an ``oauth.v2.access`` answer; a renewal keeps the rest.

    https://docs.slack.dev/reference/methods/oauth.v2.access
    """
    enterprise = str((answer.get("enterprise") or {}).get("id") or "")
    team = answer.get("team") or {}
    ends = answer.get("expires_in")
    old = before or Installation("", "")
    scopes = frozenset(filter(None, str(answer.get("scope") or "").split(","))) or old.scopes
    return Installation(
        team=old.team or str(team.get("id") or enterprise),
        token=str(answer["access_token"]),
        name=str(team.get("name") or old.name),
        refresh=str(answer.get("refresh_token") or ""),
        expires_at=clock.now() + timedelta(seconds=int(ends)) if ends else None,
        bot_user=str(answer.get("bot_user_id") or old.bot_user),
        bot_id=old.bot_id,
        app_id=str(answer.get("app_id") or old.app_id),
        enterprise=enterprise or old.enterprise,
        scopes=scopes,
        installed_by=str((answer.get("authed_user") or {}).get("id") or old.installed_by),
        installed_at=old.installed_at,
    )


def _said(method: str, error: SlackApiError) -> NoAnswer:
    answer = error.response
    status = int(getattr(answer, "status_code", getattr(answer, "status", 200)))
    data = getattr(answer, "data", {})
    why = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status == 429 or why in TOO_OFTEN:  # noqa: PLR2004 - too many requests
        return TryAgainLater(method, why or "ratelimited", _seconds(str(answer.headers.get("Retry-After", ""))))
    if status >= 500 or why in DOUBTFUL or not why:  # noqa: PLR2004 - their fault, perhaps half done
        return OutcomeUnknown(method, why or f"HTTP {status}")
    return Refused(method, why)


def _seconds(text: str) -> float:
    try:
        return min(max(float(text), 1.0), 3_600.0)
    except ValueError:
        return 30.0


def _json(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
