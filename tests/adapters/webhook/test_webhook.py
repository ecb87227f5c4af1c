"""Webhooks: made by admins, kept encrypted, signed as the standard says, sent through the outbox."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from aiohttp import web

from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from adapters.webhook import service
from adapters.webhook.platform import WebhookPlatform
from bot.domain.notify.webhooks import webhook_address
from bot.domain.sightings.reports import LinkRefused
from bot.messages.reply import Outcome, Reply
from bot.messages.request import Request, Role
from bot.ports.notifications.outbox import Delivered, DeliveryUnknown, GaveUp, MessageState, TryLater
from bot.ports.webhooks import WebhookRules
from bot.settings import Settings
from tests.adapters.webhook.world import KEY, NOON, PLACE, World, opened
from tests.conftest import Databases
from tests.local_server import served


@dataclass
class Receiver:
    """A local receiver: it checks signatures with the secret as the standard says, and answers as it is told."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def receive(self, request: web.Request) -> web.Response:
        self.got.append(({name.lower(): value for name, value in request.headers.items()}, await request.read()))
        status = self.answers.pop(0) if self.answers else 204
        return web.Response(status=status, headers={"Retry-After": "7", "Location": self.url})

    def valid(self, secret: str) -> list[bool]:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        found = []
        for head, body in self.got:
            text = f"{head['webhook-id']}.{head['webhook-timestamp']}.".encode() + body
            mac = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
            found.append(f"v1,{mac}" in head["webhook-signature"].split())
        return found


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made, app = Receiver(), web.Application()
    app.router.add_post("/hook", made.receive)
    async with served(app) as address:
        made.url = f"{address}/hook"
        yield made


@pytest.fixture
async def world(fresh: Databases) -> AsyncIterator[World]:
    async with opened(fresh("ledger"), WebhookRules(KEY, private=True)) as made:
        yield made


def secret_in(reply: Reply) -> str:
    """The secret of a webhook that was just added."""
    return next(word for word in reply.plain.replace("`", " ").split() if word.startswith("whsec_"))


async def test_an_admin_makes_one_and_an_alert_arrives_signed(world: World, receiver: Receiver) -> None:
    secret = secret_in(await world.added(receiver.url))
    made = await world.say("alerts add what:release about:spud where:webhook/ops")
    assert made.outcome is Outcome.ANSWERED, made.plain
    assert "to webhook ops" in made.plain
    assert (await world.say(f"alerts test id:{made.data['id']}")).outcome is Outcome.ANSWERED
    await world.jobs.sender.drain()
    assert receiver.valid(secret) == [True]
    told = json.loads(receiver.got[0][1])
    assert told["id"].startswith("urn:uuid:")
    assert told["title"]
    assert told["content_text"]
    assert told["date_modified"] == "2026-04-21T12:00:00Z"


async def test_a_digest_goes_there_and_a_failing_receiver_is_tried_again_under_the_same_id(
    world: World, receiver: Receiver
) -> None:
    secret = secret_in(await world.added(receiver.url))
    made = await world.say("digest create channel:webhook/ops name:Ops days:daily time:13:00")
    assert made.outcome is Outcome.ANSWERED, made.plain
    run = await world.say(f"digest run id:{made.data['id']}")
    assert run.outcome is Outcome.ANSWERED, run.plain
    receiver.answers = [503, 429]
    for _ in range(4):
        await world.jobs.sender.drain()
        world.clock.move(world.clock.now() + timedelta(minutes=3))
    assert receiver.valid(secret) == [True, True, True]
    assert len({head["webhook-id"] for head, _ in receiver.got}) == 1
    told = json.loads(receiver.got[-1][1])
    assert told["tags"] == ["digest"]
    assert all(one["url"].startswith("https://spud.example/") for one in told["_spudwatch"]["shows"] if "url" in one)


async def test_a_test_message_and_what_removing_does(world: World, receiver: Receiver) -> None:
    await world.added(receiver.url)
    assert (await world.say("spudwatch-admin webhooks action:test name:ops")).outcome is Outcome.ANSWERED
    await world.jobs.sender.drain()
    assert json.loads(receiver.got[0][1])["title"] == "A test"
    made = await world.say("alerts add what:release where:webhook/ops")
    assert (await world.say("spudwatch-admin webhooks action:remove name:ops")).outcome is Outcome.ANSWERED
    await world.say(f"alerts test id:{made.data['id']}")
    await world.jobs.sender.drain()
    assert len(receiver.got) == 1
    assert "No webhooks here" in (await world.say("spudwatch-admin webhooks")).plain


@pytest.mark.parametrize(
    ("status", "kind"),
    [(200, Delivered), (302, GaveUp), (400, GaveUp), (404, GaveUp), (408, TryLater), (410, GaveUp), (429, TryLater),
     (500, DeliveryUnknown), (503, DeliveryUnknown)],
)  # fmt: skip
async def test_what_an_answer_means(world: World, receiver: Receiver, status: int, kind: type) -> None:
    await world.added(receiver.url)
    receiver.answers = [status]
    answer = await world.platform.send(PLACE, Reply(title="x"), "note|x")
    assert isinstance(answer, kind)
    assert not isinstance(answer, TryLater) or answer.after == 7
    assert not isinstance(answer, GaveUp) or answer.gone is (status == 410)
    assert len(receiver.got) == 1, "a redirect is not followed"


async def test_a_correction_has_the_id_of_what_it_corrects(world: World, receiver: Receiver) -> None:
    await world.added(receiver.url)
    first = await world.platform.send(PLACE, Reply(title="x", shows=("CL-0044",)), "alert|1")
    assert isinstance(first, Delivered)
    await world.platform.edit(PLACE, first.message, Reply(title="y"), "correction|1")
    before, after = (json.loads(body) for _, body in receiver.got)
    assert (before["id"], after["tags"]) == (after["id"], ["correction"])
    assert before["url"] == "https://spud.example/c/CL-0044"
    assert receiver.got[0][0]["webhook-id"] != receiver.got[1][0]["webhook-id"]


async def test_nobody_there_is_tried_again_and_what_leads_inside_is_given_up(world: World) -> None:
    await world.added("http://127.0.0.1:9/hook")
    assert isinstance(await world.platform.send(PLACE, Reply(title="x"), "note|x"), TryLater)
    strict = WebhookPlatform(_Strict(world), world.clock)
    refused = await strict.send(PLACE, Reply(title="x"), "note|x")
    assert isinstance(refused, GaveUp)
    assert refused.gone
    inside = await strict._sent(_webhook(world, "https://localhost:9/x"), {}, b"", "m", 5.0)
    assert inside == GaveUp("It leads into a private network.", gone=True), "whatever a name resolves to"
    await strict.close()


class _Strict:
    """The same webhooks under an operator who allows no private address."""

    def __init__(self, world: World) -> None:
        self._of, self.rules = world.running.ports.webhooks, WebhookRules(KEY)

    def find(self, tenant: str, name: str):
        return self._of.find(tenant, name)


def _webhook(world: World, url: str):
    found = world.running.ports.webhooks.find("discord:7", "ops")
    assert found is not None
    return replace(found, url=url)


@pytest.mark.parametrize(
    "url",
    ["http://example.com/x", "https://127.0.0.1/x", "https://10.0.0.1/x", "https://169.254.169.254/latest", "https://[::1]/",
     "https://localhost/x", "https://db.internal/x", "https://0x7f000001/", "https://2130706433/", "https://127.1/",
     "https://[::ffff:10.0.0.1]/", "ftp://example.com/", "https://a:b@example.com/", "x", "https://", "https://[/",
     "http://localhost:9/", "https://example.com/" + "a" * 1000],
)  # fmt: skip
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(LinkRefused):
        webhook_address(url, private=False)


def test_addresses_that_are_taken() -> None:
    assert webhook_address("https://hooks.example.com/x?y=1", private=False) == "https://hooks.example.com/x?y=1"
    assert webhook_address("http://localhost:9/x", private=True) == "http://localhost:9/x"
    assert webhook_address("https://10.0.0.1/x", private=True) == "https://10.0.0.1/x"
    with pytest.raises(LinkRefused):
        webhook_address("http://10.0.0.1/x", private=True)


async def test_only_admins_use_them_and_only_their_own(world: World, receiver: Receiver) -> None:
    await world.added(receiver.url)
    manager = await world.say("alerts add what:release where:webhook/ops", role=Role.MANAGER)
    assert manager.outcome is Outcome.REFUSED
    other = await world.say("alerts add what:release where:webhook/ops", place="discord:8/9")
    assert other.outcome is Outcome.REFUSED
    named = await world.say("alerts add what:release where:webhook/discord:7/ops", place="discord:8/9")
    assert named.outcome is Outcome.REFUSED
    assert "No webhooks here" in (await world.say("spudwatch-admin webhooks", place="discord:8/9")).plain


async def test_neither_address_nor_secret_stands_anywhere_in_the_open(
    world: World, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    address = receiver.url + "?token=hidden-word"
    secret = secret_in(await world.added(address))
    shown = await world.say("spudwatch-admin webhooks")
    await world.say("spudwatch-admin webhooks action:test name:ops")
    receiver.answers = [400]
    await world.jobs.sender.drain()
    for text in (shown.plain, repr(world.running.ports.webhooks.find("discord:7", "ops")), caplog.text):
        assert "hidden-word" not in text
        assert secret not in text
    kept = world.stored()
    assert b"hidden-word" not in kept
    assert secret.encode() not in kept


async def test_what_was_given_up_is_noted(world: World, receiver: Receiver) -> None:
    await world.added(receiver.url)
    await world.say("spudwatch-admin webhooks action:test name:ops")
    receiver.answers = [400]
    await world.jobs.sender.drain()
    assert world.running.ports.outbox.totals().states[MessageState.DEAD] == 1


async def test_without_a_key_there_are_none(fresh: Databases) -> None:
    running = build(fresh("ledger"), StandingClock(NOON))
    try:
        asked = Request(line="spudwatch-admin webhooks", place="discord:7/9", roles=frozenset({Role.ADMIN}))
        reply = await running.app.run(asked)
    finally:
        running.close()
    assert reply.outcome is Outcome.REFUSED
    assert "SPUDWATCH_WEBHOOK__TOKEN_KEY" in reply.plain


def test_the_key_switches_them_on() -> None:
    assert not service.configured(Settings(_env_file=None))
    assert service.configured(Settings(_env_file=None, webhook={"token_key": KEY}))


async def test_two_addresses_of_one_host_are_told_apart_by_their_last_letters(world: World) -> None:
    await world.added("https://127.0.0.1/hooks/secret-one")
    asked = await world.say("spudwatch-admin webhooks action:add name:ops url:https://127.0.0.1/hooks/secret-two")
    assert asked.title == "Webhook ops goes to 127.0.0.1/…-one already"
    assert "To send to 127.0.0.1/…-two instead" in asked.plain
    assert "secret" not in asked.plain
    short = await world.say("spudwatch-admin webhooks action:add name:dev url:https://127.0.0.1/abc")
    assert "127.0.0.1/…c" in short.plain


async def test_a_webhook_is_replaced_only_when_told_and_the_trail_says_who_did(world: World) -> None:
    await world.added("https://127.0.0.1/a")
    await world.say('digest create channel:webhook/ops name:"M" days:daily time:09:00')
    await world.say("digest resume DG-01")
    line = "spudwatch-admin webhooks action:add name:ops url:https://localhost/b"
    asked = await world.say(line)
    assert (asked.title, "DG-01" in asked.plain) == ("Webhook ops goes to 127.0.0.1 already", True)
    assert [one.host for one in world.running.ports.webhooks.entries("discord:7")] == ["127.0.0.1"]
    replaced = await world.say(f"{line} replace:yes")
    assert "webhook/ops" in replaced.plain
    assert [one.host for one in world.running.ports.webhooks.entries("discord:7")] == ["localhost"]
    await world.say("spudwatch-admin webhooks action:remove name:ops")
    listed = (await world.say("digest list")).plain
    assert ("its webhook was removed" in listed, "next: none" in listed) == (True, True)
    assert (await world.say("digest run DG-01")).outcome is Outcome.REFUSED
    trail = (await world.say("spudwatch-admin audit")).plain
    assert all(f"{step} webhook" in " ".join(trail.split()) for step in ("add", "replace", "remove"))
    assert not world.running.ports.desk.actors("discord:7")
