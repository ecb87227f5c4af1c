"""Pictures to Slack and files from it.

A picture goes the external way: ask for an address, send the bytes, complete; then an image block may name the file.
Slack works on it for a moment after that and refuses a block whose file is not ready, so we ask until it is
(https://docs.slack.dev/messaging/working-with-files). Without ``files:write`` there is no picture and its words stand
in its place; without ``files:read`` we cannot ask, and wait a second instead.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from adapters.net.sanitize import one_line
from adapters.slack.limits import ALT_TEXT, FILE_BYTES
from adapters.slack.markup import flat
from adapters.slack.transport.web_client import NoAnswer, OutcomeUnknown, Refused, SlackWebClient
from bot.messages.errors import SpudwatchError, TooMuch, UserError
from bot.messages.reply import Picture, Reply
from bot.messages.request import Attachment

log = logging.getLogger(__name__)

LOOKS = (0.2, 0.4, 0.8, 1.6, 3.2)  # seconds between two questions whether a file is ready
BLIND_SECONDS = 1.0
REMEMBERED = 256  # uploads that may be shown again: the same picture is not sent twice


class Files:
    """Uploads of one app; ``draw`` makes a picture's PNG, beside the loop."""

    def __init__(self, web: SlackWebClient, draw: Callable[[Picture], Awaitable[bytes]]) -> None:
        self._web, self._draw = web, draw
        self._known: OrderedDict[tuple[str, str], str] = OrderedDict()

    def possible(self, team: str) -> bool:
        """Whether pictures can be uploaded there: the scope was granted."""
        try:
            found = self._web.installations.find(team)
        except SpudwatchError:
            return False
        return found is not None and (not found.scopes or "files:write" in found.scopes)

    def readable(self, team: str) -> bool:
        """Whether files that people give us can be read there."""
        found = self._web.installations.find(team)
        return found is not None and (not found.scopes or "files:read" in found.scopes)

    async def upload_all(self, team: str, reply: Reply) -> dict[int, str]:
        """Upload a reply's pictures: file ids by place; one that failed is left out."""
        if not reply.pictures or not self.possible(team):
            return {}
        found = await asyncio.gather(*(self._upload(team, picture) for picture in reply.pictures))
        return {place: file for place, file in enumerate(found) if file}

    async def _upload(self, team: str, picture: Picture) -> str:
        try:
            content = await self._draw(picture)
            key = (team, hashlib.blake2b(content, digest_size=16).hexdigest())
            if key not in self._known:
                self._known[key] = await self._send(team, picture, content)
                if len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
            return self._known[key]
        except (NoAnswer, SpudwatchError, ValueError, OSError) as error:
            log.warning("slack picture not uploaded", extra={"team": team, "why": str(error)[:200]})
            return ""

    async def _send(self, team: str, picture: Picture, content: bytes) -> str:
        title = one_line(picture.title or "chart")[:150]
        about = {"filename": "chart.png", "alt_txt": flat(picture.alt, ALT_TEXT // 2)}
        file = await self._put(team, about, content)
        await self._web.call(team, "files.completeUploadExternal", {"files": [{"id": file, "title": title}]})
        await self._ready(team, file)
        return file

    async def share(self, team: str, channel: str, name: str, content: bytes) -> None:
        """Send a file to a channel; raises like `Web.call`."""
        file = await self._put(team, {"filename": name}, content)
        asked = {"files": [{"id": file, "title": name}], "channel_id": channel}
        await self._web.call(team, "files.completeUploadExternal", asked)

    async def _put(self, team: str, about: Mapping[str, str], content: bytes) -> str:
        asked = {**about, "length": len(content)}
        answer = await self._web.call(team, "files.getUploadURLExternal", asked)
        file, url = str(answer.get("file_id", "")), str(answer.get("upload_url", ""))
        if not file or not self._ours(url):
            raise Refused("files.getUploadURLExternal", "no address")
        try:
            async with self._web.session.post(url, data=content, allow_redirects=False) as sent:
                if sent.status != 200:  # noqa: PLR2004 - taken
                    raise Refused("upload", f"HTTP {sent.status}")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise OutcomeUnknown("upload", type(error).__name__) from None
        return file

    async def _ready(self, team: str, file: str) -> None:
        for pause in LOOKS:
            try:
                answer = await self._web.call(team, "files.info", {"file": file})
            except Refused as refused:
                if refused.why != "missing_scope":
                    raise
                await self._web.clock.sleep(BLIND_SECONDS)
                return
            found = answer.get("file") or {}
            if found.get("mimetype") and (found.get("original_w") or found.get("thumb_64")):
                return
            await self._web.clock.sleep(pause)
        raise Refused("files.info", "not ready")

    async def fetch(self, team: str, file: Mapping[str, Any]) -> Attachment:
        """A file that somebody put into a form.

        Raises:
            TooMuch: it is larger than we take.
            UserError: it could not be read.
        """
        name = one_line(str(file.get("name") or "file"))[:150]
        size = file.get("size")
        if isinstance(size, int) and size > FILE_BYTES:
            raise TooMuch(f"{name} is too large.", why=f"I take files up to {FILE_BYTES >> 20} MB.", todo="Use a link.")
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        try:
            if not self._ours(url):
                raise Refused("file", "a foreign address")
            token = await self._web.token(team)
            async with self._web.session.get(
                url, headers={"Authorization": f"Bearer {token}"}, allow_redirects=False
            ) as answer:
                if answer.status != 200 or answer.content_type == "text/html":  # noqa: PLR2004 - a login page
                    raise Refused("file", f"HTTP {answer.status}")
                content = await answer.content.read(FILE_BYTES + 1)
                while len(content) <= FILE_BYTES and (more := await answer.content.read(FILE_BYTES)):
                    content += more
        except (NoAnswer, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack file not read", extra={"team": team, "why": str(error)[:200]})
            raise UserError(f"I could not read {name}.", todo="Send it again, or paste a link.") from None
        if len(content) > FILE_BYTES:
            raise TooMuch(f"{name} is too large.", why=f"I take files up to {FILE_BYTES >> 20} MB.", todo="Use a link.")
        return Attachment(name, str(file.get("mimetype") or "application/octet-stream"), content)

    def _ours(self, url: str) -> bool:
        """Whether an address is Slack's: nowhere else goes a token or a picture."""
        found, api = urlsplit(url), urlsplit(self._web.api_url)
        host = found.hostname or ""
        if (found.scheme, found.netloc) == (api.scheme, api.netloc):
            return True
        return found.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))
