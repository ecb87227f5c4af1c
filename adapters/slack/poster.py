"""Post digests, alerts, corrections: `bot.ports.notifications.outbox.Poster`.

One call is one attempt with one of four results: posted, not posted and worth another try, not posted and never will
be, or unknown. Slack has no key of idempotency (``client_msg_id`` is not a documented argument), and reading the
history would need a scope we never ask for; so a message sent and not answered is *ambiguous* and not sent again here.
Nothing is placed ahead (``chat.scheduleMessage``): Slack never tells the id of what it posted then, without which a
card cannot be corrected.
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
    TryLater,
    UnreadableMessage,
    reference,
)

PICTURES = 0.5  # the part of the time that pictures may take
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


class SlackPoster:
    """Slack as a place to post in."""

    platform = "slack"
    remembers = 0.0

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
        """Find nothing: reading the history needs a scope that is never asked for."""
        raise UnreadableMessage("Slack's history is not read")

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
            return GaveUp(WORDS.get(refused.why, f"Slack says {refused.why}."), gone=refused.why in GONE)
        except SpudwatchError as error:
            return TryLater(60.0, str(error))
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
