"""``spudwatch serve``: wires store, sources, platforms, jobs and monitoring.

All state that a restart needs is in storage: a stop finishes or hands back pending work within a set time, a kill loses
nothing. One process per database leads, and releases its lock when it ends; on a server, any number of fronts answer
people alongside it (`adapters.runtime.roles`).
"""

import asyncio
import gc
import logging
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from pathlib import Path

from adapters.net.client import HttpSourceClient, Limits
from adapters.net.push_client import PushClient
from adapters.net.server import listening
from adapters.runtime import platforms
from adapters.runtime.bootstrap import RunningApp, build, threaded, webhook_rules
from adapters.runtime.counted_poster import CountedPoster
from adapters.runtime.lock import TAKEN, Heartbeat, Lock, instance_lock
from adapters.runtime.metrics import Health, Metrics, endpoints
from adapters.runtime.pages import open_pages
from adapters.runtime.platforms import PlatformContext
from adapters.runtime.request_limits import RequestLimits
from adapters.runtime.roles import ProcessRole
from adapters.runtime.storage_watch import EVERY, DatabasePulse, StorageWatch
from adapters.runtime.supervisor import TaskSupervisor
from adapters.workers.worker_pool import WorkerPool
from bot.dispatch.app import App
from bot.domain.markets.quotes import VenueMarket
from bot.jobs.feed_poll import FeedPoll
from bot.jobs.list_poll import ListPoll
from bot.jobs.market_poll import MarketPoll
from bot.jobs.requested_markets import RequestedMarkets
from bot.jobs.resolvers import Resolvers
from bot.jobs.retention import RetentionJob
from bot.jobs.schedule import Job, Schedule
from bot.jobs.streams import market_stream
from bot.jobs.streams.market_stream import MarketStream
from bot.jobs.vendor_poll import VendorPoll
from bot.jobs.wiring import NotificationJobs
from bot.messages.errors import BadArgument, SpudwatchError, StoreBusy
from bot.messages.reply import Picture
from bot.ports import Clock
from bot.ports.notifications.outbox import MessageState, Poster
from bot.settings import Settings, SourceSettings
from bot.sources import boards, catalogs, venues
from bot.sources import streams as channels
from bot.sources import vendors as vendor_pages
from bot.sources.registry import upstreams
from storage.engines import is_server

log = logging.getLogger(__name__)

Draw = Callable[[Picture], Awaitable[bytes]]

LOOK = 0.5  # seconds between looks of a process on standby at whether it can lead
ANSWERED = 2.0  # seconds a server has for one read, before people are told that it does not answer
STORAGE, DATABASE, START = "storage", "database", "start"  # the parts of /readyz that are no platform


async def serve(
    settings: Settings,
    clock: Clock,
    stop: asyncio.Event | None = None,
    role: ProcessRole = ProcessRole.ALL,
    started: Callable[[], None] = lambda: None,
) -> int:
    """Run until a signal or ``stop``; return the exit status.

    ``started`` is called once everything runs. Status 0: stopped; 75: another process holds the database.

    Raises:
        SpudwatchError: a setting does not suffice or a platform refuses it; says which and what to do.
    """
    database, stop = settings.database_address(), stop or _on_signal()
    if role is not ProcessRole.ALL and not is_server(database):
        raise BadArgument(
            "Several processes need a database on a server, and this one is a file.",
            todo="Set SPUDWATCH_DATABASE=postgresql://…, or leave --role out.",
        )
    if settings.database_read and not (is_server(database) and is_server(settings.database_read)):
        todo = "Set SPUDWATCH_DATABASE=postgresql://…, too, or leave SPUDWATCH_DATABASE_READ out."
        raise BadArgument("Only a database on a server has a replica.", todo=todo)
    metrics, lost = Metrics(), asyncio.Event()
    health = Health(clock, metrics)
    # On shutdown all parts finish pending work in parallel and accept no more; then connections are closed.
    async with AsyncExitStack() as stack, TaskSupervisor(settings.stop_seconds) as parts:
        parts.add("loop lag", health.watch())
        health.parts[START] = _starting
        if role is not ProcessRole.ALL:
            await _open_health_endpoints(settings, health, stack)  # a process on standby is healthy, too
        try:
            lock = await _lock(settings, clock, stop, health) if role.leads else None
        except BlockingIOError:
            log.error("another process serves this database")  # noqa: TRY400 - no trace
            return TAKEN
        if lock is not None:
            stack.callback(lock.release)
        if lock is not None and is_server(database):
            heartbeat = Heartbeat(lock)  # a start may take longer than the server waits for one
            stack.callback(heartbeat.end)
            parts.add("lock", _lost(heartbeat, lost, stop))
        if stop.is_set():
            return 0  # stopped while on standby
        health.parts[START] = _starting  # standby dropped it
        if role is ProcessRole.ALL:  # the only one that opens its endpoints no earlier than it has the database
            await _open_health_endpoints(settings, health, stack)
        metrics.leads.set(1 if role.leads else 0)
        running = await _start(settings, role, clock, health, stack, parts, lock)
        del health.parts[START]
        started()
        log.info("serving", extra={"database": running.store.database.name, "role": role.value})
        await stop.wait()
        log.info("stopping", extra={"within": settings.stop_seconds})
    return TAKEN if lost.is_set() else 0


def _starting() -> str:
    return "it is starting"


async def _open_health_endpoints(settings: Settings, health: Health, stack: AsyncExitStack) -> None:
    if settings.metrics_port:
        opened = listening(endpoints(health), settings.metrics_host, settings.metrics_port, "SPUDWATCH_METRICS_PORT")
        await stack.enter_async_context(opened)


async def _lock(settings: Settings, clock: Clock, stop: asyncio.Event, health: Health) -> Lock | None:
    """Acquire the database's lock; on a server, stand by until it is free.

    It is None if stopped while standing by.

    Raises:
        BlockingIOError: another process holds the file.
        SpudwatchError: the server refuses us, or does not answer the first time; later failures are waited out.
    """
    database, waits = settings.database_address(), False
    if not is_server(database):
        return instance_lock(database)
    while not stop.is_set():
        try:
            return await asyncio.to_thread(instance_lock, database)
        except BlockingIOError:
            health.parts.pop(DATABASE, None)
            health.parts.pop(START, None)
            if not waits:
                log.info("standing by: another process serves this database")
                await asyncio.to_thread(platforms.load, settings)
        except StoreBusy as error:
            if not waits:
                raise
            health.parts[DATABASE] = lambda: "the database does not answer"
            log.warning("standing by without a database", extra={"why": str(error)})
        waits = True
        gc.enable()  # off while a process starts, and this start may take weeks
        await clock.sleep(LOOK)
    return None


async def _lost(heartbeat: Heartbeat, lost: asyncio.Event, stop: asyncio.Event) -> None:
    """Stop at once when the lock is lost, as another process may have begun to serve."""
    await heartbeat.lost()
    lost.set()
    stop.set()
    await asyncio.Event().wait()


async def _start(
    settings: Settings,
    role: ProcessRole,
    clock: Clock,
    health: Health,
    stack: AsyncExitStack,
    parts: TaskSupervisor,
    lock: Lock | None,
) -> RunningApp:
    database, metrics, pages = settings.database_address(), health.metrics, settings.web.address.rstrip("/")
    pool, observers = WorkerPool(), (metrics, RequestLimits())
    stack.push_async_callback(pool.close)
    patience = ANSWERED if is_server(database) else None
    hooks = webhook_rules(settings)
    running = build(database, clock, observers=observers, pictures=pool, pages=pages, patience=patience, webhooks=hooks)
    stack.callback(running.close)
    if lock is not None:
        running.store.database.lead(lock.lead())
    app = running.app
    if running.store.database.shared:
        app = threaded(running, observers=observers, pictures=pool, pages=pages)
        stack.push_async_callback(app.close)
        pulse = DatabasePulse(lambda: running.store.database.read("SELECT 1 AS one"), clock)
        health.parts[DATABASE] = pulse.word
        parts.add("pulse", pulse.run())
    else:
        running.warm()
    posters = await _platforms(settings, role, running, app, clock, pool.draw, health, stack, parts)
    if settings.web.port and role.listens:
        await open_pages(settings, running, app, clock, pool, stack)
    if not (posters or settings.web.port):
        log.warning(
            "no platform is configured",
            extra={"todo": f"set {' or '.join(one.SETTING for one in platforms.every())}; only the sources are read"},
        )
    if role.leads:
        await _lead(settings, clock, running, pool, health, posters, stack, parts)
    return running


async def _lead(
    settings: Settings,
    clock: Clock,
    running: RunningApp,
    image_pool: WorkerPool,
    health: Health,
    posters: Mapping[str, Poster],
    stack: AsyncExitStack,
    parts: TaskSupervisor,
) -> None:
    """Run everything the leader does: polling, posting, jobs and sockets."""
    storage = _watched(running, clock)
    health.parts[STORAGE] = lambda: storage.trouble
    jobs: list[Job] = [
        Job("retention", timedelta(hours=1), RetentionJob(running.ports).tick, timedelta(minutes=3)),
        Job("resolvers", timedelta(minutes=30), Resolvers(running.ports).tick, timedelta(minutes=5)),
        Job("gauges", timedelta(seconds=15), lambda: _gauges(running, health, clock), at_start=True),
        Job("storage", EVERY, storage.look, at_start=True),
    ]
    if settings.sources.live:
        client = build_source_client(settings.sources, clock, settings.operator, health.metrics.limited)
        stack.push_async_callback(client.close)
        streams = market_streams(running, client)
        for stream in streams:
            parts.add(stream.name, stream.run())
            jobs.append(Job(stream.name, market_stream.EVERY, stream.flush))
        jobs += polling(settings.sources, running, client, clock, image_pool, streams)
    counted = {name: CountedPoster(poster, health.metrics.posted) for name, poster in posters.items()}
    delivery = NotificationJobs(running.ports, counted)
    parts.add("delivery", delivery.run())
    parts.add("schedule", Schedule((*jobs, *delivery.jobs()), clock).run())


def build_source_client(
    settings: SourceSettings,
    clock: Clock,
    contact: str = "",
    limited: Callable[[str], None] = lambda _by: None,
    limits: Limits | None = None,
) -> HttpSourceClient:
    """Build the client for all upstreams, at the configured addresses."""
    hosts = {name: host for name, host in upstreams().items() if name not in settings.off}
    bases = {name: settings.address(name) for name in hosts}
    secrets = {
        name: {"Authorization": f"{host.scheme} {secret}"}
        for name, host in hosts.items()
        if host.token and (secret := settings.secret(host.token))
    }
    return HttpSourceClient(
        hosts.values(), clock, bases=bases, secrets=secrets, contact=contact, limits=limits, limited=limited
    )


def market_streams(running: RunningApp, client: HttpSourceClient) -> tuple[MarketStream, ...]:
    """What listens to the venues' push channels that are not switched off."""
    push, known = PushClient(client), venues.every()
    return tuple(
        MarketStream(channel, known[channel.VENUE], push, client, running.ports)
        for channel in channels.every().values()
        if push.ready(channel.UPSTREAMS[0])
    )


def polling(
    settings: SourceSettings,
    running: RunningApp,
    client: HttpSourceClient,
    clock: Clock,
    workers: WorkerPool,
    streams: Sequence[MarketStream] = (),
) -> tuple[Job, ...]:
    """Build the jobs that read markets and model lists, feeding polls to the streams."""
    ports = running.ports

    def heard(found: Sequence[VenueMarket]) -> None:
        for stream in streams:
            stream.take(found)

    poll = MarketPoll(
        venues.every(),
        client,
        clock,
        markets=ports.markets,
        ledger=ports.ledger,
        sources=ports.sources,
        every=timedelta(minutes=settings.poll_minutes),
        read_listener=heard,
    )
    pasted = RequestedMarkets(
        venues.every(), client, clock, markets=ports.markets, requests=ports.market_requests, backfill=poll.backfill
    )
    lists = ListPoll(catalogs.every(), client, clock, listings=ports.listings, sources=ports.sources)
    vendors = VendorPoll(vendor_pages.every(), client, clock, facts=ports.vendor_facts, sources=ports.sources)
    measured = VendorPoll(boards.every(), client, clock, facts=ports.vendor_facts, sources=ports.sources)
    feeds = FeedPoll(client, clock, listings=ports.listings, parse=workers.parse_feed)
    return (
        Job("markets", timedelta(minutes=settings.poll_minutes), poll.read, at_start=True),
        Job("pasted", timedelta(minutes=settings.poll_minutes), pasted.read, at_start=True),
        Job("discovery", timedelta(minutes=settings.discover_minutes), poll.discover, at_start=True),
        Job("lists", timedelta(minutes=settings.catalog_minutes), lists.read, at_start=True),
        Job("vendors", timedelta(minutes=settings.vendor_minutes), vendors.read, at_start=True),
        Job("boards", timedelta(hours=6), measured.read, at_start=True),
        Job("feeds", timedelta(minutes=max(30, settings.catalog_minutes)), feeds.read),
    )


async def _platforms(
    settings: Settings,
    role: ProcessRole,
    running: RunningApp,
    app: App,
    clock: Clock,
    draw: Draw,
    health: Health,
    stack: AsyncExitStack,
    parts: TaskSupervisor,
) -> dict[str, Poster]:
    """Open every configured platform; return their posters by name."""
    from storage.accounts.slack_installations import InstallationStore  # noqa: PLC0415 - only the platforms keep them
    from storage.notifications.seen_deliveries import SeenDeliveryStore  # noqa: PLC0415 - the same

    database, posters = running.store.database, {}
    for service in platforms.every():
        if not service.configured(settings):
            continue
        context = PlatformContext(
            app=app,
            role=role,
            settings=settings,
            clock=clock,
            draw=draw,
            limited=health.metrics.limited,
            seen=SeenDeliveryStore(database),
            installations=lambda key: InstallationStore(database, key),
        )
        platform = await platforms.start(service, context)
        stack.push_async_callback(platform.close)
        parts.add(service.NAME, platform.run(), platform.drain)
        health.parts[service.NAME] = platform.trouble
        posters[service.NAME] = platform.poster
    return posters


def _watched(running: RunningApp, clock: Clock) -> StorageWatch:
    path = None if is_server(running.store.address) else Path(running.store.address)
    storage = StorageWatch(running.store.database, path, clock)
    if (until := storage.copied_from()) is not None:
        todo = "If another process still serves the original, stop one of them: both would post."
        log.warning("this database is a copy", extra={"served_until": until.isoformat(), "todo": todo})
    return storage


async def _gauges(running: RunningApp, health: Health, clock: Clock) -> None:
    metrics, down = health.metrics, health.ready()
    metrics.writable.set(0 if STORAGE in down else 1)
    for name in health.parts.keys() - {STORAGE, DATABASE, START}:
        metrics.up.labels(name).set(0 if name in down else 1)
    now, totals = clock.now(), running.ports.outbox.totals()
    for one in running.ports.sources.states():
        age = (now - one.good_at).total_seconds() if one.good_at else float("inf")
        metrics.source_age.labels(one.source).set(age)
        metrics.breaker.labels(one.source).set(1 if one.failures and one.next_at and one.next_at > now else 0)
    for state in MessageState:
        metrics.outbox.labels(state.value).set(totals.states.get(state, 0))
    metrics.outbox_age.set((now - totals.oldest).total_seconds() if totals.oldest else 0)
    with suppress(OSError, SpudwatchError):
        metrics.storage.set(running.store.database.size())


def _on_signal() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    return stop
