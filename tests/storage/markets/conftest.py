"""A store of markets on each engine, and books to put into it."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from bot.domain.markets.quotes import Quote, VenueMarket, VenueRung
from bot.messages.request import View
from storage.markets.store import MarketStore

T0 = datetime(2026, 9, 25, 12, tzinfo=UTC)


def view(at=T0, tenant="discord:7"):
    return View(tenant, at)


def rung(key="r1", quote=None, **more):
    made = VenueRung(
        key,
        "September 30",
        "Released by September 30, 2026?",
        None,
        "open",
        None,
        placeholder=False,
        quote=quote,
        token="t",
    )
    return replace(made, **more)


def market(at=T0, *rungs, key="m1", rules="A beta will not suffice.", faults=()):
    return VenueMarket(
        "polymarket",
        key,
        "slug-" + key,
        "X released by...?",
        "https://polymarket.com/event/slug-" + key,
        rules,
        rungs,
        faults,
        "USD",
        None,
        neg_risk=False,
        read_at=at,
    )


def book(at=T0, bid=0.4, ask=0.42, **more):
    return Quote(at, bid, ask, **more)


@pytest.fixture
def database(memory):
    return memory


@pytest.fixture
def store(database):
    return MarketStore(database)


def count(database, table):
    return database.read(f"SELECT count(*) AS n FROM {table}")[0]["n"]


async def poll(store, at, *rungs, subject="openai/x", **more):
    return await store.record([(market(at, *rungs, **more), subject)])
