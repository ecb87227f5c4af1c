"""Polymarket's market channel, message by message, in the shapes its documentation gives."""

import json
from datetime import UTC, datetime

import pytest

from bot.domain.markets.quotes import Quote
from bot.sources.streams import LiveQuote
from bot.sources.streams import polymarket as channel

NOW = datetime(2026, 9, 3, 17, tzinfo=UTC)
WHOLE = {
    "event_type": "book", "asset_id": "yes", "market": "0x1", "timestamp": "1788454800000", "hash": "0x",
    "bids": [{"price": ".48", "size": "30"}, {"price": ".49", "size": "20"}],
    "asks": [{"price": ".52", "size": "25"}, {"price": ".53", "size": "60"}],
}  # fmt: skip


def change(level: str, size: str, side: str, bid: str | None = None, ask: str | None = None, asset: str = "yes"):
    one = {"asset_id": asset, "price": level, "size": size, "side": side, "hash": "0x"}
    one |= {"best_bid": bid, "best_ask": ask} if bid else {}
    return {"event_type": "price_change", "market": "0x1", "price_changes": [one], "timestamp": "1788454801000"}


def best(bid: str, ask: str):
    return {"event_type": "best_bid_ask", "asset_id": "yes", "best_bid": bid, "best_ask": ask}


def told(*messages: object) -> channel.OrderBooks:
    books = channel.books()
    for message in messages:
        books.take(message if isinstance(message, str) else json.dumps(message))
    return books


def sides(books: channel.OrderBooks) -> tuple[float | None, float | None]:
    quote = books.quote("yes")
    assert quote is not None
    return quote.bid, quote.ask


def test_nothing_is_said_of_a_rung_before_its_whole_book():
    assert told(change("0.5", "200", "BUY"), best("0.73", "0.77")).quote("yes") is None


@pytest.mark.parametrize(
    ("messages", "right"),
    [
        ((), (0.49, 0.52)),
        ((change("0.50", "9", "BUY", "0.50", "0.52"),), (0.50, 0.52)),
        ((change("0.49", "0", "BUY", "0.48", "0.52"),), (0.48, 0.52)),  # size 0: the level is gone
        ((change("0.51", "7", "SELL", "0.49", "0.51"),), (0.49, 0.51)),
        ((change("0.51", "0.01", "BUY", "0.51", "0.52"),), (0.49, 0.52)),  # a crumb is nobody's offer
        ((change("0.50", "9", "BUY", asset="no"),), (0.49, 0.52)),  # the other token of the rung
        ((best("0.40", "0.55"),), (0.40, 0.55)),
        ((best("0", "1"),), (None, None)),
        ((WHOLE | {"bids": [], "asks": [{"price": ".9", "size": "6"}]},), (None, 0.9)),  # a whole book replaces all
        (  # a level that was taken away and is the venue's best again
            (change("0.50", "9", "BUY", "0.50", "0.52"), change("0.50", "0", "BUY"), best("0.50", "0.52")),
            (0.50, 0.52),
        ),
        (([WHOLE, change("0.50", "9", "BUY", "0.50", "0.52")],), (0.50, 0.52)),  # several in one message
    ],
)
def test_the_best_of_each_side(messages, right):
    assert sides(told(WHOLE, *messages)) == right


def test_a_trade_has_its_time():
    trade = {"event_type": "last_trade_price", "asset_id": "yes", "price": "0.456", "timestamp": "1788454800000"}
    quote = told(WHOLE, trade).quote("yes")
    assert (quote.last, quote.last_at) == (0.456, NOW)


def test_a_settlement_is_named_by_both_tokens_and_says_nothing_of_the_outcome():
    settled = {"event_type": "market_resolved", "assets_ids": ["yes", "no"], "winning_asset_id": "yes"}
    assert told(settled).resolved == {"yes", "no"}


@pytest.mark.parametrize(
    ("message", "faults"),
    [
        ("PONG", 0),
        ("", 0),
        ('{"event_type": "tick_size_change", "asset_id": "yes", "new_tick_size": "0.001"}', 0),
        ('{"event_type": "something new", "weather": [1]}', 0),
        ('{"event_type": "book"', 1),
        ('{"event_type": "book", "asset_id": 7}', 1),
        ('{"event_type": "book", "asset_id": "yes", "bids": [{"price": "1.7", "size": "9"}]}', 1),
        ('{"event_type": "price_change", "price_changes": {"asset_id": "yes"}}', 1),
        (json.dumps(change("NaN", "9", "BUY")), 1),
    ],
)
def test_what_cannot_be_read_costs_itself(message, faults):
    books = told(WHOLE, message)
    assert books.faults == faults
    assert sides(books) == (0.49, 0.52)


def test_rungs_are_asked_for_some_at_once_and_the_first_message_names_the_channel():
    tokens = [str(number) for number in range(120)]
    first, *more = (json.loads(text) for text in channel.subscribe(tokens, first=True))
    assert (first["type"], first["custom_feature_enabled"], len(first["assets_ids"])) == ("market", True, 50)
    assert [(one["operation"], len(one["assets_ids"])) for one in more] == [("subscribe", 50), ("subscribe", 20)]
    assert json.loads(channel.subscribe(["1"], first=False)[0])["operation"] == "subscribe"
    assert channel.subscribe([], first=True) == ()


def test_an_empty_book_of_a_market_that_trades_is_not_believed():
    polled = Quote(NOW, 0.52, 0.53)
    assert not channel.believable(polled, LiveQuote(0.01, 0.99))
    assert channel.believable(polled, LiveQuote(0.80, 0.84))
