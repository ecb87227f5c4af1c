"""A reply as text for a terminal, as wide as that is.

Colour is never the only carrier of a meaning.
"""

import textwrap
from collections.abc import Container, Iterator, Sequence

from adapters.console.charts import chart_lines, sparkline
from adapters.console.terminal_text import (
    GRADE_COLOURS,
    LINK_BEGIN,
    LINK_END,
    LONGEST_LINK,
    NO_BREAK_SPACE,
    Screen,
    clean,
    columns,
    wrap,
)
from bot.domain.time import format_moment
from bot.messages.order import begun
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

MARKS = {Severity.INFO: "", Severity.GOOD: "✓ ", Severity.WARN: "! ", Severity.BAD: "✗ "}
SHORT = 40  # characters of a command that is printed behind its entry in a menu
COLOURS = {Severity.INFO: "1", Severity.GOOD: "1;32", Severity.WARN: "1;33", Severity.BAD: "1;31"}


def draw(reply: Reply, screen: Screen, pictures: Sequence[str] = (), first: int = 1) -> str:
    """The whole reply, its choices numbered from ``first``.

    ``pictures`` are the paths of its pictures.
    """
    return "\n".join((*body(reply, screen, pictures), *offers(reply, screen, first)))


def body(reply: Reply, screen: Screen, pictures: Sequence[str] = ()) -> list[str]:
    """The title of a reply and what it says, a line each."""
    paths = iter(pictures)
    listed = frozenset(source.url for source in reply.sources)
    grade = GRADE_COLOURS.get(reply.grade) if reply.severity is Severity.INFO else None
    style = f"1;{grade}" if grade else COLOURS[reply.severity]
    lines = [screen.paint(MARKS[reply.severity] + clean(reply.title), style)]
    told = " ".join(plain(part.words) for part in reply.parts if isinstance(part, Text))
    for part in reply.parts:
        lines += _part(part, screen, told, listed)
        if isinstance(part, Chart | DotPlot | Tree) and (path := next(paths, "")):
            lines.append(screen.paint(f"  picture: {path}", "2"))
    for source in reply.sources:
        lines += [screen.paint(line, "2") for line in _source(source, screen)]
    if reply.note:
        lines += [screen.paint(line, "2") for line in wrap(words(reply.note, links=screen.links), screen)]
    return screen.linked("\n".join(lines), _addresses(reply, listed)).replace(NO_BREAK_SPACE, " ").split("\n")


def _addresses(reply: Reply, listed: Container[str]) -> Iterator[str]:
    """The addresses of the links that `words` marks, in drawing order."""
    for part in reply.parts:
        match part:
            case Text():
                texts: tuple[Words, ...] = (part.words,)
            case Fields():
                texts = tuple(value for _, value in part.pairs)
            case Bullets():
                texts = part.items
            case _:
                texts = ()
        for text in texts:
            yield from (piece.url for piece in spans(text) if isinstance(piece, TextSpan) and _is_marked(piece, listed))
    yield from (piece.url for piece in spans(reply.note) if isinstance(piece, TextSpan) and _is_marked(piece, ()))


def _is_marked(piece: TextSpan, listed: Container[str]) -> bool:
    named = piece.kind == "link" and piece.text != piece.url
    return named and piece.url not in listed and len(piece.text) <= LONGEST_LINK


def offers(reply: Reply, screen: Screen, first: int = 1) -> list[str]:
    """The choices of a reply, numbered from ``first``."""
    lines: list[str] = []
    number = first
    for action in _actions(reply):
        made = _choices(action)
        if isinstance(action, Menu):
            numbered = (_entry(at, *one) for at, one in enumerate(zip(action.choices, made, strict=True), number))
            rows = wrap(" · ".join(numbered), screen, f"  {clean(action.label.removesuffix('?'))}: ", "    ")
            lines += [row.replace(NO_BREAK_SPACE, " ") for row in rows]
        else:
            lines += [f"  [{number}] {clean(label)} " + screen.paint(f"→ {clean(line)}", "2") for label, line in made]
        number += len(made)
    return lines


def _entry(at: int, choice: Button | Form, made: tuple[str, str]) -> str:
    """An entry of a menu; a form has its command, if short: a pipe asks nothing."""
    label, line = made
    shown = f" → {clean(line)}" if isinstance(choice, Form) and len(line) <= SHORT else ""
    return f"[{at}]{NO_BREAK_SPACE}{clean(label)}{shown}"


def choices(reply: Reply) -> Iterator[tuple[str, Form | None]]:
    """What can be chosen by number.

    Each is the line to run, or the form that asks for its options.
    """
    for action in _actions(reply):
        for choice in action.choices if isinstance(action, Menu) else (action,):
            yield (choice.run.line, None) if isinstance(choice, Button) else (choice.command, choice)


def _actions(reply: Reply) -> tuple[Action, ...]:
    return (*reply.actions, reply.form) if reply.form else reply.actions


def _choices(action: Action) -> list[tuple[str, str]]:
    single = action.choices if isinstance(action, Menu) else (action,)
    return [(one.label, one.run.line if isinstance(one, Button) else begun(one.command, one.filled)) for one in single]


def words(text: Words, listed: Container[str] = (), *, links: bool = False) -> str:
    """A text for the terminal, with user input made harmless.

    Links have their address unless that is ``listed``. With ``links`` a short link is marked instead, for
    `Screen.linked`.
    """
    out = []
    for piece in spans(text):
        if links and isinstance(piece, TextSpan) and _is_marked(piece, listed):
            out.append(f"{LINK_BEGIN}{clean(piece.text).replace(' ', NO_BREAK_SPACE)}{LINK_END}")
        elif isinstance(piece, TextSpan) and piece.kind == "link" and piece.text != piece.url:
            out.append(clean(piece.text if piece.url in listed else f"{piece.text} ({piece.url})"))
        else:
            out.append(clean(piece.text if isinstance(piece, TextSpan) else piece))
    return "".join(out)


def _source(source: Source, screen: Screen) -> list[str]:
    """What was read and when, with its whole address.

    The address has a line of its own where both are too long for one.
    """
    read = f" · read {format_moment(source.read_at)} UTC" if source.read_at else ""
    what, url = clean(f"source: {source.label}{read}"), clean(source.url)
    together = f"  {what} · {url}"
    return [together] if columns(together) <= screen.width else [*wrap(what, screen), f"    {url}"]


def _part(part: Part, screen: Screen, told: str, listed: Container[str]) -> list[str]:
    match part:
        case Text():
            drawn = wrap(words(part.words, listed, links=screen.links), screen)
            return [screen.paint(screen.grades(screen.bar(line)), "2" if part.quiet else "0") for line in drawn]
        case Fields():
            return _fields(part, screen, listed)
        case Bullets():
            heading = [screen.paint(f"  {clean(part.heading)}", "1")] if part.heading else []
            items = (wrap(words(item, listed, links=screen.links), screen, "  • ", "    ") for item in part.items)
            return heading + [screen.grades(screen.bar(line)) for item in items for line in item]
        case Table():
            return table(part, screen)
        case Chart():
            return chart_lines(part, screen, told)
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
    lines: list[str] = []
    for name, value in part.pairs:
        head = f"  {clean(name)}:" + " " * max(room - columns(name) + 1, 1)
        lines += map(screen.grades, wrap(words(value, listed, links=screen.links), screen, head, " " * (room + 4)))
    return lines


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """The widths of a table's columns: the widest shrinks until all fit.

    Columns whose words stay whole shrink first.
    """
    widths = [max(map(columns, cells)) for cells in zip(*rows, strict=True)]
    words = [max(columns(word) for cell in cells for word in cell.split() or [""]) for cells in zip(*rows, strict=True)]
    while sum(widths) + 2 * len(widths) > room and max(widths) > 8:  # noqa: PLR2004 - narrower says nothing
        loose = [width if width > word else 0 for width, word in zip(widths, words, strict=True)]
        shrunk = loose if any(loose) else widths
        widths[shrunk.index(max(shrunk))] -= 1
    return widths


def table(part: Table, screen: Screen) -> list[str]:
    """Aligned columns, as wide as the window.

    The widest wrap where it is too narrow for all; words stay whole if they can.
    """
    rows = [tuple(clean(cell).replace("\n", " ") for cell in row) for row in (part.columns, *part.rows)]
    widths, lines = _widths(rows, screen.width), []
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
