"""The pages of a full answer.

Each is a few screens of a phone, parted between parts, or between the rows of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.messages.phone import FULL, SPARE, height, part_height
from bot.messages.reply import Bullets, Fields, Part, Reply, Source, Table, Words, spans

SOURCE: Final = 22.0  # px of a source's line
CONTROLS: Final = 210.0  # px kept for the buttons


def page_count(reply: Reply) -> int:
    """How many pages a full answer has."""
    return len(_pages(reply))


def page(reply: Reply, number: int) -> Reply:
    """Return the page of a full answer with that number, or the last one.

    The sources are on the last.
    """
    pages = _pages(reply)
    at = min(number, len(pages))
    if len(pages) == 1:
        return reply
    note: Words = (f"Part {at} of {len(pages)}. ", *spans(reply.note))
    sources: tuple[Source, ...] = reply.sources if at == len(pages) else ()
    return replace(reply, parts=tuple(pages[at - 1]), sources=sources, note=note)


def _pages(reply: Reply) -> list[list[Part]]:
    room = FULL - SPARE - CONTROLS - height(reply.title, (), reply.note)
    pages: list[list[Part]] = [[]]
    left = room
    for part in reply.parts:
        for piece in _pieces(part, room, left):
            size = part_height(piece)
            if size > left and pages[-1]:
                pages.append([])
                left = room
            pages[-1].append(piece)
            left -= size
    if SOURCE * len(reply.sources) > left and pages[-1]:
        pages.append([])
    return pages


def _pieces(part: Part, room: float, left: float) -> Iterator[Part]:
    """A part as it is, or cut between its rows where a page has less room."""
    rows = _rows(part)
    if not rows or part_height(part) <= left:
        yield part
        return
    left = left if part_height(_of_rows(part, rows[:1])) <= left else room
    start = 0
    for end in range(1, len(rows) + 1):
        if end - start > 1 and part_height(_of_rows(part, rows[start:end])) > left:
            yield _of_rows(part, rows[start : end - 1])
            start, left = end - 1, room
    yield _of_rows(part, rows[start:])


def _rows(part: Part) -> Sequence[Any]:
    match part:
        case Table():
            return part.rows
        case Bullets():
            return part.items
        case Fields():
            return part.pairs
        case _:
            return ()


def _of_rows(part: Part, rows: Sequence[Any]) -> Part:
    """The same part with some of its rows."""
    match part:
        case Table():
            return replace(part, rows=tuple(rows))
        case Bullets():
            return replace(part, items=tuple(rows))
        case Fields():
            return replace(part, pairs=tuple(rows))
        case _:
            return part
