"""The first answer to an interaction, by the callback or as the HTTP response."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from typing import Any, Protocol

from adapters.discord import limits
from adapters.discord.render import File
from adapters.discord.transport.rest import DiscordRest, RestAnswer, Unreached
from adapters.net.first_step import own_task

log = logging.getLogger(__name__)

MARGIN = 0.2  # seconds kept for the way back
PAUSES = (0.0, 0.1, 0.3, 0.6)  # seconds before each further try
ACKNOWLEDGED = 40_060  # https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
NOT_YET = 10_015  # "Unknown Webhook": an edit that overtook its own acknowledgement; a dead token is refused with 401


class ResponseOutcome(StrEnum):
    """The outcome of a first answer."""

    DONE = "done"
    TAKEN = "taken by somebody else"
    LATE = "too late"
    REFUSED = "refused"


class First(Protocol):
    """Sends the first answer; ``message`` is the id of what it made, if asked for."""

    message: str

    async def send(
        self, kind: int, data: Any, files: Sequence[File] = (), *, with_response: bool = False
    ) -> ResponseOutcome:
        """Answer with a type and data."""


class Callback:
    """By ``POST /interactions/{id}/{token}/callback``, retried within three seconds.

    A connection that drops may have carried the answer: "already acknowledged" on a second try says that it had. On a
    first try it says that somebody else runs with our token.
    """

    def __init__(
        self,
        rest: DiscordRest,
        interaction: str,
        token: str,
        *,
        now: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._rest, self._path = rest, f"/interactions/{interaction}/{token}/callback"
        self._now, self._sleep = now, sleep
        self._until = now() + limits.FIRST_ANSWER - MARGIN
        self.message = ""

    async def send(
        self, kind: int, data: Any, files: Sequence[File] = (), *, with_response: bool = False
    ) -> ResponseOutcome:
        """Answer with a type and data."""
        body = {"type": kind, "data": data} if data else {"type": kind}
        path = self._path + ("?with_response=true" if with_response else "")
        perhaps = False
        for pause in PAUSES:
            if pause:
                await self._sleep(pause)
            left = self._until - self._now()
            if left <= 0:
                break
            try:
                answer = await self._rest.interact("POST", path, body, files, left)
            except Unreached as error:
                perhaps = perhaps or error.left
                continue
            if answer.ok:
                self.message = _made(answer)
                return ResponseOutcome.DONE
            if answer.code == ACKNOWLEDGED:
                return ResponseOutcome.DONE if perhaps else ResponseOutcome.TAKEN
            if answer.status == 429 and not await self._waited(answer):  # noqa: PLR2004 - HTTP status
                return ResponseOutcome.LATE
            if answer.status < 500 and answer.status != 429:  # noqa: PLR2004 - HTTP status
                log.warning(
                    "callback refused", extra={"status": answer.status, "code": answer.code, "says": answer.says}
                )
                return ResponseOutcome.LATE if answer.status == 404 else ResponseOutcome.REFUSED  # noqa: PLR2004 - HTTP status
            perhaps = perhaps or answer.status >= 500  # noqa: PLR2004 - HTTP status
        return ResponseOutcome.LATE

    async def _waited(self, answer: RestAnswer) -> bool:
        """Wait as a 429 asks, if the time allows."""
        if answer.retry_after >= self._until - self._now():
            return False
        await self._sleep(answer.retry_after)
        return True


def _made(answer: RestAnswer) -> str:
    resource = answer.body.get("resource") if isinstance(answer.body, dict) else None
    return str(((resource or {}).get("message") or {}).get("id") or "")


class HttpCallback:
    """As the response to Discord's request; by the callback for files or ids.

    What the callback could not bring, and what holds no file, is the response after all: Discord refuses a second
    acknowledgement, so it is shown once whether or not the first arrived.
    https://discord.com/developers/docs/interactions/receiving-and-responding#responding-to-an-interaction
    """

    def __init__(self, callback: Callback) -> None:
        self._callback = callback
        self.body: asyncio.Future[dict[str, Any] | None] = asyncio.get_running_loop().create_future()

    @property
    def message(self) -> str:
        """The id of the message made, where it was asked for."""
        return self._callback.message

    @message.setter
    def message(self, value: str) -> None:
        self._callback.message = value

    async def send(
        self, kind: int, data: Any, files: Sequence[File] = (), *, with_response: bool = False
    ) -> ResponseOutcome:
        """Answer with a type and data."""
        if self.body.done():
            return ResponseOutcome.LATE
        if not files and not with_response:
            self.body.set_result({"type": kind, "data": data} if data else {"type": kind})
            return ResponseOutcome.DONE
        await own_task()
        verdict = await self._callback.send(kind, data, files, with_response=with_response)
        if verdict is ResponseOutcome.LATE and not files:
            return await self.send(kind, data)
        if not self.body.done():
            self.body.set_result(None)
        return verdict
