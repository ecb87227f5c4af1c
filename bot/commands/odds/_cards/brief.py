"""Brief answers of the odds cards: titles in words, and the few lines below them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from bot.commands.odds._cards import words as say
from bot.commands.odds._finding import SubjectReading, Topic
from bot.domain.markets.market_view import MarketBoard, RungRow, turned
from bot.domain.markets.quotes import Probability, interval, moved
from bot.domain.names.subjects import AliasStatus, SubjectState
from bot.domain.text import shorten
from bot.domain.time import format_time
from bot.messages import words
from bot.messages.levels import brief, caution, labelled
from bot.messages.lifetimes import not_out_said
from bot.messages.price_words import OLD_AFTER, price_origin, read_day
from bot.messages.reply import Brief, Words, bold, link, spans
from bot.messages.request import RequestContext
from bot.queries.known_up_to import may_deny
from bot.queries.records.market_record import curve_said

QUESTION = 120  # characters of a venue's question in a title
CLAUSE = 150
OTHERS = 3


def asked_name(topic: Topic, board: MarketBoard) -> str:
    """Return the model the market's question names: the topic, or its supposed identity."""
    read = topic.read_of(board)
    return read.subject.name if read is not None else topic.name


def title(topic: Topic, board: MarketBoard, row: RungRow, ctx: RequestContext) -> str:
    """The answer in words: ``89 % that GPT-5.5 is out by 30 April``."""
    if board.shape == "choice" or board.market.subject is None:
        return say.own_question(board, row, ctx)
    name = asked_name(topic, board)
    if board.state == "settled" and board.outcome is not None:
        return _settled_title(topic, name, board, row, ctx)
    event = _event(name, board, row, ctx)
    price = turned(row)
    if (known := row.known) is not None and known.reports:
        return f"{known.figure} that {event}, as reported"
    if price is None:
        why = say.price_said(row) if row.rung.quote is not None else "no price read yet"
        return f"No odds that {event}: {why}"
    match board.state:
        case "closed":
            return f"Closed, not settled: last {price.said} that {event}"
        case "down":
            return f"Last known: {price.said} that {event}"
        case "resolving":
            return f"Settling now: {price.said} that {event}"
        case "open" if row.told is not None and ctx.as_of - row.told.at >= OLD_AFTER:
            return f"Last known, {read_day(row.told.at, ctx)}: {price.said} that {event}"
        case _:
            return f"{price.said} that {event}"


def _settled_title(topic: Topic, name: str, board: MarketBoard, row: RungRow, ctx: RequestContext) -> str:
    on = say.board_settled_on(board)
    word = (board.outcome or "").upper()
    if board.shape == "open-ended":
        return f"Settled {word}{on}: {shorten(row.rung.question or board.market.title, QUESTION)}"
    state = topic.states.get(board.market.subject or "")
    if board.outcome == "yes" and state is not None and state.is_not_out and state.state is not None:
        return f"Settled YES{on}; by the record here {_not_out(name, state.state, topic, ctx)}"
    if board.outcome == "yes":
        return f"{name} is out: settled YES{on}"
    last = max((line.date.last for line in board.rows if line.date.last is not None), default=None)
    missed = f": {name} was not out by {long_day(last, ctx)}" if board.outcome == "no" and last is not None else ""
    if missed and state is not None and state.is_not_out and state.state is not None:
        missed += f"; now it {_not_out('', state.state, topic, ctx).strip()}"
    return f"Settled {word}{on}{missed or f': {name}'}"


def _not_out(name: str, state: SubjectState, topic: Topic, ctx: RequestContext) -> str:
    known = topic.known_up_to
    return not_out_said(name, state, known, denies=may_deny(known, ctx))


def _event(name: str, board: MarketBoard, row: RungRow, ctx: RequestContext) -> str:
    last = row.date.last
    if last is None:
        return f"“{shorten(row.rung.question or board.market.title, QUESTION)}” comes true"
    if row.date.kind == "on":
        return f"{name} comes out on {long_day(last, ctx)}"
    if row.date.kind == "window" and row.date.first is not None:
        return f"{name} comes out between {long_day(row.date.first, ctx)} and {long_day(last, ctx)}"
    return f"{name} is out by {long_day(last, ctx)}"


def long_day(day: date, ctx: RequestContext) -> str:
    """Format ``30 April``, with the year unless it is the current one."""
    year = "" if day.year == ctx.as_of.year else f" {day.year}"
    return f"{format_time(day, '%d %B')}{year}"


def card(
    head: str,
    topic: Topic,
    chosen: Sequence[tuple[MarketBoard, RungRow]],
    minded: Sequence[Words],
    told: Sequence[float],
    ctx: RequestContext,
    *,
    excludes: Sequence[str],
    note: str,
) -> Brief:
    """Compose the brief answer of ``odds show``.

    ``chosen`` are its venues with their rows, ``told`` second-hand prices.
    """
    board, row = chosen[0]
    settled = board.state == "settled"
    lines: list[Words] = [_settled_on(topic, board, row, ctx) if settled else _rests_on(topic, board, row, ctx)]
    if board.carries:
        lines.append(curve_said(board, partial(say.day_said, ctx=ctx)))
    if others := _others(chosen[1:], ctx):
        lines.append(labelled("Other venues", others))
    if row.signal.probability is None and not settled:  # its own price was not read here: one that was stands beside
        read = next((one for one in topic.others if one.priced), None)
        lines += [part.words for part in say.others_said([read] if read is not None else [])]
    lines += first_caution(topic, board, () if settled else minded)
    if excludes and not settled:
        lines.append(labelled(words.DOES_NOT_COUNT, f"“{shorten(excludes[0], CLAUSE)}”"))
    if told and not settled and not _is_enough(row, ctx):
        span = interval(Probability(min(told)), Probability(max(told)))
        lines.append(f"{words.REPORTED_BY_OTHERS}: {span}.")
    return brief(head, lines, note)


def _is_enough(row: RungRow, ctx: RequestContext) -> bool:
    """Whether the title needs no line of what others report.

    Its price is of the last day, or what they report.
    """
    at = row.told.at if row.told is not None else row.read_at
    return bool(row.known and row.known.reports) or (at is not None and ctx.as_of - at < OLD_AFTER)


def _settled_on(topic: Topic, board: MarketBoard, row: RungRow, ctx: RequestContext) -> Words:
    """State the outcome's market, and the last price before it."""
    venue = link(board.market.venue_name, board.market.url)
    price = turned(row)
    last = f". Last price {price.said}" if price is not None else ""
    read = f", read {read_day(row.read_at, ctx)}" if last and row.read_at is not None else ""
    return (bold(topic.name), f"{if_it_is(topic.read_of(board))} · ", venue, f"{last}{read}")


def _rests_on(topic: Topic, board: MarketBoard, row: RungRow, ctx: RequestContext) -> Words:
    """State the price's source, age and recent move."""
    said = if_it_is(topic.read_of(board))
    return (bold(topic.name), f"{said} · ", *price_origin(board, row, ctx), *_moves(row))


def _moves(row: RungRow) -> list[str]:
    """The latest move: the card's row has both."""
    changes = ((row.change_day, "24 h"), (row.change_week, "7 days"))
    return [f" · {moved(size)} in {span}" for size, span in changes if size][:1]


def if_it_is(read: SubjectReading | None) -> str:
    """Format what another name is said to be, with the grade; '' for the market's own."""
    if read is None:
        return ""
    if read.standing is AliasStatus.GOOD:
        return f" is {read.subject.name}"
    grade = say.GRADES[read.standing]
    if read.standing is AliasStatus.REFUTED:
        return f" is not {read.subject.name} ({grade})"
    return f", if it is {read.subject.name} ({grade})"


def first_caution(topic: Topic, board: MarketBoard, minded: Sequence[Words]) -> list[Words]:
    """Return the one caution: that the question is about another model, else the first warning."""
    read = topic.read_of(board)
    if read is not None and read.standing is not AliasStatus.GOOD:
        name = read.subject.name
        if read.standing is AliasStatus.REFUTED:
            return [caution(("The market asks about ", bold(name), f"; {topic.name} is another model."))]
        return [caution((f"Nobody has shown that {topic.name} is ", bold(name), "."))]
    return [caution((*spans(minded[0]), "."))] if minded else []


def _others(chosen: Sequence[tuple[MarketBoard, RungRow]], ctx: RequestContext) -> Words:
    told = [
        f"{board.market.venue_name} {say.price_said(row)} {say.asks(row, ctx)}"
        for board, row in chosen
        if row.signal.probability is not None
    ]
    return " · ".join(told[:OTHERS]) + (f" · {len(told) - OTHERS} more" if len(told) > OTHERS else "")
