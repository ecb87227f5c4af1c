"""Delivery prefixes: share an answer or keep it private, brief or full.

``share odds show about:spud`` posts the answer in the channel; ``full odds show about:spud`` shows the full level, and
``full2 odds show about:spud`` the second page of one that is long.
"""

from dataclasses import dataclass
from typing import Any, Final

from bot.dispatch.command import Command
from bot.dispatch.registry import CommandRegistry
from bot.messages import words
from bot.messages.order import CommandLine
from bot.messages.reply import Action, Button, Level, Runnable

SHARE: Final = "share "
FULL: Final = "full "
DIGITS: Final = 3  # of a page's number


@dataclass(frozen=True, slots=True)
class Delivery:
    """Audience and level of an answer, and the page of its full level."""

    shared: bool = False
    level: Level = Level.BRIEF
    page: int = 1


def delivery_of(line: str, catalogue: CommandRegistry) -> tuple[Delivery, str]:
    """Split a line into its delivery and the command line."""
    first, _, rest = line.partition(" ")
    if rest.partition(" ")[0] not in catalogue.tree:
        return Delivery(), line
    if first == SHARE.strip():
        return Delivery(shared=True), rest
    number = first.removeprefix(FULL.strip())
    if first == number or not (number == "" or (number.isdecimal() and len(number) <= DIGITS)):
        return Delivery(), line
    return Delivery(level=Level.FULL, page=max(1, int(number or 1))), rest


def share_of(command: Command[Any]) -> CommandLine:
    """Build the line that posts a command's answer for everyone."""
    return CommandLine(SHARE + command.line)


def other_level(asked: Runnable, way: Delivery, label: str = "") -> Button:
    """Build the button that shows the same answer at the other level, in place.

    ``label`` is that of one that opens no numbers.
    """
    if way.level is Level.FULL:
        return Button(words.SHORT_ANSWER, asked, in_place=True)
    return Button(label or words.ALL_NUMBERS, CommandLine(FULL + asked.line), in_place=True)


def next_page(asked: Runnable, way: Delivery, pages: int) -> tuple[Button, ...]:
    """Build the button of a full answer's next page, in place; none on the last one."""
    if way.page >= pages:
        return ()
    return (Button(words.NEXT_PAGE, CommandLine(f"{FULL.strip()}{way.page + 1} {asked.line}"), "main", in_place=True),)


def paged(following: tuple[Button, ...], actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """The buttons of a page; a list's next page follows the last of what is shown."""
    if not following:
        return actions
    own = [one for one in actions if isinstance(one, Button) and one.label == words.NEXT_PAGE]
    return (*following, *(one for one in actions if one not in own))
