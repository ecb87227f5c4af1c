"""Network access of a worker process: none, except while a message is sent.

Even then only public addresses are reached, unless the operator allows private ones.

The library that sends opens its own connections, some by requests and some by smtplib. An audit hook checks each of
them after its name is resolved, and cannot be removed (https://docs.python.org/3/library/audit_events.html).
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from adapters.net.ssrf_guard import PrivateAddressError, public

CHECKED: Final = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})


class NetworkGuard:
    """Decides about each connection of this process from `install` on."""

    def __init__(self) -> None:
        self._open = self._private = False
        self.refusals = 0

    def install(self) -> None:
        """Check every connection for the rest of the process."""
        sys.addaudithook(self.check)

    @contextmanager
    def opened(self, *, private: bool) -> Iterator[None]:
        """Admit public addresses, and with ``private`` any other."""
        self._open, self._private = True, private
        try:
            yield
        finally:
            self._open = self._private = False

    def check(self, event: str, arguments: tuple[object, ...]) -> None:
        """Check an audit event.

        Raises:
            PrivateAddressError: a connection that is not admitted; nothing has been sent.
        """
        if event not in CHECKED or (self._open and self._private):
            return
        address = arguments[1]
        if self._open and isinstance(address, tuple) and public(str(address[0])):
            return
        self.refusals += 1
        raise PrivateAddressError(errno.EACCES, "not a public address")
