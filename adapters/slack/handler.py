"""What happens between a payload and its answer.

Slack waits three seconds. Whatever is ready sooner goes out inside the acknowledgement, which costs no second call;
what is not is acknowledged at once and follows by the ways of `delivery`. Nothing is remembered between a press and its
answer but what the control carries, so a restart breaks no button.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from adapters.runtime.optional_writes import saved
from adapters.runtime.restart_notice import restarting
from adapters.slack import forms, message_shortcuts, parse
from adapters.slack.controls import KEY, PressedControl, pressed, value_of
from adapters.slack.home import home, suggest, unfurl
from adapters.slack.modals import Modals, outdated, posted
from adapters.slack.parse import SlackContext
from adapters.slack.responses import ResponseSender, payload
from adapters.slack.transport.background_tasks import Tasks
from adapters.slack.transport.dedup import EVENT, DeliveryLog
from adapters.slack.transport.web_client import NoAnswer, SlackWebClient
from bot.dispatch.app import App
from bot.dispatch.delivery import delivery_of
from bot.dispatch.error_reply import error_reply
from bot.dispatch.registry import Understood
from bot.dispatch.request_reader import MAX_REQUEST
from bot.messages.errors import SpudwatchError
from bot.messages.levels import shown
from bot.messages.reply import Form, Outcome, Reply, Severity, Text
from bot.messages.reply_json import exported
from bot.messages.reply_memo import ReplyMemo
from bot.messages.request import Request, Value

log = logging.getLogger(__name__)

Ack = dict[str, Any] | None

QUICK = 1.8  # seconds an answer may take to go out with the acknowledgement; Slack gives three, the way back takes some
PICTURE = 1.0  # seconds of these a picture may take
LATE = 60.0  # seconds after which an event is not taken at its word: much may have happened since
VIEWS = 4_096  # modals whose latest press is remembered
HAND_BACK = 3.0  # seconds of a stop that are kept for telling those who still wait


class SlackHandler:
    """Answers the payloads of one app, whichever way they came."""

    def __init__(
        self,
        app: App,
        web: SlackWebClient,
        delivery: ResponseSender,
        deliveries: DeliveryLog,
        *,
        is_admin: Callable[[str, str], bool],
        erased: Callable[[str], Coroutine[Any, Any, None]] | None = None,
    ) -> None:
        self._app, self._web, self.delivery, self._deliveries = app, web, delivery, deliveries
        self._is_admin, self._erased = is_admin, erased
        self._modals = Modals(app.catalogue, web, delivery)
        self.tasks = Tasks(web.clock)
        self._presses: dict[str, int] = {}
        self._shown = ReplyMemo(shown)
        self.closing = False
        self._cut: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def stop(self, within: timedelta) -> None:
        """Begin nothing new; shortly before the time is over, tell those who still wait."""
        self.closing = True
        last = min(timedelta(seconds=HAND_BACK), within)
        await self.tasks.settle(within - last)
        if not self._cut.done():
            self._cut.set_result(None)
        await self.tasks.stop(last)

    # ------------------------------------------------------------------------------------------------ what comes in
    async def command(self, body: Mapping[str, Any]) -> Ack:
        """A slash command: its answer, or nothing and the answer later."""
        where = parse.came(body, self._web.clock.now())
        text = str(body.get("text") or "")
        line = parse.line(str(body.get("command") or ""), text, self._app.catalogue, where.team)
        understood, request = self._typed(where, line, text)
        if understood is not None and (form := _asks(understood)) is not None:
            self.tasks.start("form", self._modals.open(where, form))
            return None
        return await self._answer_now(where, request)

    def _typed(self, where: SlackContext, line: str, text: str) -> tuple[Understood | None, Request]:
        """A typed line, parsed, and as a request; ``text`` is Slack's, with its marks."""
        understood = self._understood(line)
        if understood is None:
            return None, self._request(where, line=line)
        values = parse.named(understood.values, understood.command, text, where.team)
        request = self._request(where, line=line, name=understood.command.name, values=values)
        return replace(understood, values=values), request

    async def interaction(self, body: Mapping[str, Any]) -> Ack:
        """A button, a menu, a shortcut, a form, or letters typed into a select."""
        kind = body.get("type")
        where = parse.came(body, self._web.clock.now())
        if kind == "block_suggestion":
            return await self._suggest(where, body)
        if kind == "view_submission":
            return await self._submitted(where, body)
        if kind == "block_actions":
            self.tasks.start("press", self._pressed(where, body))
        elif kind in ("shortcut", "message_action"):
            self.tasks.start("shortcut", self._shortcut(where, body))
        return None

    async def event(self, body: Mapping[str, Any]) -> None:
        """Handle an event once, however often it is sent; work goes on in the background."""
        event = body.get("event")
        if not isinstance(event, Mapping):
            return
        key, team = str(body.get("event_id") or ""), parse.installed_in(body)
        if key and not await self._deliveries.first("event", f"{team}/{key}", EVENT):
            return
        await saved(self._deliveries.write())
        kind = event.get("type")
        if kind == "app_mention" or (kind == "message" and event.get("channel_type") == "im"):
            self.tasks.start("mention", self._mentioned(body))
        elif kind == "assistant_thread_started":
            self.tasks.start("panel", suggest(self._app, self._web, body))
        elif kind == "link_shared":
            self.tasks.start("links", unfurl(self._app, self._web, self.delivery, body))
        elif kind == "app_home_opened" and event.get("tab", "home") == "home":
            where = SlackContext(team, str(event.get("user") or ""), at=self._web.clock.now())
            self.tasks.start("home", self._publish(where))
        elif kind == "app_uninstalled" or (kind == "tokens_revoked" and (event.get("tokens") or {}).get("bot")):
            await self._uninstalled(team, body.get("event_time"))

    # ------------------------------------------------------------------------------------------------------ answers
    async def _answer_now(self, where: SlackContext, request: Request) -> Ack:
        began = self.tasks.begin("answer", self._run(where, request))
        if (answering := began.task) is not None and not await self.tasks.within(answering, QUICK):
            self.tasks.start("late answer", self._later(where, request, answering))
            return {"response_type": "ephemeral", "text": "Looking… the answer follows below."}
        reply = answering.result() if answering is not None else began.value
        if reply is None:
            return None
        if reply.form is not None:
            self.tasks.start("form", self._modals.open(where, reply.form, reply))
            return None
        if not reply.private:
            self.tasks.start("public answer", self.delivery.public(where, reply))
            return None
        images = None
        if reply.pictures and self.delivery.files.possible(where.team):
            uploading = self.tasks.start("pictures", self.delivery.files.upload_all(where.team, reply))
            if await self.tasks.within(uploading, PICTURE):
                images = uploading.result()
            else:
                self.tasks.start("late pictures", self._pictures(where, reply, uploading))
        return payload(await self.delivery.draw(reply, images))

    async def _later(self, where: SlackContext, request: Request, answering: asyncio.Task[Reply]) -> None:
        reply = await self._unless_cut(request, answering)
        if reply.form is not None:
            await self._modals.open(where, reply.form, reply)
        else:
            await self.delivery.answer(where, reply)

    async def _pictures(self, where: SlackContext, reply: Reply, uploading: asyncio.Task[dict[int, str]]) -> None:
        """Send the pictures in a message that follows, or none.

        A response_url only ever adds a message: https://github.com/slackapi/bolt-python/issues/1268
        """
        if (images := await uploading) and self.delivery.open(where):
            await self.delivery.private(where, Reply(title=reply.title, parts=reply.pictures), images)

    async def _mentioned(self, body: Mapping[str, Any]) -> None:
        try:
            where, text = parse.mention(body, self._web.clock.now())
        except ValueError:
            return
        line = parse.words(text, where.team).strip() or "spudwatch help"
        reply = await self._ask(where, self._typed(where, line, text)[1])
        await self.delivery.answer(where, reply)

    async def _ask(self, where: SlackContext, request: Request) -> Reply:
        """The answer, however long it takes; a word instead if the program stops first."""
        return await self._unless_cut(request, self.tasks.start("answer", self._run(where, request)))

    async def _unless_cut(self, request: Request, answering: asyncio.Task[Reply], *, file: bool = False) -> Reply:
        either: set[asyncio.Future[Any]] = {answering, self._cut}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if answering.done():
            return answering.result()
        answering.cancel()
        return self._restarting(request, file=file)

    def _restarting(self, request: Request, *, file: bool = False) -> Reply:
        """What replaces an answer at a restart; only look-ups offer to be repeated."""
        understood = self._understood(request.name or request.line)
        changes = understood is not None and not understood.command.shareable
        return restarting(request, changes=changes, file=file)

    async def _run(self, where: SlackContext, request: Request) -> Reply:
        """The answer; rows that were asked for as a file follow it as one."""
        if self.closing:
            return self._restarting(request)
        reply = self._shown(await self._app.run(request))
        if rows := exported(reply):
            self.tasks.start("export", self.delivery.export(where, rows))
        return reply

    # ------------------------------------------------------------------------------------------- buttons and menus
    async def _pressed(self, where: SlackContext, body: Mapping[str, Any]) -> None:
        action = next((entry for entry in body.get("actions") or () if isinstance(entry, Mapping)), None)
        value = value_of(action) if action is not None else ""
        if action is None or not value:
            return
        if where.view:
            where = where.within(str(parse.metadata(body["view"]).get("p") or ""))
        try:
            kept = self._app.ports.tenants.line(value.removeprefix(KEY)) if value.startswith(KEY) else value
        except SpudwatchError as error:
            await self._show(where, error_reply(error, ""))
            return
        wanted = pressed(action, kept) if kept else None
        if wanted is None:
            await self._show(where, outdated())
        else:
            await self._run_pressed(where, wanted)

    async def _run_pressed(self, where: SlackContext, wanted: PressedControl) -> None:
        understood = self._understood(wanted.line)
        if (form := wanted.form or (_asks(understood) if understood else None)) is not None:
            await self._modals.open(where, form)
            return
        where = replace(where, in_place=wanted.in_place and where.alone)
        press = self._counted(where.view)
        reply = await self._ask(where, self._request(where, line=wanted.line))
        if where.view and self._presses.get(where.view, press) != press and reply.private:
            return  # something else was pressed there meanwhile; its answer is the one to show
        if reply.form is not None:
            await self._modals.open(where, reply.form, reply)
        else:
            await self._show(where, reply)

    def _counted(self, view: str) -> int:
        """The number of a press in a modal."""
        press = self._presses[view] = self._presses.pop(view, 0) + 1  # the latest go last
        if len(self._presses) > VIEWS:
            del self._presses[next(iter(self._presses))]
        return press

    async def _show(self, where: SlackContext, reply: Reply) -> None:
        """Answer where a control was pressed: its modal, a new one, or its conversation."""
        if not where.view or not reply.private:
            await self.delivery.answer(where, reply)
            if where.view and not where.app_home:
                await self._modals.update(where, posted())
            return
        if where.app_home:
            await self._modals.show(where, reply)
        else:
            await self._modals.update(where, reply)
        await self._refresh(where)

    # -------------------------------------------------------------------------------------------- shortcuts, forms
    async def _shortcut(self, where: SlackContext, body: Mapping[str, Any]) -> None:
        entry = message_shortcuts.find(str(body.get("callback_id") or ""))
        command = message_shortcuts.command_of(entry, self._app.catalogue) if entry else None
        if entry is None or command is None:
            await self.delivery.private(where, outdated())
            return
        values = message_shortcuts.filled(entry, command, body)
        # What needs something that the message does not say is asked; a command that needs nothing asks for itself.
        asks = any(opt.required and opt.name not in values for opt in command.options)
        if asks or (entry.kind == "message" and not values):
            await self._modals.open(where, Form(entry.name, command.name, values))
            return
        reply = await self._ask(where, self._request(where, name=command.name, values=dict(values)))
        if reply.form is not None:
            await self._modals.open(where, reply.form, reply)
        elif where.channel or where.url:
            await self.delivery.answer(where, reply)
        else:
            await self._modals.show(where, reply)

    def _understood(self, line: str) -> Understood | None:
        """A line, parsed once; None for one that is shared or that the app explains."""
        try:
            way, asked = delivery_of(line[: MAX_REQUEST + 1], self._app.catalogue)
            return None if way.shared or len(line) > MAX_REQUEST else self._app.catalogue.understand(asked)
        except SpudwatchError:
            return None

    async def _submitted(self, where: SlackContext, body: Mapping[str, Any]) -> Ack:
        view = body.get("view")
        if not isinstance(view, Mapping) or view.get("callback_id") != forms.ASK:
            return None
        carried = parse.metadata(view)
        where = where.within(str(carried.get("p") or ""))
        words, files = forms.filled_in(view, where.home or where.team)
        form = forms.sent(carried, words)
        answering = self.tasks.start("form answer", self._run_form(where, form, files))
        if not await self.tasks.within(answering, QUICK):
            self.tasks.start("late form answer", self._form_later(where, form, answering, file=any(files.values())))
            return {"response_action": "update", "view": forms.waiting(form.command, where.place)}
        reply = answering.result()
        if reply.outcome is Outcome.ANSWERED and not reply.private:
            self.tasks.start("public answer", self.delivery.public(where, reply))
            return {"response_action": "clear"}
        if reply.pictures and self.delivery.files.possible(where.team):
            self.tasks.start("late pictures", self._modals.update(where, reply))
        self.tasks.start("home", self._refresh(where))
        return {"response_action": "update", "view": await self._modals.after(where, form, reply)}

    async def _run_form(self, where: SlackContext, form: Form, files: Mapping[str, list[Mapping[str, Any]]]) -> Reply:
        values: dict[str, Value] = dict(form.filled)
        try:
            for name, given in files.items():
                for file in given[:1]:
                    values[name] = await self.delivery.files.fetch(where.team, file)
        except SpudwatchError as error:
            return Reply(title=error.what, parts=tuple(Text(text) for text in (error.why, error.todo) if text),
                         severity=Severity.WARN, outcome=Outcome.REFUSED)  # fmt: skip
        return await self._run(where, self._request(where, name=form.command, values=values))

    async def _form_later(self, where: SlackContext, form: Form, answering: asyncio.Task[Reply], *, file: bool) -> None:
        request = self._request(where, name=form.command, values=dict(form.filled))
        reply = await self._unless_cut(request, answering, file=file)
        if reply.outcome is Outcome.ANSWERED and not reply.private:
            await self.delivery.public(where, reply)
            reply = posted()
        try:
            await self._modals.call(
                where, "views.update", {"view_id": where.view, "view": await self._modals.after(where, form, reply)}
            )
        except NoAnswer:
            await self.delivery.private(where, reply)
        await self._refresh(where)

    async def _suggest(self, where: SlackContext, body: Mapping[str, Any]) -> Ack:
        view = body.get("view")
        carried = parse.metadata(view) if isinstance(view, Mapping) else {}
        option = forms.option_of(str(body.get("block_id") or ""))
        typed = str(body.get("value") or "")
        found = await self._app.suggest(
            self._request(where.within(str(carried.get("p") or "")), name=str(carried.get("c") or "")), option, typed
        )
        return forms.suggested(found, typed)

    # ------------------------------------------------------------------------------------------------------ the rest
    async def _refresh(self, where: SlackContext) -> None:
        """Redraw App Home after something begun there was pressed or sent."""
        if not where.channel:
            await self._publish(where)

    async def _publish(self, where: SlackContext) -> None:
        view = await home(self._app, self.delivery, where, admin=self._admin(where))
        try:
            await self._modals.call(where, "views.publish", {"user_id": where.user, "view": view})
        except NoAnswer as error:
            log.info("slack home not drawn", extra={"team": where.team, "why": str(error)})

    async def _uninstalled(self, team: str, at: object) -> None:
        if await self._installed_since(team, at):
            log.warning("slack uninstalled before it was installed again", extra={"team": team})
            return
        await self._web.installations.forget(team)
        log.info("slack uninstalled", extra={"team": team})
        if self._erased is not None:
            await self._erased(f"slack:{team}")

    async def _installed_since(self, team: str, at: object) -> bool:
        """Whether a late event precedes a new installation; events repeat for an hour."""
        if not isinstance(at, int) or self._web.clock.now().timestamp() - at < LATE:
            return False
        try:
            found = self._web.installations.find(team)
            if found is not None:
                await self._web.ask("auth.test", {}, found.token)
        except (NoAnswer, SpudwatchError):
            return False
        return found is not None

    def _request(
        self, where: SlackContext, *, line: str = "", name: str = "", values: Mapping[str, Value] | None = None
    ) -> Request:
        return where.request(line=line, name=name, values=values, admin=self._admin(where))

    def _admin(self, where: SlackContext) -> bool:
        return not where.visiting and self._is_admin(where.team, where.user)


def _asks(understood: Understood) -> Form | None:
    """The form for a line without what its command needs, its values filled in."""
    command, values = understood.command, understood.values
    whole = all(str(values.get(opt.name, "")).strip() for opt in command.options if opt.required)
    return None if whole else Form(command.name, command.name, {key: str(value) for key, value in values.items()})
