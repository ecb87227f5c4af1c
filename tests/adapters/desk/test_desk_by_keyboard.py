"""The desk in Chromium by keyboard, judged by axe-core where that is; skipped without a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adapters.desk.server import COOKIE
from tests import judges
from tests.adapters.desk.browser import opened, report, waiting
from tests.conftest import Conversation

Talk = Callable[..., Conversation]


async def test_a_queue_is_worked_off_by_keyboard(talk: Talk) -> None:
    async_api, program = judges.playwright("async_api"), judges.chromium()
    here = talk("2026-04-21T12:00Z")
    for number, label in enumerate(("Crest Ultra", "Crest Mega", "Crest Nano")):
        await report(here, label, f"discord:{number + 1}", shade=150 + number)
    async with opened(here) as browser:
        await browser.sign_in()
        address = str(browser.client.make_url("/desk"))
        async with async_api.async_playwright() as playwright:
            chromium = await playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            context = await chromium.new_context(viewport={"width": 1200, "height": 900})
            session = {"name": COOKIE, "value": (browser.cookies or {})[COOKIE], "url": address}
            await context.add_cookies([session])
            page = await context.new_page()
            await page.goto(address)
            assert await page.inner_text("section.card h2")
            faults = await _faults(page)
            for key in ("j", "a", "u"):  # until they are switched on, letters that speech input may type do nothing
                await page.keyboard.press(key)
            assert (page.url, len(await waiting(here))) == (address, 3)
            await page.get_by_label("Keyboard shortcuts").check()
            await page.keyboard.press("Shift+A")
            await _press(page, "j", "**id=DQ-0002")
            assert await page.get_by_label("Keyboard shortcuts").is_checked()
            await _press(page, "k", "**id=DQ-0001")
            await page.keyboard.press("a")
            await page.wait_for_selector("text=DQ-0001 accepted")
            assert await waiting(here) == ["DQ-0002", "DQ-0003"]
            await page.keyboard.press("u")
            await page.wait_for_selector("text=Undone: accept report")
            await page.keyboard.press("r")
            assert await page.evaluate("document.activeElement.name") == "reason"
            await page.keyboard.press("Escape")
            await page.keyboard.press("m")
            assert await page.evaluate("document.activeElement.name") == "into"
            for key, order in (("t", "retract"), ("s", "resolve")):
                await page.keyboard.press("Escape")
                await page.keyboard.press(key)
                assert await page.evaluate("document.activeElement.form.dataset.do") == order
            await page.set_viewport_size({"width": 320, "height": 800})
            over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert await page.evaluate(over) <= 0
            faults += await _faults(page)
            await chromium.close()
    assert faults == []


async def _press(page: Any, key: str, address: str) -> None:
    await page.keyboard.press(key)
    await page.wait_for_url(address)


async def _faults(page: Any) -> list[str]:
    if not judges.brought():
        return []
    await page.evaluate(judges.axe())
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in (await page.evaluate("axe.run()"))["violations"]]
