"""Serving of the public pages: listener, claim checker, desk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from itertools import islice
from typing import Any

from adapters.net.server import listening
from adapters.runtime import platforms
from adapters.runtime.bootstrap import RunningApp, build
from adapters.workers.worker_pool import WorkerPool
from bot.api.claim_check import ClaimChecker, ClaimQuestion
from bot.dispatch.app import App
from bot.dispatch.command import Command
from bot.dispatch.registry import CommandRegistry
from bot.messages.errors import TooMuch
from bot.messages.reply import Outcome, Reply, Text, plain
from bot.messages.request import Request, RequestContext
from bot.ports import Clock, Ports
from bot.settings import Settings
from storage.accounts.slack_installations import InstallationStore

ACTOR, PLACE = "web:reader", "web:public/check"  # a tenant without rows: what it may see is the public ledger
LINES = 3  # of an answer above the pages that a search finds


async def open_pages(
    settings: Settings,
    running: RunningApp,
    app: App,
    clock: Clock,
    image_pool: WorkerPool,
    stack: AsyncExitStack,
) -> None:
    """Serve the public pages, and the desk where it is switched on."""
    try:
        from adapters.desk.opening import desk_routes  # noqa: PLC0415 - its libraries are an extra
        from adapters.web.server import WebServer  # noqa: PLC0415 - as above
        from adapters.web.site import Site  # noqa: PLC0415 - as above
    except ModuleNotFoundError as error:
        raise platforms.not_installed("web", "SPUDWATCH_WEB__PORT", error) from error

    # Pages are made on a thread of their own, so they read through stores of their own: no cache has two users.
    chosen, reader = settings.web, build(settings.database_read or running.store.address, clock, telling=False)
    stack.callback(reader.close)
    answer = question_answerer(reader.ports)
    site = Site(reader.ports, chosen.address.rstrip("/"), settings.operator, answer=answer)
    server = WebServer(site, clock, image_pool.draw, claim_checker(reader.ports))
    more = []
    if chosen.desk:
        installations = InstallationStore(running.store.database, settings.slack.token_key.get_secret_value())
        more.append(await stack.enter_async_context(desk_routes(settings, app, site, installations.find)))
    await stack.enter_async_context(listening(server.app(*more), chosen.host, chosen.port, "SPUDWATCH_WEB__PORT"))
    server.warm()


def claim_checker(ports: Ports) -> ClaimChecker:
    """Build a stateless checker over some ports.

    It is for a thread without an event loop, which must be their only user.
    """
    app = App(ports)

    def check(question: ClaimQuestion) -> Reply:
        given = {"claim": question.claim, "about": question.about, "as_of": question.as_of}
        values = {name: text for name, text in given.items() if text or name == "claim"}
        return asyncio.run(app.run(Request(name="claimcheck ask", values=values, actor=ACTOR, place=PLACE)))

    return check


class LookUpsOnly:
    """A refusal of every command that stores something.

    Whoever reads a page is nobody to store it for.
    """

    def allow(self, command: type[Command[Any]], _ctx: RequestContext) -> None:
        """Raise a `TooMuch` for a command that is no look-up."""
        if command.keep is not Command.keep:
            raise TooMuch("This page only looks things up.", todo="Ask in Discord, Slack or the console.")

    def ran(self, command: str, outcome: Outcome, seconds: float, ctx: RequestContext) -> None:
        """Record nothing."""


def question_answerer(ports: Ports) -> Callable[[str, datetime], tuple[str, ...]]:
    """Build what answers a question with the first lines of a chat's card.

    Nothing is stored, and no question goes on from another. It is for a thread like that of `claim_checker`.
    """
    catalogue = CommandRegistry()

    def answer(question: str, as_of: datetime) -> tuple[str, ...]:
        app = App(ports, catalogue, (LookUpsOnly(),))
        reply = asyncio.run(app.run(Request(line=question, actor=ACTOR, place=PLACE, as_of=as_of)))
        if reply.outcome is not Outcome.ANSWERED or reply.brief is None:
            return ()
        said = (plain(part.words, addresses=False) for part in reply.brief.parts if isinstance(part, Text))
        lines = (line for words in said for line in words.splitlines())
        return (reply.title, *islice(filter(None, lines), LINES - 1))

    return answer
