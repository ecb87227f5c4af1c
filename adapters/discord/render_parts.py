"""The parts of a reply as Markdown within their room; what is left out is named."""

import re
from collections.abc import Sequence

from adapters.discord.markup import ELLIPSIS, cut, escape, inline, markdown, size
from adapters.net.sanitize import one_line, visible
from bot.domain.text import columns, padded
from bot.messages.reply import (
    Bullets,
    Chart,
    DotPlot,
    Fields,
    Part,
    Table,
    Text,
    Tree,
    Words,
    branch_lines,
    plain,
)

LEAST = 60  # below this room a part is not begun
WIDE = 28  # columns of a fixed-width block that a phone still shows unbroken
CELL = 200  # characters of one cell
FENCE = size("```\n\n```")
_SHARED = re.compile(r"Shared by (\d{17,20})")  # the core knows a person's id, and Discord shows their name for it


def draw(part: Part, room: int) -> tuple[str, str]:
    """A part in at most ``room`` units, and what of it was left out ("" if nothing)."""
    match part:
        case Text():
            return _text(part, room)
        case Fields():
            rows = [f"**{escape(_named(name))}** {inline(value)}" for name, value in part.pairs]
            return _rows(rows, room, "field", [_cut_pair(pair) for pair in part.pairs])
        case Bullets():
            return _bullets(part, room)
        case Table():
            return _table(part, room)
        case Chart() | DotPlot():
            return cut(f"[chart: {part.alt}]", room), ""
        case Tree():
            return _block([line for root in part.roots for line in branch_lines(root)], room, "branch")


def _named(name: str) -> str:
    """A name with a colon, for those who see no bold."""
    flat = one_line(name)
    return flat if not flat or flat[-1] in ":?!." else flat + ":"


def _text(part: Text, room: int) -> tuple[str, str]:
    if part.quiet and (shared := _SHARED.fullmatch(plain(part.words))):
        return f"-# Shared by <@{shared[1]}>", ""
    whole = markdown(part.words).strip("\n")
    shown = whole if not part.quiet else _quiet(whole)
    if size(shown) <= room:
        return shown, ""
    lines = plain(part.words).count("\n") + 1
    shown = cut(part.words, room - 3 * lines if part.quiet and room > 4 * lines else room)
    return (_quiet(shown) if part.quiet and room > 4 * lines else shown), "the end of a paragraph"


def _quiet(text: str) -> str:
    return "\n".join(f"-# {line}" for line in text.split("\n") if line.strip())


def _cut_pair(pair: tuple[str, Words]) -> Words:
    name, value = pair
    return (_named(name), " ", *(value if isinstance(value, tuple) else (value,)))


def _rows(rows: Sequence[str], room: int, noun: str, whole: Sequence[Words], head: str = "") -> tuple[str, str]:
    """As many rows as fit; a first one that does not fit alone is cut."""
    shown = [head] if head else []
    room -= size(head) + 1 if head else 0
    for number, row in enumerate(rows):
        cost = size(row) + 1
        if cost > room:
            if number == 0:
                shown.append(cut(whole[0], room - 1).replace("\n", " "))
                number = 1  # noqa: PLW2901 - the first one is there, cut
                return "\n".join(shown), _count(len(rows) - number, noun) or f"the end of a {noun}"
            return "\n".join(shown), _count(len(rows) - number, noun)
        room -= cost
        shown.append(row)
    return "\n".join(shown), ""


def _bullets(part: Bullets, room: int) -> tuple[str, str]:
    heading = f"**{escape(one_line(part.heading))}**" if one_line(part.heading) else ""
    if size(heading) > room // 2:
        heading = ""
    return _rows([f"- {inline(item)}" for item in part.items], room, "item", part.items, heading)


def _count(number: int, noun: str) -> str:
    plural = noun + ("es" if noun.endswith("ch") else "s")
    return f"{number} {noun if number == 1 else plural}" if number else ""


def _table(part: Table, room: int) -> tuple[str, str]:
    cells = [[_cell(cell) for cell in row] for row in (part.columns, *part.rows)]
    widths = [max(map(columns, column)) for column in zip(*cells, strict=True)]
    if sum(widths) + 2 * (len(widths) - 1) > WIDE:
        return _as_list(part, room)
    right = [name in part.right for name in part.columns]
    lines = [
        "  ".join(padded(cell, width, right=to_right) for cell, width, to_right in zip(row, widths, right, strict=True))
        for row in cells
    ]
    return _block([line.rstrip() for line in lines], room, "row")


def _as_list(part: Table, room: int) -> tuple[str, str]:
    """A table too wide for a phone: a bullet a row, each cell with its column's name."""
    firsts = [one_line(row[0]) for row in part.rows]
    names = part.columns[1:]
    pairs = len(names) == 1  # a name and what is said of it
    rests = [
        "".join(_beside(name, cell, pairs) for name, cell in zip(names, row[1:], strict=True)) for row in part.rows
    ]
    drawn = [(f"- **{escape(a)}**" if a else "-") + escape(rest) for a, rest in zip(firsts, rests, strict=True)]
    return _rows(drawn, room, "row", [a + rest for a, rest in zip(firsts, rests, strict=True)])


def _beside(name: str, cell: str, alone: bool) -> str:  # noqa: FBT001 - of one row
    text = one_line(cell)
    return "" if not text else f": {text}" if alone else f" · {name} {text}"


def _block(lines: Sequence[str], room: int, noun: str) -> tuple[str, str]:
    """Lines in a fixed-width block, where only what would end it is escaped."""
    left = room - FENCE
    shown: list[str] = []
    for number, raw in enumerate(lines):
        line = _fixed(raw)
        if size(line) + 1 > left:
            if number == 0:
                shown.append(line[: max(0, left // 2 - 1)] + ELLIPSIS)
            hidden = _count(len(lines) - max(number, 1), noun) or f"the end of a {noun}"
            return "```\n" + "\n".join(shown) + "\n```", hidden
        left -= size(line) + 1
        shown.append(line)
    return ("```\n" + "\n".join(shown) + "\n```", "") if shown else ("", "")


def _fixed(text: str) -> str:
    """A line of a fixed-width block: leading spaces kept, backticks replaced."""
    flat = visible(text).replace("\n", " ").replace("`", "ˋ")
    return flat.rstrip()


def _cell(text: str) -> str:
    flat = one_line(text)
    return flat if len(flat) <= CELL else flat[: CELL - 1] + ELLIPSIS
