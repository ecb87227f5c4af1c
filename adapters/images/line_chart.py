"""Charts as PNG: prices over time, distributions, citation trees.

They are drawn by Pillow without font files, with one small palette for slow connections. A chart takes some 20 ms of
one core, so the server renders it in another process (`adapters.workers.worker_pool`). Colour never carries meaning
alone: every line has its own marker, every event its number, and the reply its alt text.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from PIL import Image

from adapters.images.canvas import COLOURS, FAINT, GRID, HEIGHT, INK, MARKERS, WIDTH, Canvas, axis, empty, value_said
from adapters.images.dot_plot import spread_image, tree_image
from bot.domain.text import full_number
from bot.domain.time import format_time
from bot.messages.reply import Chart, DotPlot, Picture, Series

FILL: Final = "#e8effb"
PALETTE: Final = 64
LEFT, RIGHT, TOP = 68, 96, 84
BADGES = 24  # room above the plot for the numbers of events
LARGEST: Final = 1e12
LISTED: Final = 12  # events with a number and a name under the picture; the last says how many more there are
ROOM: Final = 3  # lines of names that fit; a picture with more is that much taller
LINE: Final = 25
FEW_POINTS: Final = 40
READINGS: Final = 12  # up to this many values are single readings, with the line between them drawn dashed


@dataclass(frozen=True, slots=True)
class _Plot:
    """The area of the lines: its edges in pixels, and what they mean."""

    top: float
    bottom: float
    start: datetime
    end: datetime
    low: float
    high: float

    def x(self, at: datetime) -> float:
        seconds = max((self.end - self.start).total_seconds(), 1.0)
        return LEFT + (WIDTH - RIGHT - LEFT) * (at - self.start).total_seconds() / seconds

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)

    def places(self, points: Iterable[tuple[datetime, float]]) -> list[tuple[float, float]]:
        return [(self.x(at), self.y(value)) for at, value in points]


def draw(picture: Picture) -> bytes:
    """The picture as PNG, 900 pixels wide and 450 high, with many events taller.

    Never raises for odd values: what cannot be drawn is left out.
    """
    if isinstance(picture, Chart):
        image = _chart(picture)
    else:
        image = spread_image(picture) if isinstance(picture, DotPlot) else tree_image(picture)
    out = io.BytesIO()
    image.quantize(PALETTE, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG", optimize=False)
    return out.getvalue()


def _chart(chart: Chart) -> Image.Image:
    lines = [(series, points) for series in chart.series if (points := _finite(series, chart.unit))]
    if not lines:
        return empty(Canvas(WIDTH, HEIGHT), chart.title)
    start, end = _span(chart, lines)
    marks = sorted((mark for mark in chart.marks if start <= mark.at <= end), key=lambda mark: mark.at)
    rows = (min(len(marks), LISTED) + 1) // 2
    height = HEIGHT + max(rows - ROOM, 0) * LINE
    pen = Canvas(WIDTH, height)
    low, high, step = axis([value for _, points in lines for _, value in points], chart.unit)
    plot = _Plot(TOP + (BADGES if marks else 0), height - 44 - rows * LINE, start, end, low, high)
    pen.text(LEFT - 44, 36, pen.fitted(chart.title, 26, WIDTH - 48), 26, bold=True)
    _grid(pen, plot, step, chart.unit)
    _time_axis(pen, plot)
    names = list(dict.fromkeys(series.name for series, _ in lines))
    if len(lines) == 1 and low == 0:  # a filled area above a cut axis would lie about its size
        _fill(pen, plot.places(lines[0][1]), plot.bottom)
    for mark in marks:
        pen.dashes(plot.x(mark.at), plot.top - 2, plot.bottom, FAINT)
    for series, points in lines:
        _steps(pen, plot.places(points), names.index(series.name))
    _badges(pen, [plot.x(mark.at) for mark in marks[:LISTED]], plot.top - 13)
    _last_values(pen, plot, lines, names, chart.unit)
    _legend(pen, names)
    _events(pen, [(mark.at, mark.label) for mark in marks], plot.bottom + 52)
    return pen.image


def _finite(series: Series, unit: str) -> list[tuple[datetime, float]]:
    """Return drawable points: probabilities within 0..1, values within the axis."""
    low, high = (0.0, 1.0) if unit == "%" else (-LARGEST, LARGEST)
    return sorted((at, float(value)) for at, value in series.points if low <= value <= high)


def _span(chart: Chart, lines: list[tuple[Series, list[tuple[datetime, float]]]]) -> tuple[datetime, datetime]:
    start = chart.since or min(points[0][0] for _, points in lines)
    end = chart.until or max(points[-1][0] for _, points in lines)
    return (start, end) if end > start else (start - timedelta(hours=12), start + timedelta(hours=12))


def _grid(pen: Canvas, plot: _Plot, step: float, unit: str) -> None:
    for n in range(round((plot.high - plot.low) / step) + 1):
        value = plot.low + n * step
        y = plot.y(value)
        pen.ink.line((LEFT, y, WIDTH - RIGHT, y), fill=GRID if n else FAINT, width=1)
        label = f"{value * 100:.0f} %" if unit == "%" else full_number(value)
        pen.text(LEFT - 10, y, label, 18, colour=FAINT, anchor="rm")


STEPS: Final = (
    (timedelta(hours=1), "%H:%M"),
    (timedelta(hours=3), "%H:%M"),
    (timedelta(hours=6), "%d %b %H:%M"),
    (timedelta(days=1), "%d %b"),
    (timedelta(days=2), "%d %b"),
    (timedelta(days=7), "%d %b"),
    (timedelta(days=14), "%d %b"),
    (timedelta(days=30), "%d %b"),
    (timedelta(days=91), "%b %Y"),
    (timedelta(days=365), "%Y"),
)


def _time_axis(pen: Canvas, plot: _Plot) -> None:
    start, end, bottom = plot.start, plot.end, plot.bottom
    step, form = next(((s, f) for s, f in STEPS if (end - start) / s <= 7), STEPS[-1])  # noqa: PLR2004 - room for seven
    origin = datetime(start.year, start.month, start.day, tzinfo=UTC)
    tick = origin + math.ceil((start - origin) / step) * step
    past = -100.0
    while tick <= end:
        x = plot.x(tick)
        text = format_time(tick, form)
        half = pen.width(text, 18) / 2
        if x - half > past and x + half < WIDTH - 20:
            pen.ink.line((x, bottom, x, bottom + 5), fill=FAINT, width=1)
            pen.text(x, bottom + 24, text, 18, colour=FAINT, anchor="ms")
            past = x + half + 12
        tick += step


def _reduced(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Reduce points to the first, lowest, highest and last of a pixel column."""
    if len(points) <= 2 * WIDTH:
        return points
    out: list[tuple[float, float]] = []
    column: list[tuple[float, float]] = []
    for point in points:
        if column and int(point[0]) != int(column[0][0]):
            out += _extremes(column)
            column = []
        column.append(point)
    return out + _extremes(column)


def _extremes(column: list[tuple[float, float]]) -> list[tuple[float, float]]:
    if len(column) <= 4:  # noqa: PLR2004 - nothing to leave out
        return column
    keep = {0, len(column) - 1}
    keep.add(min(range(len(column)), key=lambda n: column[n][1]))
    keep.add(max(range(len(column)), key=lambda n: column[n][1]))
    return [column[n] for n in sorted(keep)]


def _stairs(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Convert points to steps: a value holds until the next one."""
    out = points[:1]
    for x, y in points[1:]:
        out += [(x, out[-1][1]), (x, y)]
    return out


def _fill(pen: Canvas, points: list[tuple[float, float]], bottom: float) -> None:
    stairs = _stairs(_reduced(points))
    if len(stairs) > 1:
        pen.ink.polygon([(stairs[0][0], bottom - 1), *stairs, (stairs[-1][0], bottom - 1)], fill=FILL)


def _steps(pen: Canvas, points: list[tuple[float, float]], index: int) -> None:
    colour, shape = COLOURS[index % len(COLOURS)], MARKERS[index % len(MARKERS)]
    stairs = _stairs(_reduced(points))
    if len(stairs) > 1 and len(points) <= READINGS:
        pen.dotted(stairs, colour)
    elif len(stairs) > 1:
        pen.line(stairs, colour, 3)
    if len(points) <= FEW_POINTS:
        for x, y in points:
            pen.marker(x, y, shape, colour, 5)


def _badges(pen: Canvas, places: list[float], y: float) -> None:
    """Draw event numbers above the plot, spread sideways where they crowd."""
    apart: list[float] = []
    for x in places:
        apart.append(max(x, apart[-1] + 22) if apart else x)
    limit = WIDTH - 14.0
    for n in range(len(apart) - 1, -1, -1):
        apart[n] = limit = min(apart[n], limit)
        limit -= 22
    for number, x in enumerate(apart, 1):
        pen.badge(x, y, number)


def _last_values(
    pen: Canvas,
    plot: _Plot,
    lines: list[tuple[Series, list[tuple[datetime, float]]]],
    names: list[str],
    unit: str,
) -> None:
    """Label each line's last value, spread apart where labels would overlap."""
    last = {series.name: points[-1] for series, points in lines}
    placed: list[float] = []
    for name, (at, value) in sorted(last.items(), key=lambda item: plot.y(item[1][1])):
        index = names.index(name)
        x, y = plot.x(at), plot.y(value)
        pen.marker(x, y, MARKERS[index % len(MARKERS)], COLOURS[index % len(COLOURS)], 8)
        room = y if not placed else max(y, placed[-1] + 28)
        placed.append(room)
        text = value_said(value, unit)
        beside = x + 14 if x + 14 + pen.width(text, 25) < WIDTH - 6 else WIDTH - 6 - pen.width(text, 25)
        pen.text(beside, room, text, 25, colour=COLOURS[index % len(COLOURS)], anchor="lm", bold=True)


def _legend(pen: Canvas, names: list[str]) -> None:
    x = 24.0
    room = (WIDTH - 48) / max(len(names), 1)
    for index, name in enumerate(names):
        shown = pen.fitted(name, 18, max(room - 30, 40))
        pen.marker(x + 7, 56, MARKERS[index % len(MARKERS)], COLOURS[index % len(COLOURS)], 6)
        pen.text(x + 20, 56, shown, 18, colour=INK, anchor="lm")
        x += pen.width(shown, 18) + 46


def _events(pen: Canvas, marks: list[tuple[datetime, str]], top: float) -> None:
    """The numbered events in two columns, read down the first and then the second."""
    shown = marks[:LISTED]
    rows = (len(shown) + 1) // 2
    for n, (at, label) in enumerate(shown):
        x, y = 34 + (n // rows) * (WIDTH / 2 - 12), top + (n % rows) * LINE
        pen.badge(x, y, n + 1)
        more = f" (+{len(marks) - LISTED} more)" if n == LISTED - 1 and len(marks) > LISTED else ""
        pen.text(
            x + 18, y, pen.fitted(f"{format_time(at, '%d %b')} {label}{more}", 18, WIDTH / 2 - 62), 18, anchor="lm"
        )
