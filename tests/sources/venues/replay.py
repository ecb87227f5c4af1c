"""A recording is a conversation: what was asked, what came back, and what we made of it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.domain.markets.quotes import HistoryPoint, VenueMarket
from bot.sources.protocol import Answer, Get, drive
from bot.sources.venues import SearchResult, every

RECORDED = Path(__file__).resolve().parents[2] / "recorded"
READ_AT = datetime(2026, 9, 25, 12, tzinfo=UTC)


def answer(get: Get, body: object, status: int = 200, **headers: str) -> Answer:
    """An answer as the web would give it; a str or bytes body is sent as it stands."""
    raw = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    return Answer(status, headers, raw, READ_AT, get.origin)


@dataclass
class Recording:
    """One file of `tests/recorded/<venue>/`. Asking for anything else than was recorded, or in another order, fails."""

    path: Path

    def __post_init__(self) -> None:
        self.told: dict[str, Any] = json.loads(self.path.read_text("utf-8"))
        self.left = list(self.told["exchanges"])

    def __call__(self, get: Get) -> Answer:
        """What came back to this request."""
        exchange = self.left.pop(0) if self.left else {"request": None, "answer": {}}
        asked = {"upstream": get.upstream, "path": get.path}
        asked |= {"query": dict(get.query)} if get.query else {}
        asked |= {"body": json.loads(get.body)} if get.body is not None else {}
        assert asked == exchange["request"], f"{self.path.name}: asked differently than recorded"
        sent = exchange["answer"]
        return answer(get, sent.get("json", sent.get("text", "")), sent.get("status", 200))

    def replay(self) -> Any:
        """What the venue makes of it, as plain JSON."""
        venue = every()[self.path.parent.name]
        args = [datetime.fromisoformat(arg[3:]) if str(arg).startswith("at:") else arg for arg in self.told["args"]]
        made = plain(drive(getattr(venue, self.told["call"])(*args), self))
        assert not self.left, f"{self.path.name}: {len(self.left)} recorded requests were never made"
        return made


def plain(value: Any) -> Any:
    """A venue's result as it reads in a recording: a rung is one line."""
    if isinstance(value, VenueMarket):
        found = {"key": value.key, "title": value.title, "url": value.url, "rules": value.rules[:60]}
        found |= {"currency": value.currency, "neg_risk": value.neg_risk, "closes_at": plain(value.closes_at)}
        found |= {"faults": list(value.faults), "lost": value.lost}
        return found | {"rungs": [line_of(rung) for rung in value.rungs]}
    if isinstance(value, SearchResult):
        return (
            plain(value.markets)
            if not value.failed
            else {"failed": list(value.failed)} | {"markets": plain(value.markets)}
        )
    if isinstance(value, HistoryPoint):
        return f"{value.at:%Y-%m-%dT%H:%M} {value.price:.4g}"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return [plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def line_of(rung: Any) -> str:
    """``label | key | ends | status | bid/ask last@time vol liq``."""
    words = [rung.label or rung.question, rung.key[:24], plain(rung.end_date) or "-"]
    words.append(rung.status if rung.resolution is None else f"{rung.status} {rung.resolution}")
    if quote := rung.quote:
        last = "" if quote.last is None else f" last {quote.last:.4g}"
        last += f" at {plain(quote.last_at)}" if quote.last_at else ""
        sides = "/".join("-" if side is None else f"{side:.4g}" for side in (quote.bid, quote.ask))
        words.append(f"{sides}{last} vol {quote.volume or 0:.6g} liq {quote.liquidity or 0:.6g}")
    return " | ".join(words + ["placeholder"] * rung.placeholder)
