"""Serving of the public pages: listener, claim checker, desk."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

from adapters.net.server import listening
from adapters.runtime import platforms
from adapters.runtime.bootstrap import RunningApp, build
from adapters.workers.worker_pool import WorkerPool
from bot.api.claim_check import ClaimChecker, ClaimQuestion
from bot.dispatch.app import App
from bot.messages.reply import Reply
from bot.messages.request import Request
from bot.ports import Clock, Ports
from bot.settings import Settings
from storage.accounts.slack_installations import InstallationStore

ACTOR, PLACE = "web:reader", "web:public/check"  # a tenant without rows: what it may see is the public ledger


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
    site = Site(reader.ports, chosen.address.rstrip("/"), settings.operator)
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
