"""Charts in a terminal: a line on a braille canvas with its axes.

Where there is no room, a row of blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from adapters.console.braille import BrailleCanvas, Point
from adapters.console.terminal_text import Screen, clean, columns, wrap
from bot.domain.markets.quotes import Probability
from bot.domain.text import full_number
from bot.domain.time import format_time
from bot.messages.reply import Chart, Series

BLOCKS = "▁▂▃▄▅▆▇█"
HEIGHT = 7  # rows of a canvas
SMALL = 4  # rows of each of several
MOST = 3  # canvases of a chart; more series are rows of blocks
NARROWEST = 44  # columns of a screen that has room for a canvas
WIDEST = 72  # columns of a canvas
LINE_COLOUR = "36"


def chart_lines(chart: Chart, screen: Screen, told: str) -> list[str]:
    """The lines of a chart, and its alternative text.

    The text is left out where the reply has ``told`` the same.
    """
    drawn = [series for series in chart.series if series.points]
    lines = [f"  {clean(chart.title)}"]
    moving = any(len(series.points) > 1 for series in drawn)
    if moving and len(drawn) <= MOST and screen.width >= NARROWEST:
        lines += _canvases(chart, drawn, screen)
    else:
        lines += _legend(chart, drawn, screen)
    return lines if chart.alt in told else [*lines, *wrap(f"[chart: {chart.alt}]", screen)]


def _canvases(chart: Chart, drawn: Sequence[Series], screen: Screen) -> list[str]:
    """A canvas for each series over the same axes, its name above it.

    The first and last day are below the last canvas.
    """
    moments = [at for series in drawn for at, _ in series.points]
    since, until = chart.since or min(moments), chart.until or max(moments)
    values = [value for series in drawn for _, value in series.points]
    low, high = (0.0, 1.0) if chart.unit == "%" else (min(values), max(values))
    ends = ("100 %", "0 %") if chart.unit == "%" else (_value(high, chart.unit), _value(low, chart.unit))
    room = max(map(columns, ends))
    width, height = min(screen.width - room - 4, WIDEST), HEIGHT if len(drawn) == 1 else SMALL
    lines = []
    for series in drawn:
        canvas = BrailleCanvas(width, height)
        canvas.steps([_place(point, since, until, low, high) for point in series.points])
        first, last = (_value(series.points[at][1], chart.unit) for at in (0, -1))
        lines.append(f"  {clean(series.name)}: {first} → {last}")
        for number, row in enumerate(canvas.rows()):
            end = ends[0] if number == 0 else ends[1] if number == height - 1 else ""
            lines.append(f"  {end.rjust(room)} {screen.paint(row.rstrip(), LINE_COLOUR)}".rstrip())
    first, last = format_time(since, "%d %b"), format_time(until, "%d %b")
    return [*lines, " " * (room + 3) + first + " " * max(width - len(first) - len(last), 1) + last]


def _place(point: tuple[datetime, float], since: datetime, until: datetime, low: float, high: float) -> Point:
    whole = (until - since).total_seconds() or 1.0
    return (point[0] - since).total_seconds() / whole, (point[1] - low) / ((high - low) or 1.0)


def _legend(chart: Chart, drawn: Sequence[Series], screen: Screen) -> list[str]:
    """Each series as a row of blocks between its first and last value."""
    room = max(20, min(60, screen.width - 30))
    name = max((columns(series.name) for series in drawn), default=0)
    bounds = (0, 1) if chart.unit == "%" else (None, None)
    lines = []
    for series in drawn:
        values = [value for _, value in series.points]
        first, last = (_value(values[at], chart.unit) for at in (0, -1))
        head = f"  {clean(series.name)}{' ' * (name - columns(series.name))}  {first} "
        lines.append(head + screen.paint(sparkline(values, room, *bounds), LINE_COLOUR) + f" {last}")
    return lines


def _value(value: float, unit: str) -> str:
    return Probability(min(max(value, 0), 1)).said if unit == "%" else f"{full_number(value)} {unit}".strip()


def sparkline(values: Sequence[float], room: int, low: float | None = None, high: float | None = None) -> str:
    """Values as a row of blocks at most ``room`` wide.

    Several values in one column show their last.
    """
    if not values:
        return ""
    bottom, top = min(values) if low is None else low, max(values) if high is None else high
    step = max(len(values) / room, 1)
    picked = [values[min(int((column + 1) * step), len(values)) - 1] for column in range(int(len(values) / step))]
    scale = (top - bottom) or 1
    return "".join(BLOCKS[max(0, min(int((value - bottom) / scale * 7.99), 7))] for value in picked)
