"""Ask the API what schemathesis makes of its description: nothing may be our fault, all must be as described.

``python -m tests.serving.fuzz_api 10000 --seed 1`` prints a line an operation and exits 1 where anything failed.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import requests
import schemathesis
from aiohttp import web
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from adapters.images.preview_card import draw
from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from adapters.runtime.pages import claim_checker
from adapters.web.server import WebServer
from adapters.web.site import Site
from bot.api.openapi import openapi
from bot.api.resources import BASE
from bot.pages.page import PreviewCard

LATER = datetime.fromisoformat("2026-05-10T12:00Z")
# What is there: made-up names alone would never get past "not found".
KNOWN = {
    "lab": ("openai", "anthropic", "label"),
    "name": ("spud", "gpt-5.5", "claude-opus-4.7"),
    "id": ("CL-0042", "CL-0044", "MK-0001"),
    "label": ("crest-pro-alpha", "elephant-alpha"),
    "party": ("openai", "andrew.ooo"),
    "about": ("spud", "openai/gpt-5.5"),
    "as_of": ("2026-04-21", "yesterday", "2026-04-21T12:00Z"),
    "limit": ("1", "200"),
    "claim": ("GPT-5.5 beats Opus 4.7", "Spud is out", "the first model with 2M context costs 3 dollars"),
}


@dataclass
class Fuzzed:
    """How often each operation was asked, what it answered, and what was wrong."""

    asked: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


class _Moving(StandingClock):
    """Goes on by ten seconds a look, so that the limit of an address lets most questions through."""

    def now(self) -> datetime:
        self.move(super().now() + timedelta(seconds=10))
        return super().now()


async def _drawn(card: PreviewCard) -> bytes:
    return draw(card)


@contextmanager
def served(database: Path) -> Iterator[str]:
    """The API on a thread of its own over a database; gives where it answers."""
    running = build(database, StandingClock(LATER), telling=False)
    server = WebServer(Site(running.ports), _Moving(LATER), _drawn, claim_checker(running.ports))
    loop, ready, found = asyncio.new_event_loop(), threading.Event(), list[str]()

    async def listen() -> web.AppRunner:
        runner = web.AppRunner(server.app())
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        found.append(f"http://127.0.0.1:{runner.addresses[0][1]}")
        ready.set()
        return runner

    def run() -> None:
        runner = loop.run_until_complete(listen())
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait()
    try:
        yield found[0]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
        running.close()


def fuzz(address: str, count: int, number: int) -> Fuzzed:
    """Ask that many requests in all, the same ones for the same number."""
    document = openapi(address, "1")
    schema = schemathesis.openapi.from_dict(document)
    operations = [found.ok() for found in schema.get_all_operations()]
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    done = Fuzzed()
    with requests.Session() as session:
        while done.asked.total() < count:  # an operation without parameters is soon asked in every way there is
            for operation in operations:
                for mode in modes:
                    most = min(200, max(1, count // (len(operations) * len(modes))))
                    _one(operation, mode, f"{address}{BASE}", most, number, session, done)
            number += 1
    return done


def _one(
    operation: Any, mode: GenerationMode, base: str, count: int, number: int, session: requests.Session, done: Fuzzed
) -> None:
    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), real=st.randoms(use_true_random=False))
    def ask(case: Any, real: random.Random) -> None:
        _with_real_names(case, real)
        response = case.call(base_url=base, session=session, allow_redirects=False)
        done.asked[f"{operation.method.upper()} {operation.path}"] += 1
        done.statuses[response.status_code] += 1
        checks = [not_a_server_error]
        if response.status_code not in (307, 308):  # another way of writing a path: there is one address for everything
            checks += [status_code_conformance, content_type_conformance, response_schema_conformance]
        try:
            case.validate_response(response, checks=checks)
        except (Failure, FailureGroup) as error:
            done.faults.append(f"{operation.method.upper()} {response.request.url[:300]}: {error}"[:2_000])

    with suppress(Unsatisfiable):  # nothing about it can be wrong
        ask()


def _with_real_names(case: Any, real: random.Random) -> None:
    for values in (case.path_parameters, case.query, case.body):
        if not isinstance(values, dict):
            continue
        for name in values:
            if name in KNOWN and real.random() < 0.5:
                values[name] = real.choice(KNOWN[name])


def main() -> int:
    """Fuzz a fresh copy of the ledger."""
    parser = argparse.ArgumentParser()
    parser.add_argument("requests", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "fuzzed.db") as address:
        done = fuzz(address, asked.requests, asked.seed)
    for name, count in sorted(done.asked.items()):
        sys.stdout.write(f"{count:6} {name}\n")
    sys.stdout.write(f"{done.asked.total()} requests, statuses {dict(sorted(done.statuses.items()))}\n")
    for fault in done.faults[:20]:
        sys.stdout.write(f"FAULT {fault}\n\n")
    sys.stdout.write(f"{len(done.faults)} faults\n")
    return 1 if done.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
