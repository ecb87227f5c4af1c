"""How tall a card is on a phone, so that the short answer is one screen with its buttons and the full one a few.

Estimated from the number of characters, for a card of 380 px on the platform that draws taller (Discord); pictures
are within a line or two of it. A platform's own limits are its renderer's.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final

from bot.messages.reply import Action, Menu, Part, Picture, Text, Words, part_lines, plain

SCREEN: Final = 680  # px of a chat on a phone
SHARED: Final = 476
FULL: Final = 1_700
SPARE: Final = 12  # left free, as the estimate is one

_FRAME: Final = 122  # px of the name above a card, its edges and the line below
_TITLE, _TEXT, _NOTE = (26, 22.0), (31, 20.6), (35, 18.0)  # characters in a row, and its height
_GAP: Final = 12  # between parts
_FOOT: Final = 20  # the line above a note
_PICTURE: Final = 150
_WIDTH, _LETTER, _EDGES, _BUTTON = (
    256,
    8.2,
    36,
    39.5,
)  # px of a row of buttons, of a letter, of a button's sides, its height


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
    return _GAP + _tall("\n".join(part_lines(part)), _TEXT)


def button_rows(actions: Sequence[Action]) -> int:
    """How many rows the controls take: a menu one, buttons side by side while they fit."""
    count, left = 0, 0.0
    for action in actions:
        wide = _LETTER * len(action.label) + _EDGES
        if isinstance(action, Menu) or wide > left:
            count, left = count + 1, 0.0 if isinstance(action, Menu) else _WIDTH - wide
        else:
            left -= wide
    return count


def _tall(text: str, row: tuple[int, float]) -> float:
    letters, size = row
    return size * sum(max(1, ceil(len(line) / letters)) for line in text.split("\n"))
