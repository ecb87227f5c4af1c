"""Whom we connect to: public addresses only, so that no link somebody posts makes us knock at our own doors."""

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
    """Whether this IP address is a public one, and so is any it hides (mapped, 6to4, Teredo, NAT64)."""
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
    """A socket for this resolved address; PrivateAddressError, before anything is opened, if it is not public.

    aiohttp asks for it after resolving, so a name that resolves differently the second time does not help either.
    """
    family, kind, proto, _, address = info
    host = str(address[0])
    if not public(host):
        raise PrivateAddressError(errno.EACCES, "not a public address")
    return make(family, kind, proto)
