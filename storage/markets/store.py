"""Markets and prices, reading half.

Implements `bot.ports.markets` with the writer.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import zip_longest

from bot.domain.markets.markets import (
    MarketLink,
    MarketReading,
    MarketRules,
    MarketTitle,
    MarketWatch,
    PricePoint,
    PriceRead,
    RungReading,
)
from bot.domain.markets.quotes import signal
from bot.domain.markets.track_record import PastForecast, PublishedBin
from bot.messages.request import View
from bot.sources.venues import pasted
from storage.accounts.personal_data import PersonalTable
from storage.engines import Database
from storage.markets.past_forecasts import KeptForecasts, published_bin, settled_questions
from storage.markets.rows import SILENCE, link_of, market_of, price_read_of, quote_of, rules_of, rung_of, watch_of
from storage.markets.write_cache import TICK
from storage.markets.writer import MarketWriter
from storage.rows import array, from_db, params, queries, to_db

_SQL = queries("markets")
NAMED = 10  # candidates of one name that are read
THINNED_FROM = 1_500  # books of a rung from which on only those at some moments are read
MOMENTS = 240  # a picture is not much wider
_NEVER = 1 << 62


class MarketStore(MarketWriter):
    """Reads from clustered tables.

    A few seeks per rung, however many quotes there are.
    """

    KEEPS = (
        PersonalTable("market_watch", ("actor",), drop=True),
        PersonalTable("market_link", ("by", "decided_by"), words={"by": {"note": "", "source": ""}}),
        PersonalTable("market_subject", ("by",), things=True),
        PersonalTable("price_read", things=True),
        PersonalTable("market_rules", things=True),
        PersonalTable("market", things=True),
    )

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._db = database
        self._past: KeptForecasts | None = None

    def of_subject(self, slug: str, view: View) -> Sequence[MarketReading]:
        """The markets of a subject, the most traded first."""
        return self.of_subjects([slug], view)

    def of_subjects(self, slugs: Sequence[str], view: View) -> Sequence[MarketReading]:
        """Return the markets of several subjects, most traded first."""
        rows = self._db.read(_SQL["of_subjects"], params(view, slugs=array(slugs)))
        subjects = {row["market"]: row["subject"] for row in rows}
        found = self._seen(list(subjects), view, subjects)
        return sorted(found, key=lambda market: (-_traded(market), market.number))

    def of_topic(
        self, slugs: Sequence[str], names: Sequence[str], view: View
    ) -> tuple[Sequence[MarketReading], Sequence[MarketReading]]:
        """Return the markets of subjects, and candidates that name others.

        The most traded markets and the newest candidates come first.
        """
        asked = params(view, slugs=array(slugs), names=array(names), limit=NAMED)
        rows = self._db.read(_SQL["of_topic"], asked)
        subjects = {row["market"]: row["subject"] for row in rows if row["subject"] is not None}
        found = self._seen([row["market"] for row in rows], view, subjects)
        own = [market for market in found if market.number in subjects]
        named = [market for market in found if market.number not in subjects]
        return sorted(own, key=lambda market: (-_traded(market), market.number)), named

    def market(self, number: int, view: View) -> MarketReading | None:
        """One market by its number."""
        return next(iter(self._seen([number], view)), None)

    def by_url(self, url: str, view: View) -> MarketReading | None:
        """Return the market of an address: stored as such, or by its venue's slug."""
        bare = url.strip().partition("?")[0].partition("#")[0].rstrip("/")
        venue, key = pasted(url.strip()) or ("", "")
        asked = params(view, url=bare, venue=venue, key=key.rpartition("/")[2])
        rows = self._db.read(_SQL["by_address"], asked)
        return self.market(rows[0]["id"], view) if rows else None

    def by_slug(self, slug: str, view: View) -> MarketReading | None:
        """The market of a slug."""
        rows = self._db.read(_SQL["by_slug"], params(view, slug=slug))
        return self.market(rows[0]["id"], view) if rows else None

    def number(self, venue: str, key: str) -> int | None:
        """The number of a market by the venue's own name for it."""
        return next((int(row["id"]) for row in self._db.read(_SQL["number"], [venue, key])), None)

    def search(self, words: str, view: View, *, open_only: bool = True, limit: int = 10) -> Sequence[MarketReading]:
        """Return markets that contain all the words."""
        asked = array(word[:60] for word in words.casefold().split()[:8])
        rows = self._db.read(_SQL["search"], params(view, words=asked, open_only=int(open_only), limit=limit))
        return self._seen([row["id"] for row in rows], view)

    def titles(self, view: View, limit: int) -> Sequence[MarketTitle]:
        """The titles of the markets that were read last."""
        rows = self._db.read(_SQL["titles"], params(view, limit=limit))
        return tuple(MarketTitle(row["id"], row["venue"], row["title"], row["subject"]) for row in rows)

    def named(self, slugs: Sequence[str], view: View, limit: int = NAMED) -> Sequence[MarketReading]:
        """Candidates by the names in their questions."""
        rows = self._db.read(_SQL["named"], params(view, slugs=array(slugs), limit=limit))
        return self._seen([row["market"] for row in rows], view)

    def candidates(self, view: View, limit: int = 25) -> Sequence[MarketReading]:
        """Markets no subject claims."""
        rows = self._db.read(_SQL["candidates"], params(view, limit=limit))
        return self._seen([row["id"] for row in rows], view)

    def history(self, rung: int, view: View, since: datetime) -> Sequence[PricePoint]:
        """Return the signal over time; a gap in reading is a point without a price."""
        asked = params(view, rung=rung, since=to_db(since))
        points = {row["at"]: row["price"] / TICK for row in self._db.read(_SQL["past_since"], asked)}
        points |= {row["so_at"]: row["price"] / TICK for row in self._db.read(_SQL["price_reads_of_rung"], asked)}
        crowd = self._db.read(_SQL["crowd"], {**asked, "limit": THINNED_FROM})[0]
        thinned = _moments(int(crowd["first"]), to_db(view.as_of)) if crowd["n"] >= THINNED_FROM else None
        seek = {**asked, "moments": thinned}
        books = self._db.read(_SQL["quotes_at"], seek) if thinned else self._db.read(_SQL["quotes_since"], asked)
        marks: dict[int, float | None] = dict(points)
        for row in books:
            quote = quote_of(row)
            marks[row["at"]] = None if quote is None else signal(quote).probability
        if thinned:
            runs = self._db.read(_SQL["silences_at"], seek)
            ends = [(row["until"], row["next"]) for row in runs]
        else:
            runs = self._db.read(_SQL["silences"], asked) if books else []
            ends = list(zip_longest([row["until"] for row in runs], [row["since"] for row in runs[1:]]))
        for until, following in ends:
            if (to_db(view.as_of) if following is None else following) - until > SILENCE:
                marks.setdefault(until + 1, None)
        return tuple(PricePoint(from_db(at), price) for at, price in sorted(marks.items()))

    def rules(self, number: int, view: View) -> Sequence[MarketRules]:
        """The versions of the rules, oldest first."""
        return tuple(rules_of(row) for row in self._db.read(_SQL["rules"], params(view, markets=array([number]))))

    def past(self, view: View) -> Sequence[PastForecast]:
        """Return settled questions with an earlier price, ours and the ledger's.

        They are read anew after a write, and when the next one has settled.
        """
        version, at, kept = self._db.version(), to_db(view.as_of), self._past
        if kept is None or kept.version != version or not kept.since <= at < kept.until:
            found = settled_questions(self._db.read(_SQL["past"], params(view)))
            following = self._db.read(_SQL["next_past"], params(view))[0]["at"]
            kept = self._past = KeptForecasts(version, at, _NEVER if following is None else following, found)
        return kept.questions

    def settled(self, view: View) -> Sequence[PastForecast]:
        """The same with those of the ledger of which no price is known."""
        rows = [*self._db.read(_SQL["past"], params(view)), *self._db.read(_SQL["unpriced"], params(view))]
        return settled_questions(rows)

    def settled_on(self, urls: Sequence[str], view: View) -> Mapping[str, str]:
        """Map event addresses to the model they settled on, where the ledger records it."""
        rows = self._db.read(_SQL["settled_on"], params(view, urls=array(urls)))
        return {row["url"]: row["release"] for row in rows}

    def published_records(self, view: View) -> Sequence[PublishedBin]:
        """How prices turned out as others published it."""
        return tuple(map(published_bin, self._db.read(_SQL["published_records"], params(view))))

    def watches(self, tenant: str, actor: str) -> Sequence[MarketWatch]:
        """A person's watches."""
        return tuple(watch_of(row) for row in self._db.read(_SQL["watches"], {"tenant": tenant, "actor": actor}))

    def every_watch(self) -> Sequence[MarketWatch]:
        """Everybody's watches, by market."""
        return tuple(watch_of(row) for row in self._db.read(_SQL["every_watch"], []))

    def watched(self, view: View) -> Sequence[MarketReading]:
        """Return every watched market."""
        return self._seen([row["market"] for row in self._db.read(_SQL["watched"], [])], view)

    def followed(self, view: View) -> Sequence[MarketReading]:
        """Return every market that is watched or about a subject."""
        return self._seen([row["market"] for row in self._db.read(_SQL["followed"], params(view))], view)

    def links(self, view: View, *, claim: str = "", state: str = "") -> Sequence[MarketLink]:
        """Return links between markets and claims."""
        rows = self._db.read(_SQL["links"], params(view, claim=claim, state=state, markets="[]"))
        return tuple(link_of(row) for row in rows)

    def _seen(
        self, numbers: Sequence[int], view: View, subjects: dict[int, str] | None = None
    ) -> tuple[MarketReading, ...]:
        """Return visible markets by number, in order.

        ``subjects``: which each is shown under. Each kind of row is read once for all of them, since the writing thread
        may run between reads.
        """
        if not numbers:
            return ()
        asked = params(view, markets=array(numbers))
        asked["day_ago"] = to_db(view.as_of - timedelta(days=1))
        asked["week_ago"] = to_db(view.as_of - timedelta(days=7))
        markets = {row["id"]: row for row in self._db.read(_SQL["markets"], asked)}
        read: dict[int, list[PriceRead]] = defaultdict(list)
        for row in self._db.read(_SQL["price_reads"], asked):
            read[row["rung"]].append(price_read_of(row))
        rungs: dict[int, list[RungReading]] = defaultdict(list)
        for row in self._db.read(_SQL["rungs"], asked):
            rungs[row["market"]].append(rung_of(row, asked, tuple(read[row["id"]])))
        rules: dict[int, list[MarketRules]] = defaultdict(list)
        for row in self._db.read(_SQL["rules"], asked):
            rules[row["market"]].append(rules_of(row))
        links: dict[int, list[MarketLink]] = defaultdict(list)
        for row in self._db.read(_SQL["links"], asked | {"claim": "", "state": ""}):
            links[row["market"]].append(link_of(row))
        about = {number: row["subject"] for number, row in markets.items()} | (subjects or {})
        return tuple(
            market_of(markets[number], about[number], rungs[number], rules[number], links[number], view)
            for number in numbers
            if number in markets
        )


def _traded(market: MarketReading) -> float:
    return sum((rung.quote.liquidity or 0.0) + (rung.quote.volume or 0.0) for rung in market.rungs if rung.quote)


def _moments(first: int, last: int) -> str:
    """Moments evenly spread from the first to the last, as a JSON array of seconds."""
    return array(sorted({first + (last - first) * step // MOMENTS for step in range(MOMENTS + 1)}))
