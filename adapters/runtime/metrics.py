"""Prometheus metrics, /livez and /readyz; no user, channel or tenant is a label."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.dispatch.command import Command
from bot.messages.reply import Outcome
from bot.messages.request import RequestContext
from bot.ports import Clock

STALLED = 5.0  # seconds of event loop lag after which the process is unhealthy
TICK = 1.0  # seconds between checks of the loop


class Metrics:
    """The metrics of one process, on a registry of its own; also a `RequestObserver`."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "spudwatch_requests_total",
            "Requests answered, by command and outcome",
            ["command", "outcome"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "spudwatch_request_seconds",
            "Seconds from a request to its reply, by command",
            ["command"],
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3),
            registry=self.registry,
        )
        self.source_age = Gauge(
            "spudwatch_source_age_seconds",
            "Seconds since a source was last read successfully",
            ["source"],
            registry=self.registry,
        )
        self.breaker = Gauge(
            "spudwatch_source_breaker_open",
            "1 while a source is paused after repeated failures",
            ["source"],
            registry=self.registry,
        )
        self.outbox = Gauge(
            "spudwatch_outbox_messages", "Messages in the outbox by state", ["state"], registry=self.registry
        )
        self.outbox_age = Gauge(
            "spudwatch_outbox_oldest_seconds",
            "Age of the oldest due message that is not sent",
            registry=self.registry,
        )
        self.sent = Counter(
            "spudwatch_sends_total",
            "Posts and edits sent to a platform, by result; try later: a 429 or no network",
            ["platform", "verdict"],
            registry=self.registry,
        )
        self.too_many = Counter(
            "spudwatch_too_many_requests_total",
            "Responses with status 429 (too many requests), by source or platform",
            ["by"],
            registry=self.registry,
        )
        self.up = Gauge(
            "spudwatch_platform_up",
            "1 while a platform's socket or endpoint is open",
            ["platform"],
            registry=self.registry,
        )
        self.lag = Gauge(
            "spudwatch_loop_lag_seconds", "Delay of the event loop's last wake-up, in seconds", registry=self.registry
        )
        self.writable = Gauge(
            "spudwatch_storage_writable", "1 while the database accepts writes", registry=self.registry
        )
        self.leads = Gauge(
            "spudwatch_leads", "1 in the process that polls, posts and runs the jobs", registry=self.registry
        )
        self.storage = Gauge("spudwatch_storage_bytes", "Size of the database file", registry=self.registry)

    def allow(self, command: type[Command[Any]], ctx: RequestContext) -> None:
        """Allow every request."""

    def ran(self, command: str, outcome: Outcome, seconds: float, ctx: RequestContext) -> None:
        """Count an answered request."""
        del ctx
        self.requests.labels(command, outcome.value).inc()
        self.seconds.labels(command).observe(max(seconds, 0))

    def posted(self, platform: str, verdict: str) -> None:
        """Count the result of a post."""
        self.sent.labels(platform, verdict).inc()

    def limited(self, by: str) -> None:
        """Count a 429 of a source or a platform."""
        self.too_many.labels(by).inc()


@dataclass
class Health:
    """Health of the event loop and of each part: "" if well, else a sentence."""

    clock: Clock
    metrics: Metrics
    parts: dict[str, Callable[[], str]] = field(default_factory=dict)
    _seen: float = field(default_factory=lambda: asyncio.get_running_loop().time())

    async def watch(self) -> None:
        """Look at the loop every second, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await self.clock.sleep(TICK)
            self._seen = loop.time()
            self.metrics.lag.set(max(self._seen - before - TICK, 0))

    def stalled(self) -> bool:
        """Whether the loop has not turned for longer than it may."""
        return asyncio.get_running_loop().time() - self._seen > STALLED

    def ready(self) -> Mapping[str, str]:
        """The parts that are not well, each with its sentence."""
        return {name: word for name, ask in self.parts.items() if (word := ask())}


def endpoints(health: Health) -> web.Application:
    """Serve /metrics, /livez, /healthz and /readyz.

    /livez and /healthz are 503 while the loop stalls, /readyz is 503 with what is not ready.
    """

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(
            body=generate_latest(health.metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    async def healthz(_request: web.Request) -> web.Response:
        stalled = health.stalled()
        return web.json_response({"ok": not stalled}, status=503 if stalled else 200)

    async def readyz(_request: web.Request) -> web.Response:
        missing = health.ready()
        return web.json_response({"ok": not missing, "not_ready": missing}, status=503 if missing else 200)

    app = web.Application()
    app.add_routes(
        [
            web.get("/metrics", metrics),
            web.get("/livez", healthz),
            web.get("/healthz", healthz),
            web.get("/readyz", readyz),
        ]
    )
    return app


def table() -> str:
    """Format all metrics as a table for the documentation."""
    lines = ["| metric | what it says |", "|---|---|"]
    for made in vars(Metrics()).values():
        for family in made.describe() if isinstance(made, Counter | Gauge | Histogram) else ():
            name = family.name + ("_total" if family.type == "counter" else "")
            lines.append(f"| `{name}` | {family.documentation} |")
    return "\n".join(lines)
