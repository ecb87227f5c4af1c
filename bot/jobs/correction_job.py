"""The correction job: a posted card whose facts changed is edited once.

The edit adds one visible line about the grade, outcome or number that changed. The person who shared the card, and
anyone who looked the same thing up in the last 14 days, is notified in one message for all simultaneous changes, unless
they opted out (`/catchup tell:no`). The channel's next digest leads with the correction, because it asks which changed
objects its cards show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from bot.domain.notify.changes import Change
from bot.domain.notify.digest_sections import ChangeKind
from bot.domain.parts import SwitchedOff
from bot.domain.retention import CARDS, LOOKUPS
from bot.domain.sightings.labels import bare, key
from bot.messages.addresses import person_place, tenant_of
from bot.messages.change_line import change_line, sources_of
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Reply, Severity, Text, bold, when
from bot.notifications.change_recorder import record_changes
from bot.ports import Ports
from bot.ports.accounts.lookup_history import TELL
from bot.ports.changes import LogFilter
from bot.ports.notifications.outbox import Card, MessageKind, OutboxDraft
from bot.ports.notifications.subscriptions import Alert
from bot.queries.changes import change_feed
from bot.queries.changes.change_feed import stretch_of
from bot.reads.switches import shown, switched_off

POSITION = "corrections"
REACH = timedelta(days=14)
WORTH = timedelta(days=3)
TOLD = 3  # changes named in the line; the others are counted
NAMED = 8  # changes named in a direct message
A_DAY, DAY = 5, timedelta(days=1)  # such messages per person and day; /catchup has the rest
_OPENS = {"CL-": ("claimcheck show", "claim"), "MK-": ("odds show", "about"), "CP-": ("checkpoint show", "label")}


@dataclass
class Reader:
    """A person who shared or looked up what changed."""

    tenant: str
    person: str
    news: dict[str, Change] = field(default_factory=dict)
    shared: bool = False
    looked: bool = False

    @property
    def line(self) -> str:
        """The name under which their messages are queued and counted."""
        return f"asked|{self.tenant}|{self.person}"

    def did(self, it: str) -> str:
        """What they did with ``it``, the object or objects that changed."""
        done = (f"shared {it}" if self.shared else "", f"looked {it} up" if self.looked else "")
        return " or ".join(filter(None, done))

    def hears(self, changes: list[Change]) -> None:
        """Add changes, each once."""
        self.news.update((change.id, change) for change in changes)


@dataclass
class Corrections:
    """The job that finds outdated cards and their readers, and queues corrections."""

    ports: Ports

    async def tick(self) -> int:
        """One look; returns how many messages were queued."""
        now = self.ports.clock.now()
        await record_changes(self.ports, now)
        was = self.ports.subscriptions.position(POSITION)
        stretch = stretch_of(self.ports, was, now, REACH)
        head = f"{self.ports.changes.head() if stretch is None else stretch.upto}"
        if was == head:
            return 0
        drafts: list[OutboxDraft] = []
        if stretch and (self.ports.outbox.shown(now - CARDS) or self.ports.lookup_history.any(now - LOOKUPS)):
            own = self.ports.changes.tenants()
            for tenant in ("", *sorted(own)):
                of_tenant = partial(self._of_tenant, replace(stretch, tenant=tenant), own, now)
                drafts += await self.ports.changes.beside(of_tenant)  # thousands may have asked about one market
        done = await self.ports.subscriptions.conclude((POSITION, was, head), [], drafts, now)
        return len(drafts) if done else 0

    def _of_tenant(self, stretch: LogFilter, own: frozenset[str], now: datetime) -> list[OutboxDraft]:
        tenant = stretch.tenant
        by_ref = _by_ref(change_feed.feed_of(self.ports, stretch, now).changes)
        if not by_ref:
            return []

        def read_here(home: str) -> bool:
            # A tenant with rows of its own has its own list of changes; all others share the public one.
            return home == tenant if home in own else not tenant

        drafts: list[OutboxDraft] = []
        readers: dict[tuple[str, str], Reader] = {}
        off: dict[str, SwitchedOff] = {}

        def news_for(home: str, refs: tuple[str, ...], at: datetime) -> list[Change]:
            if home not in off:
                off[home] = switched_off(self.ports.tenants, home)
            return list(shown(_after(refs, by_ref, at), off[home]))

        for card in self.ports.outbox.cards(sorted(by_ref), now - CARDS):
            home = tenant_of(card.place)
            news = news_for(home, card.shows, card.posted_at)
            if not news or not read_here(home):
                continue
            drafts.append(self._edit(card, news, now))
            if card.asked_by:
                reader = readers.setdefault((home, card.asked_by), Reader(home, card.asked_by))
                reader.hears(news)
                reader.shared = True
        for asker in self.ports.lookup_history.of(sorted(by_ref), now - LOOKUPS):
            news = news_for(asker.tenant, (asker.object,), asker.at)
            if news and read_here(asker.tenant):
                reader = readers.setdefault((asker.tenant, asker.person), Reader(asker.tenant, asker.person))
                reader.hears(news)
                reader.looked = True
        return drafts + self._notes(list(readers.values()), now)

    def _edit(self, card: Card, news: list[Change], now: datetime) -> OutboxDraft:
        return OutboxDraft(
            key=f"correction|{card.id}|{_named(news)}",
            place=card.place,
            kind=MessageKind.CORRECTION,
            reply=corrected(self.ports.outbox.body(card), news),
            not_before=now,
            deadline=now + WORTH,
            edits=card.key,
        )

    def _notes(self, readers: list[Reader], now: datetime) -> list[OutboxDraft]:
        if not readers:
            return []
        places = [person_place(reader.person) for reader in readers]
        heard = self.ports.outbox.reported(places, now - DAY)
        silent = self.ports.tenants.who_chose(TELL, "no", {reader.person for reader in readers})
        told = self.ports.outbox.queued([reader.line for reader in readers], now - DAY)
        written: dict[object, Reply] = {}
        alerts: dict[str, Sequence[Alert]] = {}
        drafts: list[OutboxDraft] = []
        for reader, place in zip(readers, places, strict=True):
            # Skip what an alert or watch of theirs has already reported.
            news = [change for change in reader.news.values() if change.id not in heard.get(place, ())]
            lately = told.get(reader.line, 0)
            if not news or lately >= A_DAY or (reader.tenant, reader.person) in silent:
                continue
            last = lately == A_DAY - 1
            what = (tuple(change.id for change in news), reader.shared, reader.looked, last)
            if what not in written:
                written[what] = correction_notice(news, reader, last=last)
            if reader.tenant not in alerts:
                alerts[reader.tenant] = self.ports.subscriptions.alerts(reader.tenant)
            start = _quiet_until(alerts[reader.tenant], place, now) or now
            drafts.append(
                OutboxDraft(
                    key=f"told|{reader.tenant}|{reader.person}|{_named(news)}",
                    place=place,
                    kind=MessageKind.NOTE,
                    reply=written[what],
                    not_before=start,
                    deadline=start + WORTH,
                    subscription=reader.line,
                    tenant=reader.tenant,
                )
            )
        return drafts


def _quiet_until(alerts: Sequence[Alert], place: str, now: datetime) -> datetime | None:
    """When the quiet hours end that a person chose for an alert of their own."""
    quiet = (alert.wish.quiet for alert in alerts if alert.place == place)
    return max((end for hours in quiet if hours and (end := hours.over(now))), default=None)


def _after(shown: tuple[str, ...], by_ref: dict[str, list[Change]], at: datetime) -> list[Change]:
    """Return the changes of these objects after a moment, each once."""
    found = {one.id: one for ref in shown for one in by_ref.get(ref, ()) if one.known > at}
    return list(found.values())


def _by_ref(changes: tuple[Change, ...]) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for change in changes:
        if change.revises:
            for ref in _refs(change):
                found.setdefault(ref, []).append(change)
    return found


def _refs(change: Change) -> tuple[str, ...]:
    """Return the names by which cards refer to a change.

    They are its id, a label's key, or a codename of the awaited model.
    """
    names = [change.ref, change.thing]
    if change.kind is ChangeKind.WAIT:
        names += change.subjects
    if change.kind in (ChangeKind.SIGHTING, ChangeKind.REVEAL):
        names.append(key(bare(change.ref)))
    return tuple(dict.fromkeys(names))


def _named(news: list[Change]) -> str:
    return "+".join(change.id for change in news[:TOLD])


def line(news: list[Change]) -> tuple[object, ...]:
    """Format the one visible line: when, what, old and new value."""
    last = max(change.at for change in news)
    steps = "; ".join(f"{change.ref} {change.transition}" for change in news[:TOLD])
    more = f"; and {len(news) - TOLD} more" if len(news) > TOLD else ""
    return (bold("Changed"), " ", when(last), f": {steps}{more}")


def corrected(card: Reply, news: list[Change]) -> Reply:
    """Return the corrected card: the facts as title, the line, the original."""
    one = news[0]
    title = f"{one.title}: {one.transition}" if len(news) == 1 else f"{len(news)} things on this card changed"
    posted = () if card.posted_as else (Text(("Posted as: ", card.title), quiet=True),)
    top = (Text(line(news)), *posted)  # type: ignore[arg-type]
    brief = card.brief and replace(card.brief, parts=(*top, *card.brief.parts))
    was, parts = card.posted_as or card.title, (*top, *card.parts)
    return replace(card, title=title, parts=parts, brief=brief, severity=Severity.WARN, grade="", posted_as=was)


def correction_notice(news: list[Change], reader: Reader, *, last: bool = False) -> Reply:
    """Compose one message about all changes, with values, times and sources."""
    one = news[0]
    parts: list[Text | Bullets] = [Bullets(tuple(map(change_line, news[:NAMED])))]
    if len(news) > NAMED:
        parts.append(Text(f"and {len(news) - NAMED} more"))
    if reader.shared:
        parts.append(Text("The card you shared was edited, too.", quiet=True))
    if last:
        parts.append(Text(f"That makes {A_DAY} such messages in a day. What else changes is in /catchup.", quiet=True))
    many = f"{len(news)} things changed since you asked"
    return Reply(
        title=many if len(news) > 1 else f"Changed since you asked: {one.title}",
        parts=tuple(parts),
        severity=Severity.WARN,
        sources=sources_of(news[:NAMED]),
        actions=(
            *(_open(one) if len(news) == 1 else ()),
            Button("Catch up", order("catchup")),
            Button("Stop telling me", order("catchup", tell="no")),
        ),
        note=f"You get this because you {reader.did('them' if len(news) > 1 else 'it')}.",
    )


def _open(change: Change) -> tuple[Button, ...]:
    named = _OPENS.get(change.ref[:3])
    return (Button(f"Open {change.ref}", order(named[0], **{named[1]: change.ref})),) if named else ()
