"""Connections over which somebody else's service tells things by itself."""

from collections.abc import AsyncIterator
from typing import Protocol

from bot.sources.protocol import Upstream


class Connection(Protocol):
    """One open connection. Iterating gives each text that comes, until either side closes it."""

    def __aiter__(self) -> AsyncIterator[str]:
        """Every text that comes. Raises SourceError where the connection broke."""

    async def send(self, text: str) -> None:
        """Say something. Raises SourceError where the connection is gone."""

    async def close(self) -> None:
        """End it; whoever iterates comes to the end."""


class Push(Protocol):
    """Opens connections."""

    def ready(self, upstream: Upstream) -> bool:
        """Whether this host may be connected to at all."""

    async def connect(self, upstream: Upstream, path: str) -> Connection:
        """A new connection. Raises SourceError; foreign exceptions stop here."""
