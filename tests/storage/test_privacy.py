"""Every table and column with a person or a tenant, exported and erased as declared."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.messages.order import order
from storage import STORES, Store, open_store
from storage.accounts.privacy import declared
from storage.engines import is_server
from storage.rows import to_db
from storage.sqlite.engine import Database as SqliteDatabase
from tests.postgres import BOTH

ENGINES = BOTH
NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)
# Tables whose rows are nobody's: the public ledger's own, caches, and the program's bookkeeping.
NOBODYS = {"_sqlite_migrations", "editions", "counters", "lines"}
# Rows that are nothing but their author's: a claim nobody added to, a name that is no model's.
OWN = {"claims", "attributions"}
# Columns that name a person, whatever the table.
PEOPLE = {"by", "person", "actor", "reporter", "asked_by", "owner", "set_by", "decided_by", "proposed_by"}


@pytest.fixture
def store(fresh) -> Iterator[Store]:
    made = open_store(fresh("ledger"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def shape(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteDatabase]:
    """An empty file, asked for what its columns are: both engines have the same."""
    made = SqliteDatabase(tmp_path_factory.mktemp("shape") / "shape.db")
    yield made
    made.close()


def columns(store: Store) -> dict[str, set[str]]:
    return {name: set(found) for name, found in store.database.tables().items()} | {"claims_search": {"rowid"}}


def test_every_table_with_a_tenant_or_a_person_says_what_it_keeps(store: Store) -> None:
    told = {kept.table for kept in declared()}
    for table, names in columns(store).items():
        if names & (PEOPLE | {"tenant", "place"}) and table not in NOBODYS:
            assert table in told, f"{table} keeps {names & (PEOPLE | {'tenant', 'place'})} and no store declares it"


def test_every_person_column_is_declared(store: Store) -> None:
    told = {kept.table: kept for kept in declared()}
    for table, names in columns(store).items():
        if table in told:
            assert names & PEOPLE <= set(told[table].people), table


def test_every_declared_table_and_column_exists(store: Store) -> None:
    known = columns(store)
    for kept in declared():
        assert kept.table in known
        assert {*kept.people, *kept.written} <= known[kept.table], kept.table
        assert set(kept.words) <= set(kept.people), kept.table
    assert STORES


def content(store: Store) -> bytes:
    """All that is kept: the bytes of the files, or every row on the server."""
    if is_server(store.address):
        tables = (*store.database.tables(), "claims_search")
        return repr([tuple(row) for name in tables for row in store.database.read(f"SELECT * FROM {name}")]).encode()
    path = Path(store.address)
    files = (path.with_name(path.name + suffix) for suffix in ("", "-wal"))
    return b"".join(file.read_bytes() for file in files if file.exists())


async def fill(store: Store, shape: SqliteDatabase, tenant: str, person: str, word: str) -> None:  # noqa: C901 - one branch a kind of column
    """A row with the word in every text column of every declared table, by that person in that tenant."""

    def write(db) -> None:
        db.execute("PRAGMA defer_foreign_keys = ON")
        for kept in declared():
            if kept.through:
                continue
            info = shape.read(f"PRAGMA table_info([{kept.table}])")
            row = {}
            for _, name, kind, _, default, key in info:
                if name == kept.tenant:
                    row[name] = tenant
                elif name in kept.people:
                    row[name] = person
                elif key and kind.upper() == "INTEGER" and sum(1 for column in info if column[5]) == 1:
                    continue
                elif kind.upper() in {"INTEGER", "REAL"}:
                    row[name] = 1
                elif kind.upper() == "BLOB":
                    row[name] = word.encode()
                else:
                    row[name] = f"{word} {name} {tenant}" if default is None or key else word
            marks = ", ".join("?" * len(row))
            names = ", ".join(f"[{name}]" for name in row)
            try:
                db.execute(f"INSERT OR REPLACE INTO [{kept.table}] ({names}) VALUES ({marks})", list(row.values()))
            except store.database.refused as error:
                pytest.fail(f"{kept.table}: {error}")

    # Of two shared texts one stands in every post and card; nothing refers to the other any more.
    bodies = "INSERT OR IGNORE INTO bodies (id, hash, reply, shows) VALUES (?, ?, '{}', '[]')"
    await store.database.write(lambda db: (write(db), db.executemany(bodies, [(1, "used"), (2, "stray")])))


async def test_purging_one_tenant_leaves_nothing_of_it_and_all_of_the_others(
    store: Store, shape: SqliteDatabase
) -> None:
    privacy = store.kinds["privacy"]
    await fill(store, shape, "discord:7", "discord:1", "canary-seven")
    await fill(store, shape, "slack:T1", "slack:U1", "canary-other")
    await privacy.purge("discord:7")
    assert sum(privacy.size("discord:7").values()) == 0
    assert b"discord:7" not in content(store)
    assert [row["hash"] for row in store.database.read("SELECT hash FROM bodies")] == ["used"]
    assert sum(privacy.size("slack:T1").values()) > 0


async def test_forgetting_a_person_leaves_no_trace_of_their_name(store: Store, shape: SqliteDatabase) -> None:
    privacy = store.kinds["privacy"]
    await fill(store, shape, "discord:7", "discord:111", "canary")
    assert privacy.about("discord:7", "discord:111")
    await privacy.forget("discord:7", "discord:111")
    assert privacy.about("discord:7", "discord:111") == {}
    for kept in declared():
        if kept.people and not kept.through:
            mine = f"SELECT * FROM [{kept.table}] WHERE [{kept.tenant}] = 'discord:7'"
            rows = store.database.read(mine)
            assert len(rows) == (0 if kept.drop or kept.table in OWN else 1), kept.table
            assert all("canary" not in str(row[column]) for row in rows for column in kept.written), kept.table
    assert b"discord:111" not in content(store)
    assert [row["hash"] for row in store.database.read("SELECT hash FROM bodies")] == ["used"]


async def test_a_tenant_that_left_is_erased_thirty_days_later_unless_it_comes_back(store: Store) -> None:
    privacy = store.kinds["privacy"]
    for tenant in ("discord:7", "discord:8"):
        await store.kinds["tenants"].choose(tenant, "zone", "Europe/Berlin", "discord:1", NOW)
        await privacy.left(tenant, NOW)
    await privacy.came_back("discord:8")
    await privacy.sweep(NOW + timedelta(days=29))
    assert store.kinds["tenants"].settings("discord:7").zone == "Europe/Berlin"
    await privacy.sweep(NOW + timedelta(days=31))
    assert store.kinds["tenants"].settings("discord:7").zone == "UTC"
    assert store.kinds["tenants"].settings("discord:8").zone == "Europe/Berlin"


async def test_a_tenant_that_comes_back_while_the_sweep_waits_is_not_erased(store: Store) -> None:
    privacy, tenants = store.kinds["privacy"], store.kinds["tenants"]
    await tenants.choose("discord:7", "zone", "Europe/Berlin", "discord:1", NOW)
    await privacy.left("discord:7", NOW)
    free = threading.Event()
    waits = [
        asyncio.create_task(work)
        for work in (
            store.database.write(lambda _db: free.wait(10)),
            privacy.came_back("discord:7"),
            privacy.sweep(NOW + timedelta(days=31)),
        )
    ]
    await asyncio.sleep(0)  # each has queued its write
    free.set()
    await asyncio.gather(*waits)
    assert tenants.settings("discord:7").zone == "Europe/Berlin"


async def test_pictures_go_when_their_tenant_s_days_are_over(store: Store) -> None:
    await store.kinds["tenants"].choose("discord:8", "picture_days", 7, "discord:1", NOW)

    def write(db) -> None:
        for tenant in ("discord:7", "discord:8"):
            row = [tenant, "P1", b"x", "image/png", 1, 1, "", "discord:1", int(NOW.timestamp())]
            db.execute("INSERT INTO pictures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            db.execute(
                "INSERT INTO reports VALUES (?, 1, 'k', 'K', 'other', 'own account', '', 'discord:1', 1, 1, '', '', "
                "'P1', '', NULL, 1, 1, 'live', '', NULL, NULL, '')",
                [tenant],
            )

    await store.database.write(write)
    await store.kinds["privacy"].sweep(NOW + timedelta(days=8))
    assert [row["tenant"] for row in store.database.read("SELECT tenant FROM pictures")] == ["discord:7"]
    await store.kinds["privacy"].sweep(NOW + timedelta(days=4_000))
    assert store.database.read("SELECT tenant FROM pictures") == []


@pytest.mark.parametrize("how", ["forget", "purge", "sweep"])
async def test_a_button_s_long_order_does_not_keep_what_was_erased(store: Store, how: str) -> None:
    tenants, privacy = store.kinds["tenants"], store.kinds["privacy"]
    text = 'It said "Crest" between two others, and was gone after a reload.'
    row = ["discord:7", 1, "discord:1", text]
    sql = (
        "INSERT INTO reports VALUES (?, ?, 'k', 'K', 'ChatGPT picker', 'own account', '', ?, 1, 1, ?, '', '', '', "
        "NULL, 1, 1, 'live', '', NULL, NULL, '')"
    )
    await store.database.write(lambda db: db.execute(sql, row))
    mine = await tenants.keep_line(order("checkpoint edit", id="CP-0001", text=text).line, NOW)
    other = await tenants.keep_line(order("share claimcheck ask", claim="Spud beats Opus by a wide margin").line, NOW)
    if how == "forget":
        await privacy.forget("discord:7", "discord:1")
    elif how == "purge":
        await privacy.purge("discord:7")
    else:
        await privacy.sweep(NOW + timedelta(days=31))
    assert tenants.line(mine) is None
    assert (tenants.line(other) is None) == (how == "sweep")


async def test_who_left_while_nobody_could_tell_is_noted_and_who_came_back_too(store: Store) -> None:
    tenants, privacy = store.kinds["tenants"], store.kinds["privacy"]
    for tenant in ("discord:7", "discord:8", "discord:@9", "slack:T1"):
        await tenants.choose(tenant, "zone", "UTC", "someone", NOW)
    await privacy.left("discord:7", NOW - timedelta(days=20))
    await privacy.present("discord", {"discord:7"}, NOW)
    assert [row["tenant"] for row in store.database.read("SELECT tenant FROM departures")] == ["discord:8"]
    await privacy.present("discord", (), NOW + timedelta(days=29))
    left = {row["tenant"]: row["at"] for row in store.database.read("SELECT * FROM departures")}
    assert left == {"discord:7": to_db(NOW + timedelta(days=29)), "discord:8": to_db(NOW)}
