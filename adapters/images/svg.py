"""Charts as inline SVG for web pages; they scale, print, and need no script.

Positions are percentages of the width, so that text keeps its size on a phone; only the lines are in a nested,
stretched picture, with constant stroke width. Colours are classes (``s0`` … ``s4``) defined by the page's style sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from html import escape
from itertools import groupby

from bot.domain.markets.quotes import Probability
from bot.domain.text import full_number
from bot.domain.time import format_time
from bot.messages.reply import Chart, Mark

HEIGHT = 232
TOP, BOTTOM = 30, 26  # room for the numbers of the events above, and for the dates below
LEFT, RIGHT = 2.0, 98.0  # per cent of the width
WORD = 17.0  # per cent that a date needs on a phone, with a gap
TOGETHER = 7.0  # per cent: events nearer than this share a number's place
STEPS = (timedelta(days=1), timedelta(days=7), timedelta(days=14), timedelta(days=30), timedelta(days=91))
TICKS = 5
TICK = "%d %b"
POINTS = 400  # of one line; more are thinned, their extremes kept
SERIES = 5


def line_chart(chart: Chart) -> str:
    """Render a chart as an ``svg`` element with its alt text; all text is escaped."""
    points = [point for series in chart.series for point in series.points]
    if not points:
        return ""
    since = chart.since or min(at for at, _ in points)
    until = max(chart.until or since, *(at for at, _ in points), since + timedelta(hours=1))
    scale = _Scale(since, until, 1.0 if chart.unit == "%" else max(value for _, value in points) or 1.0)
    body = [
        *_grid(chart, scale),
        *_days(scale),
        *_marks(chart.marks, scale),
        *_lines(chart, scale),
        *_dots(chart, scale),
    ]
    head = f'<svg class="chart" role="img" aria-label="{escape(chart.alt)}" height="{HEIGHT}" width="100%">'
    return f"{head}{''.join(body)}</svg>"


class _Scale:
    """Moments and values as places."""

    def __init__(self, since: datetime, until: datetime, top: float) -> None:
        self.since, self.until, self.top = since, until, top

    def x(self, at: datetime) -> float:
        share = (min(max(at, self.since), self.until) - self.since) / (self.until - self.since)
        return round(LEFT + share * (RIGHT - LEFT), 2)

    def y(self, value: float) -> float:
        room = HEIGHT - TOP - BOTTOM
        return round(TOP + (1 - min(value / self.top, 1.0)) * room, 1)


def _grid(chart: Chart, scale: _Scale) -> Iterator[str]:
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = scale.y(share * scale.top)
        said = f"{share * 100:.0f} %" if chart.unit == "%" else f"{full_number(share * scale.top)} {chart.unit}"
        yield f'<line class="grid" x1="0" x2="100%" y1="{y}" y2="{y}"/>'
        if share in (0.0, 0.5, 1.0):
            yield f'<text class="tick" x="0" y="{y - 4}">{escape(said)}</text>'


def _days(scale: _Scale) -> Iterator[str]:
    """The first date and the last, and those between that have room on a phone."""
    span = scale.until - scale.since
    step = next((step for step in STEPS if span / step <= TICKS), span / TICKS)
    first, last = scale.since, scale.until
    y = HEIGHT - 7
    yield f'<text class="tick" x="{LEFT}%" y="{y}">{format_time(first, TICK)}</text>'
    yield f'<text class="tick" x="{RIGHT}%" y="{y}" text-anchor="end">{format_time(last, TICK)}</text>'
    at, edge = first + step, LEFT + WORD
    while at < last:
        x = scale.x(at)
        if edge + WORD / 2 <= x <= RIGHT - 1.5 * WORD:
            yield f'<text class="tick" x="{x}%" y="{y}" text-anchor="middle">{format_time(at, TICK)}</text>'
            edge = x + WORD / 2
        at += step


def _marks(marks: Sequence[Mark], scale: _Scale) -> Iterator[str]:
    """Numbered uprights; those of one place share it: 7–8."""
    placed: list[tuple[float, list[int]]] = []
    for number, mark in enumerate(marks, 1):
        x = scale.x(mark.at)
        place = f'x1="{x}%" x2="{x}%" y1="{TOP - 8}" y2="{HEIGHT - BOTTOM}"'
        yield f'<line class="mark" {place}><title>{escape(mark.label)}</title></line>'
        if placed and x - placed[-1][0] < TOGETHER:
            placed[-1][1].append(number)
        else:
            placed.append((x, [number]))
    for x, numbers in placed:
        text = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
        anchor = "end" if x > 95 else "start" if x < 5 else "middle"  # noqa: PLR2004 - cut at an edge otherwise
        yield f'<text class="number" x="{x}%" y="{TOP - 13}" text-anchor="{anchor}">{text}</text>'


def _lines(chart: Chart, scale: _Scale) -> Iterator[str]:
    yield f'<svg x="0" y="0" width="100%" height="{HEIGHT}" viewBox="0 0 1000 {HEIGHT}" preserveAspectRatio="none">'
    for number, parts in enumerate(_by_name(chart)):
        for points in parts:
            yield f'<path class="line s{number % SERIES}" d="{_steps(thinned(points), scale)}"/>'
    yield "</svg>"


def _by_name(chart: Chart) -> list[list[Sequence[tuple[datetime, float]]]]:
    """The runs of each line: runs of one name have one colour."""
    return [[one.points for one in runs] for _, runs in groupby(chart.series, key=lambda one: one.name)]


def _steps(points: Sequence[tuple[datetime, float]], scale: _Scale) -> str:
    """Convert points to steps: a value holds until the next one."""
    first, *rest = points
    path = [f"M{scale.x(first[0]) * 10:.1f} {scale.y(first[1])}"]
    path += [f"H{scale.x(at) * 10:.1f}V{scale.y(value)}" for at, value in rest]
    return "".join(path)


def thinned(points: Sequence[tuple[datetime, float]], most: int = POINTS) -> Sequence[tuple[datetime, float]]:
    """Thin out points: the lowest and highest of each stretch, and the first and last."""
    if len(points) <= most:
        return points
    size = -(-2 * len(points) // most)
    kept = {0, len(points) - 1}
    for start in range(0, len(points), size):
        part = range(start, min(start + size, len(points)))
        kept |= {min(part, key=lambda n: points[n][1]), max(part, key=lambda n: points[n][1])}
    return [points[number] for number in sorted(kept)]


def _dots(chart: Chart, scale: _Scale) -> Iterator[str]:
    """Yield a dot per reading if there are few; the last one always, with its value."""
    for number, parts in enumerate(_by_name(chart)):
        points = [point for part in parts for point in part]
        shown = points if len(points) <= 12 else points[-1:]  # noqa: PLR2004 - more run together
        for at, value in shown:
            said = Probability(value).said if chart.unit == "%" else full_number(value)
            place = f'cx="{scale.x(at)}%" cy="{scale.y(value)}"'
            title = f"<title>{format_time(at)}: {escape(said)}</title>"
            yield f'<circle class="dot s{number % SERIES}" {place} r="4">{title}</circle>'
