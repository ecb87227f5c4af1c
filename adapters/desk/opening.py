"""Settings of the desk in a browser: its sign-ins, and what is missing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

from adapters.desk.discord_sign_in import DiscordSignIn
from adapters.desk.server import DESK, DeskServer
from adapters.desk.sign_in import SignIn
from adapters.desk.slack_sign_in import SlackSignIn
from adapters.slack.admins import SlackAdmins
from adapters.web.site import Site
from bot.dispatch.app import App
from bot.messages.errors import BadArgument
from bot.ports.accounts.installations import Installation
from bot.settings import Settings

Installed = Callable[[str], Installation | None]


def sign_ins(settings: Settings) -> tuple[str, ...]:
    """The platforms that people can sign in with.

    Those with an OAuth client id and secret; on Discord with the bot's token as well.
    """
    discord, slack = settings.discord, settings.slack
    has_discord = (
        discord.application_id and discord.client_secret.get_secret_value() and discord.token.get_secret_value()
    )
    has_slack = slack.client_id and slack.client_secret.get_secret_value()
    return (*(("discord",) if has_discord else ()), *(("slack",) if has_slack else ()))


def redirects(settings: Settings) -> dict[str, str]:
    """The address by platform that its app's settings must list as a redirect."""
    address = settings.web.address.rstrip("/")
    return {name: f"{address}{DESK}/callback/{name}" for name in sign_ins(settings)}


def trouble(settings: Settings) -> tuple[str, str]:
    """Return why the desk cannot be served, and what to do; both empty if it can."""
    if not settings.web.port:
        return "the public pages are off", "Set SPUDWATCH_WEB__PORT."
    if not _safe(settings.web.address):
        return "the pages have no https address", "Set SPUDWATCH_WEB__ADDRESS=https://…, where people open them."
    if not sign_ins(settings):
        todo = (
            "Set SPUDWATCH_DISCORD__TOKEN, SPUDWATCH_DISCORD__APPLICATION_ID and SPUDWATCH_DISCORD__CLIENT_SECRET, or "
            "SPUDWATCH_SLACK__CLIENT_ID and SPUDWATCH_SLACK__CLIENT_SECRET."
        )
        return "there is nothing to sign in with", todo
    return "", ""


def _safe(address: str) -> bool:
    """Whether cookies sent there stay unread: over https, or on this machine."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return bool(parts.hostname)
    try:
        return parts.hostname == "localhost" or ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


@asynccontextmanager
async def desk_routes(
    settings: Settings, app: App, site: Site, installed: Installed
) -> AsyncIterator[Callable[[web.UrlDispatcher], None]]:
    """What adds the desk's routes.

    Raises:
        BadArgument: a setting does not suffice; says which.
    """
    why, todo = trouble(settings)
    if why:
        raise BadArgument(f"SPUDWATCH_WEB__DESK is set, but {why}.", todo=todo)
    places = redirects(settings)
    async with aiohttp.ClientSession() as session:
        ways: dict[str, SignIn] = {}
        if "discord" in places:
            ways["discord"] = DiscordSignIn(session, settings.discord, places["discord"], app.read)
        if "slack" in places:
            admins = SlackAdmins(settings.slack)
            ways["slack"] = SlackSignIn(session, settings.slack, places["slack"], admins, installed)
        yield DeskServer(app, site, ways).add_routes
