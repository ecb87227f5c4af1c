"""Markets, their rungs and prices, readings others copied, watches, and how markets bear on claims."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.markets.mapping import MappingResult
from bot.domain.markets.markets import (
    MarketLink,
    MarketReading,
    MarketRules,
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
    """Reads answer at once from storage; they see the view's tenant, the public ledger, and what was known by then."""

    def of_subject(self, slug: str, view: View) -> Sequence[MarketReading]:
        """Every market mapped to a subject, with the latest book of each rung, the most traded first."""

    def of_subjects(self, slugs: Sequence[str], view: View) -> Sequence[MarketReading]:
        """The same of several subjects; a market of more than one is there once, as the first's."""

    def of_topic(
        self, slugs: Sequence[str], names: Sequence[str], view: View
    ) -> tuple[Sequence[MarketReading], Sequence[MarketReading]]:
        """What `of_subjects` says of some subjects and `named` of others, read at once."""

    def market(self, number: int, view: View) -> MarketReading | None:
        """One market by its number (MK-0007 is 7)."""

    def by_url(self, url: str, view: View) -> MarketReading | None:
        """The market of that address, on its venue's own host; None if nobody recorded it."""

    def by_slug(self, slug: str, view: View) -> MarketReading | None:
        """The market that its venue calls by exactly this slug; None if nobody recorded it."""

    def number(self, venue: str, key: str) -> int | None:
        """The number of a recorded market by the venue's own name for it; None if nobody recorded it."""

    def search(self, words: str, view: View, *, open_only: bool = True, limit: int = 10) -> Sequence[MarketReading]:
        """Markets whose title, question or label holds all the words; no words: the latest read."""

    def history(self, rung: int, view: View, since: datetime) -> Sequence[PricePoint]:
        """The signal of a rung over time, oldest first, beginning with the one in force at ``since``."""

    def rules(self, number: int, view: View) -> Sequence[MarketRules]:
        """The versions of a market's rules known by then, oldest first."""

    def past(self, view: View) -> Sequence[PastForecast]:
        """Settled questions with a price before their end: the newest 1,000 of ours, and those of the ledger.

        Of ours the price a day before is known; a question that both have is there once, as the ledger has it.
        """

    def settled(self, view: View) -> Sequence[PastForecast]:
        """The same with those of the ledger of which no price is known."""

    def settled_on(self, urls: Sequence[str], view: View) -> Mapping[str, str]:
        """By address of an event, the slug of the model it settled on, where the ledger says it."""

    def published_records(self, view: View) -> Sequence[PublishedBin]:
        """How prices turned out as others published it."""

    def named(self, slugs: Sequence[str], view: View, limit: int = 10) -> Sequence[MarketReading]:
        """Candidates whose question or options name one of these subjects, the newest first."""

    def candidates(self, view: View, limit: int = 25) -> Sequence[MarketReading]:
        """Markets found by discovery that no subject claims."""

    async def record(self, found: Sequence[tuple[VenueMarket, str | None]]) -> RecordingResult:
        """Keep what a poll found, each with the subject it belongs to (None: a candidate). Only changes are written.

        An unchanged book lengthens the note "still read"; a rung that could not be read keeps its last book and age.
        """

    async def record_candidates(self, found: Sequence[MappingResult], at: datetime) -> None:
        """Keep by which names recorded candidates are found; a market that was mapped is none any more."""

    async def record_history(self, venue: str, key: str, rung: str, points: Sequence[HistoryPoint]) -> int:
        """Keep a rung's past prices out of the venue's own history; known ones are left. Returns how many are new."""

    async def map_market(self, number: int, slug: str, *, tenant: str, by: str, at: datetime) -> None:
        """Say by hand that a market is about a subject, for one tenant ('' for everyone)."""

    def watches(self, tenant: str, actor: str) -> Sequence[MarketWatch]:
        """A person's watches in a tenant, oldest first."""

    def watches_of(self, number: int) -> Sequence[MarketWatch]:
        """Everybody's watches of one market, for delivery."""

    def watched(self, view: View) -> Sequence[MarketReading]:
        """Every market that somebody watches, in whatever tenant."""

    async def watch(
        self, number: int, *, tenant: str, actor: str, place: str, when: WatchWhen, points: int, at: datetime
    ) -> int:
        """Keep a watch and return its number; the same watch twice is one."""

    async def unwatch(self, watch: int, *, tenant: str, actor: str, at: datetime) -> bool:
        """End one of a person's own watches; False if there is none of that number."""

    def links(self, view: View, *, claim: str = "", state: str = "") -> Sequence[MarketLink]:
        """How markets bear on claims (on one claim, in one state), the newest last."""

    async def propose_link(
        self, number: int, claim: str, relation: Relation, *, note: str, tenant: str, by: str, at: datetime
    ) -> int:
        """Propose that a market bears on a claim; returns the link's number. The same proposal twice is one."""

    async def decide_link(self, link: int, *, accept: bool, tenant: str, by: str, at: datetime) -> bool:
        """Accept or refuse a proposed link of a tenant; False if there is none waiting."""
