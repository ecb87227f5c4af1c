"""The same Web-API calls against an emulator that we did not write: vercel-labs/emulate.

It runs meanwhile where npm brought it (`tests.judges`).
"""

import json

import pytest

from adapters.runtime.clock import SystemClock
from adapters.slack.forms import form, shown
from adapters.slack.parse import SlackContext
from adapters.slack.poster import SlackPoster
from adapters.slack.render import draw
from adapters.slack.responses import ResponseSender
from adapters.slack.transport.files import Files
from adapters.slack.transport.web_client import SlackWebClient
from bot.ports.accounts.installations import Installation
from bot.ports.notifications.outbox import Delivered, GaveUp
from storage.accounts.slack_installations import InstallationStore
from storage.accounts.tenants import TenantStore
from storage.sqlite.engine import Database
from tests.adapters.runtime.started import free_port
from tests.adapters.slack.sample.checkpoint.report import Report
from tests.gallery import CARD, png
from tests.judges import slack_emulator

TOKEN = "test_token_admin"
KEY = "digest|DG-01|2026-11-23|slack:T/C"


@pytest.fixture(scope="module")
def emulator():
    with slack_emulator(free_port()) as address:
        yield address


@pytest.fixture
async def there(tmp_path, emulator):
    """The real client pointed at the emulator: the poster, the ways of delivery, its workspace, a channel, a person."""
    database, clock = Database(tmp_path / "a.db"), SystemClock()
    store = InstallationStore(database)
    async with SlackWebClient(emulator + "/api/", store, clock) as api:
        me, _ = await api.whoami(TOKEN)
        team = me["team_id"]
        await store.keep(Installation(team, TOKEN), clock.now())
        channel = (await api.ask("conversations.list", {}, TOKEN))["channels"][0]["id"]
        delivery = ResponseSender(api, Files(api, png), TenantStore(database))
        yield api, SlackPoster(api, delivery), delivery, team, channel, me["user_id"]
    database.close()


async def test_a_post_is_made_and_edited(there):
    _, posts, _, team, channel, _ = there
    sent = await posts.send(f"slack:{team}/{channel}", CARD, KEY)
    assert isinstance(sent, Delivered)
    assert isinstance(await posts.edit(f"slack:{team}/{channel}", sent.message, CARD, KEY), Delivered)
    assert isinstance(await posts.send(f"slack:{team}/CNOWHERE", CARD, KEY), GaveUp)


async def test_an_answer_is_shown_to_the_person_alone(there, caplog):
    api, _, delivery, team, channel, user = there

    async def said():
        return (await api.ask("conversations.history", {"channel": channel}, TOKEN))["messages"]

    before = await said()
    caplog.set_level("INFO")
    await delivery.private(SlackContext(team, user, channel, at=api.clock.now()), CARD)
    assert await said() == before
    assert "slack ephemeral not sent" not in caplog.messages


async def test_app_home_and_a_form_are_drawn(there):
    api, _, _, team, channel, user = there
    home = {"type": "home", "blocks": draw(CARD, most=100).blocks}
    assert (await api.call(team, "views.publish", {"user_id": user, "view": home}))["ok"]
    trigger = (await api.ask("views.generateTriggerId", {"user_id": user}, TOKEN)).get("trigger_id")
    view = form(Report, {"label": "Crest"}, place=f"slack:{team}/{channel}")
    opened = await api.call(team, "views.open", {"trigger_id": trigger, "view": view})
    after = shown(draw(CARD, most=100), "Card", f"slack:{team}/{channel}")
    assert (await api.call(team, "views.update", {"view_id": opened["view"]["id"], "view": after}))["ok"]
    assert json.loads(opened["view"]["private_metadata"])["c"] == "checkpoint report"


async def test_a_file_goes_the_external_way(there):
    api, _, delivery, team, channel, _ = there
    await delivery.files.share(team, channel, "export.json", b"{}")
    shared = (await api.ask("files.list", {"channel": channel}, TOKEN))["files"]
    assert "export.json" in [file["name"] for file in shared]
