"""Programs of others that judge what is drawn: a browser, and what ``npm ci`` brings from ``.ci``.

``SPUDWATCH_TEST_JUDGES`` names the folder into which npm brought them. Without it the tests that need one are skipped
with the reason; with ``SPUDWATCH_REQUIRE_JUDGES``, or where the folder lacks one, they fail.
"""

import importlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest

FOLDER, REQUIRED = "SPUDWATCH_TEST_JUDGES", "SPUDWATCH_REQUIRE_JUDGES"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def absent(reason: str) -> NoReturn:
    """Skip the test that asks with the reason, or fail it where the judges are demanded."""
    (pytest.fail if os.environ.get(REQUIRED) else pytest.skip)(reason)
    raise AssertionError  # neither of them returns


def brought() -> bool:
    """Whether npm's judges are there, or have to be."""
    return bool(os.environ.get(FOLDER) or os.environ.get(REQUIRED))


def of_npm(name: str) -> Path:
    """A file that npm brought, by its path in ``node_modules``."""
    folder = os.environ.get(FOLDER, "")
    if not folder:
        absent(f"{name} is not here: {FOLDER} names no folder")
    path = Path(folder, "node_modules", name)
    if not path.exists():
        pytest.fail(f"{FOLDER} has no {name}")
    return path


def axe() -> str:
    """The script that finds faults of accessibility in a page."""
    return of_npm("axe-core/axe.min.js").read_text("utf-8")


def playwright(kind: str) -> Any:
    """Playwright's ``sync_api`` or ``async_api``."""
    try:
        return importlib.import_module(f"playwright.{kind}")
    except ImportError:
        absent("playwright is not installed")


def chromium() -> str:
    """The browser's program."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    return found or absent("no chromium here")


@contextmanager
def slack_emulator(port: int) -> Iterator[str]:
    """The address of a Slack that others wrote, which runs meanwhile."""
    command = [of_npm(".bin/emulate"), "--service", "slack", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as program:
        try:
            while not _listens(port):
                assert program.poll() is None, "the emulator ended"
                time.sleep(0.05)
            yield f"http://localhost:{port}"
        finally:
            program.kill()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
