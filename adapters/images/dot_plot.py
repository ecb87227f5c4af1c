"""Pictures without a time axis: a distribution of values, and a citation tree."""

from __future__ import annotations

from typing import Final

from PIL import Image

from adapters.images.canvas import COLOURS, FAINT, HEIGHT, INK, WIDTH, Canvas, axis, empty, value_said
from bot.domain.text import full_number
from bot.messages.reply import Branch, DotPlot, Tree


def spread_image(spread: DotPlot) -> Image.Image:
    """Draw one dot per value, stacked where equal, with named positions as flags."""
    pen = Canvas(WIDTH, 308)
    values = sorted(value for value in spread.values if abs(value) <= LARGEST)
    if not values:
        return empty(Canvas(WIDTH, HEIGHT), spread.title)
    marks = [(name, value) for name, value in spread.marks if abs(value) <= LARGEST]
    low, high, step = axis([*values, *(value for _, value in marks)], spread.unit)
    left, right, ground = 48, WIDTH - 48, 240

    def px(value: float) -> float:
        return left + (right - left) * (value - low) / (high - low)

    pen.text(24, 36, pen.fitted(spread.title, 26, WIDTH - 48), 26, bold=True)
    pen.ink.line((left, ground, right, ground), fill=FAINT, width=1)
    for n in range(round((high - low) / step) + 1):
        x = px(low + n * step)
        pen.ink.line((x, ground, x, ground + 6), fill=FAINT, width=1)
        tick = low + n * step
        label = value_said(tick, "%") if spread.unit == "%" else full_number(tick)
        pen.text(x, ground + 28, label, 18, colour=FAINT, anchor="ms")
    if spread.unit != "%":
        pen.text(right, ground + 52, spread.unit, 18, colour=FAINT, anchor="rs")
    ends: list[float] = []
    for name, value in sorted(marks, key=lambda mark: mark[1]):
        text = f"{name} {value_said(value, '%' * (spread.unit == '%'))}"
        half = pen.width(text, 20) / 2
        x = min(max(px(value), 24 + half), WIDTH - 24 - half)
        row = next((n for n, end in enumerate(ends) if x - half > end), len(ends))
        ends[row : row + 1] = [x + half + 14]
        pen.dashes(px(value), 78 + row * 26, ground, INK)
        pen.text(x, 72 + row * 26, text, 20, anchor="ms", bold=True)
    piled: dict[int, int] = {}
    for value in values:
        column = round(px(value) / 11)
        piled[column] = piled.get(column, 0) + 1
        y = ground - 10 - (piled[column] - 1) * 11
        if y > 100:  # noqa: PLR2004 - a pile ends below the flags
            pen.marker(px(value), y, "dot", COLOURS[0], 5)
    return pen.image


LARGEST: Final = 1e12
ROW: Final = 34
ROWS: Final = 22


def tree_image(tree: Tree) -> Image.Image:
    """Draw origins in bold with their repeats indented below, joined by lines."""
    rows: list[tuple[int, Branch]] = []

    def walk(branch: Branch, depth: int) -> None:
        rows.append((depth, branch))
        for child in branch.children:
            walk(child, depth + 1)

    for root in tree.roots:
        walk(root, 0)
    shown = rows[:ROWS]
    pen = Canvas(WIDTH, max(64 + ROW * (len(shown) + (len(rows) > ROWS)) + 16, 160))
    pen.text(24, 36, pen.fitted(tree.title, 26, WIDTH - 48), 26, bold=True)
    above: dict[int, float] = {}
    for n, (depth, branch) in enumerate(shown):
        x, y = 40.0 + depth * 34, 76.0 + n * ROW
        if depth and depth - 1 in above:
            joint = x - 34
            pen.ink.line((joint, above[depth - 1] + 7, joint, y), fill=FAINT, width=2)
            pen.ink.line((joint, y, x - 8, y), fill=FAINT, width=2)
        above[depth] = y
        colour = COLOURS[0] if depth == 0 else FAINT
        pen.marker(x, y, "square" if depth == 0 else "dot", colour, 6 if depth == 0 else 5)
        label = pen.fitted(branch.label, 20, WIDTH - x - 60)
        pen.text(x + 16, y, label, 20, anchor="lm", bold=depth == 0)
        end = x + 16 + pen.width(label, 20)
        if branch.detail and end < WIDTH - 140:
            pen.text(end + 12, y, pen.fitted(branch.detail, 17, WIDTH - end - 40), 17, colour=FAINT, anchor="lm")
    if len(rows) > ROWS:
        pen.text(40, 76 + len(shown) * ROW, f"… {len(rows) - ROWS} more", 18, colour=FAINT, anchor="lm")
    return pen.image
