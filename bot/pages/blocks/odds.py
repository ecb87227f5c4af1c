"""Odds as pages show them: a row a venue, with the figure, its source and its age."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.markets.market_view import MarketBoard, RungRow, turned
from bot.domain.markets.quotes import STALE_AFTER, money, moved, points
from bot.domain.markets.rules import clauses
from bot.domain.text import shorten
from bot.messages import words
from bot.messages.price_words import price_said, price_source
from bot.messages.reply import Chart
from bot.pages.page import Figure
from bot.queries.records.market_record import MarketRecord, QuestionGap, asks, curve_said, gap_of

OTHERS = 12  # deadlines in a table
CLAUSES = 4
LEDGER = "ledger:"  # rules out of the public ledger: what a public record says of them


@dataclass(frozen=True, slots=True)
class OddsRow:
    """One rung at one venue.

    Of odds that others report, ``reported``, the figure has no value: nobody read them.
    """

    market: str
    venue: str
    question: str
    asks: str
    deadline: datetime | None
    figure: Figure
    change_day: str
    change_week: str
    spread: str
    liquidity: str
    quality: str
    age: str
    play_money: bool
    state: str
    reported: bool = False

    @property
    def has_odds(self) -> bool:
        """Whether any odds are known, read or reported."""
        return self.reported or self.figure.value is not None

    @property
    def told_at(self) -> datetime | None:
        """When its figure was read, or reported."""
        return self.figure.source.read_at if self.reported and self.figure.source else self.figure.read_at


@dataclass(frozen=True, slots=True)
class OddsBlock:
    """The markets' answer on one subject; its state is ``no_market`` without one."""

    state: str
    outcome: str
    settled_at: datetime | None
    headline: OddsRow | None
    venues: tuple[OddsRow, ...]
    deadlines: tuple[OddsRow, ...]
    curve: str
    median: datetime | None
    low: datetime | None
    high: datetime | None
    chart: Chart | None
    counts: tuple[str, ...]
    excludes: tuple[str, ...]
    rules_second_hand: bool
    gap: QuestionGap
    cautions: tuple[str, ...]


def no_market(name: str) -> OddsBlock:
    """The block of a subject that no market asks about."""
    return OddsBlock(
        state="no_market",
        outcome="",
        settled_at=None,
        headline=None,
        venues=(),
        deadlines=(),
        curve="",
        median=None,
        low=None,
        high=None,
        chart=None,
        counts=(),
        excludes=(),
        rules_second_hand=False,
        gap=QuestionGap(name, "", ""),
        cautions=(),
    )


def odds_row(board: MarketBoard, row: RungRow, as_of: datetime) -> OddsRow:
    """One rung as a row."""
    quote, price = row.rung.quote, turned(row)
    settled = row.rung.resolution is not None
    figure = Figure(
        None if price is None else round(float(price), 6), price_said(row), row.read_at, price_source(board, row)
    )
    spread = quote.spread if quote is not None else None
    return OddsRow(
        market=board.market.id,
        venue=board.market.venue_name,
        question=shorten(row.rung.question or board.market.title, 200),
        asks=asks(row).removeprefix("not ") if row.date.complement else asks(row),
        deadline=row.date.deadline,
        figure=figure,
        change_day="" if row.change_day is None else moved(row.change_day),
        change_week="" if row.change_week is None else moved(row.change_week),
        spread="" if spread is None or spread < 0 else points(spread),
        liquidity="" if quote is None or quote.liquidity is None else money(quote.liquidity, board.market.currency),
        quality=row.quality.said if row.quality is not None and row.open else "",
        age="" if settled or row.read_at is None else aged(row.read_at, as_of),
        play_money=board.market.currency == "play",
        state=board.state,
        reported=not settled and bool(row.known and row.known.reports),
    )


def aged(at: datetime, as_of: datetime) -> str:
    """The age of a reading in whole days; '' below a day, so that pages do not tick."""
    days = (as_of - at).days
    return "" if days < 1 else f"{days} day{'s' if days != 1 else ''} old"


def odds_block(name: str, records: Sequence[MarketRecord], chart: Chart | None, as_of: datetime) -> OddsBlock:
    """What the markets say of a subject: the best board in full, a row of every other."""
    shown = [one for one in records if one.row is not None]
    if not shown:
        return no_market(name)
    first = shown[0]
    board, row = first.board, first.row
    assert row is not None  # noqa: S101 - filtered above
    rules = board.market.rules[-1] if board.market.rules else None
    told = clauses(rules.text) if rules is not None else None
    return OddsBlock(
        state=board.state,
        outcome=board.outcome or "",
        settled_at=board.settled_at,
        headline=odds_row(board, row, as_of),
        venues=tuple(odds_row(one.board, one.row, as_of) for one in shown if one.row is not None),
        deadlines=deadline_rows(board, as_of),
        curve=curve_said(board) if board.state not in ("settled", "closed") else "",
        median=board.curve.carried(0.5) if board.carries else None,
        low=board.curve.carried(0.1) if board.carries else None,
        high=board.curve.carried(0.9) if board.carries else None,
        chart=chart,
        counts=told.counts[:CLAUSES] if told is not None else (),
        excludes=told.excludes[:CLAUSES] if told is not None else (),
        rules_second_hand=rules is not None and rules.source.startswith(LEDGER),
        gap=gap_of(name, first),
        cautions=tuple(cautions(board, row, as_of)),
    )


def deadline_rows(board: MarketBoard, as_of: datetime) -> tuple[OddsRow, ...]:
    """The rungs of a ladder that have odds or an outcome, in order of their deadlines."""
    rows = [row for row in board.rows if row.known is not None or row.rung.resolution is not None]
    return tuple(odds_row(board, row, as_of) for row in rows[:OTHERS])


def _of_reading(board: MarketBoard, row: RungRow, as_of: datetime) -> Iterator[str]:
    """That a price was read by nobody, or long ago."""
    if row.known is not None and row.known.reports:
        yield f"{words.REPORTED_BY_OTHERS}."
    if row.read_at is not None and row.rung.resolution is None and "stale" in row.flags:
        age = aged(row.read_at, as_of)
        if age:
            yield f"This price is {age}: too old to tell how it moves now."
        elif as_of - row.read_at > STALE_AFTER:
            asked = row.told is None and board.market.followed  # else nobody here asks the venue
            yield "The venue has not answered since this price was read." if asked else "This market is not read here."


def cautions(board: MarketBoard, row: RungRow, as_of: datetime) -> list[str]:
    """What a reader has to know before quoting the number."""
    out: list[str] = []
    quote = row.rung.quote
    if board.unread:
        out.append(f"{board.market.rungs_total - board.unread} of {board.market.rungs_total} deadlines could be read.")
    if row.date.note:
        out.append(f"{row.date.note}; the words are kept.")
    out += _of_reading(board, row, as_of)
    if "thin" in row.flags and quote is not None:
        out.append(f"Thin market ({money(quote.liquidity)} in the book): one small order can move this.")
    if "one-sided" in row.flags and quote is not None:
        out.append("Nobody offers to buy." if quote.bid is None else "Nobody offers to sell.")
    if board.market.currency == "play":
        out.append("Play money: nobody loses rent on it.")
    if board.curve.violations:
        out.append(f"{len(board.curve.violations)} pairs of deadlines are out of order.")
    return out
