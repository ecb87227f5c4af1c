"""One file a plug: a dummy of each kind is dropped into a copy of the project, and nothing else is touched."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

VENUE = '''
"""Fairmarket: a venue that exists in this test only."""

from bot.sources.protocol import Upstream

NAME, SITE = "fairmarket", "fairmarket.example"
UPSTREAMS = (Upstream("fairmarket", "https://api.fairmarket.example", 1, "Fairmarket's API"),)


def discover(words):
    yield from ()


def read(key):
    yield from ()


def history(token, since, until):
    yield from ()


def from_url(url):
    return url.rpartition("/")[2] if "fairmarket.example/" in url else None
'''
CATALOG = '''
"""A model list that exists in this test only."""

from bot.sources.protocol import Upstream

NAME, LABEL, PAGE, LOSES = "ghostlist", "Ghostlist", "https://ghostlist.example", "new ghosts are seen late"
UPSTREAMS = (Upstream("ghostlist", "https://api.ghostlist.example", 1, "Ghostlist's models"),)


def read():
    yield from ()
'''
VENDOR = '''
"""A vendor's page that exists in this test only."""

from bot.sources.protocol import Upstream

NAME, LABEL = "spudlab_models", "Spudlab's models"
UPSTREAMS = (Upstream("spudlab", "https://docs.spudlab.example", 1, "Spudlab's model page"),)


def read(known):
    yield from ()
'''
PLATFORM = '''
"""A platform that exists in this test only."""

import asyncio

NAME, SETTING = "parrot", "SPUDWATCH_PARROT__TOKEN"
started, drained = asyncio.Event(), []


class Poster:
    platform, remembers, per_second = "parrot", 0, 1.0


class Parrot:
    poster = Poster()

    async def run(self):
        started.set()
        await asyncio.Event().wait()

    async def drain(self, seconds):
        drained.append("drained")

    async def close(self):
        drained.append("closed")

    def trouble(self):
        return ""


def configured(settings):
    return True


async def start(context):
    assert context.app.ports.clock is context.clock
    return Parrot()
'''
CLAIM_TYPE = '''
"""A type of claim that exists in this test only."""

from bot.domain.claims.claim_types.base import ClaimType


class _Poems(ClaimType):
    def evidence(self, clause):
        return 9.0 * any(part.norm == "poems" for part in clause.parts)


TYPE = _Poems(name="poems", label="poems", words=frozenset(), keys=frozenset(), examples=("Grok 5 writes poems",))
'''
COMMAND = '''
"""``/odds tally``."""

from bot.dispatch.command import Command, option
from bot.messages.reply import Reply


class Tally(Command[int], name="odds tally"):
    """Counts what the markets ask."""

    about: str = option("Model", complete="subject")

    async def gather(self, ports, ctx):
        return len(self.about)

    def answer(self, found, ctx):
        return Reply(title=f"{found} letters.")
'''
PROBE = """
import asyncio, json, sys
from datetime import UTC, datetime
from pathlib import Path

from adapters.__main__ import main
from adapters.discord.commands import registrations
from adapters.parrot import service as parrot
from adapters.runtime import platforms
from adapters.runtime.clock import SystemClock
from adapters.runtime.serve import serve
from adapters.slack.manifest import manifest
from bot import docs
from bot.dispatch.registry import CommandRegistry
from bot.domain.claims import claim_types
from bot.domain.notify.digest_sections import ChangeKind, Section
from bot.notifications.digest_builder import sections_of
from bot.settings import Settings, SourceSettings, known
from bot.sources import catalogs, vendors, venues
from bot.sources.registry import losses

registry, discord = CommandRegistry(), json.dumps(registrations(CommandRegistry()))


async def served():
    stop = asyncio.Event()
    settings = Settings(database=Path("served.db"), stop_seconds=5, sources=SourceSettings(live=False))
    running = asyncio.create_task(serve(settings, SystemClock(), stop))
    started = asyncio.create_task(parrot.started.wait())
    await asyncio.wait((started, running), return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    return started.done() and await running == 0 and parrot.drained


show, alert = registry.get("odds show"), registry.get("alerts add")
facts = {
    "venue": "fairmarket" in venues.every() and venues.pasted("https://fairmarket.example/m/7") == ("fairmarket", "7"),
    "venue is a choice": "Fairmarket" in next(o for o in show.options if o.name == "venue").choices,
    "venue is offered by discord": "Fairmarket" in discord,
    "venue has its settings": "SPUDWATCH_SOURCES__FAIRMARKET_URL" in known(),
    "venue is in the table of hosts": "api.fairmarket.example" in docs.hosts() and "FAIRMARKET_URL" in docs.settings(),
    "venue has its words in status": losses()["fairmarket"],
    "list": "ghostlist" in catalogs.every() and "api.ghostlist.example" in docs.hosts(),
    "list has its words in status": losses()["ghostlist"] == "new ghosts are seen late",
    "vendor page": "spudlab_models" in vendors.every() and "docs.spudlab.example" in docs.hosts(),
    "platform": [one.NAME for one in platforms.every()] == ["discord", "parrot", "slack", "webhook"],
    "platform is served": asyncio.run(served()) == ["drained", "closed"],
    "claim type": claim_types.claim_types()["poems"].label == "poems",
    "section": [one.value for one in sections_of("weather")] and ChangeKind("rain").section is Section.WEATHER,
    "section may be an alert": "rain" in next(o.choices for o in alert.options if o.name == "what"),
    "subcommand": registry.get("odds tally").description == "Counts what the markets ask.",
    "subcommand is in help and documents": "tally" in registry.tree["odds"] and "odds tally" in docs.commands(),
    "subcommand is registered": "tally" in discord and "tally" in json.dumps(manifest(registry)),
}
print(json.dumps({name: bool(holds) for name, holds in facts.items()}))
"""
KINDS = (
    "venue",
    "venue is a choice",
    "venue is offered by discord",
    "venue has its settings",
    "venue is in the table of hosts",
    "venue has its words in status",
    "list",
    "list has its words in status",
    "vendor page",
    "platform",
    "platform is served",
    "claim type",
    "section",
    "section may be an alert",
    "subcommand",
    "subcommand is in help and documents",
    "subcommand is registered",
)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bool]:
    copy = tmp_path_factory.mktemp("copy")
    for folder in ("bot", "adapters", "storage"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    dropped = {
        "bot/sources/venues/fairmarket.py": VENUE,
        "bot/sources/catalogs/ghostlist.py": CATALOG,
        "bot/sources/vendors/spudlab_models.py": VENDOR,
        "adapters/parrot/__init__.py": '"""Parrot."""\n',
        "adapters/parrot/service.py": PLATFORM,
        "bot/domain/claims/claim_types/poems.py": CLAIM_TYPE,
        "bot/commands/odds/tally.py": COMMAND,
    }
    for name, text in dropped.items():
        (copy / name).parent.mkdir(exist_ok=True)
        (copy / name).write_text(text.lstrip(), "utf-8")
    rows = copy / "bot/domain/notify/digest_sections.py"  # a section and a kind of change are one row each in this file
    text = rows.read_text("utf-8")
    text = text.replace('    CLOSING = "closing soon"\n', '    CLOSING = "closing soon"\n    WEATHER = "weather"\n')
    text = text.replace(
        '    RETIREMENT = "retirement", Section.RETIREMENTS\n',
        '    RETIREMENT = "retirement", Section.RETIREMENTS\n    RAIN = "rain", Section.WEATHER\n',
    )
    rows.write_text(text, "utf-8")
    (copy / "probe.py").write_text(PROBE, "utf-8")
    mine = {name: value for name, value in os.environ.items() if not name.startswith("SPUDWATCH_")}
    env = {**mine, "PYTHONPATH": str(copy)}
    done = subprocess.run(
        [sys.executable, "-P", "probe.py"], capture_output=True, text=True, cwd=copy, env=env, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, bool] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_plug_is_one_file(facts: dict[str, bool], kind: str) -> None:
    assert facts[kind]


def test_every_probe_is_named(facts: dict[str, bool]) -> None:
    assert set(facts) == set(KINDS)
