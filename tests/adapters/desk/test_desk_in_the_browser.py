"""The desk in a browser: who gets in, what is decided there, and when it ends."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image
from pydantic import SecretStr

from adapters.desk.opening import desk_routes, redirects, trouble
from adapters.desk.server import COOKIE, STATE_COOKIE
from adapters.doctor.desk_checks import browser_desk
from adapters.doctor.results import CheckStatus
from adapters.web.server import WebServer
from adapters.web.site import Site
from bot.messages.errors import BadArgument, StoreBusy
from bot.messages.request import Role
from bot.settings import DiscordSettings, Settings, WebSettings
from tests.adapters.desk.browser import Browser, drawn, opened, report, view_of, waiting
from tests.adapters.desk.local import BOT, CLIENT, MODERATE, NOTHING, SECRET
from tests.conftest import Conversation

Talk = Callable[..., Conversation]
Client = TestClient[aiohttp.web.Request, aiohttp.web.Application]
PLACE, ANA = "discord:7/9", "discord:1"
TEXT = "The picker listed it between 5.4 and 5.4 Pro, I chose it and the header said so; gone after a reload of it."


@pytest.fixture
async def browser(talk: Talk) -> AsyncIterator[tuple[Browser, Conversation]]:
    conversation = talk("2026-04-21T12:00Z")
    async with opened(conversation) as made:
        yield made, conversation


async def test_without_a_session_there_is_the_sign_in_alone(browser: tuple[Browser, Conversation]) -> None:
    here, talk = browser
    await report(talk)
    page = await here.get("/desk")
    assert page.status == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers
    text = await page.text()
    assert "Sign in with Discord" in text
    assert "Sign in with Slack" in text
    assert "your decisions are recorded under your name" in text
    assert "Crest Ultra" not in text
    for path in ("/desk/picture/abc", "/desk?id=DQ-0001&at=discord:7"):
        answer = await here.get(path)
        assert "Crest Ultra" not in await answer.text()
    assert (await here.post("/desk/act", do="accept", id="DQ-0001")).status == 401


async def test_a_moderator_signs_in_with_state_and_pkce_and_the_cookie_is_for_the_desk_alone(
    browser: tuple[Browser, Conversation],
) -> None:
    here, _ = browser
    query = await here.begin()
    assert (query["code_challenge_method"], query["client_id"]) == ("S256", CLIENT)
    assert query["redirect_uri"] == "https://spud.example/desk/callback/discord"
    answer = await here.get(f"/desk/callback/discord?code=code-1&state={query['state']}")
    assert (answer.status, answer.headers["Location"]) == (303, "/desk")
    cookie = answer.cookies[COOKIE]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"], cookie["secure"]) == ("/desk", "Lax", True, True)
    page = await here.page()
    assert "Nothing waits for the desk" in page
    assert "Meg &lt;b&gt;" in page
    assert "Set-Cookie" not in (await here.get("/s/openai/spud")).headers


async def test_an_item_is_decided_with_picture_and_near_pictures_beside_it_and_taken_back(
    browser: tuple[Browser, Conversation],
) -> None:
    here, talk = browser
    first, second = await report(talk, "Crest Ultra", shade=150), await report(talk, "Crest Mega", "discord:2", 152)
    assert len(await waiting(talk)) == 2
    await here.sign_in()
    page = await here.page("/desk?id=DQ-0002")
    assert f"The picture of {second}" in page
    assert f"The picture of {first}" in page
    assert "the same screenshot" in page
    sources = re.findall(r'<img src="([^"]+)"', page)
    shown = await here.get(sources[0].replace("&amp;", "&"))
    assert (shown.status, shown.headers["Cache-Control"]) == (200, "no-store")
    assert Image.open(io.BytesIO(await shown.read())).size == (320, 200)
    after = await here.decide("accept", id="DQ-0001")
    assert "DQ-0001 accepted: it counts from now on" in after
    assert await waiting(talk) == ["DQ-0002"]
    assert 'aria-current="true"' in after
    trail = talk.ports.desk.trail(view_of(talk))
    assert [(one.actor, one.action) for one in trail] == [("discord:42", "accept report")]
    assert "Undone: accept report" in await here.decide("undo")
    assert await waiting(talk) == ["DQ-0001", "DQ-0002"]
    refused = await here.decide("refuse", id="DQ-0002", reason="nobody could check it", note="no picture")
    assert "DQ-0002 refused" in refused
    merged = await here.decide("merge", source="Crest Ultra", into="Crest Mega")
    assert "Crest Ultra is Crest Mega" in merged


async def test_what_was_decided_is_retracted_and_a_label_and_a_claim_are_resolved(
    browser: tuple[Browser, Conversation],
) -> None:
    here, talk = browser
    first, _ = await report(talk, "Crest Ultra"), await report(talk, "Crest Mega", "discord:2")
    await here.sign_in()
    await here.decide("accept", id="DQ-0001")
    after = await here.decide("retract", record=first, reason="nobody could check it", note="no picture", id="DQ-0002")
    assert f"retract {first}" in after
    found = talk.ports.sightings.report(first, view_of(talk))
    assert found is not None
    assert found.state == "refused"
    assert await waiting(talk) == ["DQ-0002"], "the item beside the form is not what it was about"
    page = "https://example.org/page"
    said = await here.decide("resolve", record="Crest Ultra", outcome="shown false", source=page)
    assert "Crest Ultra is shown false" in said
    assert "is true" in await here.decide("resolve", record="CL-0001", outcome="true", source=page, note="the page")
    assert "needs a page" in await here.decide("resolve", record="CL-0001", outcome="true", source="x")
    actions = [one.action for one in talk.ports.desk.trail(view_of(talk))]
    assert sorted(actions) == ["accept report", "accept resolve", "accept resolve", "accept retract"]
    assert "Undone" in await here.decide("undo")


async def test_a_form_of_another_session_decides_nothing(browser: tuple[Browser, Conversation]) -> None:
    here, talk = browser
    await report(talk)
    await here.sign_in()
    for token in ("", "x" * 32, "é"):
        answer = await here.post("/desk/act", csrf=token, do="accept", at="discord:7", id="DQ-0001")
        assert answer.status == 403
    assert (await here.post("/desk/sign-out", csrf="x")).status == 403
    assert await waiting(talk) == ["DQ-0001"]
    token = await here.token()
    assert (await here.post("/desk/act", csrf=token, do="erase", at="discord:7", id="DQ-0001")).status == 400
    assert (await here.post("/desk/sign-out", csrf=token)).status == 303
    assert COOKIE not in (here.cookies or {})


async def test_a_state_is_good_once_in_the_browser_that_began(browser: tuple[Browser, Conversation]) -> None:
    here, talk = browser
    query = await here.begin()
    other = Browser(here.client, here.platforms)
    path = f"/desk/callback/discord?code=code-1&state={query['state']}"
    assert (await other.get(path)).status == 400
    assert (await here.get(path.replace("discord?", "slack?"))).status == 400
    query = await here.begin()
    talk.clock.move(talk.clock.now() + timedelta(minutes=11))
    assert (await here.get(f"/desk/callback/discord?code=code-1&state={query['state']}")).status == 400
    query = await here.begin()
    assert (await here.get(f"/desk/callback/discord?code=code-1&state={query['state']}")).status == 303
    cookies = dict(here.cookies or {}) | {STATE_COOKIE: query["state"]}
    again = Browser(here.client, here.platforms, cookies=cookies)
    assert (await again.get(f"/desk/callback/discord?code=code-1&state={query['state']}")).status == 400
    query = await here.begin("code-2")
    assert (await here.get(f"/desk/callback/discord?code=forged&state={query['state']}")).status == 401
    query = await here.begin("code-3")
    assert (await here.get(f"/desk/callback/discord?error=access_denied&state={query['state']}")).status == 200


@pytest.mark.parametrize(("allowed", "bot_in"), [(NOTHING, {"7"}), (MODERATE, set[str]())])
async def test_who_has_no_desk_gets_no_session(
    browser: tuple[Browser, Conversation], allowed: int, bot_in: set[str]
) -> None:
    here, _ = browser
    here.platforms.servers["7"], here.platforms.bot_in = ("Potato Lovers", allowed), bot_in
    answer = await here.sign_in()
    assert answer.status == 403
    assert COOKIE not in (here.cookies or {})


async def test_a_role_of_the_server_that_an_admin_made_the_desk_is_enough(
    browser: tuple[Browser, Conversation],
) -> None:
    here, talk = browser
    here.platforms.servers["7"] = ("Potato Lovers", NOTHING)
    await talk.ports.tenants.choose("discord:7", "desk_role", "900", "discord:9", talk.clock.now())
    assert (await here.sign_in()).status == 403
    here.platforms.member_roles = ["900"]
    assert (await here.sign_in("code-2")).status == 303


@pytest.mark.parametrize("how", ["lost the role", "left the server", "token revoked", "eight hours"])
async def test_a_session_ends_with_the_role(browser: tuple[Browser, Conversation], how: str) -> None:
    here, talk = browser
    await report(talk)
    await here.sign_in()
    token = await here.token()
    wait = timedelta(minutes=2)
    if how == "lost the role":
        here.platforms.servers["7"] = ("Potato Lovers", NOTHING)
    elif how == "left the server":
        here.platforms.servers.clear()
    elif how == "token revoked":
        here.platforms.revoked = True
    else:
        wait = timedelta(hours=8, seconds=1)
    talk.clock.move(talk.clock.now() + wait)
    answer = await here.post("/desk/act", csrf=token, do="accept", at="discord:7", id="DQ-0001")
    assert answer.status == 401
    assert await waiting(talk) == ["DQ-0001"]
    assert COOKIE not in (here.cookies or {})


async def test_a_platform_that_is_down_lets_nothing_be_decided_and_ends_nothing(
    browser: tuple[Browser, Conversation],
) -> None:
    here, talk = browser
    await report(talk)
    await here.sign_in()
    token = await here.token()
    form = {"csrf": token, "do": "accept", "at": "discord:7", "id": "DQ-0001"}
    here.platforms.down = True
    talk.clock.move(talk.clock.now() + timedelta(minutes=2))
    assert (await here.post("/desk/act", **form)).status == 503
    assert await waiting(talk) == ["DQ-0001"]
    here.platforms.down = False
    assert (await here.post("/desk/act", **form)).status == 303
    assert await waiting(talk) == []


async def test_an_order_without_the_place_or_for_another_is_carried_out_nowhere(
    browser: tuple[Browser, Conversation],
) -> None:
    here, talk = browser
    await report(talk)
    await here.sign_in()
    token = await here.token()
    for at in ("", "discord:8", "slack:T1"):
        assert (await here.post("/desk/act", csrf=token, do="accept", at=at, id="DQ-0001")).status == 403
    assert await waiting(talk) == ["DQ-0001"]


async def test_twenty_quick_decisions_are_slowed_down_and_nobody_is_signed_out(
    browser: tuple[Browser, Conversation],
) -> None:
    here, talk = browser
    await report(talk)
    await here.sign_in()
    answers = [(await here.get("/desk")).status for _ in range(40)]
    assert set(answers) <= {200, 503}
    talk.clock.move(talk.clock.now() + timedelta(seconds=30))
    assert (await here.get("/desk")).status == 200


async def test_a_role_taken_away_in_our_settings_ends_it_at_once(browser: tuple[Browser, Conversation]) -> None:
    here, talk = browser
    here.platforms.servers["7"] = ("Potato Lovers", NOTHING)
    now = talk.clock.now()
    await talk.ports.tenants.give("discord:7", "discord:42", Role.DESK, "discord:9", now)
    assert (await here.sign_in()).status == 303
    await talk.ports.tenants.give("discord:7", "discord:42", None, "discord:9", now)
    assert (await here.get("/desk")).status == 401


async def test_another_servers_queue_and_pictures_stay_closed(browser: tuple[Browser, Conversation]) -> None:
    here, talk = browser
    await report(talk, shade=150)
    seen = talk.ports.sightings.report("CP-0001", view_of(talk))
    assert seen is not None
    here.platforms.servers["8"] = ("Other", MODERATE)
    here.platforms.servers["7"] = ("Potato Lovers", NOTHING)
    here.platforms.bot_in = {"7", "8"}
    await here.sign_in()
    assert "Crest Ultra" not in await here.page("/desk?at=discord:7&id=DQ-0001")
    assert (await here.get(f"/desk/picture/{seen.picture}?at=discord:7")).status == 403
    assert (await here.get(f"/desk/picture/{seen.picture}?at=discord:8")).status == 404


async def test_a_store_that_does_not_answer_is_a_page_and_not_a_fault(
    browser: tuple[Browser, Conversation], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, talk = browser
    await report(talk, shade=150)
    await here.sign_in()

    def silent(*_: object) -> None:
        raise StoreBusy

    monkeypatch.setattr(talk.ports.desk, "item", silent)
    monkeypatch.setattr(talk.ports.sightings, "picture", silent)
    for path in ("/desk", "/desk/picture/abc?at=discord:7"):
        answer = await here.get(path)
        assert answer.status == 503
        assert "The database is busy" in await answer.text()


async def test_the_installer_of_a_slack_workspace_signs_in(talk: Talk) -> None:
    async with opened(talk("2026-04-21T12:00Z")) as here:
        here.way = "slack"
        query = await here.begin()
        assert query["scope"] == "openid profile"
        answer = await here.get(f"/desk/callback/slack?code=code-1&state={query['state']}")
        assert answer.status == 303
        page = await here.page()
        assert "Potato Works" in page
        assert "Nothing waits for the desk" in page


def test_what_is_missing_for_the_desk_is_said() -> None:
    nothing = Settings(_env_file=None, web=WebSettings(desk=True))
    assert trouble(nothing)[1] == "Set SPUDWATCH_WEB__PORT."
    plain = Settings(_env_file=None, web=WebSettings(port=1, address="http://spud.example", desk=True))
    assert "https" in trouble(plain)[0]
    alone = Settings(_env_file=None, web=WebSettings(port=1, address="https://spud.example", desk=True))
    assert "CLIENT_SECRET" in trouble(alone)[1]
    assert redirects(alone) == {}


def test_the_doctor_says_what_is_missing_and_which_redirects_the_platforms_must_know() -> None:
    def found(web: WebSettings, discord: DiscordSettings) -> list[tuple[CheckStatus, str, str]]:
        settings = Settings(_env_file=None, web=web, discord=discord)
        return [(one.verdict, one.says, one.todo) for one in browser_desk(settings)]

    here = WebSettings(port=1, address="https://spud.example", desk=True)
    secrets = DiscordSettings(token=SecretStr(BOT), application_id=CLIENT, client_secret=SecretStr(SECRET))
    assert found(WebSettings(), secrets) == []
    assert found(WebSettings(port=1), secrets)[0][0] is CheckStatus.OFF
    assert found(here, DiscordSettings())[0][0] is CheckStatus.FAIL
    [(verdict, says, todo)] = found(here, secrets)
    assert (verdict, says) == (CheckStatus.OK, "sign-in with Discord")
    assert todo.endswith("https://spud.example/desk/callback/discord")


async def test_the_desk_is_not_served_where_something_is_missing(talk: Talk) -> None:
    alone = Settings(_env_file=None, web=WebSettings(port=1, address="https://spud.example", desk=True))
    here = talk()
    with pytest.raises(BadArgument):
        async with desk_routes(alone, here.app, Site(here.ports, "https://spud.example"), lambda _team: None):
            pass
    async with TestClient(TestServer(WebServer(Site(here.ports), here.clock, drawn).app())) as client:
        assert (await client.get("/desk")).status == 404
