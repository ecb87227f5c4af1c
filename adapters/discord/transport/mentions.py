"""Direct messages and mentions, read as plain words and answered by a reply.

Both need no privileged intent: Discord gives the content of a message that is a direct one or mentions the bot to every
bot (https://discord.com/developers/docs/events/gateway#message-content-intent). Of all others only the envelope comes,
and only where *Guild Messages* is asked for; it is dropped as it comes.

A message has no answer that one person alone sees. So in a server only look-ups are answered there, brief; what is for
one person goes to them directly.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from adapters.discord import controls
from adapters.discord.command_mentions import spelled
from adapters.discord.markup import message_text
from adapters.discord.parse import made_at
from adapters.discord.render import DiscordMessage, draw
from adapters.discord.transport.rest import DiscordRest, RestAnswer, Unreached
from adapters.runtime.optional_writes import keys_of_saved_lines
from bot.dispatch.app import App
from bot.dispatch.error_reply import error_reply
from bot.messages import words
from bot.messages.errors import OurFault
from bot.messages.levels import shown
from bot.messages.reply import Button, Outcome, Reply, Severity, Text
from bot.messages.request import Request, Role

log = logging.getLogger(__name__)

SEEN: Final = 1_024  # messages remembered, so that one delivered twice is answered once
ORDINARY: Final = (0, 19)  # a message, and a reply to one: resources/message#message-object-message-types
OPEN: Final = ("", "ask", "spudwatch help", "spudwatch privacy", "spudwatch status", "model watch")  # said to anybody
ELSEWHERE: Final = Reply(title="I wrote to you directly: that answer is for you alone.")
CLOSED: Final = Reply(
    title="That answer is for you alone, and I may not write to you directly.",
    parts=(Text("Use the command here: nobody else sees what I answer to it."),),
    severity=Severity.WARN,
)

Pictures = Callable[[Reply], Awaitable[Sequence[bytes | None]]]


@dataclass(frozen=True, slots=True)
class DirectedMessage:
    """A message that was said to us: who, where, what; ``direct`` without a server."""

    id: str
    channel: str
    author: str
    request: Request
    direct: bool


def is_for(us: str, message: Mapping[str, Any]) -> bool:
    """Whether a message is a direct one or names us, and a person wrote it."""
    author = message.get("author") or {}
    if author.get("bot") or message.get("webhook_id") or str(author.get("id")) == us:
        return False
    if message.get("type", 0) not in ORDINARY:
        return False
    return not message.get("guild_id") or any(str(one.get("id")) == us for one in message.get("mentions") or ())


def read(message: Mapping[str, Any]) -> DirectedMessage:
    """What was said to us and by whom.

    In a server nobody is more than a member here: a message does not tell permissions.

    Raises:
        KeyError, TypeError, ValueError: it is not shaped as Discord documents.
    """
    user, channel, guild = str(message["author"]["id"]), str(message["channel_id"]), message.get("guild_id")
    tenant = f"discord:{guild}" if guild else f"discord:@{user}"
    request = Request(
        line=message_text(message) or "spudwatch help",
        actor=f"discord:{user}",
        place=f"{tenant}/{channel}",
        roles=frozenset({Role.MEMBER}),
        groups=frozenset(map(str, (message.get("member") or {}).get("roles") or ())),
        actor_since=made_at(user),
        id=str(message["id"]),
    )
    return DirectedMessage(str(message["id"]), channel, user, request, not guild)


class MentionHandler:
    """Answers messages that were said to the bot."""

    def __init__(self, app: App, rest: DiscordRest, pictures: Pictures) -> None:
        self._app, self._rest, self._pictures = app, rest, pictures
        self._seen: dict[str, None] = {}

    async def handle(self, message: Mapping[str, Any]) -> None:
        """Answer one message; never raises: what is not understood is logged."""
        try:
            said = read(message)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            log.warning("message not understood", extra={"error": repr(error)[:200]})
            return
        if said.id in self._seen:
            return
        self._seen[said.id] = None
        if len(self._seen) > SEEN:
            del self._seen[next(iter(self._seen))]
        try:
            await self._answer(said)
        except Unreached as error:
            log.warning("mention not answered", extra={"error": str(error)})
        except Exception:
            log.exception("mention failed", extra={"id": said.id})
            await self._failed(said)

    async def _failed(self, said: DirectedMessage) -> None:
        try:
            await self._post(said.channel, error_reply(OurFault(), ""), said.id)
        except Unreached as error:
            log.warning("mention not answered", extra={"error": str(error)})

    async def _answer(self, said: DirectedMessage) -> None:
        reply = await self._app.run(said.request)
        if said.direct:
            await self._post(said.channel, reply, said.id)
        elif self._is_open(reply):
            await self._post(said.channel, _for_all(reply), said.id)
        else:
            await self._post(said.channel, ELSEWHERE if await self._directly(said, reply) else CLOSED, said.id)

    def _is_open(self, reply: Reply) -> bool:
        """Whether all in the channel may read an answer: a look-up, help, or its refusal."""
        if reply.command in OPEN:
            return True
        return self._app.catalogue.get(reply.command).shareable

    async def _directly(self, said: DirectedMessage, reply: Reply) -> bool:
        """Send an answer to the person alone; False where they let nobody write to them."""
        opened = await self._rest.call("POST", "/users/@me/channels", {"recipient_id": said.author})
        if not opened.ok or not isinstance(opened.body, dict):
            return False
        return (await self._post(str(opened.body.get("id") or ""), reply)).ok

    async def _post(self, channel: str, reply: Reply, to: str = "") -> RestAnswer:
        if reply.form is not None:  # a form opens from a press alone
            reply = replace(reply, actions=(*reply.actions, reply.form), form=None)
        message = await self._drawn(shown(reply))
        body = message.payload()
        if to:
            body["message_reference"] = {"message_id": to, "fail_if_not_exists": False}
        path = f"/channels/{channel}/messages"
        answer = await self._rest.call("POST", path, body, message.files, bucket=path)
        if not answer.ok:
            log.info("mention not answered", extra={"status": answer.status, "says": answer.says})
        return answer

    async def _drawn(self, reply: Reply) -> DiscordMessage:
        clock, tenants = self._app.ports.clock, self._app.ports.tenants
        keys = await keys_of_saved_lines(tenants, controls.too_long(reply), clock.now())
        return draw(spelled(reply, self._app.catalogue), await self._pictures(reply), keys)


def _for_all(reply: Reply) -> Reply:
    """An answer as a channel sees it: brief, without what only the asker may do.

    Of a refusal it has the first words.
    """
    if reply.outcome is not Outcome.ANSWERED:
        return replace(reply, parts=reply.parts[:1], form=None)
    actions = tuple(one for one in reply.actions if not (isinstance(one, Button) and one.label == words.SHARE))
    return replace(reply, private=False, actions=actions)
