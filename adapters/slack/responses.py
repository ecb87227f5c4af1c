"""The ways an answer gets to where it belongs, in the order they are tried.

A private answer: the response_url (five uses in half an hour), then an ephemeral message, then a direct message.
A public one: an ordinary message, because only that can be edited when a grade changes later, then the response_url,
which also reaches channels we are not a member of. A private answer that may have arrived is sent by the next way
all the same; a public one is never sent twice: the person is told that it may be there.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from adapters.runtime.optional_writes import keys_of_saved_lines, saved
from adapters.slack.controls import long_lines
from adapters.slack.limits import BLOCKS, RESPONSE_LIFE, RESPONSES
from adapters.slack.parse import SlackContext
from adapters.slack.render import SlackMessage, draw
from adapters.slack.transport.files import Files
from adapters.slack.transport.web_client import NoAnswer, OutcomeUnknown, Refused, SlackWebClient
from bot.messages.reply import Outcome, Reply, Severity, Text, code
from bot.messages.reply_json import EXPORT_FILE
from bot.messages.reply_memo import ReplyMemo
from bot.ports.accounts.tenants import Tenants
from bot.ports.notifications.outbox import Post

log = logging.getLogger(__name__)

QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
REMEMBERING = 60.0  # seconds to note an answer that was given; a correction finds only those that were
CLOSED = {
    "channel_not_found": "I am not in that channel.",
    "is_archived": "That channel is archived.",
    "not_in_channel": "I am not in that channel.",
    "restricted_action": "A setting of this workspace keeps me from posting there.",
    "restricted_action_read_only_channel": "That channel is read-only.",
}


class ResponseSender:
    """Sends replies; ``remember`` hears of every public one, to correct it later."""

    def __init__(
        self,
        web: SlackWebClient,
        files: Files,
        tenants: Tenants,
        remember: Callable[[Post], Awaitable[None]] | None = None,
    ) -> None:
        self._web, self.files, self._tenants, self._remember = web, files, tenants, remember
        self._uses: dict[str, int] = {}
        self._plainly = ReplyMemo(draw)

    async def draw(self, reply: Reply, images: Mapping[int, str] | None = None, most: int = BLOCKS) -> SlackMessage:
        """A reply as blocks; orders too long for a button are kept first."""
        if not images and most == BLOCKS and not any(long_lines(reply.actions)):
            return self._plainly(reply)
        return draw(reply, images=images, kept=await self.kept(reply), most=most)

    async def kept(self, reply: Reply) -> dict[str, str]:
        """The keys of the orders that are too long for their buttons, kept now."""
        now = self._web.clock.now()
        return await keys_of_saved_lines(self._tenants, long_lines(reply.actions), now)

    async def answer(self, where: SlackContext, reply: Reply) -> None:
        """Send a reply where its privacy says; its pictures follow if they take long."""
        if reply.private:
            await self.private(where, reply, await self.files.upload_all(where.team, reply))
        else:
            await self.public(where, reply)

    async def private(self, where: SlackContext, reply: Reply, images: Mapping[int, str] | None = None) -> None:
        """Show a reply to the person alone."""
        drawn = await self.draw(reply, images)
        if where.direct and await self._said(where, drawn):
            return
        body = payload(drawn)
        if where.thread:
            body["thread_ts"] = where.thread
        if await self._respond(
            where, {**body, "replace_original": where.in_place and reply.outcome is Outcome.ANSWERED}
        ):
            return
        message = {"text": drawn.text, "blocks": drawn.blocks}
        if where.channel:
            thread = {"thread_ts": where.thread} if where.thread else {}
            asked = {"channel": where.channel, "user": where.user, **message, **thread}
            try:
                await self._web.call(where.team, "chat.postEphemeral", asked)
            except NoAnswer as error:
                log.info("slack ephemeral not sent", extra={"team": where.team, "why": str(error)})
            else:
                return
        try:
            await self._web.call(where.team, "chat.postMessage", {"channel": where.user, **message, **QUIET})
        except NoAnswer as error:
            log.warning("slack answer lost", extra={"team": where.team, "why": str(error)})

    async def _said(self, where: SlackContext, drawn: SlackMessage) -> bool:
        """Answer in the conversation with this person; whether that was possible."""
        thread = {"thread_ts": where.thread} if where.thread else {}
        asked = {"channel": where.channel, "text": drawn.text, "blocks": drawn.blocks, **QUIET, **thread}
        try:
            await self._web.call(where.team, "chat.postMessage", asked)
        except NoAnswer as error:
            log.info("slack message not sent", extra={"team": where.team, "why": str(error)})
            return isinstance(error, OutcomeUnknown)
        return True

    async def unfurl(self, team: str, message: Mapping[str, Any], cards: Mapping[str, SlackMessage]) -> None:
        """Show cards under the addresses of a message."""
        unfurls = {url: {"blocks": drawn.blocks} for url, drawn in cards.items()}
        try:
            await self._web.call(team, "chat.unfurl", {**message, "unfurls": unfurls})
        except NoAnswer as error:
            log.info("slack links not unfurled", extra={"team": team, "why": str(error)})

    async def public(self, where: SlackContext, reply: Reply) -> None:
        """Post a reply for all to see, once; if that is impossible the person is told why."""
        drawn = await self.draw(_signed(reply, where), await self.files.upload_all(where.team, reply))
        why = "There is no channel here."
        if where.channel:
            under = where.thread or where.under
            thread = {"thread_ts": under} if under else {}
            asked = {"channel": where.channel, "text": drawn.text, "blocks": drawn.blocks, **QUIET, **thread}
            try:
                sent = await self._web.call(where.team, "chat.postMessage", asked)
            except OutcomeUnknown as error:
                log.warning("slack post unclear", extra={"team": where.team, "why": str(error)})
                await self.private(where, _maybe())
                return
            except NoAnswer as error:
                log.info("slack post refused", extra={"team": where.team, "why": str(error)})
                why = CLOSED.get(error.why, error.why)
            else:
                await self._noted(where, str(sent.get("ts", "")), reply)
                return
            body: dict[str, Any] = {
                **payload(drawn),
                "response_type": "in_channel",
                "replace_original": False,
                **thread,
            }
            if await self._respond(where, body, once=True):
                return
        invite = ("Type ", code("/invite"), " and my name there, then share again.")
        missing = Reply(title="I could not post that here.", parts=(Text(why), Text(invite)), severity=Severity.WARN)
        await self.private(where, replace(missing, actions=()))

    async def export(self, where: SlackContext, rows: str) -> None:
        """Send rows to the person as a file in a direct message.

        An ephemeral answer cannot hold one.
        """
        text = "What you exported. Only you can see this conversation."
        try:
            if not self.files.possible(where.team):
                raise Refused("export", "missing_scope")
            sent = await self._web.call(where.team, "chat.postMessage", {"channel": where.user, "text": text, **QUIET})
            await self.files.share(where.team, str(sent.get("channel", "")), EXPORT_FILE, rows.encode())
        except NoAnswer as error:
            log.info("slack export not sent", extra={"team": where.team, "why": str(error)})
            words = "I may not send files here; an admin can allow it (files:write), or ask the operator."
            parts = (Text(words),)
            await self.private(where, Reply(title="The file could not be sent.", parts=parts, severity=Severity.WARN))

    async def _noted(self, where: SlackContext, stamp: str, reply: Reply) -> None:
        if self._remember is not None and stamp and reply.shows:
            place = f"slack:{where.team}/{where.channel}"
            await saved(self._remember(Post(place, stamp, reply, where.actor, self._web.clock.now())), wait=REMEMBERING)

    async def _respond(self, where: SlackContext, body: Mapping[str, Any], *, once: bool = False) -> bool:
        """Answer by the response_url and say whether it worked.

        ``once``: what may have worked counts as having worked.
        """
        if not self.open(where):
            return False
        self._uses[where.url] = self._uses.get(where.url, 0) + 1
        if len(self._uses) > 10_000:  # noqa: PLR2004 - old ones have ended long before that many came
            self._uses = dict(list(self._uses.items())[5_000:])
        try:
            await self._web.respond(where.url, body)
        except OutcomeUnknown:
            return once
        except NoAnswer as error:
            if isinstance(error, Refused):
                self._uses[where.url] = RESPONSES  # used up or ended; another try would only be refused again
            log.info("slack response_url refused", extra={"team": where.team, "why": error.why})
            return False
        return True

    def open(self, where: SlackContext) -> bool:
        """Whether the response_url of a payload can still be used."""
        if not where.url or where.at is None or self._uses.get(where.url, 0) >= RESPONSES:
            return False
        return self._web.clock.now() - where.at < timedelta(seconds=RESPONSE_LIFE)


def payload(drawn: SlackMessage) -> dict[str, Any]:
    """A private answer as an acknowledgement or a response_url takes it."""
    return {"response_type": "ephemeral", "text": drawn.text, "blocks": drawn.blocks, **QUIET}


def _signed(reply: Reply, where: SlackContext) -> Reply:
    """A shared reply with its sharer's name instead of their id, if it is known."""
    if not where.name:
        return reply
    shared = Text(f"Shared by {where.user}", quiet=True)
    named = Text(f"Shared by {where.name}", quiet=True)
    parts = tuple(named if part == shared else part for part in reply.parts)
    short = reply.brief and replace(
        reply.brief, parts=tuple(named if part == shared else part for part in reply.brief.parts)
    )
    return replace(reply, parts=parts, brief=short)


def _maybe() -> Reply:
    return Reply(
        title="I do not know whether that was posted.",
        parts=(Text("Slack did not answer. Look at the channel before you share it again: I never post twice."),),
        severity=Severity.WARN,
    )
