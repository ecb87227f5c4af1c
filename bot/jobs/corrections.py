"""Corrections travel: a posted card whose grade, outcome or number changed is edited once, with one visible line.

Whoever asked for the card is told in a message of their own unless they chose not to be (`/catchup tell:no`). The
next digest of the channel leads with it, because it asks which changed objects its cards show.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import feed
from bot.command import order
from bot.domain.changes import Change
from bot.feed import Span
from bot.newsroom import CARDS_LIVE
from bot.places import person_place
from bot.ports import Ports
from bot.ports.outbox import Card, Draft
from bot.ports.outbox import Kind as Message
from bot.reply import Button, Reply, Severity, Text, bold, when

POSITION = "corrections"
REACH = timedelta(days=14)
WORTH = timedelta(days=3)
TOLD = 3  # changes named in the line; the others are counted


@dataclass
class Corrections:
    """Finds cards that say what is no longer so, and queues their edits."""

    ports: Ports

    async def tick(self) -> int:
        """One look; returns how many messages were queued."""
        now = self.ports.clock.now()
        was = self.ports.subscriptions.position(POSITION)
        since = max(datetime.fromisoformat(was), now - REACH) if was else now
        if now < since:
            return 0
        drafts: list[Draft] = []
        if since < now and self.ports.outbox.shown(now - CARDS_LIVE):
            own = self.ports.subscriptions.tenants_with_rows()
            for tenant in ("", *sorted(own)):
                drafts += self._of_tenant(tenant, Span(since, now, tenant), own)
        done = await self.ports.subscriptions.conclude((POSITION, was, now.isoformat()), [], drafts, now)
        return len(drafts) if done else 0

    def _of_tenant(self, tenant: str, span: Span, own: frozenset[str]) -> list[Draft]:
        changes = [change for change in feed.read(self.ports, span).changes if change.revises]
        by_ref: dict[str, list[Change]] = {}
        for change in changes:
            by_ref.setdefault(change.ref, []).append(change)
        drafts: list[Draft] = []
        for card in self.ports.outbox.cards(sorted(by_ref), span.until - CARDS_LIVE) if by_ref else ():
            home = card.place.partition("/")[0]
            if (home in own and home != tenant) or (home not in own and tenant):
                continue  # a tenant with rows of its own has its own list of changes
            news = [one for ref in card.shows for one in by_ref.get(ref, ()) if one.at > card.posted_at]
            if news:
                drafts += self._drafts(card, news, span.until)
        return drafts

    def _drafts(self, card: Card, news: list[Change], now: datetime) -> list[Draft]:
        named = "+".join(change.id for change in news[:TOLD])
        edit = Draft(
            key=f"correction|{card.id}|{named}",
            place=card.place,
            kind=Message.CORRECTION,
            reply=corrected(self.ports.outbox.body(card), news),
            not_before=now,
            deadline=now + WORTH,
            edits=card.key,
        )
        drafts = [edit]
        tenant = card.place.partition("/")[0]
        if card.asked_by and self.ports.tenants.personal(tenant, card.asked_by).get("tell") != "no":
            drafts.append(
                Draft(
                    key=f"told|{card.asked_by}|{named}",
                    place=person_place(card.asked_by),
                    kind=Message.NOTE,
                    reply=told(self.ports.outbox.body(card), news),
                    not_before=now,
                    deadline=now + WORTH,
                    tenant=tenant,
                )
            )
        return drafts


def line(news: list[Change]) -> tuple[object, ...]:
    """The one visible line: when, what, from what to what."""
    last = max(change.at for change in news)
    steps = "; ".join(
        f"{change.ref} {change.before} → {change.after}" if change.before else f"{change.ref} {change.after}"
        for change in news[:TOLD]
    )
    more = f"; and {len(news) - TOLD} more" if len(news) > TOLD else ""
    return (bold("Changed "), when(last), f": {steps}{more}")


def corrected(card: Reply, news: list[Change]) -> Reply:
    """The card with the line on top; everything else stays as it was said."""
    top = Text(line(news))  # type: ignore[arg-type]
    return replace(card, parts=(top, *card.parts), severity=Severity.WARN)


def told(card: Reply, news: list[Change]) -> Reply:
    """What somebody who asked for a card is told."""
    return Reply(
        title=f"Changed since you asked: {card.title}",
        parts=(Text(line(news)), Text("The card itself was edited, too.", quiet=True)),  # type: ignore[arg-type]
        severity=Severity.WARN,
        actions=(Button("Catch up", order("catchup")), Button("Stop telling me", order("catchup", tell="no"))),
        note="You get this because you shared that card.",
    )
