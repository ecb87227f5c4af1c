"""Link preview images, 1200 × 630 pixels.

The size is that of https://ogp.me and every platform's cards. The card has its own background, so that it looks the
same in a light and a dark chat.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from PIL import Image, ImageColor

from adapters.images.canvas import COLOURS, FAINT, GRID, GROUND, INK, Canvas
from bot.domain.time import format_time
from bot.messages.reply import Chart
from bot.pages.page import PreviewCard

WIDTH: Final = 1200
HEIGHT: Final = 630
EDGE: Final = 72
BRAND: Final = "Spudwatch"
HEADLINE, SMALLER = 76, 54
DETAIL_LINES: Final = 3
SHADES: Final = 12  # of each ink between the ground and itself, for smooth edges
LEVEL: Final = 6  # of compression; 9 saves a tenth of the bytes and takes eight times as long


def draw(card: PreviewCard) -> bytes:
    """The card as PNG; the same card gives the same bytes."""
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.ink.rectangle((0, 0, WIDTH, 14), fill=COLOURS[0])
    room = WIDTH - 2 * EDGE
    canvas.text(EDGE, 92, canvas.fitted(card.kicker, 30, room), 30, colour=FAINT)
    size = HEADLINE if canvas.width(card.headline, HEADLINE) <= room else SMALLER
    top = 118.0
    for line in _wrapped(canvas, card.headline, size, room, 2):
        top += size * 1.12
        canvas.text(EDGE, top, line, size, bold=True)
    width = room if card.chart is None else 560
    at = 540.0
    details = list(_wrapped(canvas, card.detail, 32, width, DETAIL_LINES))
    for line in reversed(details):
        canvas.text(EDGE, at, line, 32, colour=INK)
        at -= 42
    if card.figure:
        large = 132 if canvas.width(card.figure, 132) <= width else 64
        canvas.text(
            EDGE, min(at - 12, 430), canvas.fitted(card.figure, large, width), large, colour=COLOURS[0], bold=True
        )
    if card.chart is not None:
        _sparkline(canvas, card.chart, (700.0, 300.0, WIDTH - EDGE, 520.0))
    canvas.text(EDGE, 598, BRAND, 28, bold=True)
    canvas.text(WIDTH - EDGE, 598, "each number with its source and its age", 24, colour=FAINT, anchor="rs")
    out = io.BytesIO()
    shaded = canvas.image.quantize(palette=_palette(), dither=Image.Dither.NONE)
    shaded.save(out, "PNG", compress_level=LEVEL)
    return out.getvalue()


@cache
def _palette() -> Image.Image:
    """Return the ground and the shades of every ink.

    A fixed palette takes a fortieth of the time of one that is found for each card. Lines of the grid are straight:
    shades of their pale ink are not needed, and would pass for the ground.
    """
    ground = ImageColor.getrgb(GROUND)
    shades: list[Sequence[int]] = [ground, ImageColor.getrgb(GRID)]
    for ink in (INK, FAINT, *COLOURS):
        full = ImageColor.getrgb(ink)
        shares = (step / SHADES for step in range(1, SHADES + 1))
        shades += [[round(a + (b - a) * share) for a, b in zip(ground, full, strict=True)] for share in shares]
    image = Image.new("P", (1, 1))
    image.putpalette([part for shade in shades for part in shade])
    return image


def _wrapped(canvas: Canvas, text: str, size: int, room: float, most: int) -> Iterator[str]:
    """Wrap a text to at most ``most`` lines, the last one cut at a word."""
    words, line = text.split(), ""
    for number, word in enumerate(words):
        if line and canvas.width(f"{line} {word}", size) > room:
            if most == 1:
                yield canvas.fitted(" ".join([line, *words[number:]]), size, room)
                return
            yield line
            line, most = word, most - 1
        else:
            line = f"{line} {word}".strip()
    if line:
        yield canvas.fitted(line, size, room)


def _sparkline(canvas: Canvas, chart: Chart, box: tuple[float, float, float, float]) -> None:
    """The lines of a chart as steps between its first and last moment, 0 to 100 %."""
    left, top, right, bottom = box
    points = [point for series in chart.series for point in series.points]
    since = chart.since or min(at for at, _ in points)
    until = max(chart.until or since, *(at for at, _ in points))
    span = max((until - since).total_seconds(), 1.0)
    for share in (0.0, 0.5, 1.0):
        y = bottom - share * (bottom - top)
        canvas.line([(left, y), (right, y)], GRID, 2)
    names = list(dict.fromkeys(series.name for series in chart.series))
    for series in chart.series:
        colour = COLOURS[names.index(series.name) % len(COLOURS)]
        path: list[tuple[float, float]] = []
        for at, value in series.points:
            x = left + min(max((at - since).total_seconds() / span, 0.0), 1.0) * (right - left)
            y = bottom - min(max(value, 0.0), 1.0) * (bottom - top)
            path += [(x, path[-1][1])] if path else []
            path.append((x, y))
        if len(path) > 1:
            canvas.line(path, colour, 6)
        canvas.ink.circle(path[-1], 9, fill=colour)
    canvas.text(left, bottom + 30, format_time(since), 22, colour=FAINT)
    canvas.text(right, bottom + 30, format_time(until), 22, colour=FAINT, anchor="rs")
