"""The core's interfaces to the outside: one small Protocol per kind of record.

`Ports` gathers them. Storage implements the records, adapters the rest. Each protocol lives in the module named after
its kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.ports.accounts.lookup_history import LookupHistory
    from bot.ports.accounts.privacy import Privacy
    from bot.ports.accounts.tenants import Tenants
    from bot.ports.catalogs.listings import Listings
    from bot.ports.catalogs.sources import Sources
    from bot.ports.catalogs.vendor_facts import VendorFacts
    from bot.ports.changes import Changes
    from bot.ports.claims import Claims
    from bot.ports.desk import Desk
    from bot.ports.editions import Editions
    from bot.ports.ledger import Ledger
    from bot.ports.market_requests import MarketRequests
    from bot.ports.markets import Markets
    from bot.ports.notifications.deferred_answers import DeferredAnswers
    from bot.ports.notifications.outbox import Outbox
    from bot.ports.notifications.subscriptions import Subscriptions
    from bot.ports.pictures import Pictures
    from bot.ports.sightings import Sightings
    from bot.ports.webhooks import Webhooks


class Clock(Protocol):
    """The clock, injected: nothing in the core reads the system time."""

    def now(self) -> datetime:
        """The current time, aware and UTC."""

    async def sleep(self, seconds: float) -> None:
        """Wait; a test clock returns when its own time has advanced."""


@dataclass(frozen=True)
class Ports:
    """Everything a command may read from or write to.

    ``whole`` is None, except in a place's narrowed ports (`bot.reads.switches`): those without its switches.
    """

    clock: Clock
    tenants: Tenants
    ledger: Ledger
    markets: Markets
    market_requests: MarketRequests
    claims: Claims
    changes: Changes
    editions: Editions
    sightings: Sightings
    desk: Desk
    listings: Listings
    privacy: Privacy
    outbox: Outbox
    promises: DeferredAnswers
    lookup_history: LookupHistory
    subscriptions: Subscriptions
    webhooks: Webhooks
    sources: Sources
    vendor_facts: VendorFacts
    pictures: Pictures
    whole: Ports | None = None
