"""Bolt with one catch-all middleware behind its own, answered by `conversation`.

Bolt's own runner looks every 10 ms whether a listener has acknowledged, its listeners are tried one after the other,
and its installation store asks ``auth.test`` at every request. So what passed Bolt's middleware (signature,
``ssl_check``, own events, ``url_verification``) is answered at once, and tokens are looked up by our `authorize`.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

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

from adapters.slack.handler import Ack, SlackHandler
from adapters.slack.transport.web_client import SlackWebClient
from bot.messages.errors import SpudwatchError
from bot.ports import Clock
from bot.ports.accounts.installations import Installations

log = logging.getLogger(__name__)

ERASED_AFTER = ("app_uninstalled", "tokens_revoked")
ELSEWHERE = "Spudwatch is not installed in this workspace. An admin can install it."
APOLOGY = "This failed on my side and was logged. Try again in a moment."


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
        installer = enterprise_id if context.is_enterprise_install else team_id or enterprise_id
        try:
            found = self._book.find(installer or "")
        except SpudwatchError as error:  # a key that is missing: the operator's to correct, and no request's fault
            log.error("slack token not read", extra={"team": installer, "why": str(error)})  # noqa: TRY400 - no trace
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

    def __init__(self, conversation: SlackHandler) -> None:
        self._conversation = conversation

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's own name
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
        if self._conversation.closing and "event" in body:
            return BoltResponse(status=503, body="")  # Slack sends an event again, to whoever runs then
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
        if body.get("type") == "app_rate_limited":  # https://docs.slack.dev/apis/events-api/#rate-limiting
            log.warning("slack holds events back", extra={"team": str(body.get("team_id", ""))})
            return None
        return await self._conversation.interaction(body)


class _Bolt(AsyncApp):
    """Bolt without a web client for each request: ours is used for everything."""

    _unused = AsyncWebClient()

    def _init_context(self, req: AsyncBoltRequest) -> None:
        req.context["logger"] = log
        req.context["client"] = self._unused


def _apology(body: Mapping[str, Any]) -> dict[str, Any] | str:
    """The right answer after a failure: words for a command, no entries for a picker."""
    if body.get("type") == "block_suggestion":
        return {"options": []}
    return {"response_type": "ephemeral", "text": APOLOGY} if "command" in body else ""


def bolt(conversation: SlackHandler, api: SlackWebClient, signing_secret: str, clock: Clock) -> AsyncApp:
    """The Bolt app of a conversation; without a signing secret it refuses all HTTP."""
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
