"""A ladder of five rungs as Gamma sends it, and its books."""

from typing import Any

DAYS = ("September 25", "September 27", "September 30", "October 15", "October 31")


BOOK = ("0.40", "0.42")


def leg(number: int, day: str, **changed: Any) -> dict[str, Any]:
    told = {
        "question": f"Will Example-7 be released by {day}, 2026?", "conditionId": f"0x{number}", "groupItemTitle": day,
        "outcomes": '["Yes", "No"]', "outcomePrices": '["0.41", "0.59"]', "clobTokenIds": f'["{number}1", "{number}2"]',
        "endDate": "2026-10-01T03:59:00Z", "bestBid": 0.4, "bestAsk": 0.42, "spread": 0.02, "lastTradePrice": 0.41,
        "volumeNum": 10.5, "liquidity": "99.5", "closed": False,
    }  # fmt: skip
    return {name: value for name, value in (told | changed).items() if value is not ...}


def ladder(**changed: Any) -> dict[str, Any]:
    """Five rungs, the third changed."""
    legs = [leg(number, day, **(changed if number == 2 else {})) for number, day in enumerate(DAYS)]
    return {"slug": "ex", "title": "Example-7 released by...?", "markets": legs}


def books(bids: list[str], asks: list[str]) -> list[dict[str, Any]]:
    def side(prices: list[str]) -> list[dict[str, str]]:
        return [{"price": price, "size": "5"} for price in prices]

    return [{"asset_id": f"{number}1", "bids": side(bids), "asks": side(asks)} for number in range(5)]
