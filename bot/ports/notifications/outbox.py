"""What is to be posted, what was, and who posts it.

The outbox in storage is the only truth about posts. A message stands there under a natural key before anything leaves,
its body is frozen, and *sending* is committed before the first byte: a kill at any moment leaves a row that says what
has to be found out. A platform implements `Poster`; it decides nothing, keeps nothing and retries nothing by itself.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.messages.addresses import tenant_of
from bot.messages.reply import Reply

CALL_SECONDS = 15.0  # how long one call to a platform may take in total; half the rest of the design rests on it


# ---------------------------------------------------------------------------------------------- what a platform answers
@dataclass(frozen=True, slots=True)
class Delivered:
    """It is there. ``message`` is the platform's id of it, enough to edit it with its place ('' if not told)."""

    message: str


@dataclass(frozen=True, slots=True)
class Scheduled:
    """The platform will post it by itself; ``handle`` is what deletes it again."""

    handle: str


@dataclass(frozen=True, slots=True)
class TryLater:
    """It is certainly not there; trying again in ``after`` seconds may help (429 with its Retry-After, no network)."""

    after: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class GaveUp:
    """It is certainly not there and never will be (a definite 4xx). ``why`` is shown to whoever subscribed.

    ``gone`` means that the place itself is closed to us (deleted, archived, not a member, no permission), so that
    what was subscribed there is switched off.
    """

    why: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryUnknown:
    """Nobody knows: a time-out, a broken connection after the request left, any 5xx."""

    why: str


Posting = Delivered | TryLater | GaveUp | DeliveryUnknown


class UnreadableMessage(Exception):
    """The history, or the list of scheduled messages, may not be read or could not be."""


class Poster(Protocol):
    """A platform that posts. One call is one attempt: no client library may retry behind our back.

    No method raises for what the platform answers; every one returns within ``deadline`` seconds. ``key`` is the
    message's natural key. `nonce` of it goes into the platform's de-duplication field where there is one, and
    `reference` of it stands in what is posted (footer, context line), so that the message can be found again.
    Mentions are switched off and links do not unfold in everything posted.
    """

    @property
    def platform(self) -> str:
        """What the places of this platform begin with: ``discord``, ``slack``, ``console``."""

    @property
    def remembers(self) -> float:
        """For how many seconds the platform answers a repeated key with the first message; 0 if it never does."""

    @property
    def schedules(self) -> bool:
        """Whether `schedule`, `scheduled` and `unschedule` work here."""

    @property
    def per_second(self) -> float:
        """How many messages a second the platform takes from us, over all places."""

    async def send(self, place: str, reply: Reply, key: str, deadline: float = CALL_SECONDS) -> Posting:
        """Post a reply in a place (``discord:7/9``; a person is ``discord:@42``, ``slack:T1/@U2``)."""

    async def edit(self, place: str, message: str, reply: Reply, key: str, deadline: float = CALL_SECONDS) -> Posting:
        """Replace what was posted. Editing twice to the same is harmless."""

    async def find(self, place: str, key: str, since: datetime) -> Delivered | None:
        """Look for our message of that key in the place's history since a moment; None if it is certainly not there.

        Raises:
            Unreadable: the history may not be read, or did not reach back to ``since``.
        """

    async def schedule(
        self, place: str, reply: Reply, key: str, at: datetime, deadline: float = CALL_SECONDS
    ) -> Scheduled | TryLater | GaveUp | DeliveryUnknown:
        """Ask the platform to post at ``at``. Slack: without ``metadata``, which makes scheduled messages vanish."""

    async def scheduled(self, place: str, key: str, at: datetime) -> tuple[str, ...]:
        """The handles of our messages of that key waiting for that moment, oldest first.

        Raises:
            Unreadable: the list could not be read.
        """

    async def unschedule(self, place: str, handle: str) -> bool:
        """Delete a waiting message; False if it could not be, because it is about to be posted or already was."""


class Unscheduled:
    """The half of a `Poster` that schedules, for a platform that has no timetable."""

    schedules = False

    async def schedule(
        self, place: str, reply: Reply, key: str, at: datetime, deadline: float = CALL_SECONDS
    ) -> Scheduled | TryLater | GaveUp | DeliveryUnknown:
        """Nothing can be placed ahead."""
        del place, reply, key, at, deadline
        return GaveUp("Nothing can be scheduled there.")

    async def scheduled(self, place: str, key: str, at: datetime) -> tuple[str, ...]:
        """Nothing waits."""
        del place, key, at
        return ()

    async def unschedule(self, place: str, handle: str) -> bool:
        """Nothing can be taken back."""
        del place, handle
        return False


def nonce(key: str) -> str:
    """The de-duplication field made from a key: 25 characters, which is all that Discord takes.

    The key holds the place, because it is not documented that Discord tells channels apart
    (https://discord.com/developers/docs/resources/message#create-message).
    """
    return base64.b32encode(hashlib.sha256(key.encode()).digest()).decode()[:25]


def reference(key: str) -> str:
    """The short mark in a posted message by which it is found again: ``ref 7QK2M4XA``."""
    return "ref " + nonce(key)[:8]


# ------------------------------------------------------------------------------------------------------- what is queued
class MessageKind(StrEnum):
    """What a message is; alerts and corrections overtake digests."""

    DIGEST = "digest"
    ALERT = "alert"
    NOTE = "note"
    CORRECTION = "correction"


class MessageState(StrEnum):
    """How far a message has come."""

    READY = "ready"
    SENDING = "sending"
    SCHEDULED = "scheduled"
    AMBIGUOUS = "ambiguous"
    SENT = "sent"
    MISSED = "missed"
    DEAD = "dead"
    WITHDRAWN = "withdrawn"


OPEN = (MessageState.READY, MessageState.SENDING, MessageState.SCHEDULED, MessageState.AMBIGUOUS)


@dataclass(frozen=True, slots=True)
class OutboxDraft:
    """A message to be queued. ``key`` says what it is: the same key is never queued twice.

    ``not_before`` is when it should appear and ``deadline`` when it is worth nothing any more. ``subscription`` is who
    wanted it, ``items`` the changes it tells, ``covers`` the moment and ``told`` the position in the log of changes up
    to which it tells them. With ``edits``
    it replaces the card posted under that key. ``ahead``: how long before its time the platform may be asked to
    schedule it. ``tenant`` is said where the place is a person's own.
    """

    key: str
    place: str
    kind: MessageKind
    reply: Reply
    not_before: datetime
    deadline: datetime
    subscription: str = ""
    edits: str = ""
    items: tuple[str, ...] = ()
    covers: datetime | None = None
    told: int = 0
    ahead: timedelta = timedelta()
    tenant: str = ""


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A queued message as it stands. ``fence`` grows with each claim; only the latest claimer may speak of it.

    A claimed one carries the state it was found in: *ambiguous* means that it has to be looked for first.
    """

    id: int
    key: str
    place: str
    kind: MessageKind
    state: MessageState
    not_before: datetime
    deadline: datetime
    next_at: datetime
    attempt: int = 0
    doubts: int = 0
    fence: int = 0
    first_attempt_at: datetime | None = None
    handle: str = ""
    message: str = ""
    subscription: str = ""
    edits: str = ""
    error: str = ""
    body: int = 0
    items: tuple[str, ...] = ()
    queued_at: datetime | None = None
    settled_at: datetime | None = None

    @property
    def tenant(self) -> str:
        """The server or workspace of its place."""
        return tenant_of(self.place)


@dataclass(frozen=True, slots=True)
class Card:
    """Something posted that shows ledger objects: what corrections travel to.

    ``shows`` holds the ids of the objects (``CL-0044``), ``posted_at`` the moment its words were true, ``asked_by`` who
    asked for it, ``version`` how often it was corrected.
    """

    id: int
    place: str
    message: str
    key: str
    shows: tuple[str, ...]
    posted_at: datetime
    asked_by: str = ""
    version: int = 0
    body: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """An answer that was posted for all to see: where, as which message, and for whom."""

    place: str
    message: str
    reply: Reply
    asked_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Totals:
    """How many messages stand in each state, and when the oldest waiting one was due."""

    states: Mapping[MessageState, int] = field(default_factory=dict)
    oldest: datetime | None = None


class Outbox(Protocol):
    """The durable queue. Every method that changes something is one committed transaction."""

    def enter(self) -> str:
        """A name for a sender of this process; others can tell from it whether the process still lives."""

    def leave(self, owner: str) -> None:
        """The sender of that name has ended."""

    async def add(self, drafts: Sequence[OutboxDraft], at: datetime) -> int:
        """Queue drafts; those whose key is known are left alone, unless it was withdrawn. Returns how many were new."""

    async def claim(self, owner: str, platforms: Sequence[str], now: datetime, limit: int) -> tuple[OutboxMessage, ...]:
        """Take up to ``limit`` due messages, urgent ones first and one a place, and commit that they are being sent.

        A message whose claimer's lease ran out is claimed as *ambiguous*; one past its deadline becomes *missed*.
        """

    def body(self, message: OutboxMessage | Card) -> Reply:
        """The frozen reply of a message or a card: the same one every time."""

    def mine(self, message: OutboxMessage) -> bool:
        """Whether nobody has claimed it since: asked right before the call leaves."""

    async def sent(self, message: OutboxMessage, platform_id: str, at: datetime) -> bool:
        """It is there: note it, and remember it as a card if it shows anything. False if the claim was lost."""

    async def scheduled(self, message: OutboxMessage, handle: str, look_at: datetime, doubts: int = 0) -> bool:
        """The platform will post it; look again at ``look_at``."""

    async def later(self, message: OutboxMessage, at: datetime, why: str) -> bool:
        """This attempt posted nothing: again at ``at``, as what it was; not counted as an attempt."""

    async def put_off(self, message: OutboxMessage, until: datetime, now: datetime) -> bool:
        """It is too late for its time: ready for another one, which is committed before anybody is asked."""

    async def doubt(self, message: OutboxMessage, at: datetime, why: str) -> bool:
        """Nobody knows: *ambiguous* until it is looked for at ``at``."""

    async def withdraw(self, message: OutboxMessage, why: str, at: datetime) -> bool:
        """Nobody wants it any more and nothing of it is there. Its key is free again."""

    async def dead(self, message: OutboxMessage, why: str, at: datetime) -> bool:
        """It will never be posted."""

    async def recover(self, owner: str, now: datetime) -> int:
        """At start: what dead processes were sending becomes *ambiguous* now. Returns how many messages those were."""

    async def turn_back(self, now: datetime, late: datetime) -> None:
        """Undo what a clock that was ahead did.

        Digests queued by it are withdrawn, other messages that were to wait until after ``late`` are due now, and what
        it settled and posted counts as settled and posted by now.
        """

    def next_due(self, platforms: Sequence[str]) -> datetime | None:
        """When the next open message wants attention."""

    def totals(self) -> Totals:
        """How much stands in each state."""

    def get(self, key: str) -> OutboxMessage | None:
        """The message of a key."""

    def missed(self, places: Sequence[str], since: datetime) -> Mapping[str, tuple[OutboxMessage, ...]]:
        """By place, what could not be posted in time or not be found out about since a moment."""

    def told(self, places: Sequence[str], since: datetime) -> Mapping[str, frozenset[str]]:
        """By place, the changes that alerts queued since a moment have told there."""

    def recent(self, subscription: str, limit: int = 10) -> tuple[OutboxMessage, ...]:
        """The latest messages of a subscription, newest first."""

    async def forget(self, before: datetime, cards_before: datetime, limit: int = 5_000) -> int:
        """Remove old settled messages and cards, and bodies nothing points at. Returns how many messages went."""

    async def remember(self, post: Post) -> None:
        """Remember a card a platform posted as an answer (*Share in channel*), if it shows anything."""

    def cards(self, shown: Sequence[str], since: datetime) -> tuple[Card, ...]:
        """Cards posted since a moment that show any of these objects."""

    def shown(self, since: datetime) -> frozenset[str]:
        """The objects shown by any card posted since a moment."""

    def card(self, place: str, key: str) -> Card | None:
        """The card posted in a place under a key."""
