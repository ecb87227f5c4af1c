"""What a process remembers between polls changes nothing but the time they take."""

import contextlib
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.markets.quotes import Quote, VenueMarket, VenueRung
from storage import open_database
from storage.markets.store import MarketStore
from tests.postgres import BOTH

ENGINES = BOTH
START = datetime(2026, 4, 21, 21, tzinfo=UTC)
TABLES = ("market", "rung", "rung_state", "quote", "still_read", "depth", "market_read", "market_rules")

prices = st.none() | st.sampled_from([0.2, 0.4, 0.41, 0.5])
books = st.none() | st.tuples(
    prices, prices, prices, st.sampled_from([None, 3, 400]), st.sampled_from([None, 1.0, 900.0])
)
told = st.tuples(
    st.sampled_from([1, 5, 5, 5, 70, 200, 1500]),  # minutes since the poll before
    st.lists(books, min_size=1, max_size=3),
    st.sampled_from([(), ("rung 9: odd",)]),
    st.sampled_from(["Rules.", "Other rules."]),
    st.sampled_from(["open", "open", "open", "resolved"]),
)


def market(at: datetime, rows: list[object], faults: tuple[str, ...], rules: str, status: str) -> VenueMarket:
    rungs = []
    for number, row in enumerate(rows):
        quote = None
        if row is not None and status == "open":
            bid, ask, last, age, volume = row
            last_at = None if age is None else at - timedelta(minutes=age)
            quote = Quote(at, bid, ask, last, last_at, volume, volume)
        resolution = "yes" if status == "resolved" else None
        rungs.append(
            VenueRung(f"k{number}", f"May {number}", "?", None, status, resolution, False, quote, f"t{number}")
        )
    return VenueMarket("v", "m", "m", "T", "u", rules, tuple(rungs), faults, "USD", None, False, at, len(faults))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(told, min_size=2, max_size=8))
async def test_the_tables_are_the_same_with_and_without_memory(fresh, polls):
    addresses = fresh(), fresh()
    remembering, forgetting = map(open_database, addresses)
    try:
        keeps = MarketStore(remembering)
        at = START
        for minutes, *rest in polls:
            at += timedelta(minutes=minutes)
            found = [(market(at, *rest), None)]
            told_of = await keeps.record(found), await MarketStore(forgetting).record(found)
            assert told_of[0] == told_of[1]
        for table in TABLES:
            rows = [
                sorted(map(repr, map(tuple, one.read(f"SELECT * FROM {table}")))) for one in (remembering, forgetting)
            ]
            assert rows[0] == rows[1], table
    finally:
        remembering.close()
        forgetting.close()
        fresh.back(*addresses)


async def test_a_book_without_depth_leaves_the_depth_as_it_was(memory):
    """A silence about depth is compared with the tables (other rules), and the same depth told again is no news."""
    database, written = memory, []
    store = MarketStore(database)
    for minute, (depth, rules) in enumerate([(1.0, "a"), (None, "b"), (1.0, "b")]):
        at = START + timedelta(minutes=minute)
        await store.record([(market(at, [(0.4, 0.5, None, None, depth)], (), rules, "open"), None)])
        written.append([tuple(row) for row in database.read("SELECT * FROM depth", [])])
    assert written[0] == written[1] == written[2]


async def test_what_was_rolled_back_is_written_at_the_next_poll(memory, monkeypatch):
    database = memory
    store = MarketStore(database)
    book = [(0.4, 0.5, None, None, None)]
    await store.record([(market(START, book, (), "R", "open"), None)])
    later = [(market(START + timedelta(minutes=5), [(0.2, 0.5, None, None, None)], (), "R", "open"), None)]

    async def fails(_write: object) -> None:
        raise OSError("disk")

    with monkeypatch.context() as patched:
        patched.setattr(database, "write", fails)
        with contextlib.suppress(OSError):
            await store.record(later)
    await store.record(later)
    assert len(database.read("SELECT * FROM quote", [])) == 2
