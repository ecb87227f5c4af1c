"""The platforms of ``spudwatch serve``, wired: Discord, Slack and the public pages, by the role of the process."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import timedelta

from adapters.images.worker_pool import ImageWorkerPool
from adapters.net.server import listening
from adapters.runtime.bootstrap import RunningApp, build
from adapters.runtime.claim_check import claim_checker
from adapters.runtime.metrics import Health
from adapters.runtime.roles import ProcessRole
from adapters.runtime.supervisor import TaskSupervisor
from bot.dispatch.app import App
from bot.messages.errors import BadArgument
from bot.messages.reply import Picture
from bot.ports import Clock
from bot.ports.notifications.outbox import Poster
from bot.settings import Settings

Draw = Callable[[Picture], Awaitable[bytes]]


@contextmanager
def _extra(name: str, setting: str) -> Iterator[None]:
    """A platform's libraries are an extra of the package, and may not be installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise BadArgument(
            f"{setting} is set, and what it needs is not installed: {error.name}.",
            todo=f"Run: pip install 'spudwatch[{name}]'",
        ) from error


async def discord(
    settings: Settings,
    role: ProcessRole,
    running: RunningApp,
    app: App,
    draw: Draw,
    health: Health,
    stack: AsyncExitStack,
    parts: TaskSupervisor,
) -> Poster:
    """Open Discord: a front hears people over HTTP, a worker holds the gateway where they are not heard so."""
    with _extra("discord", "SPUDWATCH_DISCORD__TOKEN"):
        from adapters.discord.platform import DiscordPlatform  # noqa: PLC0415 - see there
    from storage.accounts.slack_installations import SeenDeliveryStore  # noqa: PLC0415 - only the platforms note what was delivered

    ports = running.ports

    async def moved(tenant: str, joined: bool) -> None:  # noqa: FBT001 - the platform's callback
        await (ports.privacy.came_back(tenant) if joined else ports.privacy.left(tenant, ports.clock.now()))

    async def present(tenants: frozenset[str]) -> None:
        await ports.privacy.present("discord", tenants, ports.clock.now())

    platform = await DiscordPlatform.open(
        app,
        settings.discord,
        picture=draw,
        remember=ports.outbox.remember,
        moved=moved,
        present=present,
        limited=health.metrics.limited,
        seen=SeenDeliveryStore(running.store.database),
        listens=role.listens,
        leads=role.leads,
        alone=role is ProcessRole.ALL,
    )
    stack.push_async_callback(platform.close)
    parts.add("discord", platform.run(), platform.drain)
    health.parts["discord"] = lambda: "" if platform.alive else "the gateway is not connected"
    return platform.poster


async def slack(
    settings: Settings,
    role: ProcessRole,
    running: RunningApp,
    app: App,
    clock: Clock,
    draw: Draw,
    health: Health,
    stack: AsyncExitStack,
    parts: TaskSupervisor,
) -> Poster:
    """Open Slack: a front is called over HTTP, a worker holds the socket."""
    with _extra("slack", "SPUDWATCH_SLACK__BOT_TOKEN"):
        from adapters.slack.platform import start  # noqa: PLC0415 - see there
    from storage.accounts.slack_installations import InstallationStore, SeenDeliveryStore  # noqa: PLC0415 - only this platform keeps them

    ports, database = running.ports, running.store.database

    async def erased(tenant: str) -> None:
        await ports.privacy.left(tenant, clock.now())

    platform = await start(
        app,
        settings.slack,
        clock,
        InstallationStore(database, settings.slack.token_key.get_secret_value()),
        SeenDeliveryStore(database),
        picture=draw,
        remember=ports.outbox.remember,
        erased=erased,
        limited=health.metrics.limited,
        listens=role.listens,
        leads=role.leads,
    )
    stack.push_async_callback(platform.stop, timedelta(seconds=1))
    parts.add("slack", platform.run(), platform.drain)
    health.parts["slack"] = lambda: "" if platform.ready else "neither a socket nor the endpoint is open"
    return platform.poster


async def web(
    settings: Settings, running: RunningApp, clock: Clock, image_pool: ImageWorkerPool, stack: AsyncExitStack
) -> None:
    """Open the public pages."""
    with _extra("web", "SPUDWATCH_WEB__PORT"):
        from adapters.web.server import WebServer  # noqa: PLC0415 - see there
        from adapters.web.site import Site  # noqa: PLC0415 - as above

    # Pages are made on a thread of their own, so they read through stores of their own: no cache has two users.
    chosen, reader = settings.web, build(running.store.address, clock, telling=False)
    stack.callback(reader.close)
    site = Site(reader.ports, chosen.address.rstrip("/"), settings.operator)
    server = WebServer(site, clock, image_pool.draw, claim_checker(reader.ports))
    await stack.enter_async_context(listening(server.app(), chosen.host, chosen.port, "SPUDWATCH_WEB__PORT"))
