"""The published pages in a browser, judged by axe-core and html-validate; skipped where one of them is absent."""

from __future__ import annotations

import asyncio
import functools
import gzip
import http.server
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from adapters.web.publish import publish
from adapters.web.site import Site

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
JUDGES = os.environ.get("SPUDWATCH_TEST_WEB_JUDGES", "")  # a folder with axe-core and html-validate in node_modules
CHROMIUM = shutil.which("chromium") or ""
PAGES = (
    "/",
    "/s/openai/spud",
    "/c/CL-0042",
    "/c/CL-0006",
    "/n/crest-pro-alpha",
    "/names",
    "/m/MK-0001",
    "/src/andrew.ooo",
    "/coming",
    "/changes",
    "/record",
    "/retiring",
    "/data",
    "/rules",
    "/search",
    "/404.html",
)
RULES = '{"extends":["html-validate:recommended"],"rules":{"long-title":"off","no-implicit-button-type":"off"}}'


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """A static host that says nothing."""

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def published(ledger_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The site as files on a static host: its address and its folder."""
    folder = tmp_path_factory.mktemp("site")
    path = folder.parent / f"{folder.name}.db"
    shutil.copy(ledger_file, path)
    running = build(path, StandingClock(NOON))
    asyncio.run(publish(Site(running.ports), folder, NOON, pictures=False))
    running.close()
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM:
        pytest.skip("no chromium here")
    with sync_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1200])
def test_no_page_has_a_fault_of_accessibility_or_is_wider_than_the_screen(
    published: tuple[str, Path], browser: Any, width: int, scheme: str
) -> None:
    axe = Path(JUDGES, "node_modules", "axe-core", "axe.min.js")
    if not JUDGES or not axe.is_file():
        pytest.skip("axe-core is not here: SPUDWATCH_TEST_WEB_JUDGES")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    faults = []
    for path in PAGES:
        page.goto(published[0] + path)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.evaluate(axe.read_text("utf-8"))
        found = page.evaluate("axe.run()")["violations"]
        faults += [f"{path}: {one['id']}: {one['nodes'][0]['html']}" for one in found]
        faults += [f"{path}: {over} pixels too wide"] if over > 0 else []
    context.close()
    assert faults == []


def test_a_subject_page_is_three_small_requests_and_whole_without_a_script(
    published: tuple[str, Path], browser: Any
) -> None:
    address, folder = published
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


def test_the_script_says_nothing_in_the_console_and_narrows_a_list(published: tuple[str, Path], browser: Any) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(published[0] + "/names/", wait_until="networkidle")
    rows = page.locator("tbody tr:visible").count()
    page.fill("[data-filter] input", "crest pro")
    assert page.locator("tbody tr:visible").count() == 1 < rows
    assert said == []
    page.close()


def test_the_search_box_finds_pages_where_no_server_answers(published: tuple[str, Path], browser: Any) -> None:
    address, _ = published
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


def test_the_search_box_without_a_script_leads_to_every_name(published: tuple[str, Path], browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{published[0]}/", wait_until="networkidle")
    page.fill("#q", "spud")
    page.press("#q", "Enter")
    page.wait_for_url("**/search/?q=spud")
    assert page.locator("ul.columns a[href='/s/openai/spud']").count() == 1
    context.close()


def test_every_kind_of_page_is_valid_html(published: tuple[str, Path], tmp_path: Path) -> None:
    program = Path(JUDGES, "node_modules", ".bin", "html-validate")
    if not JUDGES or not program.exists():
        pytest.skip("html-validate is not here: SPUDWATCH_TEST_WEB_JUDGES")
    (tmp_path / ".htmlvalidate.json").write_text(RULES, "utf-8")
    for path in PAGES:
        source = published[1] / path.strip("/")
        target = tmp_path / f"{path.strip('/').replace('/', '_') or 'home'}.html"
        shutil.copy(source / "index.html" if source.is_dir() else source, target)
    files = sorted(str(file) for file in tmp_path.glob("*.html"))
    done = subprocess.run([str(program), *files], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
