"""The doctor's remote checks: platform tokens, sources, and the clock."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from typing import Any, TypeVar

import aiohttp

from adapters.doctor.results import CheckResult, CheckStatus
from adapters.doctor.source_checks import source_checks
from adapters.slack.permissions import SCOPES
from bot.ports import Clock
from bot.settings import DiscordSettings, Settings, SlackSettings

WAIT = aiohttp.ClientTimeout(total=8, connect=4)
MANY = 200  # servers a page of Discord's list holds; more are not counted
T = TypeVar("T", dict[str, Any], list[Any])


async def world(settings: Settings, clock: Clock) -> AsyncIterator[CheckResult]:
    """Check the platforms' tokens and all sources in parallel, and the clock.

    The clock is compared with what they report.
    """
    async with aiohttp.ClientSession(timeout=WAIT, headers={"User-Agent": "Spudwatch doctor"}) as session:
        asked: list[Awaitable[CheckResult]] = [_discord(session, settings.discord), _slack(session, settings.slack)]
        if settings.slack.app_token.get_secret_value():
            asked.append(_socket(session, settings.slack))
        for finding in await asyncio.gather(*asked):
            yield finding
    if settings.sources.live:
        for finding in await source_checks(settings.sources, clock, settings.operator):
            yield finding
    else:
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
            name = (await _good(answer, dict)).get("username", "a bot")
        async with session.get(f"{discord.api_url}/users/@me/guilds?limit={MANY}", headers=header) as answer:
            servers = len(await _good(answer, list))
    except _Odd as odd:
        return found(CheckStatus.FAIL, f"it answers with {odd}", "Try again later; Discord's status page says more.")
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
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


class _Odd(Exception):
    """A platform answered with an error, or in another format."""


async def _good(answer: aiohttp.ClientResponse, shape: type[T]) -> T:
    """Return the body of a well-formed answer."""
    if answer.status != 200:  # noqa: PLR2004 - HTTP's own number
        raise _Odd(f"status {answer.status}")
    body = await answer.json()
    if not isinstance(body, shape):
        raise _Odd("an answer of another shape")
    return body


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


def _unreached(error: Exception) -> str:
    return "no answer in time" if isinstance(error, TimeoutError) else f"not reached ({type(error).__name__})"
