"""The outbox worker: one attempt per claim, and a defined step for every result.

The guarantee (measured in the fault matrix of the tests): queued at most once, delivered at least once. While a
platform remembers our key (Discord, about a minute) an attempt with unknown result is simply repeated; later it is
looked up by its reference before it is sent again. Where nothing can be looked up (Slack) it is sent again, `BLIND`
times at the most.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from bot.jobs.owner_notice import switch_off_failing
from bot.messages import words
from bot.messages.errors import SpudwatchError
from bot.messages.reply import Reply, Words, spans
from bot.notifications.posting_pace import PostingPace
from bot.ports import Clock
from bot.ports.accounts.tenants import Tenants
from bot.ports.notifications.outbox import (
    HIDDEN,
    Delivered,
    DeliveryUnknown,
    GaveUp,
    MessageKind,
    MessageState,
    Outbox,
    OutboxMessage,
    Poster,
    Posting,
    TryLater,
    UnreadableMessage,
    reference,
)
from bot.ports.notifications.subscriptions import Mode, Subscriptions
from bot.reads.switches import switched_off

log = logging.getLogger(__name__)

BLIND = 3  # blind repeats without a way to look; after that no more copies are sent
DOUBT = timedelta(seconds=60)
UNSURE = "it is not known whether it was posted"
TOO_LATE = f"{UNSURE}, and it is too late to try again"
AT_ONCE = 64  # calls in flight
LOOK_AGAIN = 0.25  # seconds; what another process or a command queued without a word is found at the latest then
SHORTEST = 0.02  # seconds between two looks while something is due
LAST_WAIT = 5.0  # seconds a stop waits for the calls in flight
MOST_PATIENT = 30.0  # seconds between two tries while the store takes no writes

T = TypeVar("T")


@dataclass
class Sender:
    """Posts due messages; one per process, and several processes may share the outbox.

    Its only state is the pace of the platforms, which a restart may lose.
    """

    outbox: Outbox
    subscriptions: Subscriptions
    posters: Mapping[str, Poster]
    clock: Clock
    owner: str
    tenants: Tenants
    paces: dict[str, PostingPace] = field(default_factory=dict)
    nudged: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        for name, poster in self.posters.items():
            self.paces[name] = PostingPace(poster.per_second)

    async def start(self) -> int:
        """Recover messages of dead processes; return how many have to be looked up."""
        return await self._patiently(lambda: self.outbox.recover(self.owner, self.clock.now()))

    def nudge(self) -> None:
        """Wake the worker for a new message; only an optimization, since it polls anyway."""
        self.nudged.set()

    async def drain(self, limit: int = 100_000) -> int:
        """Post everything due now, waiting only for the calls; return how many claims."""
        done = 0
        while done < limit:
            batch = await self.outbox.claim(self.owner, list(self.posters), self.clock.now(), AT_ONCE)
            if not batch:
                return done
            await asyncio.gather(*(self.attempt(message) for message in batch))
            done += len(batch)
        return done

    async def run(self) -> None:
        """Post until cancelled, at the platforms' pace.

        Urgent messages take the next slot.
        """
        flying: set[asyncio.Task[None]] = set()
        try:
            while True:
                flying.difference_update([task for task in flying if task.done()])
                pause = await self._patiently(partial(self._post_due, flying))
                if pause is None:
                    await asyncio.sleep(0)
                else:
                    await self._wait(pause)
        finally:
            # Calls in flight are answered soon; the rest is recovered by the next process.
            _, late = await asyncio.wait(flying, timeout=LAST_WAIT) if flying else (set(), set())
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _post_due(self, flying: set[asyncio.Task[None]]) -> float | None:
        """Begin what is due and has room, as tasks in ``flying``.

        Returns the seconds to wait; None where some began.
        """
        now = self.clock.now()
        due = self.outbox.next_due(list(self.posters))
        for name, pace in self.paces.items():
            pace.per_second = self.posters[name].per_second  # grows with the workspaces that install the bot
        free = {name: pace.free(now) for name, pace in self.paces.items()} if due and due <= now else {}
        begun = 0
        for name, count in free.items():
            room = min(count, AT_ONCE - len(flying))
            if room > 0:
                taken = await self.outbox.claim(self.owner, [name], now, room)
                self.paces[name].take(len(taken), now)
                begun += len(taken)
                for message in taken:
                    flying.add(asyncio.create_task(self._guarded(message), name=f"post {message.id}"))
        return None if begun else self._pause(due, now)

    async def _patiently(self, step: Callable[[], Awaitable[T]]) -> T:
        """Repeat a step until the store takes it.

        A full disk or a lock must not end the process: look-ups still work.
        """
        wait = LOOK_AGAIN
        while True:
            try:
                done = await step()
            except SpudwatchError as error:
                if wait == LOOK_AGAIN:
                    log.warning("posting waits for the store", extra={"why": f"{error.what} {error.why}".strip()})
                await self.clock.sleep(wait)
                wait = min(wait * 2, MOST_PATIENT)
            else:
                if wait > LOOK_AGAIN:
                    log.info("posting goes on")
                return done

    def _pause(self, due: datetime | None, now: datetime) -> float:
        """Return the seconds until the next message is due, or until the pace admits one."""
        if due is None or due > now:
            return min((due - now).total_seconds(), LOOK_AGAIN) if due else LOOK_AGAIN
        return min(min((pace.wait(now) for pace in self.paces.values()), default=LOOK_AGAIN), LOOK_AGAIN)

    async def _wait(self, seconds: float) -> None:
        self.nudged.clear()
        sleep = asyncio.ensure_future(self.clock.sleep(max(seconds, SHORTEST)))
        nudge = asyncio.ensure_future(self.nudged.wait())
        try:
            await asyncio.wait({sleep, nudge}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleep.cancel()
            nudge.cancel()

    async def _guarded(self, message: OutboxMessage) -> None:
        try:
            await self.attempt(message)
        except Exception as error:
            log.exception("posting failed", exc_info=error, extra=_named(message))

    async def attempt(self, message: OutboxMessage) -> None:
        """Process one claimed message.

        Look it up if unknown, post if wanted, record the result.
        """
        poster = self.posters[message.place.partition(":")[0]]
        unwanted = self._unwanted(message)
        if unwanted and await self._withdraw(poster, message, unwanted):
            return
        if message.edits:
            await self._edit(poster, message)
        else:
            await self._send(poster, message)

    # ----------------------------------------------------------------------------------------------------- withdrawn
    def _unwanted(self, message: OutboxMessage) -> str:
        """Return why a message is no longer wanted, or ''.

        That is where its subscription ended or paused, or an admin switched off what it tells of.
        """
        to_channel = "/@" not in message.place and message.kind is not MessageKind.CORRECTION
        off = switched_off(self.tenants, message.tenant)
        if to_channel and off.hides("posts"):
            return "posts are switched off there"
        if off.parts & message.parts:
            return HIDDEN
        mode = self.subscriptions.mode(message.subscription, self.clock.now()) if message.subscription else None
        return f"its subscription is {mode.value}" if mode in (Mode.PAUSED, Mode.OFF, Mode.DELETED) else ""

    async def _withdraw(self, poster: Poster, message: OutboxMessage, why: str) -> bool:
        """Withdraw a message; False if it is posted already."""
        now = self.clock.now()
        known = False if message.state is MessageState.READY else await self._look(poster, message)
        if isinstance(known, Delivered):
            return False
        if known is False:
            log.info("post withdrawn", extra=_named(message) | {"why": why})
            return await self.outbox.withdraw(message, why, now)
        if now > message.deadline:
            return await self.outbox.dead(message, f"{UNSURE}, and {why}", now)
        return await self.outbox.doubt(message, now + DOUBT * 2 ** min(message.doubts, 4), why)

    # ------------------------------------------------------------------------------------------------ posted directly
    async def _send(self, poster: Poster, message: OutboxMessage) -> None:
        now = self.clock.now()
        known: Delivered | bool | None = None
        unsure = message.state is MessageState.AMBIGUOUS and not self._remembered(poster, message, now)
        if unsure:
            known = await self._look(poster, message)
            if isinstance(known, Delivered):
                await self.outbox.sent(message, known.message, now)
                return
            if now > message.deadline or (known is None and message.doubts >= BLIND):
                await self._give_up(message, GaveUp(TOO_LATE))
                return
        if not self.outbox.mine(message):
            return
        body = self.outbox.body(message)
        body = _marked_as_copy(body) if unsure and known is None else body
        await self._note(message, poster, await poster.send(message.place, body, message.key))

    @staticmethod
    def _remembered(poster: Poster, message: OutboxMessage, now: datetime) -> bool:
        first = message.first_attempt_at
        # Ten seconds less than the platform promises: the call itself takes time.
        return first is not None and (now - first).total_seconds() < poster.remembers - 10

    @staticmethod
    async def _look(poster: Poster, message: OutboxMessage) -> Delivered | bool | None:
        """Return where it is; False if it is certainly nowhere; None if undeterminable."""
        since = (message.first_attempt_at or message.not_before) - timedelta(minutes=1)
        try:
            return await poster.find(message.place, message.key, since) or False
        except UnreadableMessage:
            return None

    async def _note(self, message: OutboxMessage, poster: Poster, answer: Posting) -> None:
        now = self.clock.now()
        self.paces[poster.platform].record(answer, now)
        match answer:
            case Delivered(message=platform_id):
                await self.outbox.sent(message, platform_id, now)
            case TryLater(after=after, why=why):
                await self.outbox.later(message, now + timedelta(seconds=max(after, 1.0)), why)
            case GaveUp():
                await self._give_up(message, answer)
            case DeliveryUnknown(why=why, copies=copies):
                near = timedelta(seconds=5 * 2**message.doubts)
                soon = not copies and self._remembered(poster, message, now + near)
                wait = near if soon else DOUBT * 2 ** min(message.doubts, 4)
                if copies and (message.doubts + 1 >= BLIND or now + wait > message.deadline):
                    await self._give_up(message, GaveUp(TOO_LATE))
                else:
                    await self.outbox.doubt(message, now + wait, why)

    async def _give_up(self, message: OutboxMessage, answer: GaveUp) -> None:
        now = self.clock.now()
        log.warning("post given up", extra=_named(message) | {"why": answer.why})
        if await self.outbox.dead(message, answer.why, now):
            await switch_off_failing(self.outbox, self.subscriptions, message, answer, now)

    # ------------------------------------------------------------------------------------------------ edited in place
    async def _edit(self, poster: Poster, message: OutboxMessage) -> None:
        now = self.clock.now()
        card = self.outbox.card(message.place, message.edits)
        target = card.message if card else ""
        if card and not target:
            try:
                found = await poster.find(card.place, card.key, card.posted_at - timedelta(minutes=1))
            except UnreadableMessage:
                found = None
            target = found.message if found else ""
        if not target or now > message.deadline:
            await self.outbox.dead(message, "the card could not be found again", now)
        elif self.outbox.mine(message):
            answer = await poster.edit(message.place, target, self.outbox.body(message), message.key)
            # Edits are idempotent, so one with unknown result is simply retried; but not where each is a new message.
            if isinstance(answer, DeliveryUnknown) and not answer.copies:
                answer = TryLater(60.0 * 2 ** min(message.attempt, 5), answer.why)
            await self._note(message, poster, Delivered(target) if isinstance(answer, Delivered) else answer)


def _marked_as_copy(reply: Reply) -> Reply:
    """A post that may stand there twice, which says so."""
    brief = reply.brief and replace(reply.brief, note=_with_note(reply.brief.note))
    return replace(reply, brief=brief, note=_with_note(reply.note))


def _with_note(note: Words) -> Words:
    return (words.SENT_AGAIN, " ", *spans(note)) if note else words.SENT_AGAIN


def _named(message: OutboxMessage) -> dict[str, object]:
    """Name a message in the log by what its post shows.

    The key of a watch holds a person and what they typed.
    """
    return {"row": message.id, "kind": message.kind.value, "ref": reference(message.key)}
