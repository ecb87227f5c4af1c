"""Which network address asks: the unit by which the public API is limited."""

from __future__ import annotations

from ipaddress import ip_address

from aiohttp import web


def address_of(request: web.Request) -> str:
    """The address of the visitor; behind a proxy of this machine, what it names last.

    Nothing before that is the proxy's word.
    """
    direct = request.remote or ""
    named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return _network(named if named and _local(direct) else direct)


def _local(address: str) -> bool:
    try:
        return ip_address(address).is_loopback or ip_address(address).is_private
    except ValueError:
        return False


def _network(address: str) -> str:
    """The address, of IPv6 its /64: one household or machine has all of it."""
    try:
        known = ip_address(address)
    except ValueError:
        return address[:60]
    return known.exploded[:19] if known.version == 6 else address  # noqa: PLR2004 - IPv6
