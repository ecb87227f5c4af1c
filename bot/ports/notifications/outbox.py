"""The outbox: queued messages, posted messages, and their claims.

The outbox in storage is the only record of posts. A message is stored under a natural key before anything is sent, its
body is fixed, and *sending* is committed before the first byte leaves: a kill at any moment leaves a row that says what
has to be checked. A platform implements `Poster`; it decides nothing, stores nothing and retries nothing by itself.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.messages.reply import Reply

CALL_SECONDS = 15.0  # total time limit of one call to a platform; other time limits build on it


# ---------------------------------------------------------------------------------------------- what a platform answers
@dataclass(frozen=True, slots=True)
class Delivered:
    """Posted; ``message`` is its id on the platform, for edits ('' if not returned)."""

    message: str


@dataclass(frozen=True, slots=True)
class TryLater:
    """Definitely not posted.

    Retrying after ``after`` seconds may help (429, no network).
    """

    after: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class GaveUp:
    """Definitely not posted, and never will be (a definite 4xx).

    ``why`` is shown to the subscriber. ``gone`` means that the place itself is closed to us (deleted, archived, not a
    member, no permission), so that its subscriptions are switched off.
    """

    why: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryUnknown:
    """Delivery unknown: a timeout, a broken connection, any 5xx.

    ``copies``: the place shows each repeat once more, whatever the platform `remembers`, so that few are sent.
    """

    why: str
    copies: bool = False


Posting = Delivered | TryLater | GaveUp | DeliveryUnknown


class UnreadableMessage(Exception):
    """The history could not be read."""


class Poster(Protocol):
    """A platform that posts.

    One call is one attempt, without hidden retries by a client library. No method raises for a platform's answer; each
    returns within ``deadline`` seconds. ``key`` is the message's natural key. Its `nonce` goes into the platform's
    deduplication field, if any, and its `reference` into the posted text (footer, context line), so that the message
    can be found again. Mentions are disabled and links do not unfurl in posts.
    """

    @property
    def platform(self) -> str:
        """The prefix of this platform's places: ``discord``, ``slack``, ``console``."""

    @property
    def remembers(self) -> float:
        """How many seconds the platform deduplicates a repeated key; 0 if never."""

    @property
    def per_second(self) -> float:
        """How many messages a second the platform accepts from us, over all places."""

    async def send(self, place: str, reply: Reply, key: str, deadline: float = CALL_SECONDS) -> Posting:
        """Post a reply in a place: ``discord:7/9``, or a person's ``discord:@42``."""

    async def edit(self, place: str, message: str, reply: Reply, key: str, deadline: float = CALL_SECONDS) -> Posting:
        """Replace a posted message. Safe to repeat."""

    async def find(self, place: str, key: str, since: datetime) -> Delivered | None:
        """Find our message of that key in a place since a moment; None if absent.

        Raises:
            UnreadableMessage: the history may not be read, or does not reach back to ``since``.
        """


def nonce(key: str) -> str:
    """Derive the deduplication nonce from a key: 25 characters, Discord's limit.

    The key contains the place, because it is not documented that Discord distinguishes channels
    (https://discord.com/developers/docs/resources/message#create-message).
    """
    return base64.b32encode(hashlib.sha256(key.encode()).digest()).decode()[:25]


def reference(key: str) -> str:
    """Derive the short reference shown in a posted message: ``ref 7QK2M4XA``."""
    return "ref " + nonce(key)[:8]


# ------------------------------------------------------------------------------------------------------- what is queued
class MessageKind(StrEnum):
    """Kind of a message; alerts and corrections overtake digests."""

    DIGEST = "digest"
    ALERT = "alert"
    NOTE = "note"
    CORRECTION = "correction"


class MessageState(StrEnum):
    """Delivery state of a message."""

    READY = "ready"
    SENDING = "sending"
    AMBIGUOUS = "ambiguous"
    SENT = "sent"
    MISSED = "missed"
    DEAD = "dead"
    WITHDRAWN = "withdrawn"


HIDDEN = "a part of what it tells is switched off there"  # why it is withdrawn; an alert tells the rest anew
OPEN = (MessageState.READY, MessageState.SENDING, MessageState.AMBIGUOUS)


@dataclass(frozen=True, slots=True)
class OutboxDraft:
    """A message to queue; the same ``key`` is never queued twice.

    It is posted from ``not_before`` on, and is worth sending until ``deadline``. ``items`` are the changes it reports,
    up to the moment ``covers`` and the change-log position ``told``. ``edits`` is the key of the card it replaces;
    ``tenant`` is set in a person's own place. ``parts`` are those of
    `bot.domain.parts.PARTS` that hide some of it where they are switched off.
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
    tenant: str = ""
    parts: frozenset[str] = frozenset()
    body: str = ""  # the reply as `bot.messages.codec` encodes it, where that was done


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A queued message.

    ``fence`` grows with each claim; only the latest claimer may update it. A claimed message carries its previous
    state: *ambiguous* means that it must be looked up first. ``tenant`` and ``parts`` are those of its draft.
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
    message: str = ""
    subscription: str = ""
    edits: str = ""
    error: str = ""
    body: int = 0
    items: tuple[str, ...] = ()
    queued_at: datetime | None = None
    settled_at: datetime | None = None
    tenant: str = ""
    parts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Card:
    """A posted card that shows ledger objects, so that corrections can reach it.

    ``shows`` holds the ids of the objects (``CL-0044``), ``posted_at`` the time its content was current, ``asked_by``
    who requested it, ``version`` how often it was corrected.
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
    """An answer posted for everyone: its place, message id and requester."""

    place: str
    message: str
    reply: Reply
    asked_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Totals:
    """Message counts by state, and when the oldest waiting one was due."""

    states: Mapping[MessageState, int] = field(default_factory=dict)
    oldest: datetime | None = None


class Outbox(Protocol):
    """The durable queue; every change is one committed transaction."""

    def enter(self) -> str:
        """Register a sender of this process.

        Others can tell from its name whether the process lives.
        """

    def leave(self, owner: str) -> None:
        """Unregister a sender."""

    async def add(self, drafts: Sequence[OutboxDraft], at: datetime) -> int:
        """Queue drafts and return how many were new.

        Known keys are skipped unless withdrawn.
        """

    async def claim(self, owner: str, platforms: Sequence[str], now: datetime, limit: int) -> tuple[OutboxMessage, ...]:
        """Claim up to ``limit`` due messages for sending, urgent first, one per place.

        The claim is committed. A message whose previous lease expired is claimed as *ambiguous*; one past its deadline
        becomes *missed*.
        """

    def body(self, message: OutboxMessage | Card) -> Reply:
        """Return the stored reply of a message or card: the same each time."""

    def mine(self, message: OutboxMessage) -> bool:
        """Whether the claim still holds; checked right before the call is made."""

    async def sent(self, message: OutboxMessage, platform_id: str, at: datetime) -> bool:
        """Record a delivery, and a card if it shows anything; False if the claim was lost."""

    async def later(self, message: OutboxMessage, at: datetime, why: str) -> bool:
        """Retry at ``at`` in the previous state.

        This attempt posted nothing and is not counted.
        """

    async def doubt(self, message: OutboxMessage, at: datetime, why: str) -> bool:
        """Mark as *ambiguous* until it is looked up at ``at``."""

    async def withdraw(self, message: OutboxMessage, why: str, at: datetime) -> bool:
        """Withdraw an unsent message that is no longer wanted; its key becomes free."""

    async def dead(self, message: OutboxMessage, why: str, at: datetime) -> bool:
        """Mark as never deliverable."""

    async def recover(self, owner: str, now: datetime) -> int:
        """Mark messages of dead processes as *ambiguous*, at start; returns how many."""

    async def turn_back(self, now: datetime, late: datetime) -> None:
        """Undo the effects of a clock that was ahead.

        Digests it queued are withdrawn, other messages postponed beyond ``late`` are due now, and what it settled and
        posted counts as settled and posted by now.
        """

    def next_due(self, platforms: Sequence[str]) -> datetime | None:
        """Return when the next open message is due."""

    def totals(self) -> Totals:
        """Return the message counts by state."""

    def get(self, key: str) -> OutboxMessage | None:
        """Return the message with a key."""

    def missed(self, places: Sequence[str], since: datetime) -> Mapping[str, tuple[OutboxMessage, ...]]:
        """Return by place what was not posted in time or remained unknown since a moment."""

    def reported(self, places: Sequence[str], since: datetime) -> Mapping[str, frozenset[str]]:
        """Return by place the changes that alerts queued since a moment have reported."""

    def recalled(self, since: datetime) -> Mapping[str, frozenset[datetime]]:
        """Return by subscription when the alerts that were since withdrawn were queued.

        Counted are those withdrawn as `HIDDEN` since a moment.
        """

    def queued(self, subscriptions: Sequence[str], since: datetime) -> Mapping[str, int]:
        """Return by subscription how many messages were queued since a moment."""

    def recent(self, subscription: str, limit: int = 10) -> tuple[OutboxMessage, ...]:
        """Return the latest messages of a subscription, newest first."""

    async def forget(self, before: datetime, cards_before: datetime, limit: int = 5_000) -> int:
        """Delete old settled messages, cards and unreferenced bodies.

        Returns how many messages.
        """

    async def remember(self, post: Post) -> None:
        """Record a card posted as an answer (*Share in channel*), if it shows anything."""

    def cards(self, shown: Sequence[str], since: datetime) -> tuple[Card, ...]:
        """Return cards posted since a moment that show any of these objects."""

    def shown(self, since: datetime) -> frozenset[str]:
        """Return the objects shown by any card posted since a moment."""

    def card(self, place: str, key: str) -> Card | None:
        """Return the card posted in a place under a key."""
