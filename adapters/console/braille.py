"""Lines on a canvas of braille characters.

Each character cell has two columns and four rows of dots.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_BLANK: Final = 0x2800
_DOTS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # by row and column of a cell
WIDE, HIGH = 2, 4  # dots of a cell

Point = tuple[float, float]


class BrailleCanvas:
    """A grid of cells; coordinates run from 0 to 1, rightwards and upwards."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._cells = [[0] * width for _ in range(height)]

    def steps(self, points: Sequence[Point]) -> None:
        """Draw a step line: a value holds until the next point.

        The last value holds up to the right edge.
        """
        for (left, low), (right, high) in zip(points, [*points[1:], (1.0, points[-1][1])], strict=True):
            for x in range(self._column(left), self._column(right) + 1):
                self._dot(x, self._row(low))
            first, last = sorted((self._row(low), self._row(high)))
            for y in range(first, last + 1):
                self._dot(self._column(right), y)

    def rows(self) -> tuple[str, ...]:
        """The rows from the top, as characters; an empty cell is a space."""
        return tuple("".join(chr(_BLANK + dots) if dots else " " for dots in cells) for cells in self._cells)

    def _column(self, x: float) -> int:
        return round(min(max(x, 0.0), 1.0) * (self.width * WIDE - 1))

    def _row(self, y: float) -> int:
        return round((1.0 - min(max(y, 0.0), 1.0)) * (self.height * HIGH - 1))

    def _dot(self, x: int, y: int) -> None:
        self._cells[y // HIGH][x // WIDE] |= _DOTS[y % HIGH][x % WIDE]
