"""A command as data, for buttons, forms and stored messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from bot.messages.request import Attachment

_TO_QUOTE = re.compile(r'[\s"\\“”]')


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A command as the whole line that runs it.

    Its name and options are not told apart.
    """

    line: str


@dataclass(frozen=True, slots=True)
class Order:
    """A command by name, with its options in words.

    Buttons carry it across command folders.
    """

    name: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def line(self) -> str:
        """The command line that runs it."""
        return " ".join([self.name, *(f"{key}:{quote(value)}" for key, value in self.values)])


def order(name: str, /, **values: object) -> Order:
    """Build an `Order`, dropping options that are None."""
    return Order(name, tuple((key, word(value)) for key, value in values.items() if value is not None))


def begun(name: str, filled: Mapping[str, str]) -> str:
    """The line of a command with the values that a form has filled in."""
    return Order(name, tuple((key, value) for key, value in filled.items() if value)).line


def word(value: object) -> str:
    """Format a value as the word a person would type for it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Attachment):
        return value.name
    return str(value)


def quote(text: str) -> str:
    """Quote a word if necessary, so that it parses as one value.

    Needed if it holds a space or a quote, or is empty.
    """
    if text and not _TO_QUOTE.search(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
