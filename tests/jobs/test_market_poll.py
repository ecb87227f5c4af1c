"""Markets as the poll finds, maps and reads them."""

import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot import ledger
from bot.domain.markets.search_words import search_words
from bot.domain.names import KnownSubject, lab_table
from bot.domain.names.subjects import Alias, AliasStatus, Subject, SubjectState, SubjectStateRow
from bot.jobs.market_poll import MarketPoll
from bot.messages.errors import SourceDown
from bot.messages.request import View
from bot.ports.ledger import NameChanges
from bot.sources.protocol import Answer, Get, Reading, SourceGone, Upstream, drive
from bot.sources.venues import every
from storage import open_store
from storage.catalogs.sources import SourceStore
from storage.markets.store import MarketStore
from storage.sqlite.engine import Database
from tests.clocks import NOON, FakeClock


class Web:
    """Answers by the beginning of the path; everything else is down."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock, self.answers, self.asked = clock, {}, []

    async def run(self, reading: Reading[Any]) -> Any:
        return drive(reading, self.replay)

    def replay(self, get: Get) -> Answer:
        self.asked.append(f"{get.upstream} {get.path}")
        for path, prepared in self.answers.items():
            if f"{get.upstream} {get.path}".startswith(path):
                told = prepared(get) if callable(prepared) else prepared
                body = told if isinstance(told, bytes) else json.dumps(told).encode()
                return Answer(200, {}, body, self.clock.now(), get.origin)
        raise SourceDown(f"{get.origin} did not answer in time")

    def ready(self, upstream: Upstream) -> bool:
        return not upstream.needs_token


class Names:
    """A ledger of three names."""

    def aliases(self, view: View) -> tuple[Alias, ...]:
        rows = [("GPT-6", "openai/gpt-6"), ("Spud", "openai/spud"), ("GPT-4", "openai/gpt-4")]
        return tuple(Alias(text, slug, AliasStatus.GOOD, NOON, NOON) for text, slug in rows)

    def subject(self, slug: str, view: View) -> Subject | None:
        old = SubjectStateRow(SubjectState.RELEASED, NOON - timedelta(days=900), NOON - timedelta(days=900))
        return Subject(slug, slug, "openai", states=(old,) if slug == "openai/gpt-4" else ())

    def names_positions(self, tenant: str) -> tuple[int, int]:
        return (1, 0)

    def names(self, tenant: str, after: int | None) -> NameChanges:
        known = [KnownSubject(alias.slug, alias.text, "openai") for alias in self.aliases(View("", NOON))]
        return NameChanges(0 if tenant else 1, () if tenant else known, whole=not tenant)

    def subjects(self, slugs: Sequence[str], view: View) -> dict[str, Subject]:
        return {slug: found for slug in slugs if (found := self.subject(slug, view)) is not None}


def event(slug: str, *bids: object, title: str = "GPT-6 released by...?") -> dict[str, object]:
    legs = [
        {
            "question": f"GPT-6 released by May {day}, 2026?", "groupItemTitle": f"May {day}",
            "conditionId": f"0x{slug}{day}", "clobTokenIds": f'["{slug}{day}","{slug}{day}n"]',
            "outcomes": '["Yes","No"]', "bestBid": bid, "bestAsk": 0.5,
        }
        for day, bid in enumerate(bids, 1)
    ]  # fmt: skip
    return {"slug": slug, "title": title, "markets": legs, "description": "OpenAI must release it."}


class Home:
    """A poll over a real database."""

    def __init__(self, path: Path) -> None:
        self.database = Database(path / "t.db")
        self.clock = FakeClock()
        self.web = Web(self.clock)
        self.markets, self.sources = MarketStore(self.database), SourceStore(self.database)
        self.web.answers["polymarket_clob /books"] = self.books
        self.poll = self.new_process()

    def new_process(self) -> MarketPoll:
        return MarketPoll(
            every(), self.web, self.clock, markets=self.markets, ledger=Names(), sources=self.sources
        )  # fmt: skip

    def books(self, get: Get) -> object:
        """The order books of the legs that are served, with the very prices of these."""
        served = [told for path, told in self.web.answers.items() if "/events/" in path and isinstance(told, dict)]
        legs = {leg["clobTokenIds"].split('"')[1]: leg for told in served for leg in told["markets"]}
        asked = [one["token_id"] for one in json.loads(get.body or b"[]")]
        return [
            {
                "asset_id": token,
                "bids": [{"price": legs[token]["bestBid"], "size": 9}],
                "asks": [{"price": legs[token]["bestAsk"], "size": 9}],
            }
            for token in asked
        ]

    async def holds(self, *slugs: str) -> None:
        for slug in slugs:
            self.web.answers[f"polymarket_gamma /events/slug/{slug}"] = event(slug, 0.4, 0.45)
        self.web.answers["polymarket_gamma /public-search"] = {"events": [event(slug, 0.4, 0.45) for slug in slugs]}
        await self.poll.discover()

    def seen(self, slug: str = "openai/gpt-6") -> Any:
        return self.markets.of_subject(slug, View("", self.clock.now()))


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path)
    yield home
    home.database.close()


async def test_what_is_found_is_mapped_and_then_read(home):
    await home.holds("a")
    (market,) = home.seen()
    assert [rung.quote.bid for rung in market.rungs] == [0.4, 0.45]
    home.clock.at += timedelta(minutes=5)
    home.web.answers["polymarket_gamma /events/slug/a"] = event("a", 0.42, 0.45)
    polled = await home.poll.read()
    assert (polled.read, polled.failed, polled.faults) == (1, 0, 0)
    assert sum(record.quotes for record in polled.records) == 1
    (market,) = home.seen()
    assert [rung.quote.bid for rung in market.rungs] == [0.42, 0.45]
    assert market.polled_at == home.clock.at


async def test_a_venue_that_is_down_costs_freshness_and_nothing_else(home):
    await home.holds("a", "b")
    home.web.answers.pop("polymarket_gamma /events/slug/b")
    home.clock.at += timedelta(minutes=5)
    await home.poll.read()
    state = home.sources.state("polymarket")
    assert (state.trouble, state.items, state.good_at) == (
        "1 of 2 could not be read: polymarket_gamma /events/slug/b did not answer in time", 1, home.clock.at,
    )  # fmt: skip
    home.web.answers.clear()
    began = home.clock.at
    for _ in range(3):
        home.clock.at += timedelta(minutes=5)
        await home.poll.read()
    state = home.sources.state("polymarket")
    assert (state.failures, state.good_at, state.since) == (3, began, began)
    assert state.trouble.endswith("did not answer in time")
    assert state.next_at == home.clock.at + timedelta(minutes=5)
    assert [rung.quote.bid for rung in home.seen()[0].rungs] == [0.4, 0.45]


async def test_a_value_that_the_store_refuses_costs_its_market_and_no_other(home):
    await home.holds("a", "b", "c")
    refusal = "SELECT RAISE(ABORT, 'no such value')"
    odd = f"CREATE TRIGGER odd BEFORE UPDATE ON market WHEN new.title LIKE 'odd%' BEGIN {refusal}; END"
    await home.database.write(lambda db: db.execute(odd))
    home.clock.at += timedelta(minutes=5)
    for slug in "ac":
        home.web.answers[f"polymarket_gamma /events/slug/{slug}"] = event(slug, 0.42, 0.45)
    home.web.answers["polymarket_gamma /events/slug/b"] = event("b", 0.42, 0.45, title="odd GPT-6 released by...?")
    polled = await home.poll.read()
    assert (polled.read, polled.failed) == (2, 1)
    bids = {market.key: market.rungs[0].quote.bid for market in home.seen()}
    assert bids == {"a": 0.42, "b": 0.4, "c": 0.42}
    assert home.sources.state("polymarket").trouble == "1 of 3 could not be read: a value that cannot be stored"


async def test_a_source_that_recovers_has_no_trouble(home):
    await home.holds("a")
    home.web.answers.pop("polymarket_gamma /events/slug/a")
    await home.poll.read()
    home.web.answers["polymarket_gamma /events/slug/a"] = event("a", 0.4, 0.4)
    home.clock.at += timedelta(minutes=5)
    await home.poll.read()
    state = home.sources.state("polymarket")
    assert (state.trouble, state.since, state.failures) == ("", None, 0)


async def test_an_older_attempt_changes_nothing(home):
    await home.holds("a")
    await home.poll.read()
    kept = home.sources.state("polymarket")
    await home.sources.note([kept.failed(home.clock.at - timedelta(hours=1), "late news")])
    assert home.sources.state("polymarket") == kept


async def test_a_bad_rung_is_counted_and_named_in_the_log_once(home, caplog):
    caplog.set_level(logging.WARNING)
    await home.holds("a")
    home.web.answers["polymarket_gamma /events/slug/a"] = event("a", 1.7, 0.45)
    for _ in range(3):
        home.clock.at += timedelta(minutes=5)
        polled = await home.poll.read()
        assert (polled.read, polled.faults) == (1, 1)
    assert caplog.text.count("rung_unreadable") == 1
    (market,) = home.seen()
    assert market.faults == ("May 1: bestBid '1.7' is not between 0 and 1",)
    first, second = market.rungs
    assert first.quote.bid == 0.4
    assert first.quote.read_at == NOON  # its last good value keeps its age
    assert second.quote.read_at == home.clock.at


async def test_a_market_that_is_gone_is_not_the_source_s_failure(home):
    await home.holds("a")

    def gone(get: Get) -> object:
        raise SourceGone(get.origin)

    home.web.answers["polymarket_gamma /events/slug/a"] = gone
    polled = await home.poll.read()
    assert (polled.gone, polled.failed) == (1, 0)
    assert home.sources.state("polymarket").trouble == ""


async def test_an_answer_that_breaks_our_reading_costs_that_market_only(home, caplog):
    await home.holds("a", "b")
    venue = every()["polymarket"]

    def read(key: str) -> Reading[Any]:
        found = yield from venue.read(key)
        return found if key == "b" else {}[key]

    odd = every() | {"polymarket": SimpleNamespace(**vars(venue) | {"read": read})}
    poll = MarketPoll(odd, home.web, home.clock, markets=home.markets, ledger=Names(), sources=home.sources)
    polled = await poll.read()
    assert (polled.read, polled.failed) == (1, 1)
    assert "reading_broke" in caplog.text


async def test_settled_markets_are_not_read_again(home):
    await home.holds("a")
    done = event("a", 0.4, 0.4)
    for leg in done["markets"]:
        leg |= {"closed": True, "outcomePrices": '["1","0"]'}
    home.web.answers["polymarket_gamma /events/slug/a"] = done
    await home.poll.read()
    assert (await home.poll.read()).read == 0


async def test_another_process_goes_on_where_this_one_stopped(home):
    await home.holds("a")
    home.clock.at += timedelta(minutes=5)
    assert (await home.new_process().read()).read == 1


async def test_a_poll_twice_in_a_row_writes_nothing_new(home):
    await home.holds("a")
    home.clock.at += timedelta(minutes=5)
    await home.poll.read()
    again = await home.poll.read()
    assert sum(record.quotes for record in again.records) == 0


async def test_unclaimed_release_questions_are_candidates_and_false_friends_are_dropped(home):
    titles = ["Next Grok released by...?", "Claude Monet painting released?", "ChatGPT outage?"]
    found = [event(f"x{n}", 0.3, title=title) for n, title in enumerate(titles)]
    for one in found:
        one["markets"][0]["question"] = one["title"]
    home.web.answers["polymarket_gamma /public-search"] = {"events": found}
    polled = await home.poll.discover()
    assert (polled.mapped, polled.candidates) == (0, 1)
    (candidate,) = home.markets.candidates(View("", home.clock.now()))
    assert candidate.title == "Next Grok released by...?"
    assert home.markets.named(["xai/grok"], View("", home.clock.now())) == (candidate,)


async def test_a_newly_mapped_market_gets_its_past(home):
    stamp = int((NOON - timedelta(days=3)).timestamp())
    home.web.answers["polymarket_clob /prices-history"] = {"history": [{"t": stamp, "p": 0.2}]}
    await home.holds("a")
    (market,) = home.seen()
    past = home.markets.history(market.rungs[0].id, View("", home.clock.now()), NOON - timedelta(days=7))
    assert [point.price for point in past][:1] == [0.2]
    before = len(home.web.asked)
    await home.poll.discover()
    assert not [asked for asked in home.web.asked[before:] if "prices-history" in asked]


def test_what_is_searched_for_are_models_to_come_and_the_families(home):
    words = home.poll.words()
    assert {"GPT", "Claude", "GPT-6", "Spud"} <= set(words)
    assert "GPT-4" not in words


async def test_a_venue_without_its_token_is_left_out(home):
    await home.holds("a")
    assert not [asked for asked in home.web.asked if asked.startswith("metaculus")]


async def test_one_failing_search_costs_itself_and_is_told(home):
    await home.holds("a")
    found = event("b", 0.4, title="GPT-6 out by...?")

    def search(get: Get) -> object:
        if get.query["q"] == "Claude":
            raise SourceDown(f"{get.origin} answered 500")
        return {"events": [found]}

    home.web.answers["polymarket_gamma /public-search"] = search
    home.web.answers["polymarket_gamma /events/keyset"] = {"events": []}
    await home.poll.discover()
    assert {market.key for market in home.seen()} == {"a", "b"}
    state = home.sources.state("polymarket search")
    assert state.trouble.endswith("searches failed: polymarket_gamma /public-search answered 500")
    assert home.sources.state("kalshi search").failures == 2  # nothing of Kalshi answers in this test


async def test_a_candidate_is_read_until_it_settles_and_a_market_nobody_can_name_is_not(home):
    found = [event("next", 0.3, title="Next Grok released by...?"), event("any", 0.3, title="AI launched by?")]
    for one in found:
        one["markets"][0]["question"] = one["title"]
    home.web.answers["polymarket_gamma /public-search"] = {"events": found}
    home.web.answers["polymarket_gamma /events/slug/next"] = found[0]
    await home.poll.discover()
    home.clock.at += timedelta(minutes=5)
    polled = await home.poll.read()
    assert (polled.read, polled.failed) == (1, 0)
    (candidate,) = home.markets.named(["xai/grok"], View("", home.clock.now()))
    assert candidate.polled_at == home.clock.at
    assert (candidate.subject, candidate.named, candidate.followed) == (None, ("xai/grok",), True)
    done = event("next", 0.3, title="Next Grok released by...?")
    done["markets"][0] |= {"closed": True, "outcomePrices": '["1","0"]', "question": "Next Grok released by...?"}
    home.web.answers["polymarket_gamma /events/slug/next"] = done
    await home.poll.read()
    assert (await home.poll.read()).read == 0
    assert home.markets.named(["xai/grok"], View("", home.clock.now()))[0].rungs[0].resolution == "yes"


async def test_an_event_that_goes_by_another_name_is_the_same_market(home):
    before = event("a", 0.4) | {"id": "77"}
    home.web.answers["polymarket_gamma /public-search"] = {"events": [before]}
    home.web.answers["polymarket_gamma /events/slug/a"] = before
    await home.poll.discover()
    (market,) = home.seen()

    def gone(get: Get) -> object:
        raise SourceGone(get.origin)

    renamed = event("a", 0.41) | {"id": "77", "slug": "a-new-name", "title": "GPT-6 released by…?"}
    home.web.answers["polymarket_gamma /events/slug/a"] = gone
    home.web.answers["polymarket_gamma /events/77"] = renamed
    home.clock.at += timedelta(minutes=5)
    assert (await home.poll.read()).read == 1
    (same,) = home.seen()
    assert (same.number, same.key, same.title) == (market.number, "a-new-name", "GPT-6 released by…?")


def test_no_venue_is_asked_for_a_key_that_is_the_ledgers_own(tmp_path):
    store = open_store(tmp_path / "ledger.db")
    markets = {row["id"]: row["url"] for row in ledger.tables()["market"]}
    sources = store.kinds["sources"]
    for at in (datetime(2026, 4, 20, tzinfo=UTC), datetime(2026, 11, 28, tzinfo=UTC)):
        asked = {one.key for one in sources.to_read(at)}
        asked |= {key for venue in every() for key in sources.imminent(venue, at)}
        assert [name for name in asked if name not in markets[name]] == [], at
    store.close()


def test_every_subject_to_come_is_searched_for_before_any_family_and_no_label_is(tmp_path):
    store = open_store(tmp_path / "ledger.db")
    known = store.kinds["ledger"]
    for at in (datetime(2026, 4, 21, tzinfo=UTC), datetime(2026, 11, 28, tzinfo=UTC)):
        view = View("", at)
        aliases = known.aliases(view)
        subjects = known.subjects(list({alias.slug for alias in aliases}), view)
        words = search_words(aliases, subjects, lab_table(), at)
        rumoured = [
            subject.name
            for slug, subject in subjects.items()
            if subject.state is SubjectState.RUMOURED and not slug.startswith("label/")
        ]
        # The newest come first; the ledger has more rumoured names than one round may search for.
        assert len(set(rumoured) & set(words)) >= min(len(rumoured), 20), at
        assert words[0] in rumoured, at
        assert {"GPT", "Claude", "Gemini", "Grok", "Qwen", "Kimi", "Mistral", "GLM", "DeepSeek"} <= set(words)
        assert len(words) <= 70
        assert not {"Andromeda Alpha", "sus-column-r", "im-also-a-good-gpt2-chatbot"} & set(words)
    store.close()
