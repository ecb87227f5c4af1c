"""Markets and prices on SQLite, reading: implements `bot.ports.markets` together with `storage.markets_writing`."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.domain.markets import MarketLink, MarketSeen, PastRung, PricePoint, PriceRead, Rules, RungSeen, Watch
from bot.domain.quotes import Quote, signal
from bot.request import View
from bot.venues import pasted
from storage.engine import Database
from storage.kept import Kept
from storage.markets_writing import MarketWriter
from storage.rows import from_db, maybe_from_db, queries, to_db

_SQL = queries("markets")
SILENCE = 3 * 3600  # a gap longer than this between readings: the price then is unknown, and a chart breaks its line
TICK = 10_000


class MarketStore(MarketWriter):
    """Answers from clustered tables: a subject's whole board is a few seeks a rung, however many quotes there are."""

    KEEPS = (
        Kept("market_watch", ("actor",), drop=True),
        Kept("market_link", ("by", "decided_by"), blank={"note": "", "source": ""}),
        Kept("market_subject", ("by",)),
        Kept("price_read"),
        Kept("market_rules"),
        Kept("market"),
    )

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._db = database

    def of_subject(self, slug: str, view: View) -> Sequence[MarketSeen]:
        """The markets of a subject, the most traded first."""
        found = self._seen(self._db.read(_SQL["of_subject"], _see(view, subject=slug)), view)
        return sorted(found, key=lambda market: (-_traded(market), market.number))

    def market(self, number: int, view: View) -> MarketSeen | None:
        """One market by its number."""
        return next(iter(self._by_numbers([number], view)), None)

    def by_url(self, url: str, view: View) -> MarketSeen | None:
        """The market of an address: the very one stored, or what the venue on whose host it is calls it."""
        bare = url.strip().partition("?")[0].partition("#")[0].rstrip("/")
        venue, key = pasted(bare) or ("", "")
        asked = _see(view, url=bare, venue=venue, key=key.rpartition("/")[2])
        rows = self._db.read(_SQL["by_address"], asked)
        return self.market(rows[0]["id"], view) if rows else None

    def number(self, venue: str, key: str) -> int | None:
        """The number of a market by the venue's own name for it."""
        return next((int(row["id"]) for row in self._db.read(_SQL["number"], [venue, key])), None)

    def search(self, words: str, view: View, *, open_only: bool = True, limit: int = 10) -> Sequence[MarketSeen]:
        """Markets that hold all the words."""
        asked = json.dumps([word[:60] for word in words.casefold().split()[:8]])
        rows = self._db.read(_SQL["search"], _see(view, words=asked, open_only=int(open_only), limit=limit))
        return self._by_numbers([row["id"] for row in rows], view)

    def candidates(self, view: View, limit: int = 25) -> Sequence[MarketSeen]:
        """Markets no subject claims."""
        rows = self._db.read(_SQL["candidates"], _see(view, limit=limit))
        return self._by_numbers([row["id"] for row in rows], view)

    def history(self, rung: int, view: View, since: datetime) -> Sequence[PricePoint]:
        """The signal over time; a gap where nobody was reading is a point without a price."""
        asked = _see(view, rung=rung, since=to_db(since))
        points = {row["at"]: row["price"] / TICK for row in self._db.read(_SQL["past_since"], asked)}
        points |= {row["so_at"]: row["price"] / TICK for row in self._db.read(_SQL["price_reads_of_rung"], asked)}
        books = self._db.read(_SQL["quotes_since"], asked)
        marks: dict[int, float | None] = dict(points)
        for row in books:
            quote = _quote(row)
            marks[row["at"]] = None if quote is None else signal(quote).probability
        if books:
            runs = self._db.read(_SQL["silences"], asked)
            for run, following in zip(runs, [*runs[1:], None], strict=True):
                end = following["since"] if following is not None else to_db(view.as_of)
                if end - run["until"] > SILENCE:
                    marks.setdefault(run["until"] + 1, None)
        return tuple(PricePoint(from_db(at), price) for at, price in sorted(marks.items()))

    def rules(self, number: int, view: View) -> Sequence[Rules]:
        """The versions of the rules, oldest first."""
        return tuple(_rules(row) for row in self._db.read(_SQL["rules"], _see(view, markets=json.dumps([number]))))

    def past(self, view: View) -> Sequence[PastRung]:
        """Resolved rungs and their last price at least a day before the end."""
        out = []
        for row in self._db.read(_SQL["past"], _see(view)):
            quote = _quote(row)
            said = signal(quote).probability if quote is not None else None
            told = [
                (at, float(price))
                for at, price in (
                    (row["at"], said),
                    (row["e_at"], None if row["e_price"] is None else row["e_price"] / TICK),
                    (row["p_at"], None if row["p_price"] is None else row["p_price"] / TICK),
                )
                if at is not None and price is not None
            ]
            if told:
                at, price = max(told)
                out.append(
                    PastRung(row["market"], row["venue"], row["rung"], price, from_db(at), row["resolution"] == "yes")
                )
        return tuple(out)

    def watches(self, tenant: str, actor: str) -> Sequence[Watch]:
        """A person's watches."""
        return tuple(_watch(row) for row in self._db.read(_SQL["watches"], {"tenant": tenant, "actor": actor}))

    def watches_of(self, number: int) -> Sequence[Watch]:
        """Everybody's watches of one market."""
        return tuple(_watch(row) for row in self._db.read(_SQL["watches_of"], {"market": number}))

    def links(self, view: View, *, claim: str = "", state: str = "") -> Sequence[MarketLink]:
        """How markets bear on claims."""
        rows = self._db.read(_SQL["links"], _see(view, claim=claim, state=state, markets="[]"))
        return tuple(_link(row) for row in rows)

    def _by_numbers(self, numbers: Iterable[int], view: View) -> tuple[MarketSeen, ...]:
        rows = [row for number in numbers for row in self._db.read(_SQL["by_number"], _see(view, number=number))]
        return self._seen(rows, view)

    def _seen(self, rows: Sequence[sqlite3.Row], view: View) -> tuple[MarketSeen, ...]:
        if not rows:
            return ()
        asked = _see(view, markets=json.dumps([row["id"] for row in rows]))
        asked["day_ago"] = to_db(view.as_of - timedelta(days=1))
        asked["week_ago"] = to_db(view.as_of - timedelta(days=7))
        read: dict[int, list[PriceRead]] = defaultdict(list)
        for row in self._db.read(_SQL["price_reads"], asked):
            read[row["rung"]].append(_price_read(row))
        rungs: dict[int, list[RungSeen]] = defaultdict(list)
        for row in self._db.read(_SQL["rungs"], asked):
            rungs[row["market"]].append(_rung(row, asked, tuple(read[row["id"]])))
        rules: dict[int, list[Rules]] = defaultdict(list)
        for row in self._db.read(_SQL["rules"], asked):
            rules[row["market"]].append(_rules(row))
        reads = {row["market"]: row for row in self._db.read(_SQL["market_reads"], asked)}
        links: dict[int, list[MarketLink]] = defaultdict(list)
        for row in self._db.read(_SQL["links"], asked | {"claim": "", "state": ""}):
            links[row["market"]].append(_link(row))
        return tuple(
            _market(row, rungs[row["id"]], rules[row["id"]], reads.get(row["id"]), links[row["id"]], asked)
            for row in rows
        )


def _see(view: View, **more: object) -> dict[str, object]:
    return {"tenant": view.tenant, "as_of": to_db(view.as_of), **more}


def _traded(market: MarketSeen) -> float:
    return sum((rung.quote.liquidity or 0.0) + (rung.quote.volume or 0.0) for rung in market.rungs if rung.quote)


def _price(value: int | None) -> float | None:
    return None if value is None else value / TICK


def _quote(row: sqlite3.Row, prefix: str = "", until: int | None = None) -> Quote | None:
    """The book of a row as it was last seen (``until``), None when the row holds none."""
    at = row[prefix + "at"]
    if at is None:
        return None
    age = row[prefix + "last_age"]
    return Quote(
        from_db(at if until is None else max(at, until)),
        _price(row[prefix + "bid"]),
        _price(row[prefix + "ask"]),
        _price(row[prefix + "last"]),
        None if age is None else from_db(at - age * 60),
        None if prefix or "volume" not in row.keys() else row["volume"],  # noqa: SIM118 - a Row is no dict
        None if prefix or "liquidity" not in row.keys() else row["liquidity"],  # noqa: SIM118 - a Row is no dict
    )


def _then(row: sqlite3.Row, prefix: str, moment: object) -> Quote | None:
    """The book in force at an earlier moment, if somebody was reading around it."""
    until = row[prefix + "until"]
    if until is None or not isinstance(moment, int) or moment - until > SILENCE:
        return None
    return _quote(row, prefix, min(until, moment))


def _rung(row: sqlite3.Row, asked: dict[str, object], readings: tuple[PriceRead, ...]) -> RungSeen:
    as_of = asked["as_of"]
    until = row["read_until"]
    seen = min(until, as_of) if until is not None and isinstance(as_of, int) else None
    return RungSeen(
        row["id"],
        row["key"],
        row["label"],
        row["question"],
        maybe_from_db(row["end_date"]),
        row["token"],
        bool(row["placeholder"]),
        from_db(row["so_at"]),
        row["status"] or "open",
        row["resolution"],
        maybe_from_db(row["resolved_at"]) if row["status"] == "resolved" else None,
        _quote(row, "", seen),
        maybe_from_db(row["at"]),
        _then(row, "d_", asked["day_ago"]),
        _then(row, "w_", asked["week_ago"]),
        readings,
        row["state_source"] or "",
    )


def _market(
    row: sqlite3.Row,
    rungs: list[RungSeen],
    rules: list[Rules],
    read: sqlite3.Row | None,
    links: list[MarketLink],
    asked: dict[str, object],
) -> MarketSeen:
    as_of = asked["as_of"]
    return MarketSeen(
        row["id"],
        row["venue"],
        row["key"],
        row["slug"],
        row["title"],
        row["url"],
        row["subject"],
        row["currency"],
        bool(row["neg_risk"]),
        maybe_from_db(row["closes_at"]),
        from_db(row["so_at"]),
        row["source"],
        tuple(rungs),
        tuple(rules),
        tuple(json.loads(read["faults"])) if read is not None else (),
        max(read["total"], len(rungs)) if read is not None else len(rungs),
        from_db(min(read["until"], as_of)) if read is not None and isinstance(as_of, int) else None,
        tuple(links),
    )


def _price_read(row: sqlite3.Row) -> PriceRead:
    return PriceRead(
        from_db(row["so_at"]),
        row["price"] / TICK,
        row["kind"],
        row["teller"],
        row["source"],
        from_db(row["learned_at"]),
        maybe_from_db(row["until"]),
        row["note"],
    )


def _rules(row: sqlite3.Row) -> Rules:
    return Rules(row["text"], row["sha256"], from_db(row["so_at"]), from_db(row["learned_at"]), row["source"])


def _link(row: sqlite3.Row) -> MarketLink:
    return MarketLink(
        row["id"],
        row["market"],
        row["claim"],
        row["relation"],
        row["note"],
        row["by"],
        row["state"],
        from_db(row["so_at"]),
    )


def _watch(row: sqlite3.Row) -> Watch:
    return Watch(
        row["id"],
        row["tenant"],
        row["actor"],
        row["place"],
        row["market"],
        row["when"],
        row["points"],
        from_db(row["created_at"]),
    )
