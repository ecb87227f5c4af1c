"""Deferred answers: one that a stop cuts off is handed back with its question.

While "thinking…" is shown, what can still end it is kept in storage: the interaction's token, which edits the answer
for fifteen minutes (https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages), and
the order. Both are sealed with a key made from the bot's token, so that a copy of the database opens nothing.
"""

import asyncio
import hashlib
import logging
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, repeat

import msgspec
from nacl.encoding import URLSafeBase64Encoder
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from adapters.discord import controls, limits
from adapters.discord.parse import CommandRequest, Interaction
from adapters.discord.render import DiscordMessage, draw
from adapters.discord.transport.initial_response import NOT_YET, ResponseOutcome
from adapters.discord.transport.rest import DiscordRest, Unreached
from adapters.runtime.optional_writes import keys_of_saved_lines
from adapters.runtime.restart_notice import repeated, restarting
from bot.dispatch.app import App
from bot.dispatch.delivery import delivery_of
from bot.messages.errors import SpudwatchError
from bot.messages.request import Request
from bot.ports.notifications.deferred_answers import DeferredAnswer

log = logging.getLogger(__name__)

PLATFORM = "discord"
SWEEP_EVERY = 30.0  # seconds between two looks for answers that other processes owe
ANSWER_SECONDS = 120.0  # after so long nobody works on an answer any more
PAUSES = (5.0, 15.0, 60.0)  # seconds between tries while Discord is out of reach


@dataclass(frozen=True, slots=True)
class UnfinishedResponse:
    """What ends a wait: the answer's address, the order, its effects, its file."""

    hook: str
    line: str
    changes: bool
    file: bool = False


class DeferredResponses:
    """Begins and ends promises, and hands back those that nobody will keep."""

    def __init__(self, app: App, rest: DiscordRest, secret: str) -> None:
        self._app, self._rest = app, rest
        self._store, self._clock, self._tenants = app.ports.promises, app.ports.clock, app.ports.tenants
        self._box = SecretBox(
            hashlib.blake2b(secret.encode(), digest_size=SecretBox.KEY_SIZE, person=b"promises").digest()
        )
        self._mine: dict[str, tuple[UnfinishedResponse, asyncio.Task[ResponseOutcome]]] = {}

    def begin(self, source: Interaction, job: CommandRequest, telling: asyncio.Task[ResponseOutcome]) -> None:
        """Discord is being told to wait for this answer, by that task."""
        request, line = job.request, repeated(job.request).line
        hook = f"/webhooks/{source.application}/{source.token}"
        cut = UnfinishedResponse(hook, line, self._changes(line), bool(job.uploads))
        sealed = self._box.encrypt(msgspec.json.encode(cut), encoder=URLSafeBase64Encoder).decode()
        until = self._clock.now() + timedelta(seconds=limits.TOKEN_LIFE)
        self._mine[source.id] = cut, telling
        self._store.give(DeferredAnswer(_id(source.id), request.tenant, request.actor, sealed, until))

    def end(self, source: Interaction) -> None:
        """The answer was given, or cannot be any more."""
        if self._mine.pop(source.id, None) is not None:
            self._store.settle(_id(source.id))

    async def hand_back(self, seconds: float) -> None:
        """At a stop, tell all who were cut off, for so long; the next start does the rest."""
        told = [asyncio.create_task(self._hand_back(interaction)) for interaction in self._mine]
        if told:
            await asyncio.wait(told, timeout=seconds)
            for task in told:
                task.cancel()
            await asyncio.gather(*told, return_exceptions=True)

    async def _hand_back(self, interaction: str) -> None:
        cut, telling = self._mine[interaction]
        await asyncio.wait({telling})  # an edit that overtakes it is refused
        await self._tell(_id(interaction), cut)

    async def resume(self, *, alone: bool = True) -> None:
        """At a start, tell everybody whom an earlier process left waiting.

        Then, for ever, whoever has waited longer than an answer may take, of whichever process.
        """
        while not alone:
            await self._clock.sleep(SWEEP_EVERY)
            latest = self._clock.now() + timedelta(seconds=limits.TOKEN_LIFE - ANSWER_SECONDS)
            for promise in self._store.open(PLATFORM, self._clock.now()):
                if promise.until <= latest:
                    await self._tell(promise.id, self._opened(promise))
        waiting = list(self._store.open(PLATFORM, self._clock.now()))
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            waiting = [promise for promise in waiting if not await self._tell(promise.id, self._opened(promise))]
            waiting = [promise for promise in waiting if promise.until > self._clock.now()]
            if not waiting:
                return
            await self._clock.sleep(pause)

    def _changes(self, line: str) -> bool:
        try:
            catalogue = self._app.catalogue
            return not catalogue.understand(delivery_of(line, catalogue)[1]).command.shareable
        except SpudwatchError:
            return False  # nothing was done on what is not understood

    def _opened(self, promise: DeferredAnswer) -> UnfinishedResponse | None:
        try:
            plain = self._box.decrypt(promise.sealed.encode(), encoder=URLSafeBase64Encoder)
            return msgspec.json.decode(plain, type=UnfinishedResponse)
        except (CryptoError, ValueError):
            return None  # of another token: its bot cannot be spoken for

    async def _tell(self, promise: str, cut: UnfinishedResponse | None) -> bool:
        """Replace "thinking…" by the way to ask again; False if Discord did not take it."""
        if cut is not None:
            try:
                message = await self._drawn(cut)
                answer = await self._rest.interact("PATCH", f"{cut.hook}/messages/@original", message.payload())
            except (Unreached, SpudwatchError) as error:
                log.warning("answer not handed back", extra={"error": str(error)})
                return False
            if answer.status >= 500 or answer.status == 429 or answer.code == NOT_YET:  # noqa: PLR2004 - HTTP status
                return False
            log.info("answer handed back", extra={"status": answer.status})
        self._mine.pop(promise.partition(":")[2], None)
        self._store.settle(promise)
        return True

    async def _drawn(self, cut: UnfinishedResponse) -> DiscordMessage:
        reply = restarting(Request(line=cut.line), changes=cut.changes, file=cut.file)
        keys = await keys_of_saved_lines(self._tenants, controls.too_long(reply), self._clock.now())
        return draw(reply, (), keys)


def _id(interaction: str) -> str:
    return f"{PLATFORM}:{interaction}"
