"""A browser at the desk of a local server, and the reports that wait there."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image
from pydantic import SecretStr

from adapters.desk.opening import desk_routes
from adapters.images.preview_card import draw
from adapters.web.server import WebServer
from adapters.web.site import Site
from bot.messages.request import Attachment, Role, View
from bot.pages.page import PreviewCard
from bot.ports.accounts.installations import Installation
from bot.settings import DiscordSettings, Settings, SlackSettings, WebSettings
from tests.adapters.desk.local import BOT, CLIENT, SECRET, LocalPlatforms
from tests.conftest import Conversation

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

    async def token(self) -> str:
        """The token of the session's forms."""
        page = await self.page()
        found = re.search(r'name="csrf" value="([^"]+)"', page)
        assert found is not None, page
        return found[1]

    async def decide(self, what: str, **values: str) -> str:
        """Send a form of the page, and read the page that follows."""
        answer = await self.post("/desk/act", csrf=await self.token(), do=what, at="discord:7", **values)
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


def view_of(talk: Conversation) -> View:
    return View("discord:7", talk.clock.now())
