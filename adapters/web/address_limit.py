"""How often one network address may ask for what has to be computed."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from ipaddress import ip_address

from aiohttp import web

from bot.domain.notify.quota import Quota, QuotaState, take

REMEMBERED = 10_000  # addresses; the longest unused is forgotten first, and would have its whole allowance by then


class AddressLimit:
    """An allowance for each address."""

    def __init__(self, allowance: Quota) -> None:
        self._allowance = allowance
        self._states: OrderedDict[str, QuotaState] = OrderedDict()

    def wait(self, address: str, now: datetime) -> float:
        """Take one from an address's allowance; the seconds to wait, 0 if it was granted."""
        state, wait = take(self._states.get(address), self._allowance, now)
        self._states[address] = state
        self._states.move_to_end(address)
        while len(self._states) > REMEMBERED:
            self._states.popitem(last=False)
        return wait


def address_of(request: web.Request) -> str:
    """Who asks. Behind a proxy of this machine it is whom the proxy names last: nothing before that is its word."""
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
