"""A tenant's settings and its audit trail, in which an altered line is found."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.messages.request import Role
from storage import open_store
from storage.accounts.tenants import TenantStore
from storage.engines import Database
from storage.sqlite.engine import Database as SqliteDatabase
from tests.postgres import BOTH

ENGINES = BOTH
NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


@pytest.fixture
def database(memory: Database) -> Database:
    return memory


async def test_changes_form_a_trail_and_an_altered_line_is_found(database: Database) -> None:
    store = TenantStore(database)
    for zone in ("Europe/Berlin", "Europe/Paris", "Asia/Tokyo"):
        await store.choose("discord:7", "zone", zone, "discord:1", NOW)
    await store.choose("discord:8", "zone", "UTC", "discord:2", NOW)
    assert store.broken("discord:7") is None
    assert [change.after for change in store.changes("discord:7", NOW)] == [
        "Europe/Berlin",
        "Europe/Paris",
        "Asia/Tokyo",
    ]
    await database.write(lambda db: db.execute("UPDATE tenant_settings SET value = '\"UTC\"' WHERE id = 2"))
    assert store.broken("discord:7") == NOW
    assert store.broken("discord:8") is None


async def test_a_line_taken_out_is_found(database: Database) -> None:
    store = TenantStore(database)
    for days in (10, 20, 30):
        await store.choose("discord:7", "picture_days", days, "discord:1", NOW)
    await database.write(lambda db: db.execute("DELETE FROM tenant_settings WHERE id = 2"))
    assert store.broken("discord:7") == NOW


async def test_an_unknown_setting_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="no setting"):
        await TenantStore(database).choose("discord:7", "colour", "red", "discord:1", NOW)


async def test_an_order_too_long_for_a_button_is_found_again_by_its_key(database: Database) -> None:
    store = TenantStore(database)
    line = "claimcheck ask claim:" + "x" * 500
    key = await store.keep_line(line, NOW)
    assert key == await store.keep_line(line, NOW)
    assert store.line(key) == line
    assert store.line("other") is None


async def test_roles_are_named_in_the_trail_until_their_holder_is_forgotten(tmp_path: Path) -> None:
    store = open_store(tmp_path / "memory.db")
    tenants = store.kinds["tenants"]
    await tenants.give("discord:7", "discord:5", Role.DESK, "discord:1", NOW)
    await tenants.give("discord:7", "discord:6", Role.MANAGER, "discord:1", NOW)
    await tenants.give("discord:7", "discord:5", None, "discord:1", NOW)
    assert tenants.settings("discord:7").roles == {"discord:6": Role.MANAGER}
    _, first, second = tenants.changes("discord:7", NOW)
    assert first.after == second.before == {"discord:5": Role.DESK, "discord:6": Role.MANAGER}

    assert "tenant_roles" in store.kinds["privacy"].about("discord:7", "discord:6")
    await store.kinds["privacy"].forget("discord:7", "discord:6")
    assert tenants.settings("discord:7").roles == {}
    _, first, _ = tenants.changes("discord:7", NOW)
    assert {name.partition(" ")[0] for name in first.after} == {"discord:5", "former"}
    assert tenants.broken("discord:7") is None
    store.close()


@pytest.mark.parametrize("altered", [False, True])
async def test_roles_of_an_older_database_keep_their_holders_and_its_trail_its_word(
    tmp_path: Path, *, altered: bool
) -> None:
    path = tmp_path / "memory.db"
    database = SqliteDatabase(path)
    store = TenantStore(database)
    for zone in ("Europe/Berlin", "Asia/Tokyo", "UTC"):
        await store.choose("discord:7", "zone", zone, "discord:1", NOW)

    def as_it_was(db) -> None:
        db.execute("DROP TABLE tenant_roles")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0022_roles'")
        before, given = "", {2: '{"discord:5":"desk","discord:6":"desk"}', 3: '{"discord:5":"manager"}'}
        for row in db.execute("SELECT * FROM tenant_settings ORDER BY id").fetchall():
            number, tenant, key, value, at, by, actor_key, _ = row
            if number in given:
                key, value = "roles", given[number]
            text = json.dumps([before, key, value, at, actor_key], ensure_ascii=False, separators=(",", ":"))
            before = hashlib.sha256(text.encode()).hexdigest()
            db.execute("DELETE FROM tenant_settings WHERE id = ?", [number])
            line = [number, tenant, key, value, at, by, actor_key, "0" * 64 if altered and number == 2 else before]
            db.execute("INSERT INTO tenant_settings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", line)

    await database.write(as_it_was)
    database.close()

    database = SqliteDatabase(path)
    store = TenantStore(database)
    assert store.settings("discord:7").roles == {"discord:5": Role.MANAGER}
    assert store.changes("discord:7", NOW)[-1].before == {"discord:5": Role.DESK, "discord:6": Role.DESK}
    assert not [row for row in database.read("SELECT value FROM tenant_settings") if "discord:" in row["value"]]
    assert store.broken("discord:7") == (NOW if altered else None)
    database.close()
