"""A Slack on this machine and the platform connected to it, by a socket and by HTTP."""

import asyncio
import importlib
import sys
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from cryptography.fernet import Fernet
from pydantic import SecretStr

from adapters.slack.platform import start
from bot.dispatch.app import App
from bot.dispatch.registry import CommandRegistry
from bot.domain.names.subjects import SubjectState
from bot.ports import Ports
from bot.ports.accounts.installations import Installation
from bot.ports.ledger import NameChanges
from bot.settings import SlackSettings
from storage.accounts.slack_installations import InstallationStore
from storage.accounts.tenants import TenantStore
from storage.notifications.seen_deliveries import SeenDeliveryStore
from storage.sqlite.engine import Database
from tests.adapters.slack.local import LocalSlack
from tests.adapters.slack.people import SECRET, Person, encode, signed
from tests.clocks import FakeClock, until
from tests.gallery import png
from tests.no_names import no_names
from tests.shared import SHARED

# What sleeps or reads in the background all the time, and the patience with something that is still awaited.
STANDING = {"slack seen", "slack socket", "slack socket farewell", "slack patience"}
VALIDATORS = SHARED / "tools" / "validators"


def _judge():
    if not (VALIDATORS / "slack_validate.py").exists():
        return None
    sys.path.insert(0, str(VALIDATORS))
    try:
        return importlib.import_module("slack_validate").Judge()
    except ImportError:
        return None
    finally:
        sys.path.remove(str(VALIDATORS))


@pytest.fixture(scope="session")
def judge_or_none():
    """The judges of what is sent to Slack, where they are there."""
    return _judge()


@pytest.fixture(scope="session")
def judge(judge_or_none):
    """The judges; a test that is about them is skipped without them."""
    if judge_or_none is None:
        pytest.skip("the judges beside the project, or what they need, are not here")
    return judge_or_none


class World:
    """The local Slack, the running platform, and people."""

    def __init__(self, slack, platform, clock, way, store, database):
        self.slack, self.platform, self.clock, self.way = slack, platform, clock, way
        self.store, self.database = store, database
        self.remembered, self.erased, self.busy_ok = [], [], False

    def person(self, user="U1", **more):
        return Person(self, user, **more)

    async def deliver(self, kind, body):
        if self.way == "socket":
            return await self.slack.send(kind, body)
        raw, content_type = encode(kind, body)
        status, answer = await self.post(raw, {"Content-Type": content_type, **signed(self.clock, raw)})
        assert status == 200, status
        return answer

    async def post(self, raw, headers):
        async with self.session.post(self.endpoint, data=raw, headers=headers) as answer:
            text = await answer.text()
            return answer.status, (await answer.json() if text.startswith("{") else text or None)

    async def settle(self):
        """Until nothing is on its way any more, or only waits for time to pass."""
        for _ in range(30_000):
            busy = [task.get_name() for task in self.platform.conversation.tasks._tasks]
            busy = [name for name in busy if name not in STANDING]
            if not busy or set(self.clock.sleepers) - STANDING:
                return
            await asyncio.sleep(0.001)
        raise AssertionError(f"still busy: {busy}")

    def calls(self, method):
        return [args for name, args in self.slack.calls if name == method]


@asynccontextmanager
async def running(tmp_path, way="socket", judge=None, catalogue="tests.adapters.slack.sample", app=None, **settings):
    """A world with one workspace whose token is a setting, or (``bot_token=""``) with those in its store."""
    clock = FakeClock(auto=False)
    database = Database(tmp_path / "slack.db")
    ports = Ports(clock=clock, tenants=TenantStore(database), ledger=_Ledger(), **dict.fromkeys(REST))
    app = app or App(ports, CommandRegistry(catalogue), plain=no_names)
    store = InstallationStore(database, settings.pop("key", ""))
    async with LocalSlack(clock, judge) as slack, aiohttp.ClientSession() as session:
        world = World(slack, None, clock, way, store, database)
        chosen = {
            "bot_token": SecretStr("xoxb-1"),
            "app_token": SecretStr("xapp-1" if way == "socket" else ""),
            "signing_secret": SecretStr(SECRET),
            "api_url": slack.url("/api/"),
            "admins": "T1/UADMIN",
            "token_key": SecretStr(Fernet.generate_key().decode()),
            **settings,
        }

        async def remember(post):
            world.remembered.append(post)

        async def erased(tenant):
            world.erased.append(tenant)

        world.platform = platform = await start(
            app, SlackSettings(**chosen), clock, store, SeenDeliveryStore(database), picture=png,
            remember=remember, erased=erased,
        )  # fmt: skip
        world.session, world.app = session, app
        server = TestServer(platform.endpoint.application(), host="127.0.0.1")
        await server.start_server()
        world.server, world.endpoint = server, str(server.make_url("/slack/events"))
        await until(lambda: way == "http" or platform.sockets.connected)
        try:
            yield world
        finally:
            await server.close()
            await platform.stop(timedelta(seconds=1))
            database.close()
            assert not slack.findings, slack.findings[:3]


REST = [name for name in Ports.__dataclass_fields__ if name not in ("clock", "tenants", "ledger")]


class _Ledger:
    """Suggests what was typed, in three ways."""

    def suggest(self, text, view):
        return [
            SimpleNamespace(
                name=f"{text or 'Spud'} {n}", state=SubjectState.RUMOURED, changed_at=None, slug=f"openai/{n}"
            )
            for n in range(3)
        ]

    def names_positions(self, tenant):
        return 0, 0

    def names(self, tenant, after):
        return NameChanges(0)

    def subject(self, slug, view):
        return None


@pytest.fixture(params=["socket", "http"])
async def world(request, tmp_path, judge_or_none):
    """One workspace, reached by a socket and, again, by HTTP."""
    async with running(tmp_path, request.param, judge_or_none) as made:
        yield made


@pytest.fixture
async def by_http(tmp_path, judge_or_none):
    """One workspace, reached by HTTP."""
    async with running(tmp_path, "http", judge_or_none) as made:
        yield made


@pytest.fixture
async def by_socket(tmp_path, judge_or_none):
    """One workspace, reached by a socket."""
    async with running(tmp_path, "socket", judge_or_none) as made:
        yield made


def installation(team="T2", **more):
    """An installation of another workspace."""
    return replace(Installation(team, f"xoxb-{team}", installed_by="UADMIN"), **more)


@pytest.fixture(params=["socket", "http"])
async def real(request, tmp_path, judge_or_none, talk):
    """Slack over the whole app: its store, its ledger, its commands."""
    conversation = talk()
    async with running(tmp_path, request.param, judge_or_none, app=conversation.app) as world:
        world.clock.at = conversation.clock.now()
        yield world
