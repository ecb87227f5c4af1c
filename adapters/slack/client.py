"""The wire: slack-bolt with one catch-all, by Socket Mode and by HTTP, for one workspace or many.

Bolt's own runner looks every 10 ms whether a listener has acknowledged, its listeners are tried one after the other,
and its installation store asks ``auth.test`` at every request. So everything is taken by one middleware behind Bolt's
own (signature, ``ssl_check``, own events, ``url_verification``), which answers from `conversation`, and tokens are
looked up by our `authorize`.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.middleware.request_verification.async_request_verification import AsyncRequestVerification
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from adapters.charts import draw as draw_picture
from adapters.slack.conversation import Ack, Conversation
from adapters.slack.delivery import Delivery
from adapters.slack.files import Files
from adapters.slack.http import Endpoint
from adapters.slack.oauth import Oauth
from adapters.slack.posts import Posts
from adapters.slack.seen import Deliveries
from adapters.slack.sockets import Sockets
from adapters.slack.web import NoAnswer, Web
from bot.app import App
from bot.errors import BadArgument, OurFault, SpudwatchError
from bot.ports import Clock
from bot.ports.installations import Installation, Installations, Seen
from bot.ports.outbox import Post
from bot.reply import Picture
from bot.settings import SlackSettings

log = logging.getLogger(__name__)

ERASED_AFTER = ("app_uninstalled", "tokens_revoked")
ELSEWHERE = "Spudwatch is not installed in this workspace. An admin can install it."
APOLOGY = "This failed on my side and was logged. Try again in a moment."


class Book:
    """Installations in memory before storage, and the one workspace whose token is a setting."""

    def __init__(self, stored: Installations) -> None:
        self._stored = stored
        self._fixed: dict[str, Installation] = {}
        self._known: dict[str, Installation | None] = {}

    def fix(self, installation: Installation) -> None:
        """Serve a workspace whose token is a setting."""
        self._fixed[installation.team] = installation

    def find(self, team: str) -> Installation | None:
        """The installation of a workspace."""
        if team in self._fixed:
            return self._fixed[team]
        if team not in self._known:
            if len(self._known) > 10_000:  # noqa: PLR2004 - forged ids never get here; this is for very many real ones
                self._known.clear()
            self._known[team] = self._stored.find(team)
        return self._known[team]

    def teams(self) -> tuple[str, ...]:
        """Every workspace that has one."""
        return tuple(sorted({*self._fixed, *self._stored.teams()}))

    async def keep(self, installation: Installation, at: datetime) -> None:
        """Store or replace the installation of its workspace."""
        await self._stored.keep(installation, at)
        self._known[installation.team] = self._stored.find(installation.team)

    async def forget(self, team: str) -> bool:
        """Erase it, with its secrets."""
        fixed = self._fixed.pop(team, None)
        self._known[team] = None
        return await self._stored.forget(team) or fixed is not None


class _Verification(AsyncRequestVerification):
    """Bolt's check of the signature, on the clock that was handed in."""

    def __init__(self, signing_secret: str, clock: Clock) -> None:
        super().__init__(signing_secret, base_logger=logging.getLogger("spudwatch.slack.bolt"))
        self.logger.setLevel(logging.WARNING)  # at INFO it writes whole unsigned bodies into the log
        inner = SignatureClock()
        inner.now = lambda: clock.now().timestamp()  # type: ignore[method-assign]
        self._verifier = SignatureVerifier(signing_secret, inner)


class _Authorize(AsyncAuthorize):
    """The token of the workspace a request came from; none where we are not installed."""

    def __init__(self, book: Installations) -> None:
        self._book = book

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_actor: Any,
    ) -> AuthorizeResult | None:
        del context
        try:
            found = self._book.find(team_id or enterprise_id or "")
        except SpudwatchError as error:  # a key that is missing: the operator's to mend, and no request's fault
            log.error("slack token not read", extra={"team": team_id, "why": str(error)})  # noqa: TRY400 - no trace
            found = None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_token=found.token if found else None,
            bot_id=(found.bot_id or None) if found else None,
            bot_user_id=(found.bot_user or None) if found else None,
        )


class _CatchAll(AsyncMiddleware):
    """Takes every payload and answers it with what the conversation says."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse:
        del resp, next
        body = req.body
        event = body.get("event")
        installed = bool(req.context.authorize_result and req.context.authorize_result.bot_token)
        leaving = isinstance(event, Mapping) and event.get("type") in ERASED_AFTER
        if not installed and not leaving:
            return BoltResponse(
                status=200, body={"response_type": "ephemeral", "text": ELSEWHERE} if "command" in body else ""
            )
        try:
            answer = await self._route(body)
        except ValueError:
            return BoltResponse(status=400, body="")
        except Exception as error:
            log.exception("slack payload failed", exc_info=error)
            return BoltResponse(status=200, body=_apology(body))
        return BoltResponse(status=200, body="" if answer is None else answer)

    async def _route(self, body: Mapping[str, Any]) -> Ack:
        if "command" in body:
            return await self._conversation.command(body)
        if body.get("type") == "event_callback":
            await self._conversation.event(body)
            return None
        return await self._conversation.interaction(body)


class _Bolt(AsyncApp):
    """Bolt without the web client it makes for each request: ours is asked for everything, with the token it needs."""

    _unused = AsyncWebClient()

    def _init_context(self, req: AsyncBoltRequest) -> None:
        req.context["logger"] = log
        req.context["client"] = self._unused


def _apology(body: Mapping[str, Any]) -> dict[str, Any] | str:
    """What is still right to answer when we failed: words for a command, no entries for a picker."""
    if body.get("type") == "block_suggestion":
        return {"options": []}
    return {"response_type": "ephemeral", "text": APOLOGY} if "command" in body else ""


def bolt(conversation: Conversation, api: Web, signing_secret: str, clock: Clock) -> AsyncApp:
    """The Bolt app over a conversation. Without a signing secret it takes no HTTP request at all."""
    made = _Bolt(
        client=api.client,
        name="spudwatch",
        process_before_response=True,
        authorize=_Authorize(api.installations),  # type: ignore[arg-type] # taken as it is, the annotation is too narrow
        before_authorize=_Verification(signing_secret or "unset", clock),
        request_verification_enabled=False,  # ours stands in its place, on our clock
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    made.use(_CatchAll(conversation))
    return made


class Slack:
    """A running Slack platform: `start` makes one, `stop` ends it."""

    def __init__(self, api: Web, book: Book, app: AsyncApp, conversation: Conversation, deliveries: Deliveries) -> None:
        self.web, self.book, self.bolt, self.conversation, self.deliveries = api, book, app, conversation, deliveries
        self.sockets: Sockets | None = None
        self.endpoint: Endpoint | None = None
        self.poster = Posts(api, conversation.delivery)
        self._serving = False
        self._exit = AsyncExitStack()

    @property
    def ready(self) -> bool:
        """Whether Slack can reach us."""
        return self._serving or (self.sockets is not None and self.sockets.connected)

    async def envelope(self, kind: str, payload: Mapping[str, Any], envelope: Mapping[str, Any]) -> Ack:
        """Answer what came by a socket."""
        del kind, envelope
        request = AsyncBoltRequest(mode="socket_mode", body=dict(payload))
        answer = await self.bolt.async_dispatch(request)
        if answer.status != 200 or not answer.body:  # noqa: PLR2004 - nothing to add to the acknowledgement
            return None
        made: Ack = json.loads(answer.body)
        return made

    async def stop(self, within: timedelta = timedelta(seconds=10)) -> None:
        """Take nothing new, let what is on its way arrive, write down what was seen."""
        if self.sockets is not None:
            self.sockets.taking = False
        await self.conversation.tasks.stop(within)
        await self._exit.aclose()
        await self.conversation.tasks.stop(timedelta(seconds=1))  # what the endpoint took to its last moment
        with suppress(SpudwatchError):
            await self.deliveries.write()
        await self.web.__aexit__(None, None, None)

    def _background(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work, name=f"slack {name}")

        async def end() -> None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

        self._exit.push_async_callback(end)

    async def listen(self, settings: SlackSettings, oauth: Oauth | None) -> None:
        """Open the ways in that are configured."""
        self._background("seen", self.deliveries.write_behind())
        if settings.app_token.get_secret_value():
            self.sockets = Sockets(
                self.web,
                settings.app_token.get_secret_value(),
                self.envelope,
                self.deliveries,
                self.conversation.tasks,
            )
            self._background("socket mode", self.sockets.run())
        if settings.signing_secret.get_secret_value():
            self.endpoint = Endpoint(
                self.bolt.async_dispatch,
                settings.signing_secret.get_secret_value(),
                self.web.clock,
                self.deliveries,
                oauth,
            )
        if self.endpoint is not None and settings.http_port:
            runner = web.AppRunner(self.endpoint.application(), access_log=None)
            await runner.setup()
            self._exit.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, port=settings.http_port).start()
            self._serving = True


async def start(
    app: App,
    settings: SlackSettings,
    clock: Clock,
    installations: Installations,
    seen: Seen,
    *,
    picture: Callable[[Picture], bytes] = draw_picture,
    remember: Callable[[Post], Awaitable[None]] | None = None,
    erased: Callable[[str], Coroutine[Any, Any, None]] | None = None,
) -> Slack:
    """Connect to Slack and answer.

    ``picture`` draws a picture's PNG (by default as everywhere), ``remember`` hears of every public answer, ``erased``
    of a tenant that uninstalled the app.

    Raises:
        BadArgument: the settings do not suffice, or Slack does not take the token; says which and what to do.
    """
    book = Book(installations)
    api = Web(
        settings.api_url,
        book,
        clock,
        client_id=settings.client_id,
        client_secret=settings.client_secret.get_secret_value(),
    )
    await api.__aenter__()
    try:
        if token := settings.bot_token.get_secret_value():
            book.fix(await _identified(api, token))
        deliveries = Deliveries(seen, clock)
        delivery = Delivery(api, Files(api, picture), app.ports.tenants, remember)
        conversation = Conversation(
            app, api, delivery, deliveries, admins=frozenset(settings.admins.replace(",", " ").split()), erased=erased
        )
        running = Slack(
            api,
            book,
            bolt(conversation, api, settings.signing_secret.get_secret_value(), clock),
            conversation,
            deliveries,
        )
        oauth = None
        if settings.client_id:
            secret = settings.client_secret.get_secret_value()
            if not secret:
                raise BadArgument(
                    "Slack has a client id and no client secret.", todo="Set SPUDWATCH_SLACK__CLIENT_SECRET."
                )
            oauth = Oauth(api, deliveries, settings.client_id, secret, settings.redirect_url)
        if settings.http_port and not settings.signing_secret.get_secret_value():
            raise BadArgument(
                "Slack's HTTP endpoint needs the signing secret.", todo="Set SPUDWATCH_SLACK__SIGNING_SECRET."
            )
        await running.listen(settings, oauth)
    except BaseException:
        await api.__aexit__(None, None, None)
        raise
    return running


async def _identified(api: Web, token: str) -> Installation:
    """Whose token a setting holds, and what it may do."""
    try:
        answer, scopes = await api.whoami(token)
    except NoAnswer as error:
        raise OurFault(
            f"Slack does not take the bot token: {error.why}.", todo="Check SPUDWATCH_SLACK__BOT_TOKEN."
        ) from None
    return replace(
        Installation(str(answer.get("team_id", "")), token),
        name=str(answer.get("team", "")),
        bot_user=str(answer.get("user_id", "")),
        bot_id=str(answer.get("bot_id", "")),
        scopes=scopes,
    )
