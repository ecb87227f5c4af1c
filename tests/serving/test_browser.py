"""The published pages in a browser, judged by axe-core and html-validate; skipped where one of them is absent."""

from __future__ import annotations

import asyncio
import functools
import gzip
import http.server
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from adapters.web.publish import publish
from adapters.web.site import Site
from bot import pages
from bot.pages.page import PageRequest
from bot.ports import Ports
from tests import judges

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
RULES = '{"extends":["html-validate:recommended"],"rules":{"long-title":"off","no-implicit-button-type":"off"}}'


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """A static host that says nothing."""

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


class Published(NamedTuple):
    """The site as files on a static host: its address, its folder, and pages of every kind."""

    address: str
    folder: Path
    pages: list[str]


def _of_kinds(ports: Ports, folder: Path) -> Iterator[str]:
    """Of every kind of page the largest one, and the earliest day of it that was written."""
    for kind in pages.every().values():
        written = [kind.ADDRESS.format_map(one) for one in pages.addresses(kind, ports, PageRequest(NOON))]
        largest = max(written, key=lambda path: (folder / path.strip("/") / "index.html").stat().st_size)
        yield largest
        days = sorted(one.parent.name for one in (folder / largest.strip("/")).glob("20??-??-??/index.html"))
        yield from [f"{largest}/{day}" for day in days[:1] if largest != "/changes"]


@pytest.fixture(scope="module")
def published(ledger_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    folder = tmp_path_factory.mktemp("site")
    path = folder.parent / f"{folder.name}.db"
    shutil.copy(ledger_file, path)
    running = build(path, StandingClock(NOON))
    asyncio.run(publish(Site(running.ports), folder, NOON, pictures=False))
    looked_at = [*_of_kinds(running.ports, folder), "/404.html"]
    running.close()
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Published(f"http://127.0.0.1:{server.server_port}", folder, looked_at)
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium."""
    with judges.playwright("sync_api").sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=judges.chromium(), args=["--no-sandbox"])
        yield made
        made.close()


@pytest.mark.parametrize("width", [320, 768, 1200])
def test_no_page_has_a_fault_of_accessibility_or_is_wider_than_the_screen(
    published: Published, browser: Any, width: int
) -> None:
    axe = judges.axe()
    page = browser.new_page(viewport={"width": width, "height": 900})
    faults = []
    for path in published.pages:
        page.emulate_media(color_scheme="light")
        page.goto(published.address + path)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{path}: {over} pixels too wide"] if over > 0 else []
        page.evaluate(axe)
        found = page.evaluate("axe.run()")["violations"]
        page.emulate_media(color_scheme="dark")
        found += page.evaluate("axe.run({runOnly: ['color-contrast']})")["violations"]  # all that a scheme changes
        faults += [f"{path}: {one['id']}: {one['nodes'][0]['html']}" for one in found]
    page.close()
    assert faults == []


def test_a_subject_page_is_three_small_requests_and_whole_without_a_script(published: Published, browser: Any) -> None:
    address, folder, _ = published
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/s/openai/spud/", wait_until="networkidle")
    assert "74 %" in page.inner_text("main")
    assert all(url.startswith(address) for url in asked)
    sent = [folder / url.removeprefix(address).lstrip("/") for url in asked]
    files = [file / "index.html" if file.is_dir() else file for file in sent if not file.name.endswith("icon.svg")]
    assert len(files) <= 3
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= 12_000
    context.close()


def test_the_script_says_nothing_in_the_console_and_narrows_a_list(published: Published, browser: Any) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(published.address + "/names/", wait_until="networkidle")
    rows = page.locator("tbody tr:visible").count()
    page.fill("[data-filter] input", "crest pro")
    assert page.locator("tbody tr:visible").count() == 1 < rows
    assert said == []
    page.close()


def test_the_search_box_finds_pages_where_no_server_answers(published: Published, browser: Any) -> None:
    address = published.address
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{address}/", wait_until="networkidle")
    page.fill("#q", "crest")
    page.wait_for_selector("#suggestions option", state="attached")
    assert page.evaluate("[...document.querySelectorAll('#suggestions option')].map(one => one.value)")[0].startswith(
        "Crest"
    )
    page.fill("#q", "is it true that Spud beats Opus 4.7?")
    page.press("#q", "Enter")
    page.wait_for_selector("#results li")
    assert page.locator("#results a").first.get_attribute("href") == "/c/CL-0044"
    page.fill("#q", "Spud")
    page.press("#q", "Enter")
    page.wait_for_url("**/s/openai/spud/")
    page.goto(f"{address}/search/?q=zzzz%20nothing", wait_until="networkidle")
    assert "Nothing of the name" in page.inner_text("main .lead")
    assert said == []
    page.close()


def test_the_search_box_without_a_script_leads_to_every_name(published: Published, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{published.address}/", wait_until="networkidle")
    page.fill("#q", "spud")
    page.press("#q", "Enter")
    page.wait_for_url("**/search/?q=spud")
    assert page.locator("ul.columns a[href='/s/openai/spud']").count() == 1
    context.close()


def test_every_kind_of_page_is_valid_html(published: Published, tmp_path: Path) -> None:
    program = judges.of_npm(".bin/html-validate")
    (tmp_path / ".htmlvalidate.json").write_text(RULES, "utf-8")
    for path in published.pages:
        source = published.folder / path.strip("/")
        target = tmp_path / f"{path.strip('/').replace('/', '_') or 'home'}.html"
        shutil.copy(source / "index.html" if source.is_dir() else source, target)
    files = sorted(str(file) for file in tmp_path.glob("*.html"))
    done = subprocess.run([str(program), *files], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
