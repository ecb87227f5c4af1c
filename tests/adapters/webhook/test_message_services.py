"""Message services: a worker process sends to real local servers, and to nothing else."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope

from adapters.doctor.results import CheckStatus
from adapters.doctor.webhook_checks import webhook_places
from adapters.net.message_delivery import DeliveryResult, ServiceMessage
from adapters.net.network_guard import NetworkGuard
from adapters.net.ssrf_guard import PrivateAddressError
from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from adapters.webhook.platform import WebhookPlatform
from adapters.workers.orders import SECONDS
from adapters.workers.worker_pool import WorkerPool
from bot.domain.notify.webhooks import Webhook
from bot.messages.reply import Outcome, Reply, Text
from bot.messages.request import Request, Role
from bot.ports.notifications.outbox import (
    Delivered,
    DeliveryUnknown,
    GaveUp,
    MessageKind,
    MessageState,
    OutboxDraft,
    TryLater,
)
from bot.ports.webhooks import WebhookRules
from bot.settings import Settings
from tests.adapters.webhook.world import KEY, NOON, PLACE, World, opened
from tests.conftest import Databases
from tests.local_server import served

UNHURRIED = 600.0  # seconds, where a test is not about a deadline: the first order starts a process


@dataclass
class Mailbox:
    """A local mail server; it refuses what is sent to ``nobody``."""

    port: int = 0
    got: list[Envelope] = field(default_factory=list)

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        if any(one.startswith("nobody@") for one in envelope.rcpt_tos):
            return "554 nobody here"
        self.got.append(envelope)
        return "250 OK"


@dataclass
class Ntfy:
    """A local ntfy: a message is published as JSON at the root (https://docs.ntfy.sh/publish/#publish-as-json)."""

    host: str = ""  # and port
    status: int = 200
    got: list[dict[str, str]] = field(default_factory=list)
    held: asyncio.Event | None = None  # nothing is answered before it is set

    async def publish(self, request: web.Request) -> web.Response:
        self.got.append(await request.json())
        if self.held is not None:
            await self.held.wait()
        return web.json_response({"id": "x"}, status=self.status, headers={"Location": f"http://{self.host}/"})


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    made = Mailbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(made, hostname="mail"), "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    yield made
    server.close()
    await server.wait_closed()


@pytest.fixture
async def ntfy() -> AsyncIterator[Ntfy]:
    made, app = Ntfy(), web.Application()
    app.router.add_post("/", made.publish)
    async with served(app) as address:
        made.host = address.removeprefix("http://")
        yield made


@pytest.fixture
async def world(fresh: Databases) -> AsyncIterator[World]:
    rules = WebhookRules(KEY, private=True, services=True)
    async with opened(fresh("ledger"), rules, WorkerPool(lambda: asyncio.timeout(None))) as made:
        yield made


async def test_an_alert_arrives_as_a_mail(world: World, mailbox: Mailbox) -> None:
    address = f"mailto://127.0.0.1:{mailbox.port}?from=bot@example.com&to=ops@example.org"
    added = await world.added(address)
    assert "Mail, 127.0.0.1" in added.plain
    assert "Secret" not in added.plain, "nothing is signed"
    made = await world.say("alerts add what:release about:spud where:webhook/ops")
    assert (await world.say(f"alerts test id:{made.data['id']}")).outcome is Outcome.ANSWERED
    await world.jobs.sender.drain()
    (envelope,) = mailbox.got
    assert envelope.rcpt_tos == ["ops@example.org"]
    mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert mail["from"].addresses[0].addr_spec == "bot@example.com"
    assert mail["subject"]
    body = mail.get_body(("plain", "html"))
    assert body is not None
    assert body.get_content().strip()


async def test_a_digest_is_published_on_ntfy_and_a_correction_says_so(world: World, ntfy: Ntfy) -> None:
    await world.added(f"ntfy://{ntfy.host}/releases")
    made = await world.say("digest create channel:webhook/ops name:Ops days:daily time:13:00")
    assert (await world.say(f"digest run id:{made.data['id']}")).outcome is Outcome.ANSWERED
    await world.jobs.sender.drain()
    assert [one["topic"] for one in ntfy.got] == ["releases"]
    assert ntfy.got[0]["title"]
    assert "https://spud.example/" in ntfy.got[0]["message"], "what it shows is linked"
    reply = Reply(title="Spud is out", parts=(Text("On the API."),))
    assert await world.platform.edit(PLACE, "m", reply, "correction|1") == Delivered("m")
    assert (ntfy.got[1]["title"], ntfy.got[1]["message"]) == ("Correction: Spud is out", "On the API.")


async def test_a_test_message_and_what_is_left_after_removal(world: World, ntfy: Ntfy) -> None:
    await world.added(f"ntfy://{ntfy.host}/hidden-word")
    await world.say("spudwatch-admin webhooks action:test name:ops")
    await world.jobs.sender.drain()
    assert [one["title"] for one in ntfy.got] == ["A test"]
    await world.say("spudwatch-admin webhooks action:remove name:ops")
    assert "No webhooks here" in (await world.say("spudwatch-admin webhooks")).plain
    assert isinstance(await world.platform.send(PLACE, Reply(title="x"), "note|x"), GaveUp)


async def test_what_is_not_confirmed_is_tried_again(world: World, ntfy: Ntfy, mailbox: Mailbox) -> None:
    await world.added(f"ntfy://{ntfy.host}/x")
    for ntfy.status in (500, 404, 302):
        assert isinstance(await world.platform.send(PLACE, Reply(title="x"), "note|x", UNHURRIED), DeliveryUnknown)
    assert len(ntfy.got) == 3, "a redirect is not followed, and the outbox alone retries"
    await world.added(f"mailto://127.0.0.1:{mailbox.port}?from=bot@example.com&to=nobody@example.org")
    assert isinstance(await world.platform.send(PLACE, Reply(title="x"), "note|x", UNHURRIED), DeliveryUnknown)


async def test_what_is_never_confirmed_is_sent_three_times_and_no_more(world: World, ntfy: Ntfy) -> None:
    told = await world.added(f"ntfy://{ntfy.host}/x")
    assert "up to three times" in told.plain
    await world.say("spudwatch-admin webhooks action:test name:ops")
    ntfy.status = 500
    times = []
    for minute in range(30):
        before = len(ntfy.got)
        world.clock.move(NOON + timedelta(minutes=minute))
        await world.jobs.sender.drain()
        times += [minute] * (len(ntfy.got) - before)
    assert times == [0, 1, 3]
    assert world.running.ports.outbox.totals().states[MessageState.DEAD] == 1


async def test_nothing_is_sent_again_behind_its_deadline(world: World, ntfy: Ntfy) -> None:
    await world.added(f"ntfy://{ntfy.host}/x")
    ntfy.status = 500
    reply = Reply(title="x")
    note = OutboxDraft("note|1", PLACE, MessageKind.NOTE, reply, NOON, NOON + timedelta(seconds=30))
    await world.running.ports.outbox.add([note], NOON)
    await world.jobs.sender.drain()
    assert len(ntfy.got) == 1
    assert world.running.ports.outbox.totals().states[MessageState.DEAD] == 1


async def test_a_slow_service_of_one_tenant_holds_up_no_other(world: World, ntfy: Ntfy) -> None:
    """Who finds no free worker in time is told that nothing was sent."""
    ntfy.held = asyncio.Event()
    slow = f"ntfy://{ntfy.host}/slow"
    for tenant in ("discord:7", "discord:8", "discord:9"):
        await world.running.ports.webhooks.keep(Webhook(tenant, "ops", slow, "", "discord:1", NOON), NOON)
    reply, soon = Reply(title="x"), SECONDS + 0.05
    async with asyncio.TaskGroup() as calls:
        first = calls.create_task(world.platform.send(PLACE, reply, "note|1"))
        await arrived(ntfy, 1)
        assert isinstance(await world.platform.send(PLACE, reply, "note|2", soon), TryLater)
        second = calls.create_task(world.platform.send("webhook:discord:8/ops", reply, "note|3"))
        await arrived(ntfy, 2)
        assert isinstance(await world.platform.send("webhook:discord:9/ops", reply, "note|4", soon), TryLater)
        assert len(ntfy.got) == 2
        ntfy.held.set()
    assert (type(first.result()), type(second.result())) == (Delivered, Delivered)
    assert isinstance(await world.platform.send("webhook:discord:9/ops", reply, "note|4", soon), Delivered)


async def test_a_service_that_never_answers_takes_no_longer_than_its_deadline(world: World, ntfy: Ntfy) -> None:
    ntfy.held = asyncio.Event()
    await world.added(f"ntfy://{ntfy.host}/x")
    assert await world.platform.send(PLACE, Reply(title="x"), "note|1", 0.05) == DeliveryUnknown(
        "It did not answer.", copies=True
    )
    ntfy.held.set()
    assert isinstance(await world.platform.send(PLACE, Reply(title="x"), "note|1"), Delivered)


async def arrived(ntfy: Ntfy, count: int) -> None:
    while len(ntfy.got) < count:  # noqa: ASYNC110 - a worker process sends it
        await asyncio.sleep(0.01)


async def test_without_the_library_none_is_added_and_one_there_is_waits(fresh: Databases) -> None:
    running = build(fresh("ledger"), StandingClock(NOON), webhooks=WebhookRules(KEY, private=True))
    try:
        line = "spudwatch-admin webhooks action:add name:ops url:tgram://1:token/2"
        asked = Request(line=line, actor="discord:1", place="discord:7/9", roles=frozenset({Role.ADMIN}))
        reply = await running.app.run(asked)
    finally:
        running.close()
    assert reply.outcome is Outcome.REFUSED
    assert "spudwatch[apprise]" in reply.plain


async def test_one_that_was_added_waits_for_the_library(world: World) -> None:
    await world.added("ntfy://127.0.0.1:9/x")
    without = WebhookPlatform(world.running.ports.webhooks, StandingClock(NOON))
    assert isinstance(await without.send(PLACE, Reply(title="x"), "note|x"), TryLater)
    await without.close()


async def test_what_leads_inside_is_not_connected_to(ntfy: Ntfy, mailbox: Mailbox) -> None:
    """Whatever the name said: the worker looks at the resolved address."""
    pool, port = WorkerPool(lambda: asyncio.timeout(None)), ntfy.host.rpartition(":")[2]
    try:
        for address in (
            f"ntfy://localhost:{port}/x",
            f"ntfy://2130706433:{port}/x",
            f"mailto://127.0.0.1:{mailbox.port}?from=a@example.com&to=b@example.com",
            "mailtos://example.com?smtp=localhost&from=a@example.com&to=b@example.com",
        ):
            assert await pool.deliver(ServiceMessage(address, "x", "y")) is DeliveryResult.PRIVATE, address
        unreadable = await pool.deliver(ServiceMessage("tgram://x", "x", "y"))
        assert unreadable is DeliveryResult.UNREADABLE
        assert (await pool.deliver(ServiceMessage(f"ntfy://localhost:{port}/x", "x", "y", private=True))) == "sent"
    finally:
        await pool.close()
    assert len(ntfy.got) == 1
    assert not mailbox.got


def test_the_guard_admits_nothing_but_what_is_being_sent() -> None:
    guard, there, here = NetworkGuard(), (None, ("1.1.1.1", 443)), (None, ("10.0.0.1", 443))
    for event, arguments in (("socket.connect", there), ("socket.sendto", here), ("socket.connect", (None, "/run/x"))):
        with pytest.raises(PrivateAddressError):
            guard.check(event, arguments)
    guard.check("open", ("file", "r", 0))
    with guard.opened(private=False):
        guard.check("socket.connect", there)
        with pytest.raises(PrivateAddressError):
            guard.check("socket.connect", here)
    with guard.opened(private=True):
        guard.check("socket.connect", here)
    with pytest.raises(PrivateAddressError):
        guard.check("socket.connect", there)
    assert guard.refusals == 5


async def test_nothing_of_an_address_stands_anywhere_in_the_open(
    world: World, ntfy: Ntfy, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    await world.added(f"ntfy://person:hidden-word@{ntfy.host}/hidden-topic")
    shown = await world.say("spudwatch-admin webhooks")
    await world.say("spudwatch-admin webhooks action:test name:ops")
    ntfy.status = 403
    await world.jobs.sender.drain()
    assert len(ntfy.got) == 1
    await world.platform.close()
    for text in (
        shown.plain,
        repr(world.running.ports.webhooks.find("discord:7", "ops")),
        caplog.text,
        *capfd.readouterr(),
    ):
        assert "hidden-word" not in text
        assert "hidden-topic" not in text
    assert world.running.ports.outbox.totals().states[MessageState.AMBIGUOUS] == 1
    kept = world.stored()
    assert b"hidden-word" not in kept
    assert b"hidden-topic" not in kept


def test_the_doctor_says_what_is_missing() -> None:
    on = Settings(_env_file=None, webhook={"token_key": KEY})
    (off,) = webhook_places(Settings(_env_file=None))
    assert off.verdict is CheckStatus.OFF
    (every,) = webhook_places(on, lambda _name: True)
    assert (every.verdict, every.todo) == (CheckStatus.OK, "")
    (fewer,) = webhook_places(on, lambda name: name != "apprise")
    assert "spudwatch[apprise]" in fewer.todo
    (without,) = webhook_places(on, lambda _name: False)
    assert without.verdict is CheckStatus.FAIL
