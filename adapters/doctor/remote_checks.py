"""What ``doctor`` asks of others: the platforms about our tokens, the sources whether they answer, and the time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp

from adapters.doctor.results import CheckResult, CheckStatus
from adapters.slack.permissions import SCOPES
from bot.settings import DiscordSettings, Settings, SlackSettings, SourceSettings
from bot.sources.registry import upstreams

SKEW = 5.0  # seconds the clock may differ from what others say
WAIT = aiohttp.ClientTimeout(total=8, connect=4)
MANY = 200  # servers a page of Discord's list holds; more are not counted
# Sources that are off until a key is given, and the setting that holds it.


async def world(settings: Settings, now: Callable[[], datetime]) -> AsyncIterator[CheckResult]:
    """The platforms' tokens and every source, asked side by side; the clock against what they say."""
    async with aiohttp.ClientSession(timeout=WAIT, headers={"User-Agent": "Spudwatch doctor"}) as session:
        asked: list[Awaitable[CheckResult]] = [_discord(session, settings.discord), _slack(session, settings.slack)]
        if settings.slack.app_token.get_secret_value():
            asked.append(_socket(session, settings.slack))
        if settings.sources.live:
            asked += _sources(session, settings.sources, now)
        for finding in await asyncio.gather(*asked):
            yield finding
    if not settings.sources.live:
        yield CheckResult(
            "sources", CheckStatus.OFF, "the network is switched off", "SPUDWATCH_SOURCES__LIVE=true turns it on."
        )


async def _discord(session: aiohttp.ClientSession, discord: DiscordSettings) -> CheckResult:
    def found(verdict: CheckStatus, says: str, todo: str = "") -> CheckResult:
        return CheckResult("discord", verdict, says, todo)

    token = discord.token.get_secret_value()
    if not token:
        return found(CheckStatus.OFF, "no token", "Set SPUDWATCH_DISCORD__TOKEN to serve Discord.")
    header = {"Authorization": f"Bot {token}"}
    try:
        async with session.get(f"{discord.api_url}/users/@me", headers=header) as answer:
            if answer.status == 401:  # noqa: PLR2004 - HTTP's own number
                todo = (
                    "In the developer portal: your application, Bot, Reset Token. Set it as SPUDWATCH_DISCORD__TOKEN."
                )
                return found(CheckStatus.FAIL, "the token is refused", todo)
            name = (await answer.json()).get("username", "a bot")
        async with session.get(f"{discord.api_url}/users/@me/guilds?limit={MANY}", headers=header) as answer:
            servers = len(await answer.json())
    except (aiohttp.ClientError, TimeoutError, ValueError, AttributeError) as error:
        return found(CheckStatus.FAIL, _unreached(error), "Check the network and SPUDWATCH_DISCORD__API_URL.")
    if bool(discord.public_key) != bool(discord.http_port):
        lacks = "HTTP_PORT" if discord.public_key else "PUBLIC_KEY"
        return found(
            CheckStatus.FAIL,
            "interactions over HTTP are half set up",
            f"Set SPUDWATCH_DISCORD__{lacks} too, or neither.",
        )
    if not servers:
        return found(
            CheckStatus.WARN,
            f"the token is {name}'s, which is in no server",
            "Open a link of: spudwatch invite discord",
        )
    some = f"{servers}{' or more' if servers == MANY else ''} server{'s' if servers != 1 else ''}"
    return found(CheckStatus.OK, f"the token is {name}'s, in {some}")


async def _slack(session: aiohttp.ClientSession, slack: SlackSettings) -> CheckResult:
    def found(verdict: CheckStatus, says: str, todo: str = "") -> CheckResult:
        return CheckResult("slack", verdict, says, todo)

    token = slack.bot_token.get_secret_value()
    if not token:
        if slack.client_id:
            return found(CheckStatus.OK, "installed by OAuth; tokens are each workspace's")
        return found(CheckStatus.OFF, "no token", "Set SPUDWATCH_SLACK__BOT_TOKEN to serve Slack.")
    try:
        body, scopes = await _called(session, slack, "auth.test", token)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return found(CheckStatus.FAIL, _unreached(error), "Check the network and SPUDWATCH_SLACK__API_URL.")
    if not body.get("ok"):
        todo = "Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions into SPUDWATCH_SLACK__BOT_TOKEN."
        return found(CheckStatus.FAIL, f"the token is refused: {str(body.get('error'))[:60]}", todo)
    missing = [scope for scope in SCOPES if scope.name not in scopes]
    todo = "Add it under OAuth & Permissions, Bot Token Scopes, and press Reinstall there."
    if needed := [scope.name for scope in missing if scope.required]:
        return found(CheckStatus.FAIL, f"scopes missing: {', '.join(needed)}", todo)
    if not slack.app_token.get_secret_value() and not (slack.signing_secret.get_secret_value() and slack.http_port):
        todo = "Set SPUDWATCH_SLACK__APP_TOKEN (Socket Mode), or …__SIGNING_SECRET and …__HTTP_PORT."
        return found(CheckStatus.FAIL, "it can post and not hear", todo)
    whose = f"the token is {body.get('user', 'a bot')}'s in {body.get('team', 'a workspace')}"
    if not slack.admins:
        todo = "Set SPUDWATCH_SLACK__ADMINS to your member id (your profile, ⋮, Copy member ID)."
        return found(CheckStatus.WARN, f"{whose}; nobody is an admin of it there", todo)
    if missing:
        lost = "; ".join(f"without {scope.name}: {scope.without.lower()}" for scope in missing)
        return found(CheckStatus.WARN, f"{whose}; {lost}", todo)
    return found(CheckStatus.OK, whose)


async def _socket(session: aiohttp.ClientSession, slack: SlackSettings) -> CheckResult:
    try:
        body, _ = await _called(session, slack, "apps.connections.open", slack.app_token.get_secret_value())
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return CheckResult("slack socket", CheckStatus.FAIL, _unreached(error), "Check the network.")
    if body.get("ok"):
        return CheckResult("slack socket", CheckStatus.OK, "the app token opens one")
    todo = (
        "Under Basic Information, App-Level Tokens, make one with connections:write (xapp-…) for "
        "SPUDWATCH_SLACK__APP_TOKEN; Socket Mode must be on."
    )
    return CheckResult(
        "slack socket", CheckStatus.FAIL, f"the app token is refused: {str(body.get('error'))[:60]}", todo
    )


async def _called(
    session: aiohttp.ClientSession, slack: SlackSettings, method: str, token: str
) -> tuple[dict[str, object], frozenset[str]]:
    async with session.post(f"{slack.api_url}{method}", headers={"Authorization": f"Bearer {token}"}) as answer:
        body = await answer.json()
        if not isinstance(body, dict):
            raise ValueError("an answer of another shape")  # noqa: TRY004 - as for a body that is no JSON
        return body, frozenset(answer.headers.get("X-OAuth-Scopes", "").replace(" ", "").split(","))


def _sources(
    session: aiohttp.ClientSession, sources: SourceSettings, now: Callable[[], datetime]
) -> list[Awaitable[CheckResult]]:
    asked: list[Awaitable[CheckResult]] = []
    for name, host in upstreams().items():
        if name in sources.off:
            asked.append(_off(name, "switched off", "Take it out of SPUDWATCH_SOURCES__OFF to read it."))
        elif host.token and not sources.secret(host.token):
            asked.append(_off(name, "no key", f"Set SPUDWATCH_SOURCES__{host.token.upper()} to read it."))
        else:
            asked.append(_reach(session, name, sources.address(name, host.base), now))
    return asked


async def _off(name: str, why: str, todo: str) -> CheckResult:
    return CheckResult(name, CheckStatus.OFF, why, todo)


async def _reach(session: aiohttp.ClientSession, name: str, address: str, now: Callable[[], datetime]) -> CheckResult:
    try:
        async with session.get(address, allow_redirects=False) as answer:
            said, status = answer.headers.get("Date", ""), answer.status
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        todo = f"Allow its host out, or set SPUDWATCH_SOURCES__{name.upper()}_URL to a proxy."
        return CheckResult(name, CheckStatus.WARN, _unreached(error), todo)
    if status >= 500:  # noqa: PLR2004 - HTTP's own number; the bare address may well be a 404
        return CheckResult(
            name, CheckStatus.WARN, f"it answers with {status}", "It is in trouble itself; we ask it again."
        )
    try:
        skew = abs((now() - parsedate_to_datetime(said)).total_seconds())
    except (TypeError, ValueError):
        return CheckResult(name, CheckStatus.OK, "it answers")
    if skew > SKEW:
        return CheckResult(
            name, CheckStatus.WARN, f"it answers; our clock differs by {skew:.0f} s", "Set the clock (NTP)."
        )
    return CheckResult(name, CheckStatus.OK, "it answers; the clocks agree")


def _unreached(error: Exception) -> str:
    return "no answer in time" if isinstance(error, TimeoutError) else f"not reached ({type(error).__name__})"
