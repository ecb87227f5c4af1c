"""Markets of one or two rungs, in the shape each venue's documentation gives: what only the test varies is written."""

from bot.domain.markets.quotes import VenueMarket
from bot.sources.protocol import Answer, Get, drive
from bot.sources.venues import kalshi, manifold, metaculus, polymarket
from tests.sources.venues.replay import READ_AT, answer


def poly(leg: dict[str, object], book: dict[str, object] | None = None) -> VenueMarket:
    """A Polymarket event of one leg and the order book that comes for it."""
    base = {
        "question": "GPT-6 released by December 31?", "groupItemTitle": "December 31", "conditionId": "0x1",
        "outcomes": '["Yes", "No"]', "clobTokenIds": '["11", "12"]', "bestBid": 0.52, "bestAsk": 0.53,
        "lastTradePrice": 0.52, "closed": False, "active": True, "acceptingOrders": True,
    }  # fmt: skip
    event = {"id": "77", "slug": "gpt-6", "title": "GPT-6 released by...?", "description": "r", "markets": [base | leg]}

    def replay(get: Get) -> Answer:
        if get.path == "/books":
            return answer(get, [] if book is None else [book])
        return answer(get, [] if get.path == "/trades" else event)

    return drive(polymarket.read("gpt-6"), replay)


def leg(ticker: str, **more: object) -> dict[str, object]:
    return {
        "ticker": ticker, "title": f"Will OpenAI release GPT-6 before {ticker}?", "yes_sub_title": f"Before {ticker}",
        "close_time": "2026-12-31T04:59:00Z", "status": "active", "result": "", "yes_bid_dollars": "0.3700",
        "yes_ask_dollars": "0.3800", "last_price_dollars": "0.3700", "volume_fp": "10", "liquidity_dollars": "0",
        "rules_primary": f"If OpenAI releases GPT-6 before {ticker}, then Yes.", "rules_secondary": "A beta counts.",
    } | more  # fmt: skip


def kal(*legs: dict[str, object], book: dict[str, object] | None = None) -> VenueMarket:
    event = {"event_ticker": "KXGPT-26", "series_ticker": "KXGPT", "title": "GPT-6 release", "markets": list(legs)}

    def replay(get: Get) -> Answer:
        if get.path.endswith("/orderbook"):
            return answer(get, {"orderbook_fp": book or {}})
        return answer(get, {"trades": []} if get.path == "/markets/trades" else {"event": event})

    return drive(kalshi.read("KXGPT-26"), replay)


def mani(**more: object) -> VenueMarket:
    sent = {
        "id": "m1", "question": "Will GPT-6 be released by June?", "outcomeType": "BINARY", "slug": "gpt-6",
        "probability": 0.3, "isResolved": True, "resolutionTime": READ_AT.timestamp() * 1000 - 5000,
    }  # fmt: skip
    return drive(manifold.read("m1"), lambda get: answer(get, sent | more))


def meta(**more: object) -> VenueMarket:
    latest = {"start_time": 1, "end_time": None, "centers": [0.62], "forecaster_count": 41}
    question = {"id": 5, "title": "GPT-6 before 2027?", "type": "binary", "status": "open"}
    question |= {"aggregations": {"recency_weighted": {"latest": latest, "history": []}}} | more
    return drive(metaculus.read("9"), lambda get: answer(get, {"id": 9, "title": "GPT-6?", "question": question}))


def aggregate(method: str, **latest: object) -> dict[str, object]:
    return {"aggregations": {method: {"latest": {"start_time": 1, "centers": [0.3]} | latest, "history": []}}}
