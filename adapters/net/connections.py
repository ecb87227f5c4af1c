"""Limit a listener's connections: their number, header timeout and idle timeout.

aiohttp has no limit of its own for the first two, so that half-sent headers would exhaust the process's file
descriptors. https://docs.aiohttp.org/en/stable/web_reference.html#aiohttp.web.AppRunner
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Limits of a listener: connections, and header and idle timeouts in seconds."""

    connections: int = 256
    header_seconds: float = 10.0
    idle_seconds: float = 75.0
    log_seconds: float = 60.0


@dataclass(slots=True)
class ConnectionCount:
    """The open connections of one listener, and those refused since the last log line.

    ``unfinished``: those whose headers are not complete, oldest first.
    """

    limits: ConnectionLimits
    open: int = 0
    refused: int = 0
    logged_at: float = field(default=float("-inf"))
    unfinished: dict["BoundedConnection", None] = field(default_factory=dict)

    def admit(self, now: float) -> bool:
        """Whether one more may be opened; the oldest unfinished one may close for it."""
        if self.open < self.limits.connections:
            return True
        self.refuse(now)
        oldest = next(iter(self.unfinished), None)
        if oldest is not None:
            oldest.abort()
        return oldest is not None

    def refuse(self, now: float) -> None:
        """Count a refused connection; log at most once a minute."""
        self.refused += 1
        if now - self.logged_at >= self.limits.log_seconds:
            log.warning("connections refused", extra={"open": self.open, "refused": self.refused})
            self.logged_at, self.refused = now, 0


class BoundedConnection(asyncio.Protocol):
    """Wrapper of a serving protocol that closes the connection at a limit."""

    def __init__(self, served_by: Callable[[], asyncio.Protocol], count: ConnectionCount) -> None:
        self._make, self._count = served_by, count
        self._inner: asyncio.Protocol | None = None
        self._transport: asyncio.BaseTransport | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._end = b""
        self._whole = False
        self._last = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Accept the connection, or close it immediately if there are too many."""
        loop = asyncio.get_running_loop()
        if not self._count.admit(loop.time()):
            transport.abort()  # type: ignore[attr-defined] # a socket's transport has it
            return
        self._count.open += 1
        self._count.unfinished[self] = None
        self._transport, self._last = transport, loop.time()
        self._inner = self._make()
        self._inner.connection_made(transport)
        self._timer = loop.call_later(self._count.limits.header_seconds, self._look)

    def data_received(self, data: bytes) -> None:
        """Note when the first headers are whole, and pass the bytes on."""
        self._last = asyncio.get_running_loop().time()
        if not self._whole:
            seen = self._end + data
            self._whole = b"\r\n\r\n" in seen
            if self._whole:
                self._count.unfinished.pop(self, None)
            self._end = seen[-3:]
        if self._inner is not None:
            self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        """Pass it on."""
        return self._inner.eof_received() if self._inner is not None else None

    def pause_writing(self) -> None:
        """Pass it on."""
        if self._inner is not None:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        """Pass it on."""
        if self._inner is not None:
            self._inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place free."""
        if self._timer is not None:
            self._timer.cancel()
        if self._inner is not None:
            self._count.open -= 1
            self._count.unfinished.pop(self, None)
            self._inner.connection_lost(exc)
            self._inner = None

    def abort(self) -> None:
        """Close it now."""
        self._count.unfinished.pop(self, None)
        if self._transport is not None:
            self._transport.abort()  # type: ignore[attr-defined] # a socket's transport has it

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        left = self._last + self._count.limits.idle_seconds - loop.time()
        if not self._whole or left <= 0:
            self.abort()
        else:
            self._timer = loop.call_later(left, self._look)
