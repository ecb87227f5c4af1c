from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.engine import Database
from storage.tenants import TenantStore

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "memory.db")
    yield made
    made.close()


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
