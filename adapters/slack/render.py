"""A reply as Block Kit within Slack's budgets, with all of it as plain ``text``.

What is fixed (title, sources, note, buttons) is drawn first and its room reserved, so that a long table never pushes a
source out; the parts share what is left. What does not fit is cut at a word or a row, counted ("… 12 more") and logged.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from adapters.net.sanitize import one_line, visible
from adapters.slack.controls import actions
from adapters.slack.limits import (
    ALT_TEXT,
    BLOCKS,
    CHARACTERS,
    CONTEXT,
    FIELD,
    FIELDS,
    HEADER,
    SECTION,
    TEXT,
)
from adapters.slack.markup import (
    chunks,
    clip,
    drawn,
    entities,
    flat,
    literal,
    masked,
    mrkdwn,
    pieces,
)
from bot.domain.text import columns, padded
from bot.messages.reply import (
    Bullets,
    Chart,
    DotPlot,
    Fields,
    Part,
    Picture,
    Reply,
    Severity,
    Source,
    Table,
    Text,
    Tree,
    Words,
    branch_lines,
    part_lines,
    spans,
    when,
)

log = logging.getLogger(__name__)

Block = dict[str, Any]

MARKS = {Severity.INFO: "", Severity.GOOD: "✅ ", Severity.WARN: "⚠️ ", Severity.BAD: "⛔ "}
SHARE = 400  # characters kept for each part that is still to be drawn
LEAST = 80  # below this room a part is not begun
LINE = 1_200  # characters of one line of a list
COLUMN = 60  # letters of a value that is still read with ease in one of two columns
CELL = 60  # characters of one cell of a table
SOURCES = 8_000  # characters the sources may take; the plain text has them all
BETWEEN = " · "
FENCE = "```"


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """A reply for Slack: plain text for notifications and screen readers, and blocks."""

    text: str
    blocks: list[Block] = field(default_factory=list)
    left_out: int = 0


@dataclass(slots=True)
class _Room:
    blocks: int
    characters: int

    def take(self, block: Block) -> bool:
        size = weight(block)
        if self.blocks < 1 or size > self.characters:
            return False
        self.blocks -= 1
        self.characters -= size
        return True


def weight(node: list[Any] | dict[str, Any]) -> int:
    """How many characters of text a block, or several, hold in all their elements."""
    total = 0
    if isinstance(node, list):
        for entry in node:
            total += weight(entry)
        return total
    for key, value in node.items():
        kind = type(value)
        if kind is str:
            if key in ("text", "alt_text"):
                total += len(value)
        elif kind is dict or (kind is list and value and type(value[0]) is dict):
            total += weight(value)
    return total


def draw(
    reply: Reply,
    *,
    images: Mapping[int, str] | None = None,
    kept: Mapping[str, str] | None = None,
    most: int = BLOCKS,
    characters: int = CHARACTERS,
    mark: str = "",
) -> SlackMessage:
    """A reply as blocks.

    ``images`` holds the file id of each picture that is uploaded, by its place in ``reply.pictures``; a picture without
    one is told in words. ``kept`` maps orders too long for a button to the keys that stand for them. ``mark`` is a last
    small line (the reference by which a post is found again).
    """
    head = _head(reply)
    below = [*_note(reply.note, mark), *actions(reply.actions, kept or {}, max(2, most // 3))]
    left = characters - weight(head) - weight(below)
    sources = _sources(reply.sources, left - 4 * LEAST)
    tail = [*sources, *below]
    room = _Room(most - len(head) - len(tail) - 1, left - weight(sources) - LEAST)
    body: list[Block] = []
    missing = 0
    pictures = {
        id(picture): images[place] for place, picture in enumerate(reply.pictures) if images and place in images
    }
    for place, part in enumerate(reply.parts):
        if room.characters < LEAST or room.blocks < 1:
            missing += 1
            continue
        # However long a part is, those behind it get some of the room.
        reserved = min(SHARE * (len(reply.parts) - place - 1), room.characters // 2)
        room.characters -= reserved
        for block in _part(part, room, pictures):
            if isinstance(block, int):
                missing += block
            elif room.take(block):
                body.append(block)
            else:
                missing += 1
        room.characters += reserved
    if missing:
        log.info("slack reply cut", extra={"left_out": missing, "command": reply.command})
        body.append(_context([f"… {missing} more"]))
    return SlackMessage(plain_text(reply, TEXT), [*head, *body, *tail], missing)


def plain_text(reply: Reply, limit: int) -> str:
    """The reply in plain words, escaped, at most ``limit`` characters, never empty."""
    text = clip([visible((MARKS[reply.severity] + reply.plain)[: 4 * limit])], limit)
    return text if text.strip() else "Spudwatch"


def _head(reply: Reply) -> list[Block]:
    whole = MARKS[reply.severity] + (one_line(reply.title) or "Spudwatch")
    header = {"type": "header", "text": _plain(flat(whole, HEADER))}
    if len(entities(whole)) <= HEADER:
        return [header]
    return [header, {"type": "section", "text": _plain(clip([one_line(reply.title)], 1_000))}]


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _context(lines: Sequence[str]) -> Block:
    return {"type": "context", "elements": [_mrkdwn(line) for line in lines]}


def _part(part: Part, room: _Room, pictures: Mapping[int, str]) -> Iterator[Block | int]:
    match part:
        case Text():
            yield from _text(part.words, room, quiet=part.quiet)
        case Fields():
            yield from _fields(part, room)
        case Bullets():
            yield from _bullets(part, room)
        case Table():
            yield from _fixed(_table(part), room, heads=1)
        case Chart() | DotPlot() | Tree():
            yield from _picture(part, room, pictures.get(id(part)))


def _text(words: Words, room: _Room, *, quiet: bool = False) -> Iterator[Block | int]:
    # Somebody's words alone need no formatting, so they get the text object in which there is none.
    strings = [piece for piece in spans(words) if isinstance(piece, str)]
    bare = not quiet and len(strings) == len(spans(words))
    most = 2 * room.characters  # some of it may not be drawn at all
    joined = visible("".join(strings)[:most]) if bare else ""
    parts = [entities(word) for word in pieces(joined)] if bare else list(drawn(words, most))
    while parts:
        head, rest = chunks(parts, min(SECTION, room.characters - 1))
        if not head or room.blocks < 1:
            yield 1
            return
        if shown := head.strip():
            if quiet:
                yield _context([shown])
            else:
                yield {"type": "section", "text": _plain(shown) if bare else _mrkdwn(shown)}
        parts = rest


def _fields(part: Fields, room: _Room) -> Iterator[Block | int]:
    """Pairs in two narrow columns; those too long for them as lines of their own."""
    for short, run in groupby(part.pairs, _short):
        pairs = list(run)
        if short:
            yield from _columns(pairs, room)
        else:
            lines = (f"{_bold(name)}  {mrkdwn(value, LINE) or '–'}" for name, value in pairs)
            yield from _lines(lines, len(pairs), room)


def _short(pair: tuple[str, Words]) -> bool:
    letters = sum(len(piece if isinstance(piece, str) else piece.text) for piece in spans(pair[1]))
    return letters <= COLUMN


def _columns(pairs: Sequence[tuple[str, Words]], room: _Room) -> Iterator[Block | int]:
    for start in range(0, len(pairs), FIELDS):
        if room.characters < LEAST or room.blocks < 1:
            yield len(pairs) - start
            return
        run = pairs[start : start + FIELDS]
        made = [_mrkdwn(f"{_bold(name)}\n{mrkdwn(value, FIELD - 400) or '–'}") for name, value in run]
        yield {"type": "section", "fields": made}


def _bold(text: str) -> str:
    inner = one_line(text).replace("*", "∗").replace("`", "ˋ") or "–"
    return f"*{clip([literal(inner)], 300)}*"


def _bullets(part: Bullets, room: _Room) -> Iterator[Block | int]:
    heading = (_bold(part.heading),) if one_line(part.heading) else ()
    items = ("• " + (mrkdwn(item, LINE) or "–").replace("\n", " ") for item in part.items)
    yield from _lines(items, len(part.items), room, heading)


def _lines(made: Iterator[str], count: int, room: _Room, heading: Sequence[str] = ()) -> Iterator[Block | int]:
    """Lines in few sections under a heading, and how many were left out."""
    held, size = list(heading), sum(map(len, heading))
    for position, line in enumerate(made):
        if size + len(line) + 1 > min(SECTION, room.characters) and held:
            yield {"type": "section", "text": _mrkdwn("\n".join(held))}
            held, size = [], 0
        if len(line) > room.characters or room.characters - size < LEAST or room.blocks < 1:
            if held:
                yield {"type": "section", "text": _mrkdwn("\n".join(held))}
            yield count - position
            return
        held.append(line)
        size += len(line) + 1
    if held:
        yield {"type": "section", "text": _mrkdwn("\n".join(held))}


def _table(part: Table) -> list[str]:
    cells = [[_cell(cell) for cell in row] for row in (part.columns, *part.rows)]
    widths = [max(map(columns, column)) for column in zip(*cells, strict=True)]
    right = [name in part.right for name in part.columns]
    return [
        "  ".join(
            padded(cell, width, right=to_right) for cell, width, to_right in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in cells
    ]


def _cell(text: str) -> str:
    shown = one_line(text).replace("`", "ˋ")
    return shown if len(shown) <= CELL else shown[: CELL - 1] + "…"


def _fixed(lines: Sequence[str], room: _Room, heads: int = 0) -> Iterator[Block | int]:
    """Lines in fixed-width blocks; the first ``heads`` of them are repeated in each."""
    repeated = [line[: SECTION // 4] for line in lines[:heads]]
    rows = [entities(line[: SECTION // 6]) for line in lines[heads:]]
    head = [entities(line)[: SECTION // 2] for line in repeated]
    held: list[str] = []
    base = sum(len(line) + 1 for line in head) + 2 * len(FENCE) + 2
    size = base
    for position, row in enumerate(rows):
        if size + len(row) + 1 > min(SECTION, room.characters) and held:
            yield {"type": "section", "text": _mrkdwn("\n".join([FENCE, *head, *held, FENCE]))}
            held, size = [], base
        if base + len(row) + 1 > room.characters or room.blocks < 1:
            yield len(rows) - position
            return
        held.append(row)
        size += len(row) + 1
    if held or (head and base <= room.characters):
        yield {"type": "section", "text": _mrkdwn("\n".join([FENCE, *head, *held, FENCE]))}


def _picture(part: Picture, room: _Room, file: str | None) -> Iterator[Block | int]:
    if file is not None:
        yield {
            "type": "image",
            "slack_file": {"id": file},
            "alt_text": flat(part.alt, min(ALT_TEXT, max(room.characters // 2, LEAST))),
            "title": _plain(flat(part.title or part.alt, HEADER)),
        }
    elif isinstance(part, Tree):
        if one_line(part.title):
            yield {"type": "section", "text": _mrkdwn(_bold(part.title))}
        lines = [line for root in part.roots for line in branch_lines(root)]
        yield from _fixed([visible(line).replace("`", "ˋ") for line in lines], room)
    else:
        yield _context([mrkdwn(next(iter(part_lines(part))), SECTION)])


def _sources(sources: Sequence[Source], room: int) -> list[Block]:
    """Every source with its address, a line each; very many go to the plain text."""
    made: list[str] = []
    size = 0
    for position, source in enumerate(sources):
        line = masked(source.label, source.url) or "a source without a name"
        if source.read_at is not None and len(sources) <= CONTEXT:
            line += ", read " + "".join(drawn(when(source.read_at)))
        if size + len(line) > min(SOURCES, room):
            made.append(f"… {len(sources) - position} more sources in the text of this message")
            break
        made.append("Source: " + line if not made else line)
        size += len(line) + len(BETWEEN)
    if len(made) > CONTEXT:
        made = _joined(made)
    return [_context(made[start : start + CONTEXT]) for start in range(0, len(made), CONTEXT)]


def _joined(lines: Sequence[str]) -> list[str]:
    """Lines side by side, in as few texts as hold them."""
    made = [lines[0]]
    for line in lines[1:]:
        if len(made[-1]) + len(BETWEEN) + len(line) <= SECTION:
            made[-1] += BETWEEN + line
        else:
            made.append(line)
    return made


def _note(note: Words, mark: str) -> list[Block]:
    lines = [line for line in (mrkdwn(note, 1_000), entities(mark)) if line]
    return [_context(lines)] if lines else []
