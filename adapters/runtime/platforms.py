"""Platform plug-ins.

Packages of `adapters` with a module ``service``, run by `serve`. The module has the names of `PlatformService`. It is
imported before its libraries, which are an extra of the package and are therefore imported only in ``start``.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, cast

from adapters.runtime.roles import ProcessRole
from bot.dispatch.app import App
from bot.messages.errors import BadArgument
from bot.messages.reply import Picture
from bot.plugins import package_names
from bot.ports import Clock
from bot.ports.accounts.installations import Installations, SeenDeliveries
from bot.ports.notifications.outbox import Poster
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class PlatformContext:
    """What a platform receives: app, process role, settings, and platform-only stores.

    ``draw`` renders a picture as PNG off the event loop, ``limited`` counts a 429 by the platform's name,
    ``installations`` opens the token store with its encryption key.
    """

    app: App
    role: ProcessRole
    settings: Settings
    clock: Clock
    draw: Callable[[Picture], Awaitable[bytes]]
    limited: Callable[[str], None]
    seen: SeenDeliveries
    installations: Callable[[str], Installations]


class RunningPlatform(Protocol):
    """An open platform: it can post at once, and answers while it runs."""

    @property
    def poster(self) -> Poster:
        """The poster for messages the bot sends unprompted."""

    async def run(self) -> None:
        """Answer until cancelled; raises when trying again cannot help."""

    async def drain(self, seconds: float) -> None:
        """Accept nothing new and finish pending work, within a time limit."""

    async def close(self) -> None:
        """Close its connections."""

    def trouble(self) -> str:
        """Why it does not answer now; '' while it does."""


class PlatformService(Protocol):
    """The interface of a platform's module ``service``."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """The platform's name: prefix of its places and people, and name of its extra."""

    @property
    def SETTING(self) -> str:  # noqa: N802 - a module's constant
        """The variable that switches it on."""

    @staticmethod
    def configured(settings: Settings) -> bool:
        """Whether the settings ask for it."""

    @staticmethod
    async def start(context: PlatformContext) -> RunningPlatform:
        """Open it.

        Raises:
            SpudwatchError: a setting does not suffice, or the platform refuses it; says which and what to do.
            ModuleNotFoundError: its libraries are not installed.
        """


def every() -> Iterator[PlatformService]:
    """Every platform there is, by name; no library of theirs is imported."""
    for name in package_names("adapters"):
        if importlib.util.find_spec(f"adapters.{name}.service") is not None:
            yield cast("PlatformService", importlib.import_module(f"adapters.{name}.service"))


def load(settings: Settings) -> None:
    """Import the libraries of every configured platform ahead of its start."""
    for service in every():
        if service.configured(settings):
            with suppress(ModuleNotFoundError):  # said when it is started
                importlib.import_module(f"adapters.{service.NAME}.platform")


async def start(service: PlatformService, context: PlatformContext) -> RunningPlatform:
    """Open a platform.

    Raises:
        SpudwatchError: its libraries are not installed, or what ``PlatformService.start`` says.
    """
    try:
        return await service.start(context)
    except ModuleNotFoundError as error:
        raise not_installed(service.NAME, service.SETTING, error) from error


def not_installed(extra: str, setting: str, error: ModuleNotFoundError) -> BadArgument:
    """Build the error for a setting whose extra of the package is not installed."""
    return BadArgument(
        f"{setting} is set, and what it needs is not installed: {error.name}.",
        todo=f"Run: pip install 'spudwatch[{extra}]'",
    )
