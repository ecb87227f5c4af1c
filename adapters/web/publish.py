"""The site as files: the bytes the server would send, written only if they differ.

A page is ``PATH/index.html``, which every static host serves at ``PATH``; its JSON, feeds, calendar, picture and badge
have their own names. What an earlier run wrote and this one did not is removed; a foreign file is left alone.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Self

from adapters.web import bulk, feeds
from adapters.web.site import HTML, SEARCH_INDEX, Document, Site, beside
from adapters.workers.worker_pool import WorkerPool
from bot.messages.errors import BadArgument, OurFault
from bot.messages.reply_json import jsonable
from bot.pages.page import Page, PageRequest, PreviewCard
from bot.reads.shared_reads import SNAPSHOT_BYTES, snapshot

MANIFEST = ".spudwatch.json"
CODE = {".py", ".html", ".css", ".js", ".toml"}
DAYS = 60  # earlier days of a page that are written
PATIENCE = 60  # seconds for a picture: an answer is read between two pages, which may take long on a busy machine
TRIES = 2  # at a picture


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did, in files; ``missing`` are the pictures that could not be drawn."""

    written: int
    kept: int
    removed: int
    missing: tuple[str, ...] = ()


class PublishFolder:
    """A folder that remembers what it was given.

    Raises:
        BadArgument: it holds a front page that is not ours.
    """

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.root, self._manifest = root, root / MANIFEST
        self.names: dict[str, str] = {}
        self.written = self.kept = 0
        if not self._manifest.exists():
            if (root / "index.html").exists():
                raise BadArgument(f"{root.name} holds an index.html of somebody else.", todo="Choose an empty folder.")
            self._manifest.write_text("{}\n", "utf-8")  # what a run that is killed has written is still ours
        try:
            self.before: dict[str, str] = json.loads(self._manifest.read_text("utf-8"))
        except (OSError, ValueError):
            self.before = {}

    def file(self, path: str, media_type: str) -> str:
        """The name of the file for an address."""
        name = path.lstrip("/")
        if media_type.startswith("text/html") and not name.endswith(".html"):
            return f"{name}/index.html".lstrip("/")
        return name

    def put(self, name: str, body: bytes, version: str = "") -> None:
        """Write a file unless it holds these bytes, made of what ``version`` names."""
        if name in self.names:
            return
        self.names[name] = version
        target = self.root / name
        try:
            same = target.read_bytes() == body
        except OSError:
            same = False
        if same:
            self.kept += 1
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
        self.written += 1

    def keeps(self, name: str, version: str) -> bool:
        """Whether a file made of this version exists; it is then kept as it is."""
        if self.before.get(name) != version or not (self.root / name).is_file():
            return False
        self.names[name] = version
        self.kept += 1
        return True

    def close(self) -> int:
        """Remove what only an earlier run wrote; returns how many files that were."""
        gone = sorted(self.before.keys() - self.names.keys())
        for name in gone:
            target = (self.root / name).resolve()
            if target.is_relative_to(self.root.resolve()):
                target.unlink(missing_ok=True)
        text = json.dumps(dict(sorted(self.names.items())), indent=0) + "\n"
        self._manifest.write_text(text, "utf-8")
        return len(gone)


def _patient() -> asyncio.Timeout:
    return asyncio.timeout(PATIENCE)


async def publish(site: Site, root: Path, now: datetime, *, pictures: bool = True) -> Published:
    """Write the whole site as it stands at a moment.

    Pages are made of one snapshot of the ports, which nothing may be written to meanwhile; pictures are drawn in the
    worker processes while further pages are made.
    """
    folder, site = PublishFolder(root), replace(site, ports=snapshot(site.ports, SNAPSHOT_BYTES))
    request, version = PageRequest(now), _version(site)
    async with PreviewPictures(folder) as drawn:
        for path in site.paths(request):
            found = site.page(path, request)
            if found is None:
                continue
            name, page = found
            for address, document in _documents(site, name, page, request):
                folder.put(folder.file(address, document.media_type), document.body)
            if pictures:
                await drawn.start(beside(path, ".png").lstrip("/"), page.card)
            for day in _days(page):
                _put_day(folder, site, day, now, version)
                await asyncio.sleep(0)  # the workers get their next pictures
    for fixed in ("/robots.txt", "/sitemap.xml", "/static/icon.svg", SEARCH_INDEX, *bulk.MEDIA, *_static(site)):
        if (made := site.document(fixed, now)) is not None:
            folder.put(folder.file(fixed, made.media_type), made.body)
    folder.put("404.html", site.missing("/404").body)
    folder.put(".nojekyll", b"")  # GitHub Pages leaves out what begins with an underscore or dot otherwise
    return Published(folder.written, folder.kept, folder.close(), tuple(sorted(drawn.missing)))


def _documents(site: Site, name: str, page: Page, request: PageRequest) -> Iterator[tuple[str, Document]]:
    """A page with everything that stands beside it."""
    for kind in ("", ".json", ".oembed.json", ".svg"):
        if (made := site.drawn(name, page, kind, request)) is not None:
            yield (beside(page.path, kind) if kind else page.path), made
    for feed in feeds.of_page(page.path):
        suffix = feed.path.removeprefix(page.path)  # a feed of another page is written with that one
        if suffix.startswith(".") and (made := site.drawn(name, page, suffix, request)) is not None:
            yield feed.path, made


def _days(page: Page) -> Iterator[tuple[str, date]]:
    """The addresses of the page of each earlier day on which it changed."""
    if page.path != "/changes":
        for day in page.days[:DAYS]:
            yield f"{page.path.rstrip('/')}/{day.isoformat()}", day


def _put_day(folder: PublishFolder, site: Site, of_day: tuple[str, date], now: datetime, version: str) -> None:
    """Write the page of a day.

    A day that is over stays as it is, so that a file of the same program and ledger is kept without being made again.
    """
    address, day = of_day
    over = version if day < now.date() else ""
    if over and folder.keeps(folder.file(address, HTML), over):
        return
    if (made := site.document(address, now)) is not None:
        folder.put(folder.file(address, made.media_type), made.body, over)


def _version(site: Site) -> str:
    """What the page of a past day depends on: the program, the edition, its address."""
    chain = site.ports.editions.chain()
    program = _program("bot", "adapters.web", "adapters.images")
    made = hashlib.sha256(f"{site.address} {site.operator} {program}".encode())
    return made.hexdigest()[:20] + (chain[-1].chain[:20] if chain else "")


def _program(*packages: str) -> str:
    """The version of some packages: the hash of their files."""
    made = hashlib.sha256()
    for package in packages:
        for file in sorted(Path(str(resources.files(package))).rglob("*")):
            if file.suffix in CODE:
                made.update(file.read_bytes())
    return made.hexdigest()


def _static(site: Site) -> tuple[str, ...]:
    return tuple(place.removeprefix(site.base) for place in (site.style, site.script, site.search_script))


class PreviewPictures:
    """Draws the preview pictures that are new, in worker processes.

    Each has a limit. Leaving it waits for all of them. ``missing`` are those that failed twice: they are left out.
    """

    def __init__(self, folder: PublishFolder, limit: Callable[[], asyncio.Timeout] = _patient) -> None:
        self._folder, self._pool, self.missing = folder, WorkerPool(limit), list[str]()
        self._program = _program("adapters.images")
        self._under_way: list[asyncio.Task[None]] = []

    async def start(self, name: str, card: PreviewCard) -> None:
        """Draw a card into a file, unless the file was drawn of it before."""
        text = self._program + json.dumps(jsonable(card), sort_keys=True)
        version = hashlib.sha256(text.encode()).hexdigest()[:20]
        if not self._folder.keeps(name, version):
            self._under_way.append(asyncio.create_task(self._draw(name, card, version)))
        await asyncio.sleep(0)

    async def _draw(self, name: str, card: PreviewCard, version: str) -> None:
        for _ in range(TRIES):
            with suppress(OurFault):
                self._folder.put(name, await self._pool.draw(card), version)
                return
        self.missing.append(name)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, error: object, *_more: object) -> None:
        try:
            if error is None:
                await asyncio.gather(*self._under_way)
        finally:
            for task in self._under_way:
                task.cancel()
            await self._pool.close()
