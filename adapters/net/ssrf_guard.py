"""Block connections to private addresses (SSRF guard)."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Callable

AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[object, ...]]
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class PrivateAddressError(OSError):
    """A name led to an address that is not on the public internet."""


def public(address: str) -> bool:
    """Whether an IP address is public, including any embedded one.

    Embedded forms are mapped, 6to4, Teredo and NAT64.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in NAT64:
            inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if any(hidden is not None and not public(str(hidden)) for hidden in inner):
            return False
        if ip in NAT64:
            return True
    return ip.is_global and not ip.is_multicast


def guarded(info: AddressInfo, make: Callable[[int, int, int], socket.socket] = socket.socket) -> socket.socket:
    """Create a socket for a resolved address, if it is public.

    aiohttp calls it after resolving, so a name that resolves differently the second time is caught as well.

    Raises:
        PrivateAddressError: it is not public; nothing has been opened.
    """
    family, kind, proto, _, address = info
    host = str(address[0])
    if not public(host):
        raise PrivateAddressError(errno.EACCES, "not a public address")
    return make(family, kind, proto)
