"""Connections over which an outside service pushes messages."""

from collections.abc import AsyncIterator
from typing import Protocol

from bot.sources.protocol import Upstream


class Connection(Protocol):
    """An open connection; iterating yields each text until either side closes it."""

    def __aiter__(self) -> AsyncIterator[str]:
        """Yield every text received.

        Raises:
            SourceError: the connection broke.
        """

    async def send(self, text: str) -> None:
        """Send a text.

        Raises:
            SourceError: the connection is gone.
        """

    async def close(self) -> None:
        """Close it, which ends any iteration."""


class Push(Protocol):
    """Opens connections."""

    def ready(self, upstream: Upstream) -> bool:
        """Whether this host may be connected to at all."""

    async def connect(self, upstream: Upstream, path: str) -> Connection:
        """Open a connection. Raises SourceError; no other exception passes."""
