"""What ``doctor`` looks at: settings, memory, clock, tokens, sources. Each check answers with what to do next."""

import asyncio
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path

import aiohttp

from bot.errors import SpudwatchError
from bot.settings import Settings
from storage.desk import DeskStore
from storage.engine import Database
from storage.tenants import TenantStore

SOUND_SQLITE = (3, 51, 3)  # https://sqlite.org/wal.html#walresetbug
LITTLE_ROOM = 500 * 2**20  # bytes free below which an operator should act
SLOW_WRITE = 0.25  # seconds for one committed write
SKEW = 5.0  # seconds the clock may differ from what a source says
WAIT = aiohttp.ClientTimeout(total=8, connect=4)
# What the Slack app cannot do without, and what it does better with (adapters/slack/permissions.py says what for).
SLACK_NEEDED = frozenset({"commands", "chat:write"})


class Verdict(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, how it is, and the exact next step when it is not well."""

    what: str
    verdict: Verdict
    says: str
    todo: str = ""


def memory(path: Path) -> Iterator[Finding]:
    """The database file: where it is, whether it reads back whole, how much room and how fast it is."""
    version = sqlite3.sqlite_version_info
    if version < SOUND_SQLITE:
        yield Finding(
            "sqlite",
            Verdict.WARN,
            f"version {sqlite3.sqlite_version}",
            "Run one process only, as we do; 3.51.3 or newer also mends the WAL-reset bug.",
        )
    else:
        yield Finding("sqlite", Verdict.OK, f"version {sqlite3.sqlite_version}")
    try:
        database = Database(path)
    except SpudwatchError as error:
        yield Finding("database", Verdict.FAIL, f"{error.what} {error.why}".strip(), str(error.todo))
        return
    try:
        yield from _opened(database)
    finally:
        database.close()
    free = shutil.disk_usage(path.parent).free
    low = free < LITTLE_ROOM
    yield Finding(
        "disk", Verdict.WARN if low else Verdict.OK, f"{free / 2**30:.1f} GB free", "Free some space." if low else ""
    )


def _opened(database: Database) -> Iterator[Finding]:
    try:
        with closing(sqlite3.connect(f"{database.path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            verdict = connection.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        verdict = str(error)  # so damaged that it cannot even be looked through
    size = database.path.stat().st_size / 2**20
    if verdict != "ok":
        yield Finding(
            "database", Verdict.FAIL, str(verdict)[:120], "Stop, and put a backup back: spudwatch restore FILE."
        )
        return
    yield Finding("database", Verdict.OK, f"{database.path.name}, {size:.1f} MB, reads back whole")
    yield _trail(database)
    began = time.perf_counter()
    try:
        database.write_now(lambda db: db.execute("INSERT OR REPLACE INTO counters VALUES ('doctor', 1)"))
    except SpudwatchError as error:
        yield Finding("writing", Verdict.FAIL, error.what, str(error.todo) or "Check the folder's permissions.")
        return
    seconds = time.perf_counter() - began
    slow = seconds > SLOW_WRITE
    todo = "Put the database on a local disk, not a network share." if slow else ""
    yield Finding(
        "writing", Verdict.WARN if slow else Verdict.OK, f"one committed write in {seconds * 1000:.0f} ms", todo
    )


def _trail(database: Database) -> Finding:
    """Whether every tenant's trails, of the desk's acts and of settings, still follow from their first lines."""
    desk, settings = DeskStore(database), TenantStore(database)
    rows = database.read("SELECT tenant FROM audit UNION SELECT tenant FROM tenant_settings ORDER BY tenant")
    tenants = [row["tenant"] for row in rows]
    broken = [f"{tenant} at line {line}" for tenant in tenants if (line := desk.broken(tenant)) is not None]
    broken += [f"{tenant} in its settings" for tenant in tenants if settings.broken(tenant) is not None]
    if broken:
        todo = "Somebody wrote to the file by hand. Put a backup back, and find out who may."
        return Finding("audit", Verdict.FAIL, f"the trail of {', '.join(broken)[:200]} was changed", todo)
    return Finding("audit", Verdict.OK, f"{len(tenants)} trails are whole")


async def world(settings: Settings, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> AsyncIterator[Finding]:
    """The platforms' tokens and every source, asked side by side; the clock against what they say."""
    async with aiohttp.ClientSession(timeout=WAIT, headers={"User-Agent": "Spudwatch doctor"}) as session:
        asked = [_discord(session, settings), _slack(session, settings)]
        sources = settings.sources
        if sources.live:
            asked += [
                _reach(session, name.removesuffix("_url"), str(getattr(sources, name)), now)
                for name in type(sources).model_fields
                if name.endswith("_url")
            ]
        for finding in await asyncio.gather(*asked):
            yield finding
    if not sources.live:
        yield Finding(
            "sources", Verdict.OFF, "the network is switched off", "SPUDWATCH_SOURCES__LIVE=true turns it on."
        )


async def _discord(session: aiohttp.ClientSession, settings: Settings) -> Finding:
    token = settings.discord.token.get_secret_value()
    if not token:
        return Finding("discord", Verdict.OFF, "no token", "Set SPUDWATCH_DISCORD__TOKEN to serve Discord.")
    address = f"{settings.discord.api_url}/users/@me"
    try:
        async with session.get(address, headers={"Authorization": f"Bot {token}"}) as answer:
            if answer.status == 401:  # noqa: PLR2004 - HTTP's own number
                return Finding(
                    "discord", Verdict.FAIL, "the token is refused", "Make a new one in the developer portal."
                )
            body = await answer.json()
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return Finding("discord", Verdict.FAIL, _unreached(error), "Check the network and SPUDWATCH_DISCORD__API_URL.")
    return Finding("discord", Verdict.OK, f"the token is {body.get('username', 'a bot')}'s")


async def _slack(session: aiohttp.ClientSession, settings: Settings) -> Finding:
    slack = settings.slack
    token = slack.bot_token.get_secret_value()
    if not token:
        if slack.client_id:
            return Finding("slack", Verdict.OK, "installed by OAuth; tokens are each workspace's")
        return Finding("slack", Verdict.OFF, "no token", "Set SPUDWATCH_SLACK__BOT_TOKEN to serve Slack.")
    try:
        async with session.post(f"{slack.api_url}auth.test", headers={"Authorization": f"Bearer {token}"}) as answer:
            body = await answer.json()
            scopes = frozenset(answer.headers.get("X-OAuth-Scopes", "").replace(" ", "").split(","))
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return Finding("slack", Verdict.FAIL, _unreached(error), "Check the network and SPUDWATCH_SLACK__API_URL.")
    if not body.get("ok"):
        todo = "Install the app again and set the new xoxb token."
        return Finding("slack", Verdict.FAIL, f"the token is refused: {str(body.get('error'))[:60]}", todo)
    if missing := SLACK_NEEDED - scopes:
        todo = "Add the scopes in the app's settings (spudwatch manifest slack) and install it again."
        return Finding("slack", Verdict.FAIL, f"scopes missing: {', '.join(sorted(missing))}", todo)
    if not (slack.app_token.get_secret_value() or slack.signing_secret.get_secret_value()):
        todo = "Set SPUDWATCH_SLACK__APP_TOKEN (Socket Mode) or …__SIGNING_SECRET and …__HTTP_PORT."
        return Finding("slack", Verdict.FAIL, "it can post and not hear", todo)
    return Finding(
        "slack", Verdict.OK, f"the token is {body.get('user', 'a bot')}'s in {body.get('team', 'a workspace')}"
    )


async def _reach(session: aiohttp.ClientSession, name: str, address: str, now: Callable[[], datetime]) -> Finding:
    try:
        async with session.get(address, allow_redirects=False) as answer:
            said = answer.headers.get("Date", "")
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return Finding(name, Verdict.WARN, _unreached(error), "Allow this host out, or set its …_URL to a proxy.")
    try:
        skew = abs((now() - parsedate_to_datetime(said)).total_seconds())
    except (TypeError, ValueError):
        return Finding(name, Verdict.OK, "it answers")
    if skew > SKEW:
        return Finding(name, Verdict.WARN, f"it answers; our clock differs by {skew:.0f} s", "Set the clock (NTP).")
    return Finding(name, Verdict.OK, "it answers; the clocks agree")


def _unreached(error: Exception) -> str:
    return "no answer in time" if isinstance(error, TimeoutError) else f"not reached ({type(error).__name__})"
