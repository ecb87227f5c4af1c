"""How tall a card is on a phone.

The short answer is one screen with its buttons, the full one a few. Estimated from the number of characters, for a card
of 380 px on the platform that draws taller (Discord); pictures are within a line or two of it. A platform's own limits
are its renderer's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.messages.reply import Action, Bullets, Menu, Part, Picture, Table, Text, Words, plain

SCREEN: Final = 680  # px of a chat on a phone
SHARED: Final = 476
FULL: Final = 1_700
SPARE: Final = 16  # left free, as the estimate is one

_FRAME: Final = 122  # px of the name above a card, its edges and the line below
_TITLE, _TEXT, _NOTE = (27, 22.0), (31, 20.6), (36, 18.0)  # characters in a row, and its height
_ITEM = (29, 21.6)  # of a list
_GAP: Final = 12  # between parts
_FOOT: Final = 20  # the line above a note
_PICTURE: Final = 150
_WIDTH, _EDGES, _BUTTON = 256, 36, 39.5  # px: a row of buttons, the sides of one with the gap, its height
_NARROW, _LETTER, _SLIM = frozenset("iljtfrI,.'! "), 8.6, 4.0  # letters, and the px of one


def height(title: str, parts: Sequence[Part], note: Words = "", actions: Sequence[Action] = ()) -> float:
    """The height of a card in px."""
    size = _FRAME + _tall(title, _TITLE) + sum(part_height(part) for part in parts)
    if plain(note):
        size += _FOOT + _tall(plain(note, addresses=False), _NOTE)
    return size + _BUTTON * button_rows(actions)


def part_height(part: Part) -> float:
    """The height of a part in px, with the gap above it."""
    if isinstance(part, Picture):
        return _PICTURE
    if isinstance(part, Text):
        return _GAP + _tall(plain(part.words, addresses=False), _NOTE if part.quiet else _TEXT)
    if isinstance(part, Table):  # a list, as few tables fit: each cell with the name of its column
        names = part.columns[1:]
        rows = (" · ".join((row[0], *map(" ".join, zip(names, row[1:], strict=True)))) for row in part.rows)
        return _GAP + _tall("\n".join(rows), _ITEM)
    if isinstance(part, Bullets):
        lines = [part.heading, *(plain(item, addresses=False) for item in part.items)]
        return _GAP + _tall("\n".join(filter(None, lines)), _ITEM)
    pairs = (f"{name}: {plain(value, addresses=False)}" for name, value in part.pairs)
    return _GAP + _tall("\n".join(pairs), _TEXT)


def button_rows(actions: Sequence[Action]) -> int:
    """Count the rows of controls.

    A menu takes one; buttons stand side by side while they fit.
    """
    count, left = 0, 0.0
    for action in actions:
        wide = sum(_SLIM if letter in _NARROW else _LETTER for letter in action.label) + _EDGES
        if isinstance(action, Menu) or wide > left:
            count, left = count + 1, 0.0 if isinstance(action, Menu) else _WIDTH - wide
        else:
            left -= wide
    return count


def _tall(text: str, row: tuple[int, float]) -> float:
    letters, size = row
    return size * sum(_wrapped(line, letters) for line in text.split("\n"))


def _wrapped(line: str, letters: int) -> int:
    """How many rows a line takes, wrapped between words."""
    rows, left = 1, letters
    for word in line.split(" "):
        size = len(word)
        if size > left and left < letters:
            rows, left = rows + 1, letters
        rows += max(0, size - 1) // letters if size > left else 0
        left -= min(size, letters) + 1
    return rows
