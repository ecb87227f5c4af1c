"""``/odds show``: one card from storage, with the age of every number and the exclusions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.commands.odds._cards import card as cards
from bot.commands.odds._finding import Topic, find
from bot.commands.odds._no_market import no_market
from bot.commands.odds._open_markets import open_markets, open_topic
from bot.commands.odds._other_dates import on_the_day, other_dates
from bot.commands.odds._released import Release, release_of, released_card
from bot.dispatch.command import Command, as_of_option, option
from bot.dispatch.date_arguments import Deadline
from bot.dispatch.plain_words import lone_name, trimmed
from bot.domain.markets.market_view import MarketBoard, RungRow
from bot.domain.markets.track_record import PastForecast
from bot.domain.time import Prefer, find_times, format_time
from bot.messages import words as labels
from bot.messages.errors import NotFound
from bot.messages.order import Order, order
from bot.messages.reply import Action, Button, Reply, Text
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.dossier import announced_page
from bot.queries.names import name_of, names
from bot.sources.venues import VenueName


@dataclass(frozen=True, slots=True)
class ShowOddsInputs:
    """The resolved question, its topic with boards, and past prices for comparison."""

    command: ShowOdds
    topic: Topic
    past: Sequence[PastForecast]
    resolved_on: Mapping[int, str] = field(default_factory=dict)  # by market, where it settled on another name
    release: Release | None = None


class ShowOdds(Command[ShowOddsInputs], name="odds show", shareable=True):
    """Show what prediction markets say, and what their question leaves out."""

    about: str | None = option(
        "Model, codename, market id or address; default: all open markets", complete="subject", default=None
    )
    by: Deadline | None = option("Only this deadline: 30 Apr, end of Q2, in 2 weeks", default=None)
    venue: VenueName | None = option("Only this venue", default=None)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ShowOddsInputs:
        """Read the topic's boards and past prices, or without a topic the open markets."""
        if self.about is None:
            return ShowOddsInputs(self, open_topic(ports, ctx), ())
        command, topic = self._understood(ports, ctx)
        if not topic.boards or topic.lists:
            return ShowOddsInputs(command, topic, ())
        past = ports.markets.past(ctx.view) if any(board.state in cards.RATED for board in topic.boards) else ()
        release = release_of(topic)
        if release is not None:
            release = replace(release, page=announced_page(ports, ctx.view, release.subject))
        return ShowOddsInputs(command, topic, past, _resolved_on(ports, topic, ctx), release=release)

    def answer(self, found: ShowOddsInputs, ctx: RequestContext) -> Reply:
        """Compose the card, or one of the other documented states."""
        if found.command != self:
            return found.command.answer(found, ctx)
        topic = found.topic
        if topic.lists:
            return open_markets(topic, ctx)
        boards = [board for board in topic.boards if self.venue is None or board.market.venue_name == self.venue]
        if not boards:
            made = self._no_market(topic, ctx)
            return replace(made, note=made.note or f"as of {format_time(ctx.as_of)}")
        chosen = [(board, row) for board in boards if (row := self._row(board)) is not None]
        history = cards.OddsHistory(found.past, found.resolved_on)
        card = cards.odds_card(topic, self.by, boards, chosen, history, ctx) if chosen else None
        if (release := found.release) is not None:
            full = cards.reply(card, (), ctx) if card is not None else None
            return released_card(release, topic, boards, self.by, full, ctx)
        unpriced = card is not None and card.row.known is None and not card.settled
        if card is None or (self.by and self.by.exact and unpriced and on_the_day(topic, boards, self.by, ctx)):
            return other_dates(topic, boards, self.by, self._asks_again, ctx)
        return cards.reply(card, _actions(self, card.board, several=len(topic.boards) > 1), ctx)

    def _understood(self, ports: Ports, ctx: RequestContext) -> tuple[ShowOdds, Topic]:
        """Resolve the topic, splitting off a deadline only if nothing has that name.

        "Will spud be out by 30 Apr?" is an example.
        """
        typed = self.about or ""
        try:
            return self, find(ports, ctx, typed)
        except NotFound as unknown:
            about, behind = (typed, "") if self.by else _split_deadline(trimmed(typed), ctx)
            reader = names(ports, ctx.view)
            name = lone_name(about, reader)
            if not name or not reader.resolve(name).is_name:
                raise
            by = Deadline.parse(behind, ctx) if behind else self.by
            try:
                return replace(self, about=name, by=by), find(ports, ctx, name)
            except NotFound:
                raise unknown from None

    def _row(self, board: MarketBoard) -> RungRow | None:
        return board.main_row() if self.by is None else board.at(self.by.day, on=self.by.exact)

    def _no_market(self, topic: Topic, ctx: RequestContext) -> Reply:
        """Explain that no market asks (at the named venue), and which ones do."""
        others = sorted({board.market.venue_name for board in topic.boards})
        made = no_market(topic, ctx, self.venue or "", self.by)
        if not others:
            return made
        asks = [
            Button(f"At {other}", order("odds show", about=self.about, by=self.by, venue=other)) for other in others
        ]
        return replace(made, parts=(Text(f"There is one at {' and '.join(others)}."),), actions=tuple(asks))

    def _asks_again(self, day: date | None) -> Order:
        """The same question about another day."""
        return order("odds show", about=self.about, by=day, venue=self.venue)


def _resolved_on(ports: Ports, topic: Topic, ctx: RequestContext) -> Mapping[int, str]:
    """Map markets to the model they settled on, if the question named another."""
    over = [board.market for board in topic.boards if board.state == "settled"]
    slugs = ports.markets.settled_on([one.url for one in over], ctx.view) if over else {}
    other = {one.number: slugs[one.url] for one in over if slugs.get(one.url, one.subject) != one.subject}
    return {number: name_of(ports, ctx.view, slug) for number, slug in other.items()}


def _split_deadline(about: str, ctx: RequestContext) -> tuple[str, str]:
    """Split "spud by 30 Apr" into the name and the words of its deadline, if any."""
    for mention in find_times(about, ctx.as_of, ctx.zone, Prefer.FUTURE)[-1:]:
        if mention.tail_end == len(about) and mention.lead_start and mention.deadline is not None:
            return about[: mention.lead_start].strip(), about[mention.lead_start :]
    name, lead, words_behind = about.rpartition(" by ")
    return (name, words_behind) if lead else (about, "")


def _actions(command: ShowOdds, board: MarketBoard, *, several: bool) -> tuple[Action, ...]:
    """What else can be asked: how a price moved, and where other venues stand, if any."""
    market = board.market.id
    over = board.state in ("settled", "closed")
    watch = () if over else (Button(labels.TELL_ME_MOVES, order("odds watch", market=market)),)
    read = any(row.read_at is not None for row in board.rows)
    moved = (Button(labels.HOW_IT_MOVED, order("odds history", about=command.about), "main"),) if read else ()
    others = (Button(labels.OTHER_VENUES, order("odds compare", about=command.about)),) if several else ()
    return (*moved, *watch, Button(labels.EXACT_RULES, order("odds rules", market=market)), *others)
