"""Settled questions are read once between two writes and two settlements, and are those of the moment asked about."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.messages.request import View
from storage.markets.store import MarketStore

MOMENTS = [datetime(2026, month, day, 12, tzinfo=UTC) for month in (1, 3, 4, 6, 9, 11) for day in (1, 2, 21)]


@pytest.fixture
def markets(talk):
    return talk("2026-11-28T12:00Z").ports.markets


def test_what_is_kept_is_what_a_reading_at_the_moment_finds(markets):
    there_and_back = [*MOMENTS, *reversed(MOMENTS), *MOMENTS[::5]]
    for moment in there_and_back:
        view = View("", moment)
        assert markets.past(view) == MarketStore(markets._db).past(view)
    assert len({len(markets.past(View("", moment))) for moment in MOMENTS}) > 3


def test_it_is_read_once_until_the_next_write(markets, monkeypatch):
    database, asked = markets._db, []
    read = database.read

    def counted(sql, parameters=()):
        asked.append(sql)
        return read(sql, parameters)

    monkeypatch.setattr(database, "read", counted)
    view = View("", MOMENTS[-1])
    first = markets.past(view)
    assert len(asked) == 3
    assert markets.past(View("discord:7", view.as_of + timedelta(minutes=1))) is first
    assert len(asked) == 4, "only whether anything was written"
    database.write_now(lambda db: db.execute("UPDATE past_forecasts SET title = 'Another'"))
    again = markets.past(view)
    assert again != first
    assert any(one.title == "Another" for one in again)
