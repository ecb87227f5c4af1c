"""The odds card of a day that no market asks about: what its neighbours say of it, in the title."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.commands.odds._cards import card as cards
from bot.commands.odds._cards import facts, words
from bot.commands.odds._cards.brief import asked_name, first_caution, long_day
from bot.commands.odds._finding import Topic
from bot.dispatch.date_arguments import Deadline
from bot.domain.markets.board_state import ASKS_RELEASE
from bot.domain.markets.day_bounds import DayBounds, bounds_of
from bot.domain.markets.market_view import MarketBoard, RungRow
from bot.domain.markets.quotes import Probability
from bot.domain.time import day_of, end_of_day
from bot.messages.order import Order
from bot.messages.price_words import price_origin
from bot.messages.reply import Action, Button, Part, Reply, Text, TextSpan, Words, bold
from bot.messages.request import RequestContext
from bot.queries.records.model_state import NOTHING_RECORDED

NEAREST = 3  # rungs that are told beside the answer

Pair = tuple[MarketBoard, RungRow]


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """What the markets beside a day say of it: ``title`` in words, ``why`` how that follows."""

    title: str
    why: str = ""
    bounds: DayBounds | None = None
    between: float | None = None


def other_dates(
    topic: Topic,
    boards: Sequence[MarketBoard],
    by: Deadline | None,
    asks_again: Callable[[date | None], Order],
    ctx: RequestContext,
) -> Reply:
    """Compose the card: the day's own number as far as its neighbours give one, then the nearest dates."""
    day = by.day if by else day_of(ctx.as_of)
    minded = first_caution(topic, boards[0], ())
    rows = [(board, row) for board in boards for row in board.rows if row.date.last is not None]
    rows.sort(key=lambda pair: (*_offered_first(pair[1]), abs((pair[1].date.last or day) - day)))
    near = sorted(rows[:NEAREST], key=lambda pair: pair[1].date.last or day)
    answered = _answer(topic, boards, by, ctx)
    bounds, between = answered.bounds, answered.between
    offered = dict.fromkeys((words.asks(row, ctx), row.date.last) for _, row in near if row.rung.resolution is None)
    actions: tuple[Action, ...] = tuple(Button(label, asks_again(last)) for label, last in offered)
    return Reply(
        title=answered.title,
        note=words.noted(by.note if by else "", topic, ctx),
        parts=(*((Text(answered.why),) if answered.why else ()), *map(Text, minded), *_nearest(near, ctx)),
        sources=words.sources(near),
        actions=actions,
        data={
            "subject": topic.subject.slug if topic.subject else None,
            "as_of": ctx.as_of,
            "state": "no_market",
            "outcome": None,
            "venues": [],
            "asked_deadline": day,
            "asked_on": by is not None and by.exact,
            "nearest": [facts.row_facts(board, row, ctx) for board, row in near],
            "interpolated": None if between is None else round(between, 6),
            "at_least": facts.rounded(bounds.least if bounds else None),
            "at_most": facts.rounded(bounds.most if bounds else None),
        },
    )


def _answer(topic: Topic, boards: Sequence[MarketBoard], by: Deadline | None, ctx: RequestContext) -> DayAnswer:
    if by is None:
        return DayAnswer(f"No market that is followed here asks about a day for {topic.name} that I can read.")
    name, said = asked_name(topic, boards[0]), long_day(by.day, ctx)
    if by.day < day_of(ctx.as_of) and (past := _past(topic, by.day, ctx)):
        return DayAnswer(past)
    bounds = bounds_of(_same(boards), by.day, ctx.as_of)
    if by.exact:
        return on_the_day(topic, boards, by, ctx) or _none(topic, f"on {words.day_said(by.day, ctx)}")
    between = boards[0].curve.by(end_of_day(by.day)) if boards[0].carries else None
    return _by_the_day(name, said, bounds, between, ctx) or _none(topic, f"by {words.day_said(by.day, ctx)}")


def _past(topic: Topic, day: date, ctx: RequestContext) -> str:
    """Format whether a model was out by a day that is over; '' where its markets do not ask that.

    That no release is known of says nothing of a model whose record is old.
    """
    if topic.subject is None or topic.boards[0].shape not in ASKS_RELEASE:
        return ""
    said, since = f"{words.day_said(day, ctx)} is past", topic.states.get(topic.subject.slug, NOTHING_RECORDED).since
    if since is None:
        return f"{said}; no release of {topic.name} by then is known here"
    return f"{said}: {topic.name} {'came out later' if day_of(since) > day else 'was out'}"


def _none(topic: Topic, asked: str) -> DayAnswer:
    return DayAnswer(f"No market that is followed here asks about “{topic.name} {asked}”.")


def _by_the_day(name: str, day: str, bounds: DayBounds, between: float | None, ctx: RequestContext) -> DayAnswer | None:
    """A deadline between those that are asked about: the curve's number, else what bounds it."""
    event, beside = f"{name} is out by {day}", _beside(bounds, ctx)
    if between is not None:
        why = f"Read off between the deadlines of the markets; none asks about that day{beside}."
        return DayAnswer(f"About {Probability(between)} that {event}", why, bounds, between)
    size = _size(bounds)
    return DayAnswer(f"{size} that {event}", f"No market asks about that day{beside}.", bounds) if size else None


def _size(bounds: DayBounds) -> str:
    """Format what bounds a probability: one number or two; '' without any."""
    least, most, reported = bounds.least, bounds.most, " (reported)" if bounds.reported else ""
    if least is not None and most is not None and least <= most:
        return f"Between {least.said} and {most.said}{reported}"
    if least is not None:
        return f"At least {least.said}{reported}"
    return f"At most {most.said}{reported}" if most is not None else ""


def _same(boards: Sequence[MarketBoard]) -> list[MarketBoard]:
    """The boards that ask about the same model as the first one."""
    return [board for board in boards if board.market.subject == boards[0].market.subject is not None]


def on_the_day(topic: Topic, boards: Sequence[MarketBoard], by: Deadline, ctx: RequestContext) -> DayAnswer | None:
    """One single day where the markets ask by days: at most what lies between its neighbours."""
    bounds = bounds_of(_same(boards), by.day, ctx.as_of)
    size = bounds.on_the_day
    if size is None or by.day < day_of(ctx.as_of):
        return None
    title = f"At most {size.said} that {asked_name(topic, boards[0])} comes out on {long_day(by.day, ctx)} itself"
    asked = next((board.market.id for board in boards if board.at(by.day, on=True)), "")
    why = f"No price is known of {asked}, which asks on that day" if asked else "The markets ask by a day, not on it"
    return DayAnswer(title, f"{why}{_beside(bounds, ctx)}.", bounds)


def _beside(bounds: DayBounds, ctx: RequestContext) -> str:
    """Format the rungs beside a day: ``: 74 % by 23 Apr, 94 % by 30 Apr``."""
    rungs = [row for row in (bounds.before, bounds.after) if row is not None]
    told = ", ".join(f"{words.price_said(row)} {words.asks(row, ctx)}" for row in rungs)
    return f": {told}" if told else ""


def _offered_first(row: RungRow) -> tuple[bool, bool, bool]:
    """Sort what can still be asked first, then what has a price, read before reported."""
    return row.rung.resolution is not None, not cards.has_price(row), row.known is None


def _nearest(near: Sequence[Pair], ctx: RequestContext) -> tuple[Part, ...]:
    items: list[Words] = [
        (bold(words.price_said(row)), f" {words.asks(row, ctx)} · ", *_from(board, row, ctx), f" · {board.market.id}")
        for board, row in near
    ]
    return words.bullets(items, "Nearest")


def _from(board: MarketBoard, row: RungRow, ctx: RequestContext) -> tuple[str | TextSpan, ...]:
    """Where an open price is from and how old it is; else its venue."""
    is_priced = row.known is not None and row.rung.resolution is None
    return price_origin(board, row, ctx) if is_priced else (board.market.venue_name,)
