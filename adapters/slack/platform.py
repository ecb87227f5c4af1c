"""The connection to Slack: slack-bolt by Socket Mode or HTTP, for all workspaces.

platform = await start(app, settings.slack, clock, installations, seen, picture=pool.draw)
...                         # an outage is waited for, a refusal raised
...platform.poster is given to the outbox's sender...
await platform.run()        # until cancelled; raises if Slack refuses a token
await platform.stop()
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, repeat
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.net.server import listening
from adapters.slack.admins import SlackAdmins
from adapters.slack.handler import Ack, SlackHandler
from adapters.slack.parse import whole
from adapters.slack.poster import SlackPoster
from adapters.slack.responses import ResponseSender
from adapters.slack.transport.bolt_app import bolt
from adapters.slack.transport.dedup import DeliveryLog
from adapters.slack.transport.files import Files
from adapters.slack.transport.http_endpoint import SlackEndpoint
from adapters.slack.transport.oauth import Oauth
from adapters.slack.transport.socket_mode import BACKOFF, Sockets
from adapters.slack.transport.web_client import NoAnswer, Refused, SlackWebClient
from bot.dispatch.app import App
from bot.messages.errors import BadArgument, SpudwatchError
from bot.messages.reply import Picture
from bot.ports import Clock
from bot.ports.accounts.installations import Installation, Installations, SeenDeliveries
from bot.ports.notifications.outbox import Post
from bot.settings import SlackSettings

log = logging.getLogger(__name__)

MAKE_KEY = 'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'


class InstallationCache:
    """Installations in memory before storage, and that of a token in the settings."""

    def __init__(self, stored: Installations) -> None:
        self._stored = stored
        self._fixed: dict[str, Installation] = {}
        self._known: dict[str, Installation] = {}

    def fix(self, installation: Installation) -> None:
        """Serve a workspace whose token is a setting."""
        self._fixed[installation.team] = installation

    def is_fixed(self, team: str) -> bool:
        """Whether a workspace is the one whose token is a setting."""
        return team in self._fixed

    def find(self, team: str) -> Installation | None:
        """The installation of a workspace."""
        if team in self._fixed:
            return self._fixed[team]
        found = self._known.get(team)
        if found is None and (found := self._stored.find(team)) is not None:
            if len(self._known) > 10_000:  # noqa: PLR2004 - forged ids never get here; this is for very many real ones
                self._known.clear()
            self._known[team] = found
        return found

    async def claim_renewal(self, installation: Installation, until: datetime, now: datetime) -> bool:
        """Whether this process exchanges a token; if not, it is read from storage later."""
        claimed = await self._stored.claim_renewal(installation, until, now)
        if not claimed:
            self._known.pop(installation.team, None)
        return claimed

    def teams(self) -> tuple[str, ...]:
        """Every workspace that has one."""
        return tuple(sorted({*self._fixed, *self._stored.teams()}))

    async def keep(self, installation: Installation, at: datetime) -> None:
        """Store or replace the installation of its workspace."""
        await self._stored.keep(installation, at)
        self._known.pop(installation.team, None)

    async def forget(self, team: str) -> bool:
        """Erase it, with its secrets."""
        fixed = self._fixed.pop(team, None)
        self._known.pop(team, None)
        return await self._stored.forget(team) or fixed is not None


class SlackPlatform:
    """A running Slack platform: `start` makes one, `stop` ends it."""

    def __init__(
        self,
        api: SlackWebClient,
        book: InstallationCache,
        app: AsyncApp,
        conversation: SlackHandler,
        deliveries: DeliveryLog,
        *,
        listens: bool = True,
        leads: bool = True,
    ) -> None:
        self._listens, self._leads = listens, leads
        self.web, self.book, self.bolt, self.conversation, self.deliveries = api, book, app, conversation, deliveries
        self.sockets: Sockets | None = None
        self.endpoint: SlackEndpoint | None = None
        self.poster = SlackPoster(api, conversation.delivery)
        self._serving = False
        self._exit = AsyncExitStack()
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @property
    def ready(self) -> bool:
        """Whether Slack can reach us."""
        return self._serving or (self.sockets is not None and self.sockets.connected)

    def trouble(self) -> str:
        """Why Slack cannot reach us; '' while it can."""
        return "" if self.ready else "neither a socket nor the endpoint is open"

    async def close(self) -> None:
        """`stop` after `drain`: what is on its way has a second left."""
        await self.stop(timedelta(seconds=1))

    async def envelope(self, kind: str, payload: Mapping[str, Any], envelope: Mapping[str, Any]) -> Ack:
        """Answer what came by a socket."""
        del kind, envelope
        if not whole(payload):
            return None
        request = AsyncBoltRequest(mode="socket_mode", body=dict(payload))
        answer = await self.bolt.async_dispatch(request)
        if answer.status != 200 or not answer.body:  # noqa: PLR2004 - nothing to add to the acknowledgement
            return None
        made: Ack = json.loads(answer.body)
        return made

    async def run(self) -> None:
        """Until cancelled; `start` began everything, and this tells of what cannot go on.

        Raises:
            BadArgument: Slack does not take a token; says which and what to do.
        """
        await self._failed

    async def drain(self, seconds: float) -> None:
        """Begin nothing new, let requests end for so long, then tell those who wait."""
        if self.sockets is not None:
            self.sockets.taking = False
        await self.conversation.stop(timedelta(seconds=seconds))

    async def stop(self, within: timedelta = timedelta(seconds=10)) -> None:
        """Take nothing new, let what is on its way arrive, write down what was seen."""
        await self.drain(within.total_seconds())
        await self._exit.aclose()
        await self.conversation.tasks.stop(timedelta(seconds=1))  # what the endpoint took to its last moment
        with suppress(SpudwatchError):
            await self.deliveries.write()
        await self.web.__aexit__(None, None, None)

    def _background(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work, name=f"slack {name}")

        def ended(task: asyncio.Task[None]) -> None:
            if not task.cancelled() and (error := task.exception()) is not None and not self._failed.done():
                self._failed.set_exception(error)

        async def end() -> None:
            task.cancel()
            await asyncio.wait({task})

        task.add_done_callback(ended)
        self._exit.push_async_callback(end)

    async def arrive(self, settings: SlackSettings, oauth: Oauth | None) -> None:
        """Ask Slack whose token the setting holds, then open the ways in.

        Raises:
            BadArgument: Slack does not take the token.
        """
        if token := settings.bot_token.get_secret_value():
            try:
                self.book.fix(await _identified(self.web, token))
            except NoAnswer as error:
                self.web.unsure = True
                self._background("arrival", self._arrive_later(token, error, settings, oauth))
                return
        await self.listen(settings, oauth)

    async def _arrive_later(self, token: str, error: NoAnswer, settings: SlackSettings, oauth: Oauth | None) -> None:
        for pause in chain(BACKOFF, repeat(BACKOFF[-1])):
            log.warning("slack not reached", extra={"why": str(error), "again_in": pause})
            await self.web.clock.sleep(pause)
            try:
                self.book.fix(await _identified(self.web, token))
                break
            except NoAnswer as again:
                error = again
        self.web.unsure = False
        await self.listen(settings, oauth)

    async def listen(self, settings: SlackSettings, oauth: Oauth | None) -> None:
        """Open the ways in that are configured."""
        self._background("seen", self.deliveries.write_behind())
        if settings.app_token.get_secret_value() and self._leads:
            self.sockets = Sockets(
                self.web,
                settings.app_token.get_secret_value(),
                self.envelope,
                self.deliveries,
                self.conversation.tasks,
            )
            self._background("socket mode", self.sockets.run())
        if settings.signing_secret.get_secret_value():
            self.endpoint = SlackEndpoint(
                self.bolt.async_dispatch,
                settings.signing_secret.get_secret_value(),
                self.web.clock,
                self.deliveries,
                oauth,
            )
        if not self._listens:
            self._serving = self.sockets is None  # others are called
        elif self.endpoint is not None and settings.http_port:
            host, port = settings.http_host, settings.http_port
            opened = listening(self.endpoint.application(), host, port, "SPUDWATCH_SLACK__HTTP_PORT")
            await self._exit.enter_async_context(opened)
            self._serving = True


async def start(
    app: App,
    settings: SlackSettings,
    clock: Clock,
    installations: Installations,
    seen: SeenDeliveries,
    *,
    picture: Callable[[Picture], Awaitable[bytes]],
    remember: Callable[[Post], Awaitable[None]] | None = None,
    erased: Callable[[str], Coroutine[Any, Any, None]] | None = None,
    limited: Callable[[str], None] = lambda _by: None,
    listens: bool = True,
    leads: bool = True,
) -> SlackPlatform:
    """Connect to Slack and answer; an outage is waited for, a refusal raises.

    ``picture`` draws a picture's PNG beside the loop (`adapters.workers.worker_pool.WorkerPool.draw`), ``remember``
    hears of every public answer, ``erased`` of a tenant that uninstalled the app, ``limited`` of every 429, as "slack".
    Of several processes those with ``listens`` open the endpoint, and the one with ``leads`` holds the sockets.

    Raises:
        BadArgument: the settings do not suffice, or Slack does not take the token; says which and what to do.
    """
    book = InstallationCache(installations)
    api = SlackWebClient(
        settings.api_url,
        book,
        clock,
        client_id=settings.client_id,
        client_secret=settings.client_secret.get_secret_value(),
        limited=limited,
    )
    await api.__aenter__()
    try:
        deliveries = DeliveryLog(seen, clock)
        delivery = ResponseSender(api, Files(api, picture), app.ports.tenants, remember)
        admins = SlackAdmins(settings)
        conversation = SlackHandler(
            app,
            api,
            delivery,
            deliveries,
            is_admin=lambda team, user: admins.include(team, user, book.find(team), fixed=book.is_fixed(team)),
            erased=erased,
        )
        running = SlackPlatform(
            api,
            book,
            bolt(conversation, api, settings.signing_secret.get_secret_value(), clock),
            conversation,
            deliveries,
            listens=listens,
            leads=leads,
        )
        oauth = _oauth(settings, api, deliveries)
        if settings.http_port and not settings.signing_secret.get_secret_value():
            raise BadArgument(
                "Slack's HTTP endpoint needs the signing secret.", todo="Set SPUDWATCH_SLACK__SIGNING_SECRET."
            )
        try:
            await running.arrive(settings, oauth)
        except BaseException:
            await running.stop(timedelta())
            raise
    except BaseException:
        await api.__aexit__(None, None, None)
        raise
    return running


def _oauth(settings: SlackSettings, api: SlackWebClient, deliveries: DeliveryLog) -> Oauth | None:
    """Set up how other workspaces install the app; None if the settings forbid it.

    Raises:
        BadArgument: a client id without its secret, or without a key to encrypt tokens with.
    """
    if not settings.client_id:
        return None
    secret = settings.client_secret.get_secret_value()
    if not secret:
        raise BadArgument("Slack has a client id and no client secret.", todo="Set SPUDWATCH_SLACK__CLIENT_SECRET.")
    if not settings.token_key.get_secret_value():
        raise BadArgument(
            "Tokens of other workspaces are stored only encrypted, and there is no key.",
            todo=f"Set SPUDWATCH_SLACK__TOKEN_KEY to what this prints: {MAKE_KEY}",
        )
    return Oauth(api, deliveries, settings.client_id, secret, settings.redirect_url)


async def _identified(api: SlackWebClient, token: str) -> Installation:
    """Whose token a setting holds, and its scopes. Raises NoAnswer without an answer."""
    try:
        answer, scopes = await api.whoami(token)
    except Refused as error:
        raise BadArgument(
            f"Slack does not take the bot token: {error.why}.", todo="Check SPUDWATCH_SLACK__BOT_TOKEN."
        ) from None
    return replace(
        Installation(str(answer.get("team_id", "")), token),
        name=str(answer.get("team", "")),
        bot_user=str(answer.get("user_id", "")),
        bot_id=str(answer.get("bot_id", "")),
        scopes=scopes,
    )
