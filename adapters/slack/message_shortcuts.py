"""What Slack's menus start: a command, with what the message says filled in.

Those of a message are the entries of `bot.dispatch.message_menus`. A shortcut whose command does not exist is not
offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from adapters.slack.parse import permalink, spoken
from bot.dispatch.command import Command
from bot.dispatch.message_menus import MESSAGE_MENUS, MessageMenu
from bot.dispatch.registry import CommandRegistry
from bot.messages.errors import SpudwatchError


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An entry of Slack's menus: of a message (``menu``), or of the composer."""

    id: str
    name: str
    about: str
    command: str
    menu: MessageMenu | None = None

    @property
    def kind(self) -> Literal["message", "global"]:
        """What Slack calls the menu it stands in."""
        return "message" if self.menu else "global"


SHORTCUTS = (
    *(Shortcut(menu.id, menu.name, menu.about, menu.command, menu) for menu in MESSAGE_MENUS),
    Shortcut("report", "Report a sighting", "Report a model name you saw in a picker", "checkpoint report"),
    Shortcut("check", "Check a claim", "See what the evidence says about a claim", "claimcheck ask"),
    Shortcut("odds", "Market odds", "See when the markets expect a model", "odds show"),
    Shortcut("catchup", "What did I miss?", "What changed since you last looked", "catchup"),
)


def offered(catalogue: CommandRegistry) -> tuple[Shortcut, ...]:
    """The shortcuts whose command exists."""
    return tuple(entry for entry in SHORTCUTS if command_of(entry, catalogue) is not None)


def command_of(entry: Shortcut, catalogue: CommandRegistry) -> type[Command[Any]] | None:
    """The command a shortcut starts, if there is one."""
    try:
        return catalogue.resolve(entry.command)
    except SpudwatchError:
        return None


def find(callback: str) -> Shortcut | None:
    """The shortcut of a callback id."""
    return next((entry for entry in SHORTCUTS if entry.id == callback), None)


def filled(entry: Shortcut, command: type[Command[Any]], body: Mapping[str, Any]) -> dict[str, str]:
    """The options that the message fills in, each cut to its option's length."""
    if entry.menu is None:
        return {}
    message = body.get("message")
    made = entry.menu.filled(command, spoken(message) if isinstance(message, Mapping) else "", permalink(body))
    posted = [choice for opt in command.options if opt.name == "how" for choice in opt.choices if "post" in choice]
    return {**made, "how": posted[-1]} if posted else made


def usage(command: type[Command[Any]]) -> str:
    """The options of a command as a hint: ``about [by] [venue]``."""
    return command.usage().removeprefix(command.name).strip()
