"""How soon a page's largest element is painted in Chromium on a phone: 1.6 Mbit/s, 150 ms, a quarter of the CPU.

By hand: ``python -m tests.bench.bench_lcp FOLDER`` on a published folder. Prints a row a page, the median of five; exit
1 over a second. The host is another process, so that it is not throttled.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
from typing import Any

from playwright.sync_api import sync_playwright

PAGES = ("/", "/s/openai/spud/", "/c/CL-0042/", "/n/crest-pro-alpha/", "/coming/", "/retiring/")
BOUND, TIMES = 1_000.0, 5
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
LCP = """() => new Promise(done => new PerformanceObserver(
  list => done(list.getEntries().at(-1).startTime)).observe({type: "largest-contentful-paint", buffered: true}))"""


def painted(browser: Any, address: str) -> float:
    """Milliseconds until the largest element was painted, with an empty cache."""
    context = browser.new_context(viewport={"width": 380, "height": 760}, device_scale_factor=2)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="load")
    found = float(page.evaluate(LCP))
    context.close()
    return found


def main(folder: str) -> int:
    """Measure every page."""
    program = shutil.which("chromium")
    if program is None:
        raise SystemExit("no chromium here")
    words = [sys.executable, "-u", "-m", "http.server", "-b", "127.0.0.1", "-d", folder, "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as host:
        assert host.stdout is not None
        port = host.stdout.readline().split("port ")[1].split()[0]
        slow = False
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            for path in PAGES:
                median = statistics.median(painted(browser, f"http://127.0.0.1:{port}{path}") for _ in range(TIMES))
                slow |= median > BOUND
                sys.stdout.write(f"{median:7.0f} ms  {path}\n")
            browser.close()
        host.terminate()
    return int(slow)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
