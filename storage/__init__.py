"""The core's ports implemented on a database; `open_store` opens it.

A file is migrated when opened. On a server only `migrate` changes tables and loads the public ledger, so that processes
of two versions can run on it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from bot import ledger as public  # a plain "ledger" is replaced by the submodule of that name when it is imported
from bot.ledger.editions import EditionFile, made_at
from bot.messages.errors import BadArgument
from bot.ports.webhooks import WebhookRules
from storage.editions import remember_edition
from storage.engines import Database, Writer, is_server
from storage.rows import queries

# One line per kind of record: the field of Ports, and the class that stores it. Imported when the store is opened.
STORES = {
    "tenants": "storage.accounts.tenants:TenantStore",
    "ledger": "storage.ledger:LedgerStore",
    "markets": "storage.markets.store:MarketStore",
    "market_requests": "storage.markets.requests:MarketRequestStore",
    "claims": "storage.claims.store:ClaimStore",
    "changes": "storage.changes:ChangeStore",
    "editions": "storage.editions:EditionStore",
    "sightings": "storage.sightings.store:SightingStore",
    "desk": "storage.desk:DeskStore",
    "listings": "storage.catalogs.listings:ListingStore",
    "outbox": "storage.notifications.outbox:OutboxStore",
    "promises": "storage.notifications.deferred_answers:DeferredAnswerStore",
    "lookup_history": "storage.accounts.lookup_history:LookupHistoryStore",
    "webhooks": "storage.notifications.webhooks:WebhookStore",
    "subscriptions": "storage.notifications.subscriptions:SubscriptionStore",
    "sources": "storage.catalogs.sources:SourceStore",
    "vendor_facts": "storage.catalogs.vendor_facts:VendorFactStore",
    "privacy": "storage.accounts.privacy:PrivacyStore",
}


def store_classes() -> tuple[type[Any], ...]:
    """The class of every kind of record, imported."""
    found = (spec.partition(":") for spec in STORES.values())
    return tuple(getattr(import_module(module), name) for module, _, name in found)


@dataclass(frozen=True)
class Store:
    """An open database with its address, and one store object per kind of record.

    The names are those of `bot.ports.Ports`.
    """

    database: Database
    address: str | Path
    kinds: dict[str, Any]

    def close(self) -> None:
        """Finish queued writes and close the database."""
        self.database.close()


def open_database(address: str | Path, patience: float | None = None) -> Database:
    """Open the database an address names: ``postgresql://…``, or a file for SQLite.

    ``patience``: seconds after which a read of a server counts as not answered; without it, as long as it takes.

    Raises:
        BadArgument: it is of neither kind.
        OurFault: it cannot be used; the error says why and what to do.
    """
    scheme = str(address).partition("://")[0] if "://" in str(address) else ""
    if scheme and not is_server(address):
        raise BadArgument(f"No database of the kind {scheme}:// is known here.", todo="Name a file, or postgresql://…")
    if is_server(address):
        from storage.postgres.engine import PostgresDatabase  # noqa: PLC0415 - an extra that few installs have

        return PostgresDatabase(str(address), patience)
    from storage.sqlite.engine import Database as SqliteDatabase  # noqa: PLC0415 - the other engine needs none of it

    return SqliteDatabase(Path(address))


def open_store(
    address: str | Path,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
    patience: float | None = None,
    webhooks: WebhookRules | None = None,
) -> Store:
    """Open the store; a new file gets the public ledger, an older edition is replaced.

    ``progress`` is told how many record kinds are loaded, and of how many. A load never touches what people reported,
    and is safe to repeat. ``patience``: seconds after which a read of a server counts as unanswered. ``webhooks``: the
    operator's rules for them.
    """
    database = open_database(address, patience)
    store = Store(database, address, stores(database, webhooks))
    if not is_server(address):
        load_ledger(database, progress)
    return store


def stores(database: Database, webhooks: WebhookRules | None = None) -> dict[str, Any]:
    """Build one store object per kind of record, each with its own caches."""
    made = {name: kind(database) for name, kind in _classes().items()}
    return made | {"webhooks": _classes()["webhooks"](database, webhooks)}


def migrate(address: str | Path, progress: Callable[[int, int], None] = lambda _done, _of: None) -> tuple[str, ...]:
    """Create or migrate the tables and load the public ledger.

    Return new server steps. A server then counts what is in the tables, which it plans its queries by.
    """
    steps: tuple[str, ...] = ()
    if is_server(address):
        from storage.postgres import schema  # noqa: PLC0415 - an extra that few installs have

        steps = schema.migrate(str(address))
    database = open_database(address)
    try:
        loaded = load_ledger(database, progress)
    finally:
        database.close()
    if loaded and is_server(address):
        from storage.postgres import schema  # noqa: PLC0415 - an extra that few installs have

        schema.count_rows(str(address))
    return steps


def load_ledger(database: Database, progress: Callable[[int, int], None] = lambda _done, _of: None) -> bool:
    """Load this version's public ledger unless it or a newer edition is present.

    Returns whether it was loaded.
    """
    if is_current(database):
        return False
    load_edition(database, public.tables(), public.edition(), progress)
    return True


def is_current(database: Database) -> bool:
    """Whether the database holds this version's ledger or a newer edition."""
    name = _edition(database)
    made = made_at(name)
    return name == public.edition() or (made is not None and made > public.MADE)


def edition_made(database: Database) -> datetime:
    """Return when the database's ledger was made; this version's if there is no other."""
    return made_at(_edition(database)) or public.MADE


def load_edition(
    database: Database,
    tables: public.Tables,
    name: str,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
    taken: EditionFile | None = None,
) -> None:
    """Replace the public ledger by some rows in one transaction.

    ``taken`` is their file.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: a row is impossible; then nothing is changed.
    """
    loaders = [kind.load for kind in _classes().values() if hasattr(kind, "load")]

    def write(db: Writer) -> None:
        for done, load in enumerate(loaders):
            progress(done, len(loaders))
            load(db, tables)
        db.execute(queries("ledger")["edition"], [name])
        remember_edition(db, name, tables, taken)

    database.write_now(write)
    progress(len(loaders), len(loaders))


def _edition(database: Database) -> str:
    loaded = database.read("SELECT edition FROM editions WHERE ledger = 'public'")
    return str(loaded[0]["edition"]) if loaded else ""


def _classes() -> dict[str, Any]:
    return {
        name: getattr(import_module(spec.partition(":")[0]), spec.partition(":")[2]) for name, spec in STORES.items()
    }
