"""Memory: the core's ports on SQLite. `open_store` opens the file, brings it up to date, loads the public ledger."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from bot import ledger as public  # a plain "ledger" is replaced by the submodule of that name when it is imported
from storage.sqlite.engine import Database

# A record kind a line: the field of Ports, and the class that keeps it. Imported when the store is opened.
STORES = {
    "tenants": "storage.accounts.tenants:TenantStore",
    "ledger": "storage.ledger:LedgerStore",
    "markets": "storage.markets.store:MarketStore",
    "market_requests": "storage.markets.requests:MarketRequestStore",
    "claims": "storage.claims.store:ClaimStore",
    "changes": "storage.changes:ChangeStore",
    "sightings": "storage.sightings.store:SightingStore",
    "desk": "storage.desk:DeskStore",
    "listings": "storage.catalogs.listings:ListingStore",
    "outbox": "storage.notifications.outbox:OutboxStore",
    "promises": "storage.notifications.deferred_answers:DeferredAnswerStore",
    "askers": "storage.accounts.lookup_history:LookupHistoryStore",
    "subscriptions": "storage.notifications.subscriptions:SubscriptionStore",
    "sources": "storage.catalogs.sources:SourceStore",
    "vendor_facts": "storage.catalogs.vendor_facts:VendorFactStore",
    "privacy": "storage.accounts.privacy:PrivacyStore",
}


@dataclass(frozen=True)
class Store:
    """An open database and a store object a record kind, named as in `bot.ports.Ports`."""

    database: Database
    kinds: dict[str, Any]

    def close(self) -> None:
        """Finish what is queued and let go of the file."""
        self.database.close()


def open_store(path: Path, progress: Callable[[int, int], None] = lambda _done, _of: None) -> Store:
    """Open the store; a new file gets the public ledger, an older edition of it is replaced.

    ``progress`` hears how many record kinds are loaded of how many. What people reported is never touched by a load,
    and loading twice is harmless.
    """
    database = Database(path)
    classes = {
        name: getattr(import_module(spec.partition(":")[0]), spec.partition(":")[2]) for name, spec in STORES.items()
    }
    store = Store(database, {name: kind(database) for name, kind in classes.items()})
    edition = public.edition()
    loaded = database.read("SELECT edition FROM editions WHERE ledger = 'public'")
    if not loaded or loaded[0]["edition"] != edition:
        _load(database, [kind.load for kind in classes.values() if hasattr(kind, "load")], edition, progress)
    return store


def _load(database: Database, loaders: list[Any], edition: str, progress: Callable[[int, int], None]) -> None:
    tables = public.tables()

    def write(db: Any) -> None:
        for done, load in enumerate(loaders):
            progress(done, len(loaders))
            load(db, tables)
        db.execute(
            "INSERT OR REPLACE INTO editions VALUES ('public', ?, CAST(strftime('%s', 'now') AS INTEGER))", [edition]
        )

    database.write_now(write)
    progress(len(loaders), len(loaders))
