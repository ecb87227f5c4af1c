"""``/odds history``: a market's price over time with events, as a chart and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from bot.commands.odds._cards import words
from bot.commands.odds._cards.brief import asked_name
from bot.commands.odds._finding import Topic, find
from bot.commands.odds._no_market import no_market
from bot.commands.odds._released import behind_release
from bot.dispatch.command import Command, as_of_option, option
from bot.dispatch.date_arguments import Deadline
from bot.domain.markets.market_view import MarketBoard, RungRow
from bot.domain.markets.markets import PricePoint
from bot.domain.markets.quotes import Probability, points
from bot.domain.names.subjects import SubjectEvent
from bot.domain.time import format_moment
from bot.messages import words as labels
from bot.messages.levels import brief
from bot.messages.order import order
from bot.messages.price_words import read_day
from bot.messages.reply import Brief, Button, Chart, Mark, Part, Reply, Series, Table, Text, Words, bold
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.records.market_record import price_runs

WINDOWS = {"24h": timedelta(days=1), "7d": timedelta(days=7), "30d": timedelta(days=30), "90d": timedelta(days=90)}
LINES = 4
MARKS = 9
NEWEST = 2  # events named in the brief answer
LAST = 10


@dataclass(frozen=True, slots=True)
class PriceSeries:
    """One rung and its prices."""

    board: MarketBoard
    row: RungRow
    points: tuple[PricePoint, ...]


@dataclass(frozen=True, slots=True)
class HistoryInputs:
    """The lines and events to draw."""

    topic: Topic
    since: datetime
    lines: tuple[PriceSeries, ...]
    events: Sequence[SubjectEvent]


class History(Command[HistoryInputs], name="odds history", shareable=True):
    """Chart the odds over time, with events marked."""

    about: str = option("Model, codename or market", complete="subject")
    window: Literal["24h", "7d", "30d", "90d", "all"] = option("How far back", default="90d")
    by: Deadline | None = option("Only this deadline", default=None)
    image: bool = option("Include the chart", default=True)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> HistoryInputs:
        """Read the series of each venue's most informative rung, and the ledger's events."""
        topic = find(ports, ctx, self.about)
        width, since = WINDOWS.get(self.window, timedelta(days=3650)), ctx.as_of
        lines: list[PriceSeries] = []
        for board in topic.boards:
            row = board.main_row() if self.by is None else board.at(self.by.day)
            if row is None or len(lines) >= LINES:
                continue
            begins = (row.rung.last_known or ctx.as_of) - width  # a market that is over has no last days but its own
            series = _turned(row, ports.markets.history(row.rung.id, ctx.view, begins))
            if any(point.price is not None for point in series):
                since = min(since, begins)
                lines.append(PriceSeries(board, row, series))
        slugs = {board.market.subject for board in topic.boards if board.market.subject}
        if topic.subject is not None:
            slugs.add(topic.subject.slug)
        events = [event for event in ports.ledger.events(sorted(slugs), ctx.view) if event.so_at >= since]
        return HistoryInputs(topic, since, tuple(lines), events)

    def answer(self, found: HistoryInputs, ctx: RequestContext) -> Reply:
        """The picture with its alt text, the last values as a table."""
        data: dict[str, object] = {
            "subject": found.topic.subject.slug if found.topic.subject else None,
            "as_of": ctx.as_of,
            "window": self.window,
            "series": [_facts(line) for line in found.lines],
            "events": [{"at": event.so_at, "id": event.id, "label": event.label} for event in found.events],
        }
        if not found.lines:
            return self._nothing(found, data, ctx)
        alt = "; ".join(alt_text(line, found.since, ctx) for line in found.lines)
        marks = _marks(found, ctx)
        parts: list[Part] = [Text(f"{alt}.")]
        if self.image:
            parts.append(_chart(found, marks, alt, ctx))
        happened: list[Words] = [f"{n}. {read_day(mark.at, ctx)}: {mark.label}" for n, mark in enumerate(marks, 1)]
        parts += words.bullets(happened, "Marked")
        parts.append(_table(found.lines[0], ctx))
        head = behind_release(found.topic, _title(found, ctx))
        return Reply(
            title=head,
            parts=tuple(parts),
            brief=_brief(found, head, parts, marks, ctx),
            sources=words.sources((line.board, line.row) for line in found.lines),
            actions=(
                *(self._window(wide) for wide in ("7d", "all") if wide != self.window),
                Button(labels.ODDS, order("odds show", about=self.about)),
            ),
            data=data,
            note=words.noted(self.by.note if self.by else "", found.topic, ctx),
            shows=tuple(line.board.market.id for line in found.lines),
        )

    def _window(self, window: str) -> Button:
        asked = order("odds history", about=self.about, window=window, by=self.by)
        return Button({"7d": "Last 7 days", "all": "All of it"}[window], asked, in_place=True)

    def _nothing(self, found: HistoryInputs, data: dict[str, object], ctx: RequestContext) -> Reply:
        """Explain why there is nothing to draw: no market, or no price read in the window."""
        topic = found.topic
        if not topic.boards:
            made = no_market(topic, ctx)
            return replace(made, data={**made.data, **data})
        return Reply(
            title=behind_release(topic, f"No price of {topic.name} is known in this window."),
            parts=(Text("Nothing is drawn: an empty window is not a flat line."),),
            actions=(Button("Odds", order("odds show", about=self.about)),),
            data=data,
            note=words.noted("", topic, ctx),
        )


def _title(found: HistoryInputs, ctx: RequestContext) -> str:
    """``From 67 % to 89 % since 19 Mar: GPT-5.5 by 30 Apr``."""
    line = found.lines[0]
    seen = [point for point in line.points if point.price is not None]
    first, last = (Probability(point.price or 0).said for point in (seen[0], seen[-1]))
    about = f"{asked_name(found.topic, line.board)} {words.asks(line.row, ctx)}"
    since = read_day(seen[0].at, ctx)
    if len(seen) == 1:
        return f"{last} on {since}, the only reading: {about}"
    return f"{last} all along since {since}: {about}" if first == last else f"{first} → {last} since {since}: {about}"


def _brief(found: HistoryInputs, head: str, parts: Sequence[Part], marks: Sequence[Mark], ctx: RequestContext) -> Brief:
    """Compose the source, each line in words, the latest events and the chart."""
    venues = ", ".join(dict.fromkeys(line.board.market.venue_name for line in found.lines[:LINES]))
    drawn = labels.counted(sum(len(line.points) for line in found.lines), "price")
    last = read_day(found.lines[0].points[-1].at, ctx)
    lines: list[Words] = [(bold(found.topic.name), f" · {venues} · {drawn} drawn, the last on {last}")]
    lines += [f"{alt_text(line, found.since, ctx)}." for line in found.lines[1:2]]
    lines += [f"{read_day(mark.at, ctx)}: {mark.label}" for mark in marks[-NEWEST:]]
    note = (
        f"{labels.counted(len(marks), 'event')} numbered on the picture, with names in the full card." if marks else ""
    )
    charts = tuple(part for part in parts if isinstance(part, Chart))
    return brief(head, lines, words.noted(note, found.topic, ctx), charts)


def _turned(row: RungRow, points: Sequence[PricePoint]) -> tuple[PricePoint, ...]:
    """The prices of a release: those of "no release by" turned round."""
    if not row.date.complement:
        return tuple(points)
    return tuple(PricePoint(one.at, None if one.price is None else 1 - one.price) for one in points)


def alt_text(line: PriceSeries, since: datetime, ctx: RequestContext) -> str:
    """Describe a line: start and end price, dates, and the largest move.

    ``Polymarket by 30 Apr from 67 to 89 percent, 19 Mar to 16 Apr; the largest move, plus 22, seen on 16 Apr``. A price
    already in force when the window began is described as such: it was read before.
    """
    seen = [point for point in line.points if point.price is not None]
    name = f"{line.board.market.venue_name} {words.asks(line.row, ctx)}"
    first, last = seen[0], seen[-1]
    if len(seen) == 1 or first.price is None or last.price is None:
        return f"{name}: one reading, {Probability(last.price or 0)}, on {read_day(last.at, ctx)}"
    start, end = (Probability(price).said.removesuffix(" %") for price in (first.price, last.price))
    before = " (before this window)" if first.at < since else ""
    days = f"{read_day(first.at, ctx)}{before} to {read_day(last.at, ctx)}"
    moves = [
        (after.price - before.price, after.at)
        for before, after in pairwise(seen)
        if after.price is not None and before.price is not None
    ]
    size, when = max(moves, key=lambda move: abs(move[0]))
    many = f", {len(seen)} readings" if len(seen) < LAST else ""
    if not size:
        return f"{name} at {end} percent, {days}{many}; no move"
    most = f"{'plus' if size > 0 else 'minus'} {points(size).split()[0]}"
    how = f"; the largest move, {most}, seen on {read_day(when, ctx)}"
    return f"{name} from {start} to {end} percent, {days}{many}{how}"


def _chart(found: HistoryInputs, marks: tuple[Mark, ...], alt: str, ctx: RequestContext) -> Chart:
    since = max(found.since, min(line.points[0].at for line in found.lines))
    return Chart(
        title=f"{found.topic.name}: odds by market",
        series=tuple(series for line in found.lines for series in _series(line, since, ctx)),
        alt=alt,
        marks=marks,
        since=since,
        until=max(_ends(line, ctx) for line in found.lines),
    )


def _ends(line: PriceSeries, ctx: RequestContext) -> datetime:
    """Now, or when the line's question settled."""
    last = line.row.rung.last_known
    return last if line.row.rung.resolution is not None and last is not None else ctx.as_of


def _series(line: PriceSeries, since: datetime, ctx: RequestContext) -> list[Series]:
    quote = line.row.rung.quote
    name = f"{line.board.market.venue_name} {words.asks(line.row, ctx)}"
    return price_runs(name, line.points, since, quote.read_at if quote else None)


def _marks(found: HistoryInputs, ctx: RequestContext) -> tuple[Mark, ...]:
    """Select the events that fit, by kind, then the latest.

    Statements, sightings, releases and markets precede restatements.
    """
    if not found.lines:
        return ()
    start = max(found.since, min(line.points[0].at for line in found.lines))
    rank = {"release": 0, "statement": 1, "report": 2, "market": 2, "sighting": 3}
    until = max(_ends(line, ctx) for line in found.lines)
    inside = [event for event in found.events if start <= event.so_at <= until]
    best = sorted(inside, key=lambda event: (rank.get(event.kind, 4), -event.so_at.timestamp()))[:MARKS]
    return tuple(Mark(event.so_at, event.label) for event in sorted(best, key=lambda event: event.so_at))


def _table(line: PriceSeries, ctx: RequestContext) -> Table:
    seen = [point for point in line.points if point.price is not None][-LAST:]
    rows = tuple((format_moment(point.at), Probability(point.price or 0).said) for point in seen)
    return Table(("read (UTC)", f"{line.board.market.venue_name} {words.asks(line.row, ctx)}"), rows)


def _facts(line: PriceSeries) -> dict[str, object]:
    return {
        "venue": line.board.market.venue_name,
        "market": line.board.market.id,
        "rung": line.row.label,
        "deadline": line.row.date.deadline,
        "points": [{"at": at, "p": p} for at, p in ((point.at, _p(point)) for point in line.points[-500:])],
        "count": len(line.points),
    }


def _p(point: PricePoint) -> float | None:
    return None if point.price is None else round(float(point.price), 4)
