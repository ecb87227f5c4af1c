"""The alert job: sends new changes to subscribers by `bot.domain.notify.alerts`.

The job's position is a row. Moving it, updating each alert's memory and queueing the messages are one transaction: a
process that was killed, or was slower than another, has changed nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial

import msgspec

from bot.domain.markets.market_view import board
from bot.domain.markets.markets import MarketReading, MarketWatch, RungReading
from bot.domain.markets.quotes import Probability, newsworthy
from bot.domain.names.subjects import lab_of
from bot.domain.notify.alerts import (
    AlertMemory,
    AlertSubscription,
    Move,
    WatchedPrice,
    decide,
    recall,
    wanted,
    watch_line,
    watch_move,
)
from bot.domain.notify.changes import Change, mark, price_at
from bot.domain.notify.digest_sections import ChangeKind
from bot.domain.notify.watched_markets import WatchedMarket, market_news, market_state
from bot.domain.parts import SwitchedOff
from bot.domain.time import format_time
from bot.messages.addresses import person_place
from bot.messages.request import View
from bot.notifications.alert_message import Listener, message
from bot.notifications.change_recorder import record_changes
from bot.ports import Ports
from bot.ports.changes import LogFilter
from bot.ports.notifications import outbox as queue
from bot.ports.notifications.subscriptions import Note
from bot.queries.changes import change_feed
from bot.queries.changes.change_feed import same_as, stretch_of
from bot.queries.names import names_about
from bot.reads.switches import hidden_by, shown, switched_off

log = logging.getLogger(__name__)

POSITION = "alerts"
REACH = timedelta(hours=12)  # after a longer downtime the digests report it
WORTH = timedelta(hours=6)  # an alert unposted for this long is listed in the next digest instead
OWN_TALK = "itself"  # the key under which an alert stores its own history
PERSONAL_CAP = 10
BY_TIME = timedelta(minutes=5)  # between two whole looks while nothing is written


@dataclass
class Alerts:
    """The job that examines changes and queues alert messages."""

    ports: Ports
    _looked: tuple[int, datetime] = (-1, datetime.min.replace(tzinfo=UTC))

    async def tick(self) -> int:
        """Run once; return how many messages were queued, 0 if another process was faster."""
        now = self.ports.clock.now()
        await record_changes(self.ports, now)
        version, waking = self.ports.changes.version(), self.ports.subscriptions.waking(now)
        if version == self._looked[0] and timedelta() <= now - self._looked[1] < BY_TIME and not waking:
            return 0  # nothing was written since a look that found nothing to do
        was = self.ports.subscriptions.position(POSITION)
        head, notes, drafts = await self.ports.changes.beside(partial(self._look, was, waking, now))
        if not (notes or drafts) and was == head:
            self._looked = (version, now)
            return 0
        done = await self.ports.subscriptions.conclude((POSITION, was, head), notes, drafts, now)
        return len(drafts) if done else 0

    def _look(
        self, was: str, waking: Collection[str], now: datetime
    ) -> tuple[str, list[Note], list[queue.OutboxDraft]]:
        """Return how far the log was read, what to remember, and the messages."""
        fresh = _Fresh(self.ports, stretch_of(self.ports, was, now, REACH), now)
        recalled = self.ports.outbox.recalled(now - WORTH)
        notes: list[Note] = []
        drafts: list[queue.OutboxDraft] = []
        for listener in (*self._channels(now), *self._people(fresh)):
            mine = [change for change in fresh.of(listener.tenant) if wanted(change, fresh.widened(listener))]
            if listener.wish.ref:
                told, seen = self._watched_alone(listener, fresh)
                mine += told
                notes += seen
            if listener.wish.what is ChangeKind.ODDS:
                moves, seen = self._moves(listener, fresh)
                mine += moves
                notes += seen
            off = switched_off(self.ports.tenants, listener.tenant)
            mine = list(shown(mine, off))
            back = recalled.get(listener.key, frozenset())
            if mine or back or listener.key in waking:
                notes_made, drafts_made = self._say(listener, mine, back, off, now)
                notes += notes_made
                drafts += drafts_made
        return f"{fresh.head}", notes, drafts

    def _channels(self, now: datetime) -> Iterable[Listener]:
        for alert in self.ports.subscriptions.active_alerts(now):
            yield Listener(alert.key, alert.tenant, alert.place, alert.wish, alert.id)

    def _people(self, fresh: _Fresh) -> Iterable[Listener]:
        """Watches: on markets, and on labels that changed."""
        for watch in self.ports.markets.every_watch():
            if (market := fresh.markets.get(watch.market)) is not None:
                yield _market_watch(watch, market)
        for mine in self.ports.sightings.watchers(sorted(fresh.labels)):
            wish = AlertSubscription(ChangeKind.SIGHTING, label=mine.key, max_per_day=PERSONAL_CAP, fading=True)
            holder = f"watch|{mine.tenant}|{mine.person}|{mine.key}"
            name = f"you watch “{mine.label}”"
            yield Listener(holder, mine.tenant, person_place(mine.person), wish, name, person=mine.person)

    def _moves(self, listener: Listener, fresh: _Fresh) -> tuple[list[Change], list[Note]]:
        """Compare watched prices with the next reading.

        A market's rungs are one news item.
        """
        memory = self.ports.subscriptions.memory(listener.key)
        notes: list[Note] = []
        changes: list[Change] = []
        for market in fresh.watched(listener):
            if board(market, fresh.until).state == "resolving":
                continue
            moved: list[tuple[int, RungReading, Move]] = []
            for rung in market.rungs:
                price = price_at(rung, fresh.until)
                if price is None or rung.quote is None or rung.status != "open" or not newsworthy(rung.quote):
                    continue
                thing = f"{market.id}:{rung.id}"
                old = msgspec.json.decode(memory[thing], type=WatchedPrice) if thing in memory else None
                looked = watch_line if listener.line else watch_move
                points = listener.line or listener.wish.threshold
                new, move = looked(old, float(price), rung.quote.read_at, points)
                if new != old:
                    notes.append(_note(listener, thing, new))
                if move is not None:
                    moved.append((abs(move.points), rung, move))
            if moved:
                _, rung, move = max(moved, key=lambda one: (one[0], -one[1].id))
                changes.append(_move_as_change(market, rung, move, len(moved) - 1))
        return changes, notes

    def _watched_alone(self, listener: Listener, fresh: _Fresh) -> tuple[list[Change], list[Note]]:
        """Return the changes of a watched market without a subject, which the log omits."""
        memory = self.ports.subscriptions.memory(listener.key)
        notes: list[Note] = []
        changes: list[Change] = []
        for market in fresh.watched(listener):
            if market.subject is not None:
                continue
            thing, now = f"{market.id}:state", market_state(market)
            before = msgspec.json.decode(memory[thing], type=WatchedMarket) if thing in memory else now
            changes += [change for change in market_news(market, before, now) if wanted(change, listener.wish)]
            if thing not in memory or now != before:
                notes.append(_note(listener, thing, now))
        return changes, notes

    def _say(
        self, listener: Listener, news: Sequence[Change], back: Collection[datetime], off: SwitchedOff, now: datetime
    ) -> tuple[list[Note], list[queue.OutboxDraft]]:
        """What to remember and to post of changes.

        They are ``news``, wait, or stood in what was taken ``back``.
        """
        stored = self.ports.subscriptions.memory(listener.key).get(OWN_TALK)
        memory = msgspec.json.decode(stored, type=AlertMemory) if stored else AlertMemory()
        memory = recall(memory, back)
        memory = replace(memory, waiting=shown(memory.waiting, off))
        decision = decide(memory, news, listener.wish, now)
        # A watch's key holds a person and what they typed.
        name = queue.reference(listener.key) if listener.person else listener.key
        log.info("alert", extra={"alert": name, "posts": len(decision.post), "reason": decision.why})
        note = replace(_note(listener, OWN_TALK, decision.memory), again_at=decision.again_at)
        drafts = []
        if decision.post or decision.held_back:
            said = decision.post[0].id if decision.post else f"held|{now:%Y-%m-%d}"
            called = names_about(self.ports, View(listener.tenant, now), listener.wish.about)
            draft = queue.OutboxDraft(
                key=f"alert|{listener.key}|{said}|{listener.place}",
                place=listener.place,
                kind=queue.MessageKind.ALERT,
                reply=message(listener, decision, called),
                not_before=now,
                deadline=now + WORTH,
                subscription=listener.key,
                items=tuple(change.id for change in decision.post),
                tenant=listener.tenant,
                parts=hidden_by(decision.post),
            )
            drafts.append(draft)
        return [note], drafts


class _Fresh:
    """The changes of one run, read once per tenant, and the markets to watch."""

    def __init__(self, ports: Ports, stretch: LogFilter | None, until: datetime) -> None:
        self._ports, self._stretch, self.until = ports, stretch, until
        self.head = ports.changes.head() if stretch is None else stretch.upto
        self._tenants = ports.changes.tenants()
        self._news: dict[str, tuple[Change, ...]] = {}
        self._wide: dict[str, AlertSubscription] = {}

    @property
    def labels(self) -> frozenset[str]:
        """The labels with changes for any tenant."""
        return frozenset(one.label for tenant in ("", *self._tenants) for one in self.of(tenant) if one.label)

    @cached_property
    def markets(self) -> Mapping[int, MarketReading]:
        """Every market that is watched or mapped to a subject, in its current state."""
        return {market.number: market for market in self._ports.markets.followed(View("", self.until))}

    def of(self, tenant: str) -> tuple[Change, ...]:
        """Return a tenant's changes, in display order."""
        own = tenant if tenant in self._tenants else ""
        if own not in self._news:
            wanted = replace(self._stretch, tenant=own) if self._stretch else None
            self._news[own] = change_feed.feed_of(self._ports, wanted, self.until).changes if wanted else ()
        return self._news[own]

    def widened(self, listener: Listener) -> AlertSubscription:
        """Extend a wish to the possible meanings of its subjects."""
        wish = listener.wish
        if not wish.about:
            return wish
        if listener.key not in self._wide:
            about = same_as(self._ports, View(listener.tenant, self.until), wish.about)
            self._wide[listener.key] = replace(wish, about=about)
        return self._wide[listener.key]

    def watched(self, listener: Listener) -> list[MarketReading]:
        wish = self.widened(listener)
        return [
            market
            for market in self.markets.values()
            if (not wish.ref or wish.ref == market.id) and (not wish.about or _asks_about(market, wish.about))
        ]


def _asks_about(market: MarketReading, about: Sequence[str]) -> bool:
    return market.subject is not None and not {market.subject, lab_of(market.subject)}.isdisjoint(about)


def _note(listener: Listener, thing: str, memory: WatchedPrice | AlertMemory | WatchedMarket) -> Note:
    text = msgspec.json.encode(memory).decode()
    return Note(listener.key, thing, text, tenant=listener.tenant, person=listener.person)


def _market_watch(watch: MarketWatch, market: MarketReading) -> Listener:
    kind = ChangeKind.RULES if watch.when == "rules change" else ChangeKind.ODDS
    # A watch for the settlement alone ignores price moves.
    threshold = watch.points if watch.when == "moves by" else 100
    wish = AlertSubscription(kind, threshold=threshold, ref=market.id, max_per_day=PERSONAL_CAP)
    line = watch.points if watch.when == "crosses" else 0
    holder = f"watch|{watch.tenant}|{watch.actor}|{market.id}|{watch.when}|{watch.points}"
    place, name = person_place(watch.actor), f"you watch {market.id}"
    return Listener(holder, watch.tenant, place, wish, name, line, watch.actor)


def _move_as_change(market: MarketReading, rung: RungReading, move: Move, others: int) -> Change:
    name = f", {rung.label}" if rung.label and len(market.rungs) > 1 else ""
    also = f"; {others} other date{'s' if others > 1 else ''} moved, too" if others else ""
    before, after = Probability(move.before).said, Probability(move.after).said
    return Change(
        mark(ChangeKind.ODDS, f"{market.id} {rung.id}", after, move.at),
        ChangeKind.ODDS,
        market.id,
        (market.subject,) if market.subject else (),
        f"{market.title}{name}",
        before,
        after,
        move.at,
        market.url,
        market.venue,
        points=move.points,
        why=f"{move.points:+d} points since {format_time(move.since, '%d %b %H:%M')} UTC, in two readings{also}",
    )
