"""The odds card of a model that is out: the release answers, its markets are small print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.commands.odds._cards import words
from bot.commands.odds._cards.brief import long_day
from bot.commands.odds._finding import Topic
from bot.dispatch.date_arguments import Deadline
from bot.domain.markets.board_state import ASKS_RELEASE
from bot.domain.markets.market_view import MarketBoard, RungRow, turned
from bot.domain.markets.quotes import Probability
from bot.domain.names.subjects import Subject, SubjectState
from bot.domain.names.vendors import is_own, vendor_name
from bot.domain.text import host_of
from bot.domain.time import day_of
from bot.messages import words as labels
from bot.messages.levels import brief
from bot.messages.order import order
from bot.messages.reply import Action, Button, Reply, Severity, Source, Text, TextSpan, Words, bold, link
from bot.messages.request import RequestContext
from bot.queries.records.model_state import NOTHING_RECORDED
from bot.queries.tellers import teller_of

MARKETS = 3  # told in a line each

Pair = tuple[MarketBoard, RungRow]


@dataclass(frozen=True, slots=True)
class Release:
    """A topic's model that is out: itself, the one it is confirmed to be, or a variant of it.

    ``said`` is that in words, ``page`` where its lab announced it, if known.
    """

    subject: Subject
    said: str
    page: str = ""

    @property
    def source(self) -> str:
        """Where its first release was read: at its lab, if that is known."""
        if self.page:
            return self.page
        rows = [row for row in self.subject.states if row.state is SubjectState.RELEASED]
        return min(rows, key=lambda row: row.so_at).source if rows else ""


def release_of(topic: Topic) -> Release | None:
    """Return the release of a topic's model; None if it is not out, or if its boards ask something else."""
    if topic.subject is None or (topic.by_market and topic.boards[0].shape not in ASKS_RELEASE):
        return None
    name = f"{topic.name} is {topic.identity}, which" if topic.identity else topic.name
    state = topic.states.get(topic.subject.slug, NOTHING_RECORDED)
    if state.out is None or state.since is None:
        return None
    return Release(state.out, state.release_said(name))


def behind_release(topic: Topic, head: str) -> str:
    """Put the release of a topic's model, if it is out, before a title about its markets."""
    release = release_of(topic)
    return head if release is None else f"{release.said}; {head[0].lower()}{head[1:]}"


def released_card(
    release: Release,
    topic: Topic,
    boards: Sequence[MarketBoard],
    asked: Deadline | None,
    full: Reply | None,
    ctx: RequestContext,
) -> Reply:
    """Compose the card: since when it is out, and how its markets ended or where they stand.

    ``asked`` is the day that was asked about; ``full`` the card of the market that has it, of which the facts and every
    number are kept below.
    """
    by = asked.day if asked is not None else None
    pairs = _asking(release, topic, boards, by)
    told = [board for board, _ in pairs]
    others = (*(board for board in boards if board not in told), *topic.others)
    lines: list[Words] = [_by_whom(release), *(_market_line(pair, ctx) for pair in pairs[:MARKETS])]
    more = words.others_said(others)
    title = f"{release.said}{by_then(release, asked, ctx)}"
    sources = (*_source(release), *words.sources(pairs[:MARKETS]), *(full.sources if full is not None else ()))
    note = words.noted(" · ".join([*(board.market.id for board in told[:MARKETS]), labels.NOT_ADVICE]), topic, ctx)
    return Reply(
        title=title,
        parts=(*(Text(line) for line in lines), *(full.parts if full is not None else more)),
        brief=brief(title, lines, note),
        severity=Severity.INFO,
        sources=tuple({one.url: one for one in sources}.values()),
        actions=_actions(release, topic, told),
        note=note,
        data=_facts(topic, by, full, ctx) | {"released_at": release.subject.out_since(ctx.as_of)},
        shows=tuple(board.market.id for board in told[:1]),
    )


def _asking(release: Release, topic: Topic, boards: Sequence[MarketBoard], by: date | None) -> list[Pair]:
    """The boards that ask about the release, each with the row to show, the fittest first."""
    own = {release.subject.slug, *(one.subject.slug for one in topic.also)}
    own |= {topic.subject.slug} if topic.subject is not None else set()
    asking = [board for board in boards if board.shape in ASKS_RELEASE and board.market.subject in own]
    pairs = [(board, row) for board in asking if (row := _row(board, by)) is not None]
    return sorted(pairs, key=lambda pair: _order(pair, by))


def by_then(release: Release, asked: Deadline | None, ctx: RequestContext) -> str:
    """Format whether a model that is out was out by the day that was asked about; empty where none was."""
    since = release.subject.out_since(ctx.as_of)
    if asked is None or since is None:
        return ""
    if asked.day < day_of(since):
        return f"; it was not out by {long_day(asked.day, ctx)}"
    if asked.day == day_of(since):
        return ""
    return f", not on {long_day(asked.day, ctx)}" if asked.exact else f", before {long_day(asked.day, ctx)}"


def _row(board: MarketBoard, by: date | None) -> RungRow | None:
    """The row on the day that was asked about, or the nearest to it; the one that settled the board."""
    dated = [row for row in board.rows if row.date.last is not None]
    if by is None or not dated:
        return board.main_row()
    return min(dated, key=lambda row: (abs((row.date.last or by) - by), row.date.last or by))


def _order(pair: Pair, by: date | None) -> tuple[bool, int, int]:
    """The market that settled YES first, or that of the nearest day to the one asked about."""
    board, row = pair
    away = abs(((row.date.last or by) - by).days) if by is not None else 0
    return (by is None and board.outcome != "yes", away, board.market.number)


def _by_whom(release: Release) -> Words:
    who = vendor_name(release.subject.vendor)
    if not release.source.startswith("http"):
        return (bold(who),)
    if is_own(release.subject.vendor, release.source):
        return (bold(who), " · announced by ", link(who, release.source))
    return (bold(who), " · according to ", link(teller_of(release.source), release.source))


def _market_line(pair: Pair, ctx: RequestContext) -> Words:
    """Format a market in one line: how it settled, or that it is left over, with its last price."""
    board, row = pair
    venue = link(board.market.venue_name, board.market.url)
    asks = words.asks(row, ctx)
    if row.rung.resolution is not None:
        said = f"{words.price_said(row)}{words.settled_on(row, ctx)}"
        return ("The market ", f"{asks} ", said, " · ", venue, _last(row, ctx))
    price = turned(row)
    return ("The market ", f"{asks} is not settled yet · ", venue, *_left_over(price, row, ctx))


def _last(row: RungRow, ctx: RequestContext) -> str:
    price = turned(row)
    if price is None:
        return ""
    read = f", read {words.read_day(row.read_at, ctx)}" if row.read_at is not None else ""
    return f". Last price {price.said}{read}"


def _left_over(price: Probability | None, row: RungRow, ctx: RequestContext) -> tuple[str | TextSpan, ...]:
    """The last price of a market that outlived its question."""
    if price is None:
        return ()
    read: tuple[str | TextSpan, ...] = (", read ", words.old(row.read_at, ctx)) if row.read_at is not None else ()
    return (f". Last price {price.said}", *read)


def _facts(topic: Topic, by: date | None, full: Reply | None, ctx: RequestContext) -> dict[str, object]:
    """The facts of the market's card; where no market asks about the day, only the question."""
    if full is not None:
        return dict(full.data)
    slug = topic.subject.slug if topic.subject else None
    asked = {"subject": slug, "as_of": ctx.as_of, "asked_deadline": by}
    return asked | {"state": "no_market", "outcome": None, "venues": []}


def _source(release: Release) -> tuple[Source, ...]:
    first = release.source
    return (Source(host_of(first), first),) if first.startswith("http") else ()


def _actions(release: Release, topic: Topic, boards: Sequence[MarketBoard]) -> tuple[Action, ...]:
    slug = release.subject.slug
    rules = (Button(labels.EXACT_RULES, order("odds rules", market=boards[0].market.id)),) if boards else ()
    moved = (Button(labels.HOW_IT_MOVED, order("odds history", about=topic.typed)),) if boards else ()
    return (
        Button(labels.DOSSIER, order("model show", name=slug), "main"),
        *moved,
        *rules,
        Button(labels.TELL_ME_CHANGES, order("model watch", name=slug)),
    )
