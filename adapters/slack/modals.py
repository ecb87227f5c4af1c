"""Modals: opened while their trigger lives, redrawn, never losing what was typed."""

from __future__ import annotations

import logging
from typing import Any

from adapters.slack import forms
from adapters.slack.limits import VIEW_BLOCKS
from adapters.slack.parse import SlackContext
from adapters.slack.responses import ResponseSender
from adapters.slack.transport.web_client import NoAnswer, Refused, SlackWebClient, TryAgainLater
from bot.dispatch.registry import CommandRegistry
from bot.messages.errors import SpudwatchError
from bot.messages.reply import Form, Outcome, Reply, Severity, Text

log = logging.getLogger(__name__)

LAG = 2.0  # seconds a modal may wait for its turn; its trigger lives three
PROBLEM_BLOCKS = 20


class Modals:
    """The modals of one app."""

    def __init__(self, catalogue: CommandRegistry, web: SlackWebClient, delivery: ResponseSender) -> None:
        self._catalogue, self._web, self._delivery = catalogue, web, delivery

    async def open(self, where: SlackContext, form: Form, reply: Reply | None = None) -> None:
        """Open a form; if its trigger expired, offer a button that opens it as filled in."""
        view = await self._form(where, form, reply)
        if view is None:
            await self._delivery.private(where, outdated())
            return
        again = Reply(
            title="The form did not open in time.",
            parts=(Text("Slack gives me three seconds. What you typed is kept in this button."),),
            severity=Severity.WARN,
            actions=(Form("Open the form", form.command, form.filled, form.fields),),
        )
        await self._opened(where, "views.push" if where.view and not where.app_home else "views.open", view, again)

    async def show(self, where: SlackContext, reply: Reply) -> None:
        """Show a reply in a modal of its own; if that does not open, by the next way."""
        await self._opened(where, "views.open", await self._shown(where, reply), reply)

    async def update(self, where: SlackContext, reply: Reply) -> None:
        """Draw a reply into a modal, also over what somebody changed meanwhile."""
        images = None
        if reply.pictures and self._delivery.files.possible(where.team):
            images = await self._delivery.files.upload_all(where.team, reply)
        drawn = await self._delivery.draw(reply, images, VIEW_BLOCKS)
        asked: dict[str, Any] = {"view_id": where.view, "view": forms.shown(drawn, reply.title, where.place)}
        try:
            try:
                await self.call(where, "views.update", {**asked, "hash": where.version or None})
            except Refused as refused:
                if refused.why != "hash_conflict":
                    raise
                await self.call(where, "views.update", asked)
        except NoAnswer as error:
            log.info("slack modal not drawn", extra={"team": where.team, "why": str(error)})
            await self._delivery.private(where, reply)

    async def after(self, where: SlackContext, form: Form, reply: Reply) -> dict[str, Any]:
        """The next view after a form: another form, the same with its problem, an answer."""
        wanted = reply.form if reply.form is not None else (None if reply.outcome is Outcome.ANSWERED else form)
        view = await self._form(where, wanted, reply) if wanted is not None else None
        return view if view is not None else await self._shown(where, reply)

    async def call(self, where: SlackContext, method: str, asked: dict[str, Any]) -> dict[str, Any]:
        """A call about a view; one that is held for a moment is tried once more."""
        try:
            return await self._web.call(where.team, method, asked, longest=LAG)
        except TryAgainLater as held:
            if held.after > LAG:
                raise
            await self._web.clock.sleep(held.after)
            return await self._web.call(where.team, method, asked, longest=LAG)

    async def _opened(self, where: SlackContext, method: str, view: dict[str, Any], otherwise: Reply) -> None:
        try:
            try:
                await self.call(where, method, {"trigger_id": where.trigger, "view": view})
            except Refused as refused:
                if refused.why != "push_limit_reached":
                    raise
                # Three lie on each other already: the uppermost becomes this one.
                await self.call(where, "views.update", {"view_id": where.view, "view": view})
        except NoAnswer as error:
            log.info("slack modal not opened", extra={"team": where.team, "why": str(error)})
            await self._delivery.private(where, otherwise)

    async def _shown(self, where: SlackContext, reply: Reply) -> dict[str, Any]:
        return forms.shown(await self._delivery.draw(reply, most=VIEW_BLOCKS), reply.title, where.place)

    async def _form(self, where: SlackContext, form: Form, reply: Reply | None) -> dict[str, Any] | None:
        try:
            command = self._catalogue.resolve(form.command)
        except SpudwatchError:
            return None
        problem = (await self._delivery.draw(reply, most=PROBLEM_BLOCKS)).blocks if reply is not None else ()
        files = self._delivery.files.readable(where.team)
        return forms.form(command, form.filled, form.fields, place=where.place, files=files, problem=problem)


def outdated() -> Reply:
    """What a control of another version of this program is answered with."""
    return Reply(
        title="This is from before an update.",
        parts=(Text("Ask again to get the current card."),),
        severity=Severity.WARN,
        outcome=Outcome.REFUSED,
    )


def posted() -> Reply:
    """What stands in the modal from which something was shared."""
    return Reply(title="Shared in the channel.", severity=Severity.GOOD)
