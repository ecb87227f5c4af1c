"""How an answer is wanted: for all to see or for one person, brief or in full; a word before the command says it.

``share odds show about:spud`` posts the answer in the channel, ``full odds show about:spud`` shows all behind it.
"""

from dataclasses import dataclass
from typing import Any, Final

from bot.dispatch.command import Command, Order
from bot.dispatch.registry import CommandRegistry
from bot.messages import words
from bot.messages.reply import Button, Level, Runnable

SHARE: Final = "share "
FULL: Final = "full "


@dataclass(frozen=True, slots=True)
class Delivery:
    """For whom an answer is, and at which level."""

    shared: bool = False
    level: Level = Level.BRIEF


def delivery_of(line: str, catalogue: CommandRegistry) -> tuple[Delivery, str]:
    """How the answer to a line is wanted, and the line that asks for it."""
    first, _, rest = line.partition(" ")
    if rest.partition(" ")[0] not in catalogue.tree:
        return Delivery(), line
    if first == SHARE.strip():
        return Delivery(shared=True), rest
    return (Delivery(level=Level.FULL), rest) if first == FULL.strip() else (Delivery(), line)


def share_of(command: Command[Any]) -> Order:
    """The order that posts a command's answer for all to see."""
    return Order(SHARE + command.line)


def other_level(asked: Runnable, way: Delivery) -> Button:
    """The button that shows the same answer at the other level, in place."""
    if way.level is Level.FULL:
        return Button(words.SHORT_ANSWER, asked, in_place=True)
    return Button(words.ALL_NUMBERS, Order(FULL + asked.line), in_place=True)
