"""What the core needs of the world: one small Protocol a kind of record, gathered in `Ports`.

Storage implements the records, adapters the rest. A protocol stands in the module named after its kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.ports.changes import Changes
    from bot.ports.claims import Claims
    from bot.ports.deferred_answers import DeferredAnswers
    from bot.ports.desk import Desk
    from bot.ports.ledger import Ledger
    from bot.ports.listings import Listings
    from bot.ports.lookup_history import LookupHistory
    from bot.ports.market_requests import MarketRequests
    from bot.ports.markets import Markets
    from bot.ports.outbox import Outbox
    from bot.ports.pictures import Pictures
    from bot.ports.privacy import Privacy
    from bot.ports.sightings import Sightings
    from bot.ports.sources import Sources
    from bot.ports.subscriptions import Subscriptions
    from bot.ports.tenants import Tenants
    from bot.ports.vendor_facts import VendorFacts


class Clock(Protocol):
    """The time, injected: nothing in the core asks the machine."""

    def now(self) -> datetime:
        """The present moment, aware and UTC."""

    async def sleep(self, seconds: float) -> None:
        """Wait; a test's clock returns when its time has come."""


@dataclass(frozen=True)
class Ports:
    """Everything a command may gather from or keep in."""

    clock: Clock
    tenants: Tenants
    ledger: Ledger
    markets: Markets
    market_requests: MarketRequests
    claims: Claims
    changes: Changes
    sightings: Sightings
    desk: Desk
    listings: Listings
    privacy: Privacy
    outbox: Outbox
    promises: DeferredAnswers
    askers: LookupHistory
    subscriptions: Subscriptions
    sources: Sources
    vendor_facts: VendorFacts
    pictures: Pictures
