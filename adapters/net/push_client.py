"""WebSocket client for sources, over the session of `adapters.net.client`.

Addresses, SSRF guard and User-Agent are the same.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

import aiohttp

from adapters.net.client import HttpSourceClient
from bot.messages.errors import SourceDown
from bot.sources.protocol import Upstream

MOST: Final = 4 << 20  # bytes of one message
CLOSE_SECONDS: Final = 2.0  # seconds the other side has to answer a close


class TextSocket:
    """One open WebSocket, reduced to its texts."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, said: str) -> None:
        self._socket, self._said = socket, said

    async def __aiter__(self) -> AsyncIterator[str]:
        """Yield every text until the end.

        Raises:
            SourceDown: the connection broke.
        """
        async for message in self._socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                yield message.data
            elif message.type is aiohttp.WSMsgType.ERROR:
                break
        if (broke := self._socket.exception()) is not None:
            raise SourceDown(f"{self._said} broke off", why=type(broke).__name__)

    async def send(self, text: str) -> None:
        """Send a text.

        Raises:
            SourceDown: the connection is gone.
        """
        try:
            await self._socket.send_str(text)
        except (ConnectionError, aiohttp.ClientError) as gone:
            raise SourceDown(f"{self._said} is gone", why=type(gone).__name__) from None

    async def close(self) -> None:
        """Close it properly."""
        await self._socket.close()


class PushClient:
    """Opens WebSockets to the upstreams that a client knows."""

    def __init__(self, client: HttpSourceClient) -> None:
        self._client = client

    def ready(self, upstream: Upstream) -> bool:
        """Whether this host may be connected to: it is known, and has its token if needed."""
        return self._client.ready(upstream)

    async def connect(self, upstream: Upstream, path: str) -> TextSocket:
        """Open a connection to a path on this host. Raises SourceError."""
        patience = aiohttp.ClientWSTimeout(ws_close=CLOSE_SECONDS)
        said = f"{upstream.name} {path}"
        session, url = self._client.session_for(upstream, path)
        try:
            return TextSocket(await session.ws_connect(url, timeout=patience, max_msg_size=MOST), said)
        except aiohttp.WSServerHandshakeError as refused:
            raise SourceDown(f"{said} refused with {refused.status}") from None
        except (aiohttp.ClientError, TimeoutError, OSError, UnicodeError) as foreign:
            raise self._client.translated(foreign, said) from None
