"""A market as a board with its price history, for pages, cards and feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.evidence.grade_rules import Grade
from bot.domain.markets.known_odds import KnownOdds
from bot.domain.markets.market_view import MarketBoard, RungRow, board, ranked
from bot.domain.markets.markets import MarketReading, PricePoint
from bot.domain.markets.quotes import Probability, moved, points
from bot.domain.names.subjects import AliasStatus, SubjectEvent
from bot.domain.time import day_of, format_day, format_time
from bot.messages.reply import Chart, Mark, Series
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.aliases import Reading, other_readings

WINDOW = timedelta(days=120)
LINES = 4
MARKS = 9
_RANK = {"release": 0, "statement": 1, "report": 2, "market": 2, "sighting": 3}


@dataclass(frozen=True, slots=True)
class MarketRecord:
    """A board, its most informative row, and its series.

    ``reading`` is set if it asks about another subject's name.
    """

    board: MarketBoard
    row: RungRow | None
    series: tuple[PricePoint, ...]
    reading: Reading | None = None

    @property
    def known(self) -> KnownOdds | None:
        """The best odds that are known of a release by the row's day."""
        return self.row.known if self.row is not None else None


def markets_of(ports: Ports, slug: str, view: View, *, series: bool = True) -> tuple[MarketRecord, ...]:
    """Return markets of a subject and its possible meanings, ranked like `/odds show`.

    With past prices if wanted.
    """
    readings = {one.slug: one for one in other_readings(ports, (slug,), view)}
    found = ports.markets.of_subjects([slug, *readings], view)
    boards = ranked((board(market, view.as_of) for market in found), slug)
    return tuple(record_of(ports, one, view, readings.get(one.market.subject or ""), series=series) for one in boards)


def market_of(ports: Ports, market: MarketReading, view: View) -> MarketRecord:
    """One market's record."""
    return record_of(ports, board(market, view.as_of), view)


def record_of(
    ports: Ports, found: MarketBoard, view: View, reading: Reading | None = None, *, series: bool = True
) -> MarketRecord:
    """A board's record, if wanted with its series of the last days that have a price."""
    row = found.main_row()
    points: tuple[PricePoint, ...] = ()
    if row is not None and series:
        points = tuple(ports.markets.history(row.rung.id, view, (row.rung.last_known or view.as_of) - WINDOW))
    return MarketRecord(found, row, points, reading)


def asks(row: RungRow) -> str:
    """Format what a rung asks: ``by 30 Apr 2026``, a span, or its label."""
    last = _day(row.date.last)
    match row.date.kind:
        case "by":
            return f"not by {last}" if row.date.complement else f"by {last}"
        case "on":
            return f"on {last}"
        case "window":
            return f"{_day(row.date.first)} to {last}"
        case _:
            return row.label[:60] or "no date"


def _day(day: date | None) -> str:
    return "no date" if day is None else format_day(day)


def curve_said(found: MarketBoard, day: Callable[[date | None], str] = _day) -> str:
    """The release curve in words, as far as the ladder carries.

    ``day`` formats a New York date.
    """
    if found.state == "resolving":
        return "Rungs are settling one after another: no median while that lasts."
    if found.shape == "buckets":
        return _buckets_said(found, day)
    if found.shape == "choice":
        return "Its options are no dates: no median date."
    if found.state == "down":
        return "No fresh price: no median date is drawn from old ones."
    if not found.carries:
        only = len(found.curve.knots) == 1
        return f"{'Only one deadline has a price: that gives' if only else 'No deadline has a price:'} no median date."
    first, last = found.curve.knots[0].at, found.curve.knots[-1].at

    def at(q: float) -> str:
        """The day; before the first rung there is only its own deadline."""
        moment = found.curve.quantile(q)
        if moment is None:
            return f"after {day(day_of(last))}"
        return f"by {day(day_of(first))}" if moment < first else day(day_of(moment))

    low, high = at(0.1), at(0.9)
    span = low if low == high else f"{low} – {high}"
    return f"Median {at(0.5)}; 10–90 %: {span} (New York dates)."


def _buckets_said(found: MarketBoard, day: Callable[[date | None], str]) -> str:
    if not found.buckets:
        return "No day has a price: no median date."
    reached = next((leg for leg in found.buckets if leg.cum is not None and leg.cum >= 0.5), None)  # noqa: PLR2004 - the median
    if reached is None:
        sure = max((leg.cum for leg in found.buckets if leg.cum is not None), default=0.0)
        return f"The days named sum to {Probability(min(sure, 1.0)).said}: the median lies beyond them."
    row = next((row for row in found.rows if row.label == reached.label), None)
    if row is None or row.date.last is None:
        return f"Median within {reached.label} (summed over days)."
    window = f"within {day(row.date.first)} to " if row.date.kind == "window" else ""
    return f"Median {window}{day(row.date.last)} (the days summed, New York dates)."


@dataclass(frozen=True, slots=True)
class QuestionGap:
    """The model a market asks about, and how firmly it is the displayed one.

    ``grade`` is '' if they are identical.
    """

    about: str
    grade: str
    text: str


def gap_of(name: str, record: MarketRecord) -> QuestionGap:
    """Compare the model a market asks about with the subject it is shown under."""
    if record.reading is None:
        return QuestionGap(name, "", f"It asks about {name} itself.")
    other = record.reading.shown
    if record.reading.standing is AliasStatus.GOOD:
        since = format_time(record.reading.since)
        return QuestionGap(
            other, Grade.CONFIRMED, f"It asks about {other}. That {name} is {other}: CONFIRMED since {since}."
        )
    text = f"It asks about {other}. It does not say that {name} is that model: SPECULATION."
    return QuestionGap(other, Grade.SPECULATION, text)


def history_chart(
    name: str, records: Sequence[MarketRecord], events: Iterable[SubjectEvent], as_of: datetime
) -> Chart | None:
    """Chart prices over time with events marked; None without a price."""
    drawn = [one for one in records if any(point.price is not None for point in one.series)][:LINES]
    if not drawn:
        return None
    since = min(one.series[0].at for one in drawn)
    over = all(one.row is not None and one.row.rung.resolution is not None for one in drawn)
    last = max(as_of_end(one) for one in drawn)
    inside = [event for event in events if since <= event.so_at <= (last if over else as_of)]
    best = sorted(inside, key=lambda event: (_RANK.get(event.kind, 4), -event.so_at.timestamp()))[:MARKS]
    marks = tuple(Mark(event.so_at, event.label) for event in sorted(best, key=lambda event: event.so_at))
    return Chart(
        title=f"{name}: odds over time",
        series=tuple(part for one in drawn for part in _series(one, since)),
        alt=". ".join(alt_text(one) for one in drawn) + ".",
        marks=marks,
        since=since,
        until=max([last] + [mark.at for mark in marks]),
    )


def as_of_end(one: MarketRecord) -> datetime:
    """The last moment at which a price of the record was known to be so."""
    quote = one.row.rung.quote if one.row is not None else None
    last = one.series[-1].at
    return max(last, quote.read_at) if quote is not None else last


def price_runs(name: str, points: Sequence[PricePoint], since: datetime, read_at: datetime | None) -> list[Series]:
    """Split a line into runs of readings, one series each, so that gaps are not drawn.

    ``read_at``: when the last price was last read; it holds until then.
    """
    runs: list[list[tuple[datetime, float]]] = [[]]
    for point in points:
        at = max(point.at, since)
        if point.price is not None:
            runs[-1].append((at, float(point.price)))
        elif runs[-1]:
            runs[-1].append((at, runs[-1][-1][1]))
            runs.append([])
    if runs[-1] and read_at is not None and read_at > runs[-1][-1][0]:
        runs[-1].append((read_at, runs[-1][-1][1]))
    return [Series(name, tuple(run)) for run in runs if run]


def _series(one: MarketRecord, since: datetime) -> list[Series]:
    assert one.row is not None  # noqa: S101 - a series belongs to a row
    return price_runs(f"{one.board.market.venue_name} {asks(one.row)}", one.series, since, as_of_end(one))


def alt_text(one: MarketRecord) -> str:
    """Describe a series: from 67 % on 19 Mar to 89 % on 16 Apr."""
    seen = [point for point in one.series if point.price is not None]
    assert one.row is not None  # noqa: S101 - as above
    name = f"{one.board.market.venue_name} {asks(one.row)}"
    first, last = seen[0], seen[-1]
    start, end = Probability(first.price or 0.0), Probability(last.price or 0.0)
    if len(seen) == 1:
        return f"{name}: one reading, {end}, on {format_time(first.at)}"
    size = float(end) - float(start)
    move = f", {moved(size)}" if points(size) != "0.0 points" else ""
    return f"{name}: from {start} on {format_time(first.at)} to {end} on {format_time(last.at)}{move}"
