"""A reply as text for a terminal: width-aware, with colour that is never the only carrier of a meaning."""

import os
import re
import textwrap
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from bot.domain.markets.quotes import Probability
from bot.domain.time import format_moment
from bot.messages.reply import (
    Action,
    Bullets,
    Button,
    Chart,
    DotPlot,
    Fields,
    Form,
    Menu,
    Part,
    Reply,
    Severity,
    Source,
    Table,
    Text,
    TextSpan,
    Tree,
    Words,
    branch_lines,
    plain,
    spans,
)

WIDTHS = range(40, 101)  # columns a reply is laid out for, whatever the window is
STUCK = "\N{NO-BREAK SPACE}"  # between a number and what it chooses, until the line is broken
BLOCKS = "▁▂▃▄▅▆▇█"
NARROW = re.compile(r"[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u22ff\u2500-\u259f]*")  # a column each
MARKS = {Severity.INFO: "", Severity.GOOD: "✓ ", Severity.WARN: "! ", Severity.BAD: "✗ "}
COLOURS = {Severity.INFO: "1", Severity.GOOD: "1;32", Severity.WARN: "1;33", Severity.BAD: "1;31"}

# A reply repeats what others typed; nothing of it may steer the terminal (https://en.wikipedia.org/wiki/Bidirectional_text
# for the marks that reorder a line, ECMA-48 for the control characters).
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Screen:
    """How wide a terminal is, and whether it shows colour."""

    width: int = 80
    colour: bool = False

    @classmethod
    def of(cls, stream: IO[str]) -> "Screen":
        """The screen behind a stream; a pipe is 80 wide and without colour, as is ``NO_COLOR`` (https://no-color.org)."""
        if not stream.isatty():
            return cls()
        try:
            width = os.get_terminal_size(stream.fileno()).columns or 80  # 0: a terminal nobody told its size
        except OSError:
            width = 80
        return cls(min(max(width - 1, WIDTHS.start), WIDTHS.stop - 1), not os.environ.get("NO_COLOR"))

    def paint(self, text: str, style: str) -> str:
        """The text in a style, where there is colour."""
        return f"\x1b[{style}m{text}\x1b[0m" if self.colour and text else text


def draw(reply: Reply, screen: Screen, pictures: Sequence[str] = (), first: int = 1) -> str:
    """The whole reply, its choices numbered from ``first``; ``pictures`` are the paths its pictures have."""
    paths = iter(pictures)
    listed = frozenset(source.url for source in reply.sources)
    lines = [screen.paint(MARKS[reply.severity] + clean(reply.title), COLOURS[reply.severity])]
    told = " ".join(plain(part.words) for part in reply.parts if isinstance(part, Text))
    for part in reply.parts:
        lines += _part(part, screen, told, listed)
        if isinstance(part, Chart | DotPlot | Tree) and (path := next(paths, "")):
            lines.append(screen.paint(f"  picture: {path}", "2"))
    for source in reply.sources:
        lines += [screen.paint(line, "2") for line in _source(source, screen)]
    if reply.note:
        lines += [screen.paint(line, "2") for line in wrap(words(reply.note), screen)]
    number = first
    for action in _actions(reply):
        made = _choices(action)
        if isinstance(action, Menu):
            numbered = (f"[{at}]{STUCK}{clean(label)}" for at, (label, _) in enumerate(made, number))
            rows = wrap(" · ".join(numbered), screen, f"  {clean(action.label.removesuffix('?'))}: ", "    ")
            lines += [row.replace(STUCK, " ") for row in rows]
        else:
            lines += [f"  [{number}] {clean(label)} " + screen.paint(f"→ {clean(line)}", "2") for label, line in made]
        number += len(made)
    return "\n".join(lines)


def choices(reply: Reply) -> Iterator[tuple[str, Form | None]]:
    """What can be chosen by number: the line each runs, or the form that asks for its options."""
    for action in _actions(reply):
        for choice in action.choices if isinstance(action, Menu) else (action,):
            yield (choice.run.line, None) if isinstance(choice, Button) else (choice.command, choice)


def _actions(reply: Reply) -> tuple[Action, ...]:
    return (*reply.actions, reply.form) if reply.form else reply.actions


def _choices(action: Action) -> list[tuple[str, str]]:
    single = action.choices if isinstance(action, Menu) else (action,)
    return [(one.label, one.run.line if isinstance(one, Button) else one.command) for one in single]


def words(text: Words, listed: Container[str] = ()) -> str:
    """A text for the terminal: what others typed made harmless, links with their address unless that is ``listed``."""
    out = []
    for piece in spans(text):
        if isinstance(piece, TextSpan) and piece.kind == "link" and piece.text != piece.url:
            out.append(clean(piece.text if piece.url in listed else f"{piece.text} ({piece.url})"))
        else:
            out.append(clean(piece.text if isinstance(piece, TextSpan) else piece))
    return "".join(out)


def clean(text: str) -> str:
    """Text without characters that steer a terminal or reorder a line."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def _source(source: Source, screen: Screen) -> list[str]:
    """What was read and when, with its address: whole, and on a line of its own where both are too long for one."""
    read = f" · read {format_moment(source.read_at)} UTC" if source.read_at else ""
    what, url = clean(f"source: {source.label}{read}"), clean(source.url)
    together = f"  {what} · {url}"
    return [together] if columns(together) <= screen.width else [*wrap(what, screen), f"    {url}"]


def _part(part: Part, screen: Screen, told: str, listed: Container[str]) -> list[str]:
    match part:
        case Text():
            return [screen.paint(line, "2" if part.quiet else "0") for line in wrap(words(part.words, listed), screen)]
        case Fields():
            return _fields(part, screen, listed)
        case Bullets():
            heading = [screen.paint(f"  {clean(part.heading)}", "1")] if part.heading else []
            items = (wrap(words(item, listed), screen, "  • ", "    ") for item in part.items)
            return heading + [line for item in items for line in item]
        case Table():
            return table(part, screen)
        case Chart():
            return _chart(part, screen, told)
        case DotPlot():
            marks = " · ".join(f"{name} {value:g}" for name, value in part.marks)
            return wrap(f"[chart: {part.alt}]", screen) + wrap(f"{sparkline(sorted(part.values), 40)}  {marks}", screen)
        case Tree():
            return [row for root in part.roots for line in branch_lines(root) for row in _branch(clean(line), screen)]


def _branch(line: str, screen: Screen) -> list[str]:
    """A line of a tree; what goes on below it stands deeper than what it hangs from."""
    deep = "  " + " " * (len(line) - len(line.lstrip(" ")))
    return wrap(line.lstrip(" "), screen, deep, deep + "    ")


def _fields(part: Fields, screen: Screen, listed: Container[str]) -> list[str]:
    if not part.pairs:
        return []
    room = min(max(columns(name) for name, _ in part.pairs), 22)
    lines = []
    for name, value in part.pairs:
        head = f"  {clean(name)}:" + " " * max(room - columns(name) + 1, 1)
        lines += wrap(words(value, listed), screen, head, " " * (room + 4))
    return lines


def wrap(text: str, screen: Screen, head: str = "  ", rest: str = "  ") -> list[str]:
    """The lines of a text in the width of the screen; words, and so addresses, stay whole."""
    lines = []
    for paragraph in text.splitlines() or [""]:
        lines += textwrap.wrap(
            paragraph,
            screen.width,
            initial_indent=head,
            subsequent_indent=rest,
            break_on_hyphens=False,
            break_long_words=False,  # an address stays whole, so that it can be clicked
        ) or [head.rstrip()]
        head = rest
    return lines


def table(part: Table, screen: Screen) -> list[str]:
    """Aligned columns; where the window is too narrow for all, the widest wrap, words whole if they can."""
    rows = [tuple(clean(cell).replace("\n", " ") for cell in row) for row in (part.columns, *part.rows)]
    widths = [max(columns(row[index]) for row in rows) for index in range(len(part.columns))]
    words = [max(max(map(columns, row[index].split()), default=0) for row in rows) for index in range(len(widths))]
    while sum(widths) + 2 * len(widths) > screen.width and max(widths) > 8:  # noqa: PLR2004 - narrower says nothing
        loose = [width if width > word else 0 for width, word in zip(widths, words, strict=True)]
        shrunk = loose if any(loose) else widths
        widths[shrunk.index(max(shrunk))] -= 1
    lines = []
    for index, row in enumerate(rows):
        wrapped = [
            textwrap.wrap(cell, width, break_on_hyphens=False) or [""] for cell, width in zip(row, widths, strict=True)
        ]
        for number in range(max(map(len, wrapped))):
            cells = (
                _cell(cell[number] if number < len(cell) else "", width, right=name in part.right)
                for cell, width, name in zip(wrapped, widths, part.columns, strict=True)
            )
            lines.append(screen.paint(("  " + "  ".join(cells)).rstrip(), "2" if index == 0 else "0"))
    return lines


def _cell(text: str, width: int, *, right: bool) -> str:
    while columns(text) > width:
        text = text[:-2] + "…"
    gap = " " * (width - columns(text))
    return gap + text if right else text + gap


def columns(text: str) -> int:
    """How many columns of a terminal a text fills; wide characters fill two."""
    if NARROW.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415 - a fifth of a cold answer, and most text is narrow

    width = wcswidth(text)
    return width if width >= 0 else len(text)


def _chart(chart: Chart, screen: Screen, told: str) -> list[str]:
    """The lines of a chart as blocks, and its alt text where nothing of the reply has ``told`` the same."""
    lines = [f"  {clean(chart.title)}"]
    room = max(20, min(60, screen.width - 30))
    name = max((columns(series.name) for series in chart.series), default=0)
    for series in chart.series:
        values = [value for _, value in series.points]
        if not values:
            continue
        ends = _value(values[0], chart.unit), _value(values[-1], chart.unit)
        lines.append(
            f"  {clean(series.name)}{' ' * (name - columns(series.name))}  {ends[0]} "
            + screen.paint(
                sparkline(values, room, 0 if chart.unit == "%" else None, 1 if chart.unit == "%" else None), "36"
            )
            + f" {ends[1]}"
        )
    return lines if chart.alt in told else [*lines, *wrap(f"[chart: {chart.alt}]", screen)]


def _value(value: float, unit: str) -> str:
    return Probability(min(max(value, 0), 1)).said if unit == "%" else f"{value:g} {unit}".strip()


def sparkline(values: Sequence[float], room: int, low: float | None = None, high: float | None = None) -> str:
    """Values as a row of blocks at most ``room`` wide; several values in one column show their last."""
    if not values:
        return ""
    bottom, top = min(values) if low is None else low, max(values) if high is None else high
    step = max(len(values) / room, 1)
    picked = [values[min(int((column + 1) * step), len(values)) - 1] for column in range(int(len(values) / step))]
    scale = (top - bottom) or 1
    return "".join(BLOCKS[max(0, min(int((value - bottom) / scale * 7.99), 7))] for value in picked)
