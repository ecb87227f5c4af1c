"""Markets, rungs and prices, second-hand readings, watches, and links to claims."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.markets.mapping import MappingResult
from bot.domain.markets.markets import (
    MarketLink,
    MarketReading,
    MarketRules,
    MarketTitle,
    MarketWatch,
    PricePoint,
    RecordingResult,
    Relation,
    WatchWhen,
)
from bot.domain.markets.quotes import HistoryPoint, VenueMarket
from bot.domain.markets.track_record import PastForecast, PublishedBin
from bot.messages.request import View


class Markets(Protocol):
    """Market records; reads answer from storage, for the view's tenant and moment."""

    def of_subject(self, slug: str, view: View) -> Sequence[MarketReading]:
        """Return markets of a subject with each rung's latest book, most traded first."""

    def of_subjects(self, slugs: Sequence[str], view: View) -> Sequence[MarketReading]:
        """Return markets of several subjects.

        A shared market appears once, under the first.
        """

    def of_topic(
        self, slugs: Sequence[str], names: Sequence[str], view: View
    ) -> tuple[Sequence[MarketReading], Sequence[MarketReading]]:
        """Return `of_subjects` of some subjects and `named` of others in one read."""

    def market(self, number: int, view: View) -> MarketReading | None:
        """Return a market by number (MK-0007 is 7)."""

    def by_url(self, url: str, view: View) -> MarketReading | None:
        """Return the market at an address on its venue's host; None if not recorded."""

    def by_slug(self, slug: str, view: View) -> MarketReading | None:
        """Return the market with exactly this venue slug; None if not recorded."""

    def number(self, venue: str, key: str) -> int | None:
        """Return the number of a market by the venue's own key; None if not recorded."""

    def search(self, words: str, view: View, *, open_only: bool = True, limit: int = 10) -> Sequence[MarketReading]:
        """Return markets whose title, question or label contains all words.

        It returns the latest read without words.
        """

    def titles(self, view: View, limit: int) -> Sequence[MarketTitle]:
        """Return the titles of the markets that `search` finds without words, in order."""

    def history(self, rung: int, view: View, since: datetime) -> Sequence[PricePoint]:
        """Return a rung's price signal since ``since``, oldest first.

        It begins with the value in force then. Of very many prices some hundred are returned, evenly spread over the
        time and with the last; gaps in reading shorter than their distance may be missing.
        """

    def rules(self, number: int, view: View) -> Sequence[MarketRules]:
        """Return the versions of a market's rules known by then, oldest first."""

    def past(self, view: View) -> Sequence[PastForecast]:
        """Return settled questions with an earlier price.

        They are our newest 1,000 and the ledger's. Ours have the price of the day before. A question that is in both
        appears once, as in the ledger.
        """

    def settled(self, view: View) -> Sequence[PastForecast]:
        """Return `past` plus ledger questions without a known price."""

    def settled_on(self, urls: Sequence[str], view: View) -> Mapping[str, str]:
        """Map event addresses to the slug they settled on, where the ledger records it."""

    def published_records(self, view: View) -> Sequence[PublishedBin]:
        """Return price track records published by others."""

    def named(self, slugs: Sequence[str], view: View, limit: int = 10) -> Sequence[MarketReading]:
        """Return candidates whose question or options name a subject, newest first."""

    def candidates(self, view: View, limit: int = 25) -> Sequence[MarketReading]:
        """Return discovered markets that no subject claims."""

    async def record(self, found: Sequence[tuple[VenueMarket, str | None]]) -> RecordingResult:
        """Store the results of a poll, each with its subject (None: a candidate).

        Only changes are written. An unchanged book extends its "still read" time; a rung that could not be read keeps
        its last book and age.
        """

    async def record_candidates(self, found: Sequence[MappingResult], at: datetime) -> None:
        """Store the names that find recorded candidates.

        A mapped market stops being a candidate.
        """

    async def record_history(self, venue: str, key: str, rung: str, points: Sequence[HistoryPoint]) -> int:
        """Store a rung's past prices from the venue's history; returns how many are new."""

    async def map_market(self, number: int, slug: str, *, tenant: str, by: str, at: datetime) -> None:
        """Map a market to a subject by hand, for one tenant; '' ends that.

        It replaces what the market was mapped to there.
        """

    def watches(self, tenant: str, actor: str) -> Sequence[MarketWatch]:
        """Return a person's watches in a tenant, oldest first."""

    def every_watch(self) -> Sequence[MarketWatch]:
        """Return all watches by market, for delivery."""

    def watched(self, view: View) -> Sequence[MarketReading]:
        """Return every market watched in any tenant."""

    def followed(self, view: View) -> Sequence[MarketReading]:
        """Return every market watched in any tenant or about a subject."""

    async def watch(
        self, number: int, *, tenant: str, actor: str, place: str, when: WatchWhen, points: int, at: datetime
    ) -> int:
        """Store a watch and return its number; an identical watch is returned unchanged."""

    async def unwatch(self, watch: int, *, tenant: str, actor: str, at: datetime) -> bool:
        """End one of a person's own watches; False if they have none with that number."""

    def links(self, view: View, *, claim: str = "", state: str = "") -> Sequence[MarketLink]:
        """Return links between markets and claims, newest last.

        A claim or a state narrows them.
        """

    async def propose_link(
        self, number: int, claim: str, relation: Relation, *, note: str, tenant: str, by: str, at: datetime
    ) -> int:
        """Propose a link between a market and a claim; returns its number. Safe to repeat."""

    async def decide_link(self, link: int, *, accept: bool, tenant: str, by: str, at: datetime) -> bool:
        """Accept or refuse a tenant's link; False if there is none or it is so already."""
