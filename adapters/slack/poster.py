"""Posting by ourselves: digests, alerts, corrections. Implements `bot.ports.notifications.outbox.Poster`.

One call is one attempt with one of four results: posted, not posted and worth another try, not posted and never will
be, or unknown. Slack has no key of idempotency (``client_msg_id`` is not a documented argument), and reading the
history would need a scope we never ask for; so a message sent and not answered is *ambiguous* and not sent again here.
Digests are placed ahead instead (``chat.scheduleMessage``): those waiting can be listed and surplus ones deleted while
nobody has seen them. Without ``metadata``: Slack silently drops scheduled messages that carry it.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from adapters.slack.limits import TEXT, WORKSPACE_POSTS
from adapters.slack.render import SlackMessage, draw, plain_text
from adapters.slack.responses import CLOSED, QUIET, ResponseSender
from adapters.slack.transport.web_client import (
    LOCKED_OUT,
    NoAnswer,
    OutcomeUnknown,
    Refused,
    SlackWebClient,
    TryAgainLater,
)
from bot.messages.errors import SpudwatchError
from bot.messages.levels import shown
from bot.messages.reply import Reply
from bot.ports.notifications.outbox import (
    CALL_SECONDS,
    Delivered,
    DeliveryUnknown,
    GaveUp,
    Posting,
    Scheduled,
    TryLater,
    UnreadableMessage,
    reference,
)

PICTURES = 0.5  # the part of the time that pictures may take
PAGES = 10  # of scheduled messages, a hundred each
LATER = {"restricted_too_many": 300.0, "time_in_past": 1.0}  # refused now, and not for ever
GONE = frozenset(
    {*CLOSED, *LOCKED_OUT, "not_installed", "channel_type_not_supported", "missing_scope", "no_permission"}
)
WORDS = CLOSED | {
    "missing_scope": "I was not allowed to post there when I was installed.",
    "no_permission": "I may not post there.",
    "not_installed": "I am no longer installed in that workspace.",
    "token_revoked": "I am no longer installed in that workspace.",
    "account_inactive": "I was switched off in that workspace.",
}


class Posts:
    """Slack as a place to post in."""

    platform = "slack"
    remembers = 0.0
    schedules = True

    def __init__(self, web: SlackWebClient, delivery: ResponseSender) -> None:
        self._web, self._delivery = web, delivery

    @property
    def per_second(self) -> float:
        """How many messages a second all the workspaces together take from us."""
        return WORKSPACE_POSTS / 60 * max(1, len(self._web.installations.teams()))

    async def send(self, place: str, reply: Reply, key: str, deadline: float = CALL_SECONDS) -> Posting:
        """Post a reply; a picture that is not ready in time is told in words."""
        team, channel = _where(place)
        return await self._attempt(team, "chat.postMessage", {"channel": channel, **QUIET}, reply, key, deadline)

    async def edit(self, place: str, message: str, reply: Reply, key: str, deadline: float = CALL_SECONDS) -> Posting:
        """Replace what was posted."""
        team, channel = _where(place)
        direct, _, stamp = message.rpartition(":")
        asked = {"channel": direct or channel, "ts": stamp}
        return await self._attempt(team, "chat.update", asked, reply, key, deadline)

    async def find(self, place: str, key: str, since: datetime) -> Delivered | None:
        """Nothing can be found again: the history is not read, because that scope is never asked for."""
        raise UnreadableMessage("Slack's history is not read")

    async def schedule(
        self, place: str, reply: Reply, key: str, at: datetime, deadline: float = CALL_SECONDS
    ) -> Scheduled | TryLater | GaveUp | DeliveryUnknown:
        """Ask Slack to post at a moment, in a channel."""
        team, channel = _where(place)
        asked = {"channel": channel, "post_at": int(at.timestamp()), **QUIET}
        answer = await self._attempt(team, "chat.scheduleMessage", asked, reply, key, deadline)
        return Scheduled(answer.message) if isinstance(answer, Delivered) else answer

    async def scheduled(self, place: str, key: str, at: datetime) -> tuple[str, ...]:
        """The handles of our messages of that key waiting for that moment, oldest first."""
        team, channel = _where(place)
        moment, mark = int(at.timestamp()), reference(key)
        asked: dict[str, Any] = {"channel": channel, "oldest": moment - 1, "latest": moment + 1, "limit": 100}
        found: list[tuple[int, str]] = []
        for _ in range(PAGES):
            try:
                answer = await self._web.call(team, "chat.scheduledMessages.list", asked)
            except (NoAnswer, SpudwatchError) as error:
                raise UnreadableMessage(str(error)) from None
            found += [
                (int(entry.get("date_created") or 0), str(entry["id"]))
                for entry in answer.get("scheduled_messages") or ()
                if int(entry.get("post_at") or 0) == moment and mark in str(entry.get("text") or "")
            ]
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return tuple(handle for _, handle in sorted(found))
            asked["cursor"] = cursor
        raise UnreadableMessage("more scheduled messages than can be looked through")

    async def unschedule(self, place: str, handle: str) -> bool:
        """Delete a waiting message; False if it could not be."""
        team, channel = _where(place)
        try:
            await self._web.call(
                team, "chat.deleteScheduledMessage", {"channel": channel, "scheduled_message_id": handle}
            )
        except (NoAnswer, SpudwatchError):
            return False
        return True

    async def _attempt(
        self, team: str, method: str, asked: dict[str, Any], reply: Reply, key: str, deadline: float
    ) -> Posting:
        began, reply = self._web.clock.now(), shown(reply)
        try:
            drawn = await self._drawn(team, reply, key, deadline * PICTURES)
            left = max(1.0, deadline - (self._web.clock.now() - began).total_seconds())
            body = {**asked, "text": drawn.text, "blocks": drawn.blocks}
            # The wait for its turn and the call itself share what is left.
            answer = await self._web.call(team, method, body, longest=left / 2, deadline=left / 2)
        except TryAgainLater as held:
            return TryLater(held.after, held.why)
        except OutcomeUnknown as unclear:
            return DeliveryUnknown(str(unclear))
        except Refused as refused:
            if refused.why in LATER:
                return TryLater(LATER[refused.why], refused.why)
            return GaveUp(WORDS.get(refused.why, f"Slack says {refused.why}."), gone=refused.why in GONE)
        except SpudwatchError as error:
            return TryLater(60.0, str(error))
        if method == "chat.scheduleMessage":
            return Delivered(str(answer.get("scheduled_message_id") or ""))
        stamp, channel = str(answer.get("ts") or ""), str(answer.get("channel") or "")
        # A direct message is sent to a person and edited in the channel that Slack opened for it.
        return Delivered(f"{channel}:{stamp}" if channel and channel != asked["channel"] else stamp)

    async def _drawn(self, team: str, reply: Reply, key: str, seconds: float) -> SlackMessage:
        mark = reference(key)
        images: dict[int, str] = {}
        if reply.pictures and self._delivery.files.possible(team):
            try:
                async with asyncio.timeout(seconds):
                    images = await self._delivery.files.upload_all(team, reply)
            except TimeoutError:
                images = {}
        drawn = draw(reply, images=images, kept=await self._delivery.kept(reply), mark=mark)
        text = plain_text(reply, TEXT - 2 * len(mark))
        return SlackMessage(f"{text}\n{mark}", drawn.blocks, drawn.left_out)


def _where(place: str) -> tuple[str, str]:
    """The workspace and the channel of a place; ``slack:T1/@U2`` is the person."""
    team, _, channel = place.removeprefix("slack:").partition("/")
    return team, channel.removeprefix("@")
