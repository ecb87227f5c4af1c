"""Ladders of markets as a poll reads them."""

from datetime import UTC, datetime

from msgspec.structs import replace

from bot.domain.markets.quotes import Quote, VenueMarket, VenueRung

T0 = datetime(2026, 9, 25, 12, tzinfo=UTC)


GPT = "zai/glm-6"


def rung(day, quote=None, *, question="GLM-6 released by {day}, 2026?", label="{day}", **more):
    made = VenueRung(
        day,
        label.format(day=day),
        question.format(day=day),
        None,
        "open",
        None,
        placeholder=False,
        quote=quote,
        token=day,
    )
    return replace(made, **more)


def book(mid, spread=0.02, at=T0, **more):
    return Quote(at, round(mid - spread / 2, 4), round(mid + spread / 2, 4), **({"liquidity": 5000.0} | more))


def market(*rungs, at=T0, venue="polymarket", title="GLM-6 released by...?", **more):
    made = VenueMarket(
        venue,
        f"{venue}-{title}",
        f"{venue}-glm-6",
        title,
        f"https://example.org/{venue}",
        "Counts if public. A closed beta will not suffice.",
        tuple(replace(r, quote=r.quote and replace(r.quote, read_at=at)) for r in rungs),
        (),
        "play" if venue == "manifold" else "USD",
        None,
        neg_risk=False,
        read_at=at,
    )
    return replace(made, **more)


LADDER = (rung("September 30", book(0.1)), rung("October 31", book(0.5)), rung("December 31", book(0.95)))
