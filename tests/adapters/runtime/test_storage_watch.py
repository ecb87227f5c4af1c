"""What is noticed of a database that cannot be written, was moved, replaced or restored."""

import shutil

import pytest

from adapters.runtime.clock import StandingClock
from adapters.runtime.storage_watch import MOVED, StorageWatch
from storage.sqlite.backup import back_up, restore
from storage.sqlite.engine import Database
from tests.gallery import NOW


@pytest.fixture
def served(tmp_path):
    made = Database(tmp_path / "served.db")
    yield made
    made.close()


async def test_it_says_what_is_wrong_while_nothing_can_be_saved_and_when_that_is_over(served, monkeypatch, caplog):
    caplog.set_level("INFO")
    watch = StorageWatch(served, served.path, StandingClock(NOW))
    with monkeypatch.context() as full:
        full.setattr(
            "storage.sqlite.engine.Database._connect",
            lambda self, connect=Database._connect: _limited(connect(self)),
        )
        await watch.look()
        assert "read-only" in watch.trouble
        await watch.look()
    assert caplog.text.count("storage is failing") == 1
    served.close()
    await watch.look()
    assert watch.trouble == ""
    assert "storage recovered" in caplog.text


def _limited(connection):
    connection.execute("PRAGMA query_only=ON")
    return connection


@pytest.mark.parametrize("replaced", [True, False])
async def test_a_file_moved_away_or_replaced_under_it_is_noticed(served, tmp_path, *, replaced):
    watch = StorageWatch(served, served.path, StandingClock(NOW))
    await watch.look()
    assert watch.trouble == ""
    back_up(served.path, tmp_path / "copy.db")
    served.path.rename(tmp_path / "away.db")
    if replaced:
        shutil.copy(tmp_path / "copy.db", served.path)
    await watch.look()
    assert watch.trouble == MOVED


async def test_a_copy_of_a_served_database_is_known_and_a_restored_one_is_none(served, tmp_path):
    watch = StorageWatch(served, served.path, StandingClock(NOW))
    assert watch.copied_from() is None
    await watch.look()
    assert StorageWatch(served, served.path, StandingClock(NOW)).copied_from() is None
    back_up(served.path, tmp_path / "copy.db")
    restore(tmp_path / "copy.db", tmp_path / "restored.db")
    found = {}
    for name in ("copy", "restored"):
        other = Database(tmp_path / f"{name}.db")
        again = StorageWatch(other, other.path, StandingClock(NOW))
        found[name] = again.copied_from()
        await again.look()
        assert again.copied_from() is None
        other.close()
    assert found == {"copy": NOW, "restored": None}
