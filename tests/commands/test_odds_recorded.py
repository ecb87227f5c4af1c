"""Every recorded event of every venue through poll, database and card, against a reader that shares no code with it."""

import json
from datetime import datetime

import pytest

from bot.domain.markets.quotes import VenueMarket
from bot.jobs.market_poll import MarketPoll
from bot.messages.errors import SourceDown
from bot.messages.request import View
from bot.sources.protocol import drive
from bot.sources.venues import every
from tests.sources.venues.replay import READ_AT, RECORDED, Recording

CASES = sorted(path for venue in every() for path in (RECORDED / venue).glob("read_*.json"))
WIDE, DAY = 0.10, 86_400


# The second reader: from the recorded bytes to label -> (probability of YES, outcome), by the rule the cards print.
def rule(bid, ask, last=None, last_at=None):
    """The middle of a narrow book, else a trade younger than a day, else nothing."""
    if bid is not None and ask is not None and round(ask - bid, 6) <= WIDE:
        return (bid + ask) / 2
    young = last is not None and last_at is not None and 0 <= READ_AT.timestamp() - last_at < DAY
    return last if young else None


def polymarket(answers):
    event = next(one for one in answers if isinstance(one, dict) and "markets" in one)
    lists = [one for one in answers if isinstance(one, list)]
    books = {book["asset_id"]: book for one in lists for book in one if "asset_id" in book}
    trades = {trade["conditionId"]: trade for one in lists for trade in one if "conditionId" in trade}
    for leg in event["markets"]:
        sides, tokens, prices = (
            json.loads(leg[name]) if isinstance(leg.get(name), str) else leg.get(name) or []
            for name in ("outcomes", "clobTokenIds", "outcomePrices")
        )
        yes = sides.index("Yes") if "Yes" in sides else 0
        label = leg.get("groupItemTitle", "").strip()
        if leg.get("closed"):
            yield label, None, {"1": "yes", "0": "no"}.get(str(prices[yes]))
            continue
        book, least = books.get(tokens[yes]) if tokens else None, float(leg.get("orderMinSize") or 0)
        bids, asks = ([float(one["price"]) for one in (book or {}).get(side, ()) if float(one["size"]) >= least]
                      for side in ("bids", "asks"))  # fmt: skip
        bid, ask = (
            (max(bids, default=None), min(asks, default=None)) if book else (leg.get("bestBid"), leg.get("bestAsk"))
        )
        trade = trades.get(leg["conditionId"])
        last = trade and (trade["price"] if trade["outcome"] == "Yes" else 1 - trade["price"])
        sold = trade["timestamp"] if trade else None
        yield label, rule(bid, ask, last, sold), None


def kalshi(answers):
    event = next(one for one in answers if "event" in one)
    legs = event.get("markets") or event["event"]["markets"]
    trades = {trade["ticker"]: trade for one in answers for trade in one.get("trades", ())}
    for leg in legs:
        bid, ask = (float(leg[name]) if leg.get(name) else None for name in ("yes_bid_dollars", "yes_ask_dollars"))
        trade = trades.get(leg["ticker"])
        last = float(trade["yes_price_dollars"]) if trade else None
        sold = datetime.fromisoformat(trade["created_time"]).timestamp() if trade else None
        over = leg["result"] if leg["status"] == "finalized" else None
        price = rule(bid, ask, last, sold) if leg["status"] == "active" and bid and ask else None
        yield leg["yes_sub_title"], price, over


def manifold(answers):
    (market,) = answers
    legs = [leg for leg in market.get("answers") or [] if isinstance(leg, dict) and "id" in leg]
    for leg in legs or [{**market, "text": ""}]:
        over = {"YES": "yes", "NO": "no"}.get(leg.get("resolution"))
        if market["isResolved"] and over is None:
            over = "yes" if leg["id"] == market["resolution"] else "no"
        price = leg.get("probability")
        yield leg["text"], price if not over and price is not None and 0 <= price <= 1 else None, over


def metaculus(answers):
    (post,) = answers
    group = post.get("group_of_questions") or {"questions": [post["question"]]}
    for leg in group["questions"]:
        latest = leg["aggregations"]["recency_weighted"]["latest"]
        over = leg["resolution"] if leg["status"] == "resolved" else None
        if leg["type"] == "binary":
            yield leg["label"], latest["centers"][0] if latest and not over else None, over


def unread(venue, key):
    """A market that a search found, and nobody read."""
    return VenueMarket(
        venue=venue, key=key, slug="", title="not read yet", url="", rules="", rungs=(), faults=(), currency="USD",
        closes_at=None, neg_risk=False, read_at=READ_AT,
    )  # fmt: skip


class Web:
    """What was recorded, in place of the venues."""

    def __init__(self, recording):
        self.recording = recording

    def ready(self, upstream):
        return True

    async def run(self, reading):
        left = list(self.recording.left)
        try:
            return drive(reading, self.recording)
        except AssertionError as error:  # another market, of the ledger
            self.recording.left = left
            raise SourceDown(str(error)) from error


READERS = {"polymarket": polymarket, "kalshi": kalshi, "manifold": manifold, "metaculus": metaculus}


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
async def test_the_card_shows_the_numbers_of_the_recorded_bytes(path, talk):
    recording = Recording(path)
    answers = [exchange["answer"]["json"] for exchange in recording.told["exchanges"] if "json" in exchange["answer"]]
    expected = {label: (price, over) for label, price, over in READERS[path.parent.name](answers)}
    here = talk(f"{READ_AT:%Y-%m-%dT%H:%MZ}")
    ports, venue, [asked] = here.ports, path.parent.name, recording.told["args"]
    made = drive(every()[venue].read(asked), Recording(path))
    key = made.key
    if key in (asked, asked.upper()):  # as the poll asks for what it knows
        await ports.markets.record([(unread(venue, key), "openai/gpt-6")])
        web, kept = Web(recording), {"markets": ports.markets, "ledger": ports.ledger, "sources": ports.sources}
        assert (await MarketPoll({venue: every()[venue]}, web, here.clock, **kept).read()).read == 1
    else:  # as somebody pasted it
        await ports.markets.record([(made, None)])
    market = ports.markets.market(ports.markets.number(venue, key), View("console:local", here.clock.now()))
    shown = (await here.say(f"odds show about:{market.id}")).data
    rows = [*shown.get("venues", ()), *shown.get("next_rungs", ()), *shown.get("options", ())]
    assert rows
    for row in rows:
        if row["rung"].strip() not in expected:
            continue  # a curve of dates is cut into rungs of its own
        price, over = expected[row["rung"].strip()]
        turned = None if price is None else 1 - price if row["complement"] else price
        assert row["probability"] == (None if turned is None else pytest.approx(turned, abs=1e-6)), row["rung"]
        assert row["outcome"] == over, row["rung"]
