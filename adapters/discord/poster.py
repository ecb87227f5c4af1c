"""Post in channels: `bot.ports.notifications.outbox.Poster` for Discord.

A post carries a nonce made from its key and asks Discord to enforce it: within a few minutes the same key gives the
same message (https://discord.com/developers/docs/resources/message#create-message). Discord's answer is sorted into
sent, later, never and unknown; nothing is retried here.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from adapters.discord import controls
from adapters.discord.handler import Draw, pictures
from adapters.discord.parse import EPOCH
from adapters.discord.render import DiscordMessage, draw
from adapters.discord.transport.rate_limiter import GUARD
from adapters.discord.transport.rest import DiscordRest, RestAnswer, Unreached
from adapters.runtime.optional_writes import keys_of_saved_lines
from bot.messages.levels import shown
from bot.messages.reply import Reply
from bot.ports import Clock
from bot.ports.accounts.tenants import Tenants
from bot.ports.notifications.outbox import (
    CALL_SECONDS,
    Delivered,
    DeliveryUnknown,
    GaveUp,
    Posting,
    TryLater,
    UnreadableMessage,
    nonce,
    reference,
)

log = logging.getLogger(__name__)

SHARE = 0.9  # of the time a call may take; the rest is for drawing before and sorting after
REMEMBERS = 120.0  # seconds; the documentation says "a few minutes" and names no number
AGAIN = 5.0  # seconds after a connection that was never made
LOCKED_OUT = 600.0  # seconds to leave Discord alone after it refused our token
NOT_DISCORD = 60.0  # seconds after a refusal in no words of Discord's
PAGE, PAGES = 100, 5  # messages looked through for one of ours
ROOMS = 4_096  # persons whose channel is remembered
LOOK_BACK = timedelta(minutes=1)  # clocks differ

# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
MISSING_ACCESS, MISSING_PERMISSION, NO_DM = 50_001, 50_013, 50_007
CLOSED = {
    10_003: "The channel was deleted.",
    10_004: "The bot is no longer in that server.",
    MISSING_ACCESS: "The channel is closed to the bot: it lacks View Channel there.",
    MISSING_PERMISSION: "The bot lacks Send Messages there.",
    NO_DM: "That person takes no direct messages from the bot.",
    50_008: "Messages cannot be posted in that kind of channel.",
    50_024: "Messages cannot be posted in that kind of channel.",
    50_083: "The thread is archived.",
    160_005: "The thread is locked.",
    220_001: "The channel became a forum, and takes no plain messages.",
    220_003: "The channel became a forum, and takes no plain messages.",
}
UNKNOWN_MESSAGE = 10_008


class DiscordPoster:
    """Posts, edits and finds messages, each in one attempt."""

    platform = "discord"
    remembers = REMEMBERS

    def __init__(self, rest: DiscordRest, picture: Draw, tenants: Tenants, clock: Clock, per_second: int = 50) -> None:
        self._rest, self._picture, self._tenants, self._clock = rest, picture, tenants, clock
        self.per_second = per_second / (1 + GUARD)
        self._rooms: dict[str, str] = {}
        self._locked_until: datetime | None = None

    async def send(self, place: str, reply: Reply, key: str, deadline: float = CALL_SECONDS) -> Posting:
        """Post a reply; the same key within a few minutes gives the first message again."""
        reply = shown(reply)
        message = await self._drawn(reply, key)

        async def post(channel: str, message: DiscordMessage) -> RestAnswer:
            path = f"/channels/{channel}/messages"
            body = message.payload(nonce=nonce(key), enforce_nonce=True)
            return await self._rest.call("POST", path, body, message.files, bucket=path, seconds=deadline * SHARE)

        return await self._attempt(place, message, reply, key, post, deadline)

    async def edit(self, place: str, message: str, reply: Reply, key: str, deadline: float = CALL_SECONDS) -> Posting:
        """Replace a posted message."""
        reply = shown(reply)
        drawn = await self._drawn(reply, key)

        async def patch(channel: str, drawn: DiscordMessage) -> RestAnswer:
            path, bucket = f"/channels/{channel}/messages/{message}", f"PATCH /channels/{channel}/messages"
            body = drawn.payload() | ({} if drawn.files else {"attachments": []})
            return await self._rest.call("PATCH", path, body, drawn.files, bucket=bucket, seconds=deadline * SHARE)

        return await self._attempt(place, drawn, reply, key, patch, deadline)

    async def _attempt(
        self,
        place: str,
        message: DiscordMessage,
        reply: Reply,
        key: str,
        act: Callable[[str, DiscordMessage], Awaitable[RestAnswer]],
        deadline: float,
    ) -> Posting:
        now = self._clock.now()
        if self._locked_until and now < self._locked_until:
            return TryLater((self._locked_until - now).total_seconds(), "Discord refused the bot's token.")
        if shut := self._rest.limiter.shut:
            return TryLater(shut, "Discord asked for a pause.")
        try:
            async with asyncio.timeout(deadline):
                room = await self._room(place)
                if not isinstance(room, str):
                    return room
                answer = await act(room, message)
                if answer.status == 403 and answer.code == MISSING_PERMISSION and message.files:  # noqa: PLR2004 - HTTP status
                    answer = await act(room, await self._drawn(reply, key, bare=True))
        except Unreached as error:
            return DeliveryUnknown(str(error)) if error.left else TryLater(AGAIN, str(error))
        except TimeoutError:
            return DeliveryUnknown("no answer in time")
        return self._sorted(answer, place)

    def _sorted(self, answer: RestAnswer, place: str) -> Posting:
        """What an answer means for the message."""
        if answer.ok and isinstance(answer.body, dict) and answer.body.get("id"):
            return Delivered(str(answer.body["id"]))
        if answer.status == 429:  # noqa: PLR2004 - HTTP status
            return TryLater(answer.retry_after, "Discord asked for a pause.")
        if answer.status == 401:  # noqa: PLR2004 - HTTP status
            self._locked_until = self._clock.now() + timedelta(seconds=LOCKED_OUT)
            log.error("token refused")
            return TryLater(LOCKED_OUT, "Discord refused the bot's token.")
        if answer.ok or answer.status >= 500 or answer.status == 408:  # noqa: PLR2004 - HTTP status
            return DeliveryUnknown(f"status {answer.status}")
        if why := CLOSED.get(answer.code):
            self._rooms.pop(place, None)
            return GaveUp(why, gone=True)
        if answer.code == UNKNOWN_MESSAGE:
            return GaveUp("The message was deleted.")
        if not isinstance(answer.body, dict):  # a page of something between us and Discord
            return TryLater(NOT_DISCORD, f"Something before Discord refused it: status {answer.status}.")
        return GaveUp(f"Discord refused it: {answer.says}.")

    async def _room(self, place: str) -> str | Posting:
        """The channel of a place; a person's is opened first."""
        tenant, _, channel = place.partition("/")
        person = tenant.partition(":")[2]
        if not person.startswith("@"):
            return channel
        if known := self._rooms.get(place):
            return known
        answer = await self._rest.call("POST", "/users/@me/channels", {"recipient_id": person.removeprefix("@")})
        if answer.ok and isinstance(answer.body, dict):
            if len(self._rooms) >= ROOMS:
                del self._rooms[next(iter(self._rooms))]
            self._rooms[place] = str(answer.body["id"])
            return self._rooms[place]
        posting = self._sorted(answer, place)
        # Nothing was posted yet, whatever became of the room.
        return TryLater(AGAIN, posting.why) if isinstance(posting, DeliveryUnknown) else posting

    async def _drawn(self, reply: Reply, key: str, *, bare: bool = False) -> DiscordMessage:
        keys = await keys_of_saved_lines(self._tenants, controls.too_long(reply), self._clock.now())
        images = () if bare else await pictures(reply, self._picture)
        message = draw(reply, images, keys, reference(key))
        return message.bare() if bare else message

    async def find(self, place: str, key: str, since: datetime) -> Delivered | None:
        """Look for our message of a key in the channel's history."""
        mark, wanted = reference(key), nonce(key)
        try:
            room = await self._room(place)
            if not isinstance(room, str):
                raise UnreadableMessage(room.why if not isinstance(room, Delivered) else "")
            after = (int((since - LOOK_BACK).timestamp() * 1_000) - EPOCH) << 22
            for _ in range(PAGES):
                path = f"/channels/{room}/messages?limit={PAGE}&after={after}"
                answer = await self._rest.call("GET", path, bucket=f"GET /channels/{room}/messages")
                if not answer.ok or not isinstance(answer.body, list):
                    raise UnreadableMessage(answer.says)
                for message in answer.body:
                    if message.get("nonce") == wanted or _mentions(message.get("components") or [], mark):
                        return Delivered(str(message["id"]))
                if len(answer.body) < PAGE:
                    return None
                after = max(int(message["id"]) for message in answer.body)
        except Unreached as error:
            raise UnreadableMessage(str(error)) from None
        raise UnreadableMessage("more messages came since than I look through")


def _mentions(components: list[dict[str, Any]], mark: str) -> bool:
    return any(
        mark in str(component.get("content") or "") or _mentions(component.get("components") or [], mark)
        for component in components
    )
