"""Installing in many workspaces, tokens that end, and everything erased on leaving."""

import asyncio
import sqlite3
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from adapters.slack.platform import InstallationCache
from adapters.slack.transport.oauth import COOKIE
from adapters.slack.transport.web_client import Refused
from bot.messages.errors import BadArgument, OurFault
from bot.ports.accounts.installations import Installation
from storage.accounts.slack_installations import InstallationStore
from storage.cipher import Cipher
from storage.notifications.seen_deliveries import SeenDeliveryStore
from storage.sqlite import engine
from storage.sqlite.engine import Database
from tests.adapters.slack.conftest import installation, running
from tests.clocks import NOON

MANY = {"bot_token": SecretStr(""), "client_id": "1.2", "client_secret": SecretStr("secret"), "redirect_url": ""}
KEY, OTHER = (Fernet.generate_key().decode() for _ in range(2))


async def begin(world):
    async with world.session.get(world.server.make_url("/slack/install"), allow_redirects=False) as answer:
        assert answer.status == 302
        target = urlsplit(answer.headers["Location"])
        return parse_qs(target.query), answer.cookies[COOKIE].value, target, answer


async def come_back(world, cookie, **query):
    headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
    async with world.session.get(
        world.server.make_url("/slack/oauth_redirect"), params=query, headers=headers
    ) as answer:
        return answer.status, await answer.text()


async def install(world, team):
    world.slack.codes["code-" + team] = team
    query, cookie, _, _ = await begin(world)
    return await come_back(world, cookie, code="code-" + team, state=query["state"][0])


async def test_two_workspaces_install_and_each_is_answered_with_its_own_token(tmp_path, judge_or_none):
    async with running(tmp_path, "http", judge_or_none, **MANY, key=KEY) as world:
        for team in ("T5", "T6"):
            status, page = await install(world, team)
            assert status == 200
            assert f"Team {team}" in page
            world.slack.channels[team, "C1"] = {"member": True, "archived": False, "public": True}
            ana = world.person(team=team)
            card = (await ana.command("/odds spud"))[-1]
            await ana.press(card, "Share in channel")
        assert [(m["team"], m["channel"]) for m in world.slack.messages] == [("T5", "C1"), ("T6", "C1")]
        assert world.store.teams() == ("T5", "T6")
        assert not world.calls("auth.test")


async def test_the_install_page_asks_for_the_scopes_and_ties_the_state_to_the_browser(tmp_path):
    async with running(tmp_path, "http", **MANY) as world:
        query, cookie, target, answer = await begin(world)
        assert target.path == "/oauth/v2/authorize"
        assert query["scope"][0].split(",")[:2] == ["commands", "chat:write"]
        assert query["state"] == [cookie]
        flags = answer.headers["Set-Cookie"].casefold()
        assert "httponly" in flags
        assert "samesite=lax" in flags
        assert "secure" in flags


async def test_a_state_is_good_once_in_one_browser_for_ten_minutes(tmp_path):
    async with running(tmp_path, "http", **MANY) as world:
        world.slack.codes["c"] = "T5"
        query, cookie, _, _ = await begin(world)
        state = query["state"][0]
        assert (await come_back(world, "", code="c", state=state))[0] == 400
        assert (await come_back(world, "other", code="c", state=state))[0] == 400
        forged = state[:-4] + "0000"
        assert (await come_back(world, forged, code="c", state=forged))[0] == 401
        assert (await come_back(world, cookie, state=state, code=""))[0] == 401
        assert (await come_back(world, cookie, code="c", state=state))[0] == 401  # used by the try without a code
        query, cookie, _, _ = await begin(world)
        await world.clock.advance(601)
        assert (await come_back(world, cookie, code="c", state=query["state"][0]))[0] == 401
        assert world.store.teams() == ()
        assert (await come_back(world, cookie, error="access_denied<b>"))[1].count("<b>") == 0


async def test_a_code_slack_does_not_know_and_a_slack_that_is_down_are_told_apart(tmp_path):
    async with running(tmp_path, "http", **MANY) as world:
        query, cookie, _, _ = await begin(world)
        assert (await come_back(world, cookie, code="nope", state=query["state"][0]))[0] == 401
        world.slack.faults["oauth.v2.access"].append("500 after")
        world.slack.codes["c"] = "T5"
        query, cookie, _, _ = await begin(world)
        assert (await come_back(world, cookie, code="c", state=query["state"][0]))[0] == 502


async def test_a_cookie_in_no_encoding_is_another_browsers(tmp_path):
    async with running(tmp_path, "http", **MANY) as world:
        query, _, _, _ = await begin(world)
        path = f"/slack/oauth_redirect?code=c&state={query['state'][0]}"
        reader, writer = await asyncio.open_connection(world.server.host, world.server.port)
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: {COOKIE}=".encode() + b"\xe9\r\n\r\n"
        )
        assert b" 400 " in (await reader.read()).partition(b"\r\n")[0]
        writer.close()


async def test_the_installer_is_an_admin_and_others_are_not(tmp_path):
    async with running(tmp_path, "http", **MANY) as world:
        await install(world, "T5")
        assert "CP-0001" in (await world.person("UADMIN", team="T5").command("/desk"))[-1]["text"]
        assert "desk role" in (await world.person("U2", team="T5").command("/desk"))[-1]["text"]


async def test_a_token_that_ends_soon_is_exchanged_once_for_all_who_wait(tmp_path):
    async with running(tmp_path, "http", **MANY, key=KEY) as world:
        await install(world, "T5")
        old = world.platform.book.find("T5")
        await world.clock.advance(11 * 3_600)
        tokens = await asyncio.gather(*(world.platform.web.token("T5") for _ in range(20)))
        assert len(set(tokens)) == 1
        assert tokens[0] != old.token
        assert len(world.calls("oauth.v2.access")) == 2
        kept = InstallationStore(world.database, KEY).find("T5")
        assert kept.token == tokens[0]
        assert kept.refresh != old.refresh
        assert kept.installed_by == "UADMIN"


async def test_while_slack_is_silent_the_old_token_goes_on(tmp_path):
    async with running(tmp_path, "http", **MANY) as world:
        await install(world, "T5")
        old = world.platform.book.find("T5")
        await world.clock.advance(11 * 3_600)
        world.slack.faults["oauth.v2.access"].append("drop before")
        assert await world.platform.web.token("T5") == old.token
        assert await world.platform.web.token("T5") != old.token


async def test_an_exchanged_token_that_cannot_be_saved_is_used_and_saved_later(tmp_path, monkeypatch):
    async with running(tmp_path, "http", **MANY) as world:
        await install(world, "T5")
        old = world.store.find("T5")
        await world.clock.advance(11 * 3_600)
        monkeypatch.setattr(engine, "BUSY_MS", 5)
        world.database.close()  # opened again by the next write, which waits that short a time
        holder = sqlite3.connect(world.database.path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        new = await world.platform.web.token("T5")
        assert new != old.token
        assert await world.platform.web.token("T5") == new
        assert world.store.find("T5").token == old.token
        holder.execute("ROLLBACK")
        holder.close()
        await world.clock.advance(60)
        assert await world.platform.web.token("T5") == new
        assert world.store.find("T5").token == new
        assert len(world.calls("oauth.v2.access")) == 2


async def test_an_exchange_whose_answer_was_lost_erases_nothing_while_the_old_token_lives(tmp_path):
    async with running(tmp_path, "http", **MANY) as world:
        await install(world, "T5")
        old = world.store.find("T5").token
        await world.clock.advance(11 * 3_600)
        world.slack.faults["oauth.v2.access"].append("500 after")
        web = world.platform.web
        assert [await web.token("T5") for _ in range(3)] == [old] * 3
        assert len(world.calls("oauth.v2.access")) == 3  # one to install, one lost, one refused: then no more
        assert world.store.find("T5").token == old
        world.slack.tokens.pop(old)
        with pytest.raises(Refused):
            await web.call("T5", "chat.postMessage", {"channel": "C1", "text": "x"})
        assert world.store.find("T5") is None


@pytest.mark.parametrize(
    "event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}}]
)
async def test_leaving_erases_the_token_and_tells_the_core(tmp_path, event):
    async with running(tmp_path, "http", **MANY) as world:
        await install(world, "T5")
        token = world.store.find("T5").token
        await world.person(team="T5").event(event)
        assert world.store.find("T5") is None
        assert world.erased == ["slack:T5"]
        world.database.close()
        files = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
        assert token.encode() not in files
        ana = world.person(team="T5")
        assert "not installed" in (await ana.command("/odds spud"))[-1]["text"]


@pytest.mark.parametrize("revoked", [True, False])
async def test_an_uninstallation_that_comes_late_erases_no_later_installation(tmp_path, revoked):
    async with running(tmp_path, "http", **MANY) as world:
        await install(world, "T5")
        left_at = int(world.clock.now().timestamp())
        await world.clock.advance(90)
        await install(world, "T5")
        if revoked:
            world.slack.tokens.clear()
        await world.person(team="T5").event({"type": "app_uninstalled"}, event_time=left_at, retry_attempt=1)
        assert (world.store.find("T5") is None) is revoked
        assert world.erased == (["slack:T5"] if revoked else [])


async def test_a_token_that_does_not_open_breaks_no_request(tmp_path, caplog):
    async with running(tmp_path, "http", **MANY, key=KEY) as world:
        await install(world, "T5")
        world.platform.book._known.clear()
        world.store._cipher = Cipher("", "SPUDWATCH_SLACK__TOKEN_KEY", "Slack's tokens")
        assert "not installed" in (await world.person(team="T5").command("/odds spud"))[-1]["text"]
        assert "slack token not read" in caplog.text


async def test_a_persons_token_revoked_erases_nothing(tmp_path):
    async with running(tmp_path, "http", **MANY) as world:
        await install(world, "T5")
        await world.person(team="T5").event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}})
        assert world.store.find("T5") is not None


async def test_with_a_key_nothing_of_a_token_stands_in_the_file(tmp_path):
    database = Database(tmp_path / "a.db")
    store = InstallationStore(database, KEY)
    await store.keep(installation("T2", refresh="xoxe-refresh", installed_by="UADMIN"), NOON)
    assert store.find("T2") == installation("T2", refresh="xoxe-refresh", installed_at=NOON)
    with pytest.raises(OurFault, match="cannot be decrypted with this key"):
        InstallationStore(database, OTHER).find("T2")
    with pytest.raises(OurFault, match="key is missing"):
        InstallationStore(database).find("T2")
    assert InstallationStore(database, f"{OTHER},{KEY}").find("T2").token == "xoxb-T2"
    await database.write(lambda db: db.execute("UPDATE slack_installations SET team = 'T3'"))
    with pytest.raises(OurFault, match="another workspace"):
        store.find("T3")
    database.close()
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in (b"xoxb", b"xoxe", b"UADMIN"):
        assert secret not in files


def test_a_key_that_is_none_says_how_to_make_one(tmp_path):
    database = Database(tmp_path / "a.db")
    with pytest.raises(OurFault, match="is not a key") as caught:
        InstallationStore(database, "short")
    assert "generate_key" in str(caught.value.todo)
    database.close()


def test_an_installation_never_shows_its_secrets():
    assert "xoxb" not in repr(Installation("T1", "xoxb-1", refresh="xoxe-1"))
    assert "xoxe" not in repr(Installation("T1", "xoxb-1", refresh="xoxe-1"))


async def test_the_book_reads_storage_once(tmp_path):
    database = Database(tmp_path / "a.db")
    store = InstallationStore(database)
    await store.keep(installation("T2"), NOON)
    book = InstallationCache(store)
    assert book.find("T2").token == "xoxb-T2"
    assert book.find("T9") is None
    await book.keep(installation("T9"), NOON)
    assert book.find("T9").token == "xoxb-T9"
    assert await book.forget("T9")
    assert book.find("T9") is None
    book.fix(installation("T4"))
    assert book.teams() == ("T2", "T4")
    assert await book.forget("T4")
    database.close()


async def test_seen_deliveries_are_forgotten_in_time(tmp_path):
    database = Database(tmp_path / "a.db")
    seen = SeenDeliveryStore(database)
    await seen.note([("a", NOON + timedelta(minutes=1)), ("b", NOON + timedelta(minutes=9))], NOON)
    await seen.note([("a", NOON + timedelta(minutes=1))], NOON)
    assert {key for key, _ in seen.recent(NOON)} == {"a", "b"}
    await seen.note([], NOON + timedelta(minutes=5))
    assert {key for key, _ in seen.recent(NOON)} == {"b"}
    database.close()


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"client_id": "1.2"}, "no client secret"),
        ({"http_port": 1, "signing_secret": SecretStr("")}, "needs the signing secret"),
    ],
)
async def test_settings_that_do_not_suffice_say_which(tmp_path, settings, says):
    with pytest.raises(BadArgument, match=says):
        async with running(tmp_path, "http", **settings):
            pass


async def test_a_token_slack_does_not_take_is_said_at_start(tmp_path):
    with pytest.raises(BadArgument, match="does not take the bot token") as caught:
        async with running(tmp_path, "http", bot_token=SecretStr("xoxb-wrong")):
            pass
    assert "xoxb" not in str(caught.value)
