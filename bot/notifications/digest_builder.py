"""Build digest pages for a run, a preview and `/digest why`, caching equal ones.

Ten thousand channels with the same request at the same moment share one page. What is particular to a channel (changes
sent as alerts, cards posted, mutes) is part of the key under which a page is cached.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.notify.changes import Change
from bot.domain.notify.digest import (
    ChangeFeed,
    DigestFilter,
    DigestPlace,
    DigestRun,
    DigestSelection,
    SendReason,
    StageResult,
    decide,
    select,
    walk,
)
from bot.domain.notify.digest_sections import ChangeKind, Section
from bot.domain.parts import SwitchedOff
from bot.domain.retention import CARDS
from bot.messages.codec import encode_reply
from bot.messages.order import order
from bot.messages.reply import Button, Chart, Reply, Text
from bot.notifications.digest_chart import chart_of
from bot.notifications.digest_page import compose
from bot.ports import Ports
from bot.ports.changes import LogFilter
from bot.ports.notifications.subscriptions import Digest
from bot.queries.changes import change_feed
from bot.queries.time_range import TimeRange
from bot.reads.switches import SwitchedPorts, switched_off

REACH = timedelta(days=14)  # how far a digest looks back at most, after a pause or a long downtime
NO_CHART = Text("No chart: the odds were not read twice in these seven days.", quiet=True)
MISSED_NAMED = 5


@dataclass(frozen=True, slots=True)
class DigestDraft:
    """A digest as it would be posted, why it is sent or not, and what was left out."""

    reply: Reply
    reason: SendReason
    selection: DigestSelection
    feed: ChangeFeed
    wish: DigestFilter
    place: DigestPlace

    def walked(self, change: Change) -> tuple[StageResult, ...]:
        """Return what each stage decided about one of the changes."""
        return walk(change, self.wish, self.place)


@dataclass(frozen=True, slots=True)
class DigestRequest:
    """A page to build: the digest, its start, and its due moment.

    ``after`` is the log position where it begins; at 0, ``since`` alone decides. ``muted`` and ``unmuted`` are keys
    that this preview should treat as such.
    """

    digest: Digest
    since: datetime
    due: datetime
    after: int = 0
    test: bool = False
    muted: frozenset[str] = frozenset()
    unmuted: frozenset[str] = frozenset()


@dataclass
class DigestBuilder:
    """Builds pages as of one moment.

    Create one per tick, so that its cache is never stale. ``position`` is where its pages end in the change log.
    """

    ports: Ports
    now: datetime
    written: int = 0
    position: int = field(init=False)
    _feeds: dict[tuple[int, datetime, str, SwitchedOff], ChangeFeed] = field(default_factory=dict)
    _pages: dict[object, DigestDraft] = field(default_factory=dict)
    _bodies: dict[int, str] = field(default_factory=dict)
    _charts: dict[tuple[tuple[str, ...], datetime, str, SwitchedOff], Chart | None] = field(default_factory=dict)
    _wishes: dict[tuple[DigestFilter, str], DigestFilter] = field(default_factory=dict)
    _own: frozenset[str] = field(init=False)
    _places: SwitchedPorts = field(init=False)

    def __post_init__(self) -> None:
        """Record where the log ends, and which tenants have rows of their own."""
        self.position, self._own = self.ports.changes.head(), self.ports.changes.tenants()
        self._places = SwitchedPorts(self.ports)

    def write(self, wanted: Sequence[DigestRequest]) -> list[DigestDraft]:
        """A page for each digest, in their order."""
        if not wanted:
            return []
        places = sorted({one.digest.place for one in wanted})
        earliest = min(one.since for one in wanted)
        told = self.ports.outbox.reported(places, earliest)
        missed = self.ports.outbox.missed(places, earliest)
        muted = self.ports.subscriptions.muted(places, self.now)
        shown = self._shown(wanted)
        pages = []
        for one in wanted:
            place = one.digest.place
            lost = tuple(
                self.ports.outbox.body(message).title
                for message in missed.get(place, ())
                if message.settled_at is not None and message.settled_at > one.since
            )
            silent = (muted.get(place, frozenset()) | one.muted) - one.unmuted
            around = DigestPlace(told.get(place, frozenset()), shown.get(place, frozenset()), silent)
            pages.append(self._page(one, around, lost[:MISSED_NAMED]))
        return pages

    def body(self, page: DigestDraft) -> str:
        """Encode the reply of a page of this builder, once for all digests that share it."""
        if id(page) not in self._bodies:  # its id is not reused: the page is kept
            self._bodies[id(page)] = encode_reply(page.reply)
        return self._bodies[id(page)]

    def feed(self, one: DigestRequest) -> ChangeFeed:
        """Return a page's changes.

        Tenants without rows of their own share the public list, as far as the same parts are switched off there.
        """
        off = switched_off(self.ports.tenants, one.digest.tenant)
        own = one.digest.tenant if one.digest.tenant in self._own else ""
        since = one.due - REACH if one.after else one.since
        key = (one.after, since, own, off)
        if key not in self._feeds:
            until = None if one.after else self.now
            wanted = LogFilter(own, after=one.after, upto=self.position, since=since, until=until, limit=None)
            self._feeds[key] = change_feed.feed_of(self._places.of(off), wanted, self.now)
        return self._feeds[key]

    def _shown(self, wanted: Sequence[DigestRequest]) -> dict[str, frozenset[str]]:
        """By place, the changed objects that cards there showed before they changed."""
        changed: dict[str, datetime] = {}
        feeds = {id(feed): feed for feed in map(self.feed, wanted)}
        for feed in feeds.values():
            for change in feed.changes:
                changed[change.ref] = max(change.known, changed.get(change.ref, change.known))
        found: dict[str, frozenset[str]] = {}
        for card in self.ports.outbox.cards(sorted(changed), self.now - CARDS) if changed else ():
            stale = frozenset(ref for ref in card.shows if ref in changed and changed[ref] > card.posted_at)
            found[card.place] = found.get(card.place, frozenset()) | stale
        return found

    def _page(self, one: DigestRequest, place: DigestPlace, missed: tuple[str, ...]) -> DigestDraft:
        digest, wish = one.digest, one.digest.wish
        news = self.feed(one)
        wish = self._followed(wish, digest.tenant)
        on = DigestRun(
            name=digest.name,
            zone=digest.table.zone,
            since=one.since,
            due=one.due,
            now=self.now,
            missed=missed,
            test=one.test,
            first=digest.covered <= digest.made_at,
        )
        # The cache key is the feed's inputs: tenants without rows of their own share one.
        key = (id(news), wish, place, on)
        if key not in self._pages:
            self.written += 1
            selection = select(news.changes, wish, place)
            picture = (self._chart(wish, one.since, digest.tenant) or NO_CHART) if wish.image else None
            actions = (Button("Catch up", order("catchup")), Button("Why these?", order("digest why")))
            reply = compose(selection, news.sources, place, on, picture, actions)
            self._pages[key] = DigestDraft(
                reply, decide(selection, news.sources, wish, on), selection, news, wish, place
            )
        return self._pages[key]

    def _followed(self, wish: DigestFilter, tenant: str) -> DigestFilter:
        key = (wish, tenant if tenant in self._own else "")
        if key not in self._wishes:
            self._wishes[key] = followed(self.ports, wish, TimeRange(self.now, self.now, key[1]))
        return self._wishes[key]

    def _chart(self, wish: DigestFilter, since: datetime, tenant: str) -> Chart | None:
        off = switched_off(self.ports.tenants, tenant)
        key = (wish.about, since, tenant, off)
        if key not in self._charts:
            self._charts[key] = chart_of(self._places.of(off), wish.about, TimeRange(since, self.now, tenant))
        return self._charts[key]


def followed(ports: Ports, wish: DigestFilter, span: TimeRange) -> DigestFilter:
    """Extend a wish to the possible meanings of its subjects by then."""
    if not wish.about:
        return wish
    return replace(wish, about=change_feed.same_as(ports, span.after, wish.about))


def request_of(digest: Digest, due: datetime, on_the_way: tuple[datetime, int] | None = None) -> DigestRequest:
    """Build a due digest's request.

    It begins at the end of its last page, at most 14 days back. The last page may still be on its way.
    """
    covered, told = on_the_way or (digest.covered, 0)
    since = max(min(due, max(digest.covered, covered)), due - REACH)
    return DigestRequest(digest, since, due, after=max(digest.told, told))


def find_item(changes: Sequence[Change], text: str) -> Change | None:
    """Find a change by its id or by words of its title."""
    flat = text.casefold().strip()
    exact = [change for change in changes if flat in (change.ref.casefold(), change.id.casefold())]
    worded = [change for change in changes if flat and flat in change.title.casefold()]
    return next(iter([*exact, *worded]), None)


_FORMER_SECTIONS = {
    "waits": Section.WAITS.value,
    "five waits": Section.WAITS.value,
}  # former names that people may still type


def sections_of(text: str) -> frozenset[Section]:
    """Parse section names (``sightings, odds moves``); all of them for an empty text.

    Raises:
        KeyError: a word names none.
    """
    if not text.strip() or text.strip().casefold() == "all":
        return frozenset(Section)
    found = set()
    for typed in text.casefold().replace("_", " ").split(","):
        word = _FORMER_SECTIONS.get(typed.strip(), typed.strip())
        names = [section for section in Section if section.value.startswith(word) and word]
        short = [section for section in Section if word in section.value.split()]
        if not names and not short and (kind := ChangeKind.named(word)) is not None:
            names = [kind.section]
        if not names and not short:
            raise KeyError(word)
        found.add((names or short)[0])
    return frozenset(found | {Section.CORRECTIONS})
