"""What others reported about these venues' answers: a row is the report, what is read from its input, the right value.

Two more are proved elsewhere: a new Kalshi market that answers 404 is asked for again
(forecastingresearch/forecastbench#253, `jobs/test_requested_markets.py`), and Cloudflare's 403 is told by the doctor
(Polymarket/py-clob-client#91, `serving/test_doctor.py`). An answer in brotli (Polymarket/py-clob-client-v2#42) is in
`adapters/net/test_client.py`.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.markets.deadlines import read_rung
from bot.domain.markets.quotes import VenueMarket, VenueRung, signal
from bot.messages.errors import SourceChanged, SourceDown, SourceError
from bot.sources.protocol import Answer, Get, SourceGone, drive
from bot.sources.venues import kalshi, manifold, polymarket
from tests.sources.venues.replay import READ_AT, answer
from tests.sources.venues.shapes import aggregate, kal, leg, mani, meta, poly

CLOSED = {"closed": True, "closedTime": "2025-08-07 21:21:49+00"}
EDGES = {"bids": [{"price": "0.01", "size": "900"}], "asks": [{"price": "0.99", "size": "900"}]}
DUST = {"bids": [{"price": "0.60", "size": "0.01"}, {"price": "0.40", "size": "50"}], "min_order_size": "5"}
FULL = {"yes_dollars": [["0.3700", "100.00"]], "no_dollars": [["0.6200", "100.00"]]}
BARE = {"yes_bid_dollars": "0.0000", "yes_ask_dollars": "0.0000"}


def only(found: VenueMarket) -> VenueRung:
    (rung,) = found.rungs
    return rung


def mid(found: VenueMarket) -> float | None:
    price = signal(only(found).quote).probability
    return None if price is None else round(float(price), 4)


def ending(found: VenueMarket) -> tuple[str, str | None]:
    return only(found).status, only(found).resolution


def price_of_a_position() -> float | None:
    book = {"asset_id": "91", "bids": [{"price": "0.30", "size": "9"}], "asks": [{"price": "0.32", "size": "9"}]}
    return mid(poly({"version": "v2", "positionIds": ["91", "92"]}, book))


def legs_turned_round() -> bool:
    first, second = kal(leg("SEP10"), leg("DEC31")), kal(leg("DEC31"), leg("SEP10"))
    return first.rules == second.rules


def price_without_a_book() -> tuple[float | None, bool]:
    event = {"slug": "x", "title": "x", "markets": [{
        "question": "q", "conditionId": "0x1", "outcomes": '["Yes", "No"]', "clobTokenIds": '["11", "12"]',
        "bestBid": 0.52, "bestAsk": 0.53,
    }]}  # fmt: skip

    def replay(get: Get) -> Answer:
        if get.path == "/books":
            raise SourceGone(get.origin)
        return answer(get, event)

    found = drive(polymarket.read("x"), replay)
    return mid(found), "the prices are Gamma's" in found.faults[0]


def other_leg() -> bool:
    rung = {"question": "Other?", "groupItemTitle": "Other", "conditionId": "0x1", "outcomes": '["Yes", "No"]'}
    rung |= {"clobTokenIds": '["11", "12"]', "negRiskOther": True, "outcomePrices": None, "bestBid": None}
    event = {"slug": "x", "title": "x", "negRisk": True, "markets": [rung]}
    return only(drive(polymarket.read("x"), lambda get: answer(get, event))).placeholder


def refusal(sent: object, read: Callable[[], Any]) -> type[SourceError] | None:
    try:
        drive(read(), lambda get: answer(get, sent))
    except SourceError as error:
        return type(error)
    return None


def searches_failed() -> tuple[int, int]:
    def replay(get: Get) -> Answer:
        if get.query.get("q") == "Grok":
            raise SourceDown(f"{get.origin} answered 500")
        return answer(get, {"events": []})

    found = drive(polymarket.discover(["GPT", "Grok", "Claude"]), replay)
    return found.searches, len(found.failed)


def paths_of_a_sweep() -> set[str]:
    asked: set[str] = set()

    def replay(get: Get) -> Answer:
        asked.add(get.path)
        return answer(get, {"events": []})

    drive(polymarket.discover([]), replay)
    return asked


def fidelities_of_an_empty_history() -> list[str]:
    asked: list[str] = []

    def replay(get: Get) -> Answer:
        asked.append(get.query["fidelity"])
        return answer(get, {"history": []})

    drive(polymarket.history("1", READ_AT - timedelta(days=3), READ_AT), replay)
    return asked


def book_of(body: object) -> tuple[float | None, float | None]:
    return drive(kalshi.book("X"), lambda get: answer(get, body))


def day_of_an_early_close() -> tuple[date | None, bool]:
    early = only(kal(leg("Sep 1, 2026", close_time="2026-07-03T14:00:00Z")))
    found = read_rung(early.question, early.label, early.end_date)
    return found.last, bool(found.note)


def day_at_noon() -> date | None:
    noon = only(poly({"question": "", "groupItemTitle": " August 5", "endDate": "2025-08-05T12:00:00Z"}))
    return read_rung(noon.question, noon.label, noon.end_date, title="GPT-5 released by...?").last


def refusal_of_cents() -> str:
    sent = {name: value for name, value in leg("A", yes_bid=37, yes_ask=38).items() if not name.endswith("_dollars")}
    return kal(sent | {"yes_sub_title": "A"}).faults[0]


def unknown_type(kind: str) -> Callable[[], object]:
    sent = {"id": "m1", "question": "Which?", "outcomeType": kind, "slug": "x", "isResolved": False}
    return lambda: drive(manifold.read("m1"), lambda get: answer(get, sent)).faults


REPORTS: list[tuple[str, Callable[[], object], object]] = [
    ("Polymarket/py-clob-client#180 a ghost book", lambda: mid(poly({}, {"asset_id": "11"} | EDGES)), 0.525),
    ("pmxt-dev/pmxt#117 an empty listing, a full book", lambda: mid(kal(leg("A", **BARE), book=FULL)), 0.375),
    (
        "nautilus, a recorded zero-zero",
        lambda: ending(poly(CLOSED | {"outcomePrices": '["0", "0"]'})),
        ("closed", None),
    ),
    (
        "DarriEy/Auramaur#157 void at about a half",
        lambda: ending(poly(CLOSED | {"outcomePrices": '["0.4995", "0.5005"]', "umaResolutionStatus": "resolved"})),
        ("resolved", "void"),
    ),
    ("Polymarket/py-sdk#285 V2 positions", price_of_a_position, 0.31),
    ("kurealnum/husker-mini#188 order of legs", legs_turned_round, True),
    (
        "manifoldmarkets/manifold#524 MKT",
        lambda: (*ending(made := mani(resolution="MKT", resolutionProbability=0.8)), only(made).payout),
        ("resolved", "void", 0.8),
    ),
    ("wasabipesto/themis#21 500 for one query", searches_failed, (4, 1)),
    (
        "suislanchez/polymarket-kalshi-weather-bot#17 a dust order",
        lambda: mid(poly({}, {"asset_id": "11", "asks": [{"price": "0.44", "size": "50"}]} | DUST)),
        0.42,
    ),
    ("WrBug/PolyHermes#44 no book: 404", price_without_a_book, (0.525, True)),
    ("molo1134/qrmbot#160 a leg without prices", other_leg, True),
    (
        "forecastingresearch/forecastbench#294 50/50",
        lambda: ending(poly(CLOSED | {"outcomePrices": '["0.5", "0.5"]', "umaResolutionStatus": "resolved"})),
        ("resolved", "void"),
    ),
    (
        "gnosis/prediction-market-agent-tooling#861 a padded outcome",
        lambda: ending(poly(CLOSED | {"outcomes": '["Yes", "No "]', "outcomePrices": '["1", "0"]'})),
        ("resolved", "yes"),
    ),
    ("Polymarket/clob-client#331 an end date at noon", day_at_noon, date(2025, 8, 5)),
    (
        "gnosis/prediction-market-agent-tooling#950 an event without markets",
        lambda: refusal({"slug": "x", "title": "x"}, lambda: polymarket.read("x")),
        SourceChanged,
    ),
    (
        "ryanfrigo/kalshi-ai-trading-bot#41 cents only",
        refusal_of_cents,
        "A: it has no prices in dollars",
    ),
    ("pmxt-dev/pmxt#59 orderbook_fp", lambda: book_of({"orderbook_fp": FULL}), (0.37, 0.38)),
    (
        "Kalshi/kalshi-python#2 sides that are null",
        lambda: book_of({"orderbook_fp": {"yes_dollars": None, "no_dollars": None}}),
        (None, None),
    ),
    ("Polymarket/py-clob-client#189 an empty history", fidelities_of_an_empty_history, ["60", "720"]),
    ("forecastingresearch/forecastbench#233 deep paging", paths_of_a_sweep, {"/events/keyset"}),
    (
        "pmxt-dev/pmxt#914 a forecast withheld",
        lambda: "no community prediction" in meta(**aggregate("unweighted")).faults[0],
        True,
    ),
    (
        "pmxt-dev/pmxt#1945 aggregations that are not there",
        lambda: ("no community prediction" in meta(aggregations=None).faults[0], only(meta(aggregations=None)).quote),
        (True, None),
    ),
    ("forecastingresearch/forecastbench#280 an early close", day_of_an_early_close, (date(2026, 8, 31), True)),
    ("vluzko/manifoldpy#124 POLL", unknown_type("POLL"), ("a POLL market without answers",)),
    ("vluzko/manifoldpy#124 PERP", unknown_type("PERP"), ("a PERP market without answers",)),
]


@pytest.mark.parametrize(("reported", "read", "right"), REPORTS, ids=[row[0] for row in REPORTS])
def test_what_others_reported_is_read_right(reported, read, right):
    assert read() == right
