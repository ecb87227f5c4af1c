"""The desk in a browser: who gets in, what is decided there, and when it ends."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image
from pydantic import SecretStr

from adapters.desk.opening import desk_routes, redirects, trouble
from adapters.desk.server import COOKIE, STATE_COOKIE
from adapters.doctor.desk_checks import browser_desk
from adapters.doctor.results import CheckStatus
from adapters.images.preview_card import draw
from adapters.web.server import WebServer
from adapters.web.site import Site
from bot.messages.errors import BadArgument
from bot.messages.request import Attachment, Role, View
from bot.pages.page import PreviewCard
from bot.ports.accounts.installations import Installation
from bot.settings import DiscordSettings, Settings, SlackSettings, WebSettings
from tests.adapters.desk.local import BOT, CLIENT, MODERATE, NOTHING, SECRET, LocalPlatforms
from tests.conftest import Conversation

Talk = Callable[..., Conversation]
Client = TestClient[aiohttp.web.Request, aiohttp.web.Application]
PLACE, ANA = "discord:7/9", "discord:1"
TEXT = "The picker listed it between 5.4 and 5.4 Pro, I chose it and the header said so; gone after a reload of it."


@dataclass
class Browser:
    """One browser at the desk: its cookies, kept by hand, because they are for https alone."""

    client: Client
    platforms: LocalPlatforms
    way: str = "discord"
    cookies: dict[str, str] | None = None

    async def get(self, path: str) -> aiohttp.ClientResponse:
        return self._kept(await self.client.get(path, headers=self._headers(), allow_redirects=False))

    async def post(self, path: str, **form: str) -> aiohttp.ClientResponse:
        return self._kept(await self.client.post(path, data=form, headers=self._headers(), allow_redirects=False))

    def _headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in (self.cookies or {}).items())}

    def _kept(self, answer: Any) -> Any:
        self.cookies = self.cookies or {}
        for name, morsel in answer.cookies.items():
            self.cookies[name] = morsel.value
        self.cookies = {name: value for name, value in self.cookies.items() if value}
        return answer

    async def begin(self, code: str = "code-1") -> dict[str, str]:
        sent = await self.get(f"/desk/sign-in/{self.way}")
        query = {key: values[0] for key, values in parse_qs(urlsplit(sent.headers["Location"]).query).items()}
        self.platforms.challenges[code] = query.get("code_challenge", "")
        return query

    async def sign_in(self, code: str = "code-1") -> aiohttp.ClientResponse:
        query = await self.begin(code)
        return await self.get(f"/desk/callback/{self.way}?code={code}&state={query['state']}")

    async def page(self, path: str = "/desk") -> str:
        return await (await self.get(path)).text()

    async def decide(self, what: str, **values: str) -> str:
        """Send a form of the page, and read the page that follows."""
        page = await self.page()
        found = re.search(r'name="csrf" value="([^"]+)"', page)
        assert found is not None, page
        answer = await self.post("/desk/act", csrf=found[1], do=what, at="discord:7", **values)
        assert answer.status == 303, await answer.text()
        return await self.page(answer.headers["Location"])


def chosen(platforms: LocalPlatforms) -> Settings:
    return Settings(
        _env_file=None,
        web=WebSettings(port=1, address="https://spud.example", desk=True),
        discord=DiscordSettings(
            token=SecretStr(BOT),
            application_id=CLIENT,
            client_secret=SecretStr(SECRET),
            api_url=platforms.url("/api/v10"),
        ),
        slack=SlackSettings(client_id=CLIENT, client_secret=SecretStr(SECRET), api_url=platforms.url("/api/")),
    )


async def drawn(card: PreviewCard) -> bytes:
    return draw(card)


@asynccontextmanager
async def opened(conversation: Conversation) -> AsyncIterator[Browser]:
    def installed(team: str) -> Installation | None:
        return Installation("T1", "xoxb-1", installed_by="U1") if team == "T1" else None

    async with LocalPlatforms() as platforms:
        site = Site(conversation.ports, "https://spud.example")
        async with desk_routes(chosen(platforms), conversation.app, site, installed) as routes:
            app = WebServer(site, conversation.clock, drawn).app(routes)
            async with TestClient(TestServer(app)) as client:
                yield Browser(client, platforms)


@pytest.fixture
async def browser(talk: Talk) -> AsyncIterator[tuple[Browser, Conversation]]:
    conversation = talk("2026-04-21T12:00Z")
    async with opened(conversation) as made:
        yield made, conversation


def picture(shade: int) -> bytes:
    made = io.BytesIO()
    image = Image.new("L", (320, 200))
    image.putdata([(x * shade // 320 + y) % 256 for y in range(200) for x in range(320)])
    image.convert("RGB").save(made, "PNG")
    return made.getvalue()


async def report(here: Conversation, label: str = "Crest Ultra", person: str = ANA, shade: int = 0) -> str:
    """A report of a new account, which waits for the desk."""
    values: dict[str, Any] = {
        "label": label,
        "surface": "ChatGPT picker",
        "how": "own account",
        "text": TEXT,
        "step": "save",
    }
    if shade:
        values["image"] = Attachment("picker.png", "image/png", picture(shade))
    since = here.clock.now() - timedelta(hours=1)
    reply = await here.say(
        "", name="checkpoint report", values=values, actor=person, place=PLACE, role=Role.MEMBER, actor_since=since
    )
    return str(reply.data["id"])


async def waiting(here: Conversation) -> list[str]:
    data = (await here.say("desk queue", actor="discord:9", place=PLACE, role=Role.DESK)).data
    return [str(one["id"]) for one in data["waiting"]]  # type: ignore[attr-defined]


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
    trail = talk.ports.desk.trail(_view(talk))
    assert [(one.actor, one.action) for one in trail] == [("discord:42", "accept report")]
    assert "Undone: accept report" in await here.decide("undo")
    assert await waiting(talk) == ["DQ-0001", "DQ-0002"]
    refused = await here.decide("refuse", id="DQ-0002", reason="nobody could check it", note="no picture")
    assert "DQ-0002 refused" in refused
    merged = await here.decide("merge", source="Crest Ultra", into="Crest Mega")
    assert "Crest Ultra is Crest Mega" in merged


def _view(talk: Conversation) -> View:
    return View("discord:7", talk.clock.now())


async def test_a_form_of_another_session_decides_nothing(browser: tuple[Browser, Conversation]) -> None:
    here, talk = browser
    await report(talk)
    await here.sign_in()
    for token in ("", "x" * 32, "é"):
        answer = await here.post("/desk/act", csrf=token, do="accept", at="discord:7", id="DQ-0001")
        assert answer.status == 403
    assert (await here.post("/desk/sign-out", csrf="x")).status == 403
    assert await waiting(talk) == ["DQ-0001"]
    page = await here.page()
    token = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
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
    page = await here.page()
    token = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
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
    token = re.findall(r'name="csrf" value="([^"]+)"', await here.page())[0]
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
    token = re.findall(r'name="csrf" value="([^"]+)"', await here.page())[0]
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
    await talk.ports.tenants.choose("discord:7", "roles", {"discord:42": Role.DESK}, "discord:9", now)
    assert (await here.sign_in()).status == 303
    await talk.ports.tenants.choose("discord:7", "roles", {}, "discord:9", now)
    assert (await here.get("/desk")).status == 401


async def test_another_servers_queue_and_pictures_stay_closed(browser: tuple[Browser, Conversation]) -> None:
    here, talk = browser
    await report(talk, shade=150)
    seen = talk.ports.sightings.report("CP-0001", _view(talk))
    assert seen is not None
    here.platforms.servers["8"] = ("Other", MODERATE)
    here.platforms.servers["7"] = ("Potato Lovers", NOTHING)
    here.platforms.bot_in = {"7", "8"}
    await here.sign_in()
    assert "Crest Ultra" not in await here.page("/desk?at=discord:7&id=DQ-0001")
    assert (await here.get(f"/desk/picture/{seen.picture}?at=discord:7")).status == 403
    assert (await here.get(f"/desk/picture/{seen.picture}?at=discord:8")).status == 404


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
