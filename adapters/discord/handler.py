"""Answer an interaction: at once if possible, else after a "thinking…".

Discord waits three seconds for the first answer and takes edits for fifteen minutes
(https://discord.com/developers/docs/interactions/receiving-and-responding). Privacy is fixed by the first answer, so it
is asked of the app before the command runs.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from adapters.discord import controls, forms, limits, parse
from adapters.discord.command_mentions import spelled
from adapters.discord.deferred_responses import DeferredResponses
from adapters.discord.render import DiscordMessage, draw, text_message
from adapters.discord.transport.initial_response import NOT_YET, First, ResponseOutcome
from adapters.discord.transport.rest import DiscordRest, RestAnswer, Unreached
from adapters.discord.welcome import Welcome
from adapters.net.first_step import own_task
from adapters.runtime.optional_writes import keys_of_saved_lines, saved
from bot.dispatch.app import App
from bot.dispatch.error_reply import error_reply
from bot.messages.errors import OurFault, SourceDown, SpudwatchError, TooMuch
from bot.messages.levels import shown
from bot.messages.reply import Form, Outcome, Picture, Reply, Severity, Text
from bot.messages.reply_memo import ReplyMemo
from bot.messages.request import Attachment
from bot.ports.notifications.outbox import Post

log = logging.getLogger(__name__)

PATIENCE = 1.5  # seconds an answer may take before Discord is told that it will come
REMEMBERING = 60.0  # seconds to note an answer that was given; a correction finds only those that were
SEEN = 4_096  # interactions remembered, so that one delivered twice is answered once
EDIT_PAUSES = (0.5, 1.0, 2.0, 4.0)  # seconds between tries of an edit, which may be repeated
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
OLD = Reply(
    title="This card is from before an update.",
    parts=(Text("I no longer know what that control did. Run the command again."),),
    severity=Severity.WARN,
)
SHUT = Reply(
    title="A form with so much text cannot be opened just now.",
    parts=(Text("The database accepts no writes at the moment. Try again in a minute."),),
    severity=Severity.WARN,
)
EXPIRED = "An answer took longer than the 15 minutes Discord allows for it. Please ask again."
GONE = (401, 403, 404)

Draw = Callable[[Picture], Awaitable[bytes]]
Remember = Callable[[Post], Awaitable[None]]


class TimerHandle(Protocol):
    """Something that was set to happen, and can be called off."""

    def cancel(self) -> None:
        """Do not let it happen."""


Later = Callable[[float, Callable[[], None]], TimerHandle]


@dataclass(slots=True)
class _Deferral:
    """Whether Discord was told to wait, and privately, as it is until that is known."""

    task: asyncio.Task[ResponseOutcome] | None = None
    private: bool = True


class _InStorageError(Exception):
    """What a control does is kept in storage."""


class InteractionHandler:
    """Turns interactions into answers, for the gateway and the HTTP endpoint."""

    def __init__(
        self,
        app: App,
        rest: DiscordRest,
        picture: Draw,
        *,
        remember: Remember | None = None,
        later: Later | None = None,
        welcome: Welcome | None = None,
        promised: DeferredResponses | None = None,
        here: Callable[[str], None] = lambda _tenant: None,
        patience: float = PATIENCE,
    ) -> None:
        self._app, self._rest, self._picture, self._promised = app, rest, picture, promised
        self._clock, self._tenants = app.ports.clock, app.ports.tenants
        self._remember, self._later, self._patience = remember, later, patience
        self._welcome, self._here = welcome, here
        self._seen: dict[str, None] = {}
        self._shown = ReplyMemo(shown)
        self._plainly = ReplyMemo(self._plain)

    async def handle(self, payload: Mapping[str, Any], first: First, refused: SpudwatchError | None = None) -> None:
        """Answer one interaction; never raises: what is not understood is logged.

        ``refused``: why nothing may be done for it, which is then the answer.
        """
        try:
            if not self._new(str(payload.get("id"))):
                return
            source, job = await self._read(payload)
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError) as error:
            log.warning("interaction not understood", extra={"error": repr(error)[:200]})
            return
        except SpudwatchError as error:  # the order of a control cannot be read
            log.error("interaction not read", extra={"error": str(error)})  # noqa: TRY400 - no trace
            if payload.get("type") != parse.AUTOCOMPLETE:
                await self._tell(error_reply(error, ""), first)
            return
        if source.ours:
            self._here(job.request.tenant)
        try:
            await self._do(source, job, first, refused)
        except Exception:
            log.exception("interaction failed", extra={"interaction": source.id, "kind": source.kind})
            if not isinstance(job, parse.Suggest):
                await self._tell(error_reply(OurFault(), ""), first)
        self._settled(source)  # an answer that is cut off never comes here: it is handed back

    async def _read(self, payload: Mapping[str, Any]) -> tuple[parse.Interaction, parse.Job]:
        """The request of an interaction; storage is read only if something is kept there."""

        def kept(_key: str) -> str | None:
            raise _InStorageError

        try:
            return parse.read(payload, kept, self._app.catalogue)
        except _InStorageError:
            return await self._app.read(lambda ports: parse.read(payload, ports.tenants.line, self._app.catalogue))

    def _settled(self, source: parse.Interaction) -> None:
        if self._promised is not None:
            self._promised.end(source)

    def _new(self, interaction: str) -> bool:
        if interaction in self._seen:
            return False
        self._seen[interaction] = None
        if len(self._seen) > SEEN:
            del self._seen[next(iter(self._seen))]
        return True

    async def _do(
        self, source: parse.Interaction, job: parse.Job, first: First, refused: SpudwatchError | None
    ) -> None:
        match job:
            case parse.Suggest():
                await first.send(CHOICES, {"choices": await self._choices(job)})
            case parse.FormRequest():
                await self._open(job.form, first)
            case parse.Stale():
                await self._tell(_with_text(OLD, job.typed), first)
            case parse.CommandRequest() if refused is not None:
                await self._tell(self._again(error_reply(refused, job.request.typed), job.form), first)
            case parse.CommandRequest():
                await self._run(source, job, first)

    async def _choices(self, job: parse.Suggest) -> list[dict[str, str]]:
        """What is offered; nothing on failure, when the person sees "failed" instead."""
        try:
            found = await self._app.suggest(job.request, job.option, job.text)
        except Exception:
            log.exception("no suggestions", extra={"command": job.request.name, "option": job.option})
            return []
        return [{"name": _label(entry.label), "value": entry.value} for entry in found[: limits.CHOICES]]

    @staticmethod
    async def _tell(reply: Reply, first: First) -> None:
        """Answer privately without storage; no effect if an answer was given."""
        message = draw(reply)
        await first.send(MESSAGE, message.payload(private=True), message.files)

    async def _open(self, form: Form, first: First) -> None:
        command = self._app.catalogue.get(form.command)
        text = controls.order_of(form)
        if controls.unfit(text):
            keys = await keys_of_saved_lines(self._tenants, [text[1:]], self._clock.now())
            if not keys:
                await self._tell(_with_text(SHUT, "\n".join(filter(None, form.filled.values()))), first)
                return
            text = "&" + keys[text[1:]]
        await first.send(MODAL, forms.modal(form, command, text))

    async def _run(self, source: parse.Interaction, job: parse.CommandRequest, first: First) -> None:
        later = self._later or asyncio.get_running_loop().call_later
        deferral = _Deferral()

        def wait() -> None:
            data = {"flags": limits.EPHEMERAL} if deferral.private else {}
            kind, data = (DEFERRED_UPDATE, {}) if source.in_place else (DEFERRED, data)
            deferral.task = asyncio.get_running_loop().create_task(first.send(kind, data))
            if self._promised is not None:
                self._promised.begin(source, job, deferral.task)

        timer = later(self._patience, wait)  # before anything that may wait: Discord's three seconds run already
        try:
            private = await self._app.private(job.request)
            if deferral.task is None:
                deferral.private = private
            reply = await self._reply(job)
            if reply.form is not None and source.kind != "modal" and deferral.task is None:
                timer.cancel()
                await self._open(reply.form, first)
                return
            message = await self._drawn(reply)
        except Exception:
            log.exception("interaction failed", extra={"interaction": source.id, "kind": source.kind})
            reply = error_reply(OurFault(), job.request.typed)
            message = draw(reply)
        finally:
            timer.cancel()
        if deferral.task is None:
            await self._at_once(source, reply, message, first)
        elif (verdict := await deferral.task) is ResponseOutcome.DONE:
            await self._afterwards(source, reply, message, private=deferral.private)
        else:
            log.warning("answer not taken", extra={"interaction": source.id, "verdict": verdict.value})

    async def _reply(self, job: parse.CommandRequest) -> Reply:
        request = job.request
        if job.uploads:
            try:
                request = replace(request, values={**request.values, **await self._fetched(job.uploads)})
            except SpudwatchError as error:
                return self._again(error_reply(error, request.typed), job.form)
        reply = self._again(self._shown(await self._app.run(request)), job.form)
        return await self._welcome.offered(reply, request) if self._welcome else reply

    @staticmethod
    def _again(reply: Reply, form: Form | None) -> Reply:
        """A form that was refused or failed can be opened again with what was typed."""
        if form is None or reply.outcome is Outcome.ANSWERED:
            return reply
        return replace(reply, actions=(*reply.actions, form))

    async def _fetched(self, uploads: Mapping[str, parse.UploadedFile]) -> dict[str, Attachment]:
        got = {}
        await own_task()
        for name, upload in uploads.items():
            too_big = TooMuch(
                f"That file is {upload.size / 1_048_576:.0f} MB; the limit is {limits.FILE_BYTES // 1_048_576}.",
                todo="Send a smaller one, or paste a link.",
            )
            if upload.size > limits.FILE_BYTES:
                raise too_big
            try:
                content = await self._rest.fetch(upload.url)
            except Unreached:
                raise SourceDown("I could not fetch your file from Discord.", todo="Send it again.") from None
            if content is None:
                raise too_big
            got[name] = Attachment(upload.name, upload.media_type, content)
        return got

    async def _drawn(self, reply: Reply) -> DiscordMessage:
        if (plain := self._plainly(reply)) is not None:
            return plain
        keys = await keys_of_saved_lines(self._tenants, controls.too_long(reply), self._clock.now())
        return draw(spelled(reply, self._app.catalogue), await pictures(reply, self._picture), keys)

    def _plain(self, reply: Reply) -> DiscordMessage | None:
        """The message of a reply.

        None if something has to be stored or drawn first.
        """
        if reply.pictures or controls.too_long(reply):
            return None
        return draw(spelled(reply, self._app.catalogue))

    async def _at_once(self, source: parse.Interaction, reply: Reply, message: DiscordMessage, first: First) -> None:
        if source.in_place and reply.private and reply.outcome is Outcome.ANSWERED:
            verdict = await first.send(UPDATE, message.replacing(), message.files)
            if verdict is not ResponseOutcome.DONE:
                log.warning("answer not taken", extra={"interaction": source.id, "verdict": verdict.value})
            return
        wanted = self._remember is not None and not reply.private and bool(reply.shows) and source.ours
        verdict = await first.send(MESSAGE, message.payload(private=reply.private), message.files, with_response=wanted)
        if verdict is not ResponseOutcome.DONE:
            log.warning("answer not taken", extra={"interaction": source.id, "verdict": verdict.value})
        elif wanted:
            await self._remembered(source, reply, first.message)

    async def _remembered(self, source: parse.Interaction, reply: Reply, message: str) -> None:
        if self._remember is None or not message or reply.private or not reply.shows or not source.ours:
            return
        post = Post(source.place, message, reply, source.actor, self._clock.now())
        await saved(self._remember(post), wait=REMEMBERING)

    async def _afterwards(
        self, source: parse.Interaction, reply: Reply, message: DiscordMessage, *, private: bool
    ) -> None:
        """Replace "thinking…" by the answer, first removed if that must be private."""
        hook = f"/webhooks/{source.application}/{source.token}"
        if reply.private and not private:
            await self._repeat("DELETE", f"{hook}/messages/@original")
            answer = await self._repeat("POST", hook, message.payload(private=True), message)
        else:
            body = message.replacing() if source.in_place else message.payload()
            answer = await self._repeat("PATCH", f"{hook}/messages/@original", body, message)
        if answer is not None and answer.ok:
            self._settled(source)  # before what else there is to do: a stop must not take the answer back
            made = answer.body if isinstance(answer.body, dict) else {}
            await self._remembered(source, replace(reply, private=private), str(made.get("id") or ""))
            return
        log.warning("answer expired", extra={"interaction": source.id, "status": answer.status if answer else 0})
        if source.ours and (answer is None or answer.status in GONE):
            # The token is dead: what was for one person stays with them, what was for all may be said to all.
            late = text_message(EXPIRED) if private or reply.private else message
            await self._say(source.channel, late)

    async def _repeat(
        self, method: str, path: str, body: Any = None, message: DiscordMessage | None = None
    ) -> RestAnswer | None:
        """An edit, until it is taken or refused; None if nobody answered."""
        files = message.files if message else ()
        answer: RestAnswer | None = None
        for pause in (*EDIT_PAUSES, 0.0):
            try:
                answer = await self._rest.interact(method, path, body, files)
            except Unreached:
                answer = None
            if answer is not None and answer.status < 500 and answer.status != 429 and answer.code != NOT_YET:  # noqa: PLR2004 - HTTP status
                return answer
            if method == "POST" and answer is None:
                return None  # nobody knows whether it arrived; a second one would be a second message
            wait = answer.retry_after if answer is not None and answer.status == 429 else pause  # noqa: PLR2004 - HTTP status
            if pause and wait < limits.TOKEN_LIFE:
                await self._clock.sleep(wait)
        return answer

    async def _say(self, channel: str, message: DiscordMessage) -> None:
        try:
            path = f"/channels/{channel}/messages"
            await self._rest.call("POST", path, message.payload(), message.files, bucket=path)
        except Unreached as error:
            log.warning("late answer not posted", extra={"error": str(error)})


async def pictures(reply: Reply, picture: Draw) -> Sequence[bytes | None]:
    """A reply's pictures, drawn outside the loop; None where words must do."""
    drawn: list[bytes | None] = []
    await own_task()
    for wanted in reply.pictures:
        try:
            drawn.append(await picture(wanted))
        except Exception:
            log.exception("picture not drawn", extra={"title": wanted.title[:60]})
            drawn.append(None)
    return drawn


def _with_text(reply: Reply, typed: str) -> Reply:
    lost = (Text("You typed:", quiet=True), Text(typed)) if typed else ()
    return replace(reply, parts=(*reply.parts, *lost))


def _label(text: str) -> str:
    return text.strip()[: limits.CHOICE_NAME] or "…"
