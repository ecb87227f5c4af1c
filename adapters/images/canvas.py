"""Drawing primitives: card, font, colours, markers, and axes with round steps."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from bot.domain.markets.quotes import Probability
from bot.domain.text import full_number

WIDTH: Final = 900
HEIGHT: Final = 450
# The card has its own background, so that it looks the same in a light and a dark chat.
GROUND, INK, FAINT, GRID = "#ffffff", "#16202c", "#5b6877", "#e3e8ee"
COLOURS: Final = ("#1f5fd0", "#c2571a", "#0d7f5f", "#7a3fc0", "#a5304e")
MARKERS: Final = ("dot", "square", "diamond", "up", "down")
SUBSTITUTES: Final = str.maketrans(
    {"\u2009": " ", "\u202f": " ", "\u00a0": " ", "→": ">", "↔": "-", "−": "-", "★": "*"}
)
EXTRA: Final = "–—…“”‘’•€"


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the built-in font at a size, cached."""
    return ImageFont.load_default(size)


def drawable(text: str) -> str:
    """Replace characters the font lacks by the nearest letter or a dot.

    So no empty boxes are drawn.
    """
    plain = text.translate(SUBSTITUTES)
    return "".join(c if c.isprintable() and (ord(c) < 0x180 or c in EXTRA) else "·" for c in plain)  # noqa: PLR2004 - the end of Latin Extended-A, as the font has it


class Canvas:
    """A drawing surface with the few strokes the pictures need."""

    def __init__(self, width: int, height: int) -> None:
        self.image = Image.new("RGB", (width, height), GROUND)
        self.ink = ImageDraw.Draw(self.image)

    def text(
        self, x: float, y: float, text: str, size: int, *, colour: str = INK, anchor: str = "ls", bold: bool = False
    ) -> None:
        """Words at a place; ``anchor`` as Pillow names it."""
        self.ink.text(
            (x, y),
            drawable(text),
            fill=colour,
            font=font(size),
            anchor=anchor,
            stroke_width=0.4 if bold else 0,
            stroke_fill=colour,
        )

    def width(self, text: str, size: int) -> float:
        """How wide the words would be."""
        return float(self.ink.textlength(drawable(text), font=font(size)))

    def fitted(self, text: str, size: int, room: float) -> str:
        """The text, cut at a word when it is wider than the room."""
        if self.width(text, size) <= room:
            return text
        words = text.split(" ")
        while len(words) > 1 and self.width(" ".join(words) + " …", size) > room:
            words.pop()
        cut = " ".join(words)
        while len(cut) > 1 and self.width(cut + "…", size) > room:
            cut = cut[:-1]
        return cut.rstrip() + "…"

    def line(self, points: list[tuple[float, float]], colour: str, width: int) -> None:
        """A line through points."""
        self.ink.line(points, fill=colour, width=width, joint="curve")

    def dashes(self, x: float, top: float, bottom: float, colour: str) -> None:
        """A thin dashed upright."""
        for y in range(round(top), round(bottom), 9):
            self.ink.line((x, y, x, min(y + 5, bottom)), fill=colour, width=1)

    def dotted(self, stairs: list[tuple[float, float]], colour: str) -> None:
        """Draw a dashed line through points, for interpolated values."""
        for (x, y), (to_x, to_y) in pairwise(stairs):
            length = max(abs(to_x - x), abs(to_y - y))
            for step in range(0, max(round(length), 1), 10):
                a, b = step / max(length, 1), min((step + 5) / max(length, 1), 1.0)
                ends = (x + (to_x - x) * a, y + (to_y - y) * a, x + (to_x - x) * b, y + (to_y - y) * b)
                self.ink.line(ends, fill=colour, width=3)

    def marker(self, x: float, y: float, shape: str, colour: str, size: float = 6) -> None:
        """Draw one of `MARKERS`, with an outline that separates it from the line."""
        s = size
        if shape == "dot":
            self.ink.ellipse((x - s, y - s, x + s, y + s), fill=colour, outline=GROUND, width=2)
            return
        corners = {
            "square": [(x - s, y - s), (x + s, y - s), (x + s, y + s), (x - s, y + s)],
            "diamond": [(x, y - s - 1), (x + s + 1, y), (x, y + s + 1), (x - s - 1, y)],
            "up": [(x, y - s - 1), (x + s, y + s), (x - s, y + s)],
            "down": [(x, y + s + 1), (x + s, y - s), (x - s, y - s)],
        }[shape]
        self.ink.polygon(corners, fill=colour, outline=GROUND, width=1)

    def badge(self, x: float, y: float, number: int) -> None:
        """A number in a disc."""
        self.ink.ellipse((x - 10, y - 10, x + 10, y + 10), fill=FAINT)
        self.text(x, y, str(number), 15, colour=GROUND, anchor="mm", bold=True)


def axis(values: list[float], unit: str) -> tuple[float, float, float]:
    """Choose the value axis: 0..100 % unless all values are in a small range.

    Its steps are round.
    """
    low, high = min(values), max(values)
    if unit == "%":
        low, high = max(low, 0.0), min(max(high, 0.0), 1.0)
        if high - low > 0.45:  # noqa: PLR2004 - more than that: show it against the whole
            return 0.0, 1.0, 0.25
        low, high = math.floor((low - 0.04) * 10) / 10, math.ceil((high + 0.04) * 10) / 10
        low, high = max(low, 0.0), min(high, 1.0)
        return low, high, 0.1 if high - low > 0.21 else 0.05  # noqa: PLR2004 - at most five lines
    spread = max(high - low, abs(high) * 1e-6, 1e-9)
    step = nice(spread / 4)
    low, high = math.floor(low / step) * step, math.ceil(high / step) * step
    return low, high if high > low else low + step, step


def nice(raw: float) -> float:
    """The next round step: 1, 2, 2.5 or 5 times a power of ten."""
    size = 10.0 ** math.floor(math.log10(raw))
    return next(size * factor for factor in (1, 2, 2.5, 5, 10) if raw <= size * factor * 1.0001)


def value_said(value: float, unit: str) -> str:
    """Format a value with its unit; "%" takes 0..1, formatted like any probability."""
    if unit == "%":
        return Probability(min(max(value, 0.0), 1.0)).said
    return f"{full_number(value)} {unit}".strip()


def empty(pen: Canvas, title: str) -> Image.Image:
    """Draw a card that says there is nothing to draw."""
    pen.text(24, 36, pen.fitted(title, 26, WIDTH - 48), 26, bold=True)
    pen.text(WIDTH / 2, HEIGHT / 2, "No values in this window", 24, colour=FAINT, anchor="mm")
    return pen.image
