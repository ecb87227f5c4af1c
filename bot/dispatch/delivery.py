"""Delivery prefixes: share an answer or keep it private, brief or full.

``share odds show about:spud`` posts the answer in the channel; ``full odds show about:spud`` shows the full level.
"""

from dataclasses import dataclass
from typing import Any, Final

from bot.dispatch.command import Command
from bot.dispatch.registry import CommandRegistry
from bot.messages import words
from bot.messages.order import Order
from bot.messages.reply import Button, Level, Runnable

SHARE: Final = "share "
FULL: Final = "full "


@dataclass(frozen=True, slots=True)
class Delivery:
    """Audience and level of an answer."""

    shared: bool = False
    level: Level = Level.BRIEF


def delivery_of(line: str, catalogue: CommandRegistry) -> tuple[Delivery, str]:
    """Split a line into its delivery and the command line."""
    first, _, rest = line.partition(" ")
    if rest.partition(" ")[0] not in catalogue.tree:
        return Delivery(), line
    if first == SHARE.strip():
        return Delivery(shared=True), rest
    return (Delivery(level=Level.FULL), rest) if first == FULL.strip() else (Delivery(), line)


def share_of(command: Command[Any]) -> Order:
    """Build the order that posts a command's answer for everyone."""
    return Order(SHARE + command.line)


def other_level(asked: Runnable, way: Delivery) -> Button:
    """Build the button that shows the same answer at the other level, in place."""
    if way.level is Level.FULL:
        return Button(words.SHORT_ANSWER, asked, in_place=True)
    return Button(words.ALL_NUMBERS, Order(FULL + asked.line), in_place=True)
