"""What Slack's menus start: a command, with what the message says filled in.

A shortcut whose command does not exist is not offered. ``fills`` names, for each thing a message tells, the options
that take it, the first that the command has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from adapters.slack.parse import permalink, spoken
from bot.dispatch.command import Command
from bot.dispatch.message_menus import market_address
from bot.dispatch.registry import CommandRegistry
from bot.messages.errors import SpudwatchError


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An entry of Slack's menus: of a message, or of the composer (``global``)."""

    id: str
    name: str
    kind: Literal["message", "global"]
    about: str
    command: str
    fills: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_LINK = ("link", "url", "source")

SHORTCUTS = (
    Shortcut(
        "report-sighting",
        "Report as sighting",
        "message",
        "Report a model name somebody saw, with this message as the source",
        "checkpoint report",
        fills={"said": ("text", "what"), "link": _LINK, "how": ("how",)},
    ),
    Shortcut(
        "claim-check",
        "Claim-check this",
        "message",
        "See what the evidence says about the claim in this message",
        "claimcheck ask",
        fills={"said": ("claim", "text")},
    ),
    Shortcut(
        "add-evidence",
        "Add as evidence",
        "message",
        "Add this message as evidence for or against a claim",
        "claimcheck add",
        fills={"said": ("quote", "text"), "link": _LINK},
    ),
    Shortcut(
        "market-odds",
        "Odds for this link",
        "message",
        "See the odds of the market that this message links to",
        "odds show",
        fills={"market": ("about",)},
    ),
    Shortcut("report", "Report a sighting", "global", "Report a model name you saw in a picker", "checkpoint report"),
    Shortcut("check", "Check a claim", "global", "See what the evidence says about a claim", "claimcheck ask"),
    Shortcut("odds", "Market odds", "global", "See when the markets expect a model", "odds show"),
    Shortcut("catchup", "What did I miss?", "global", "What changed since you last looked", "catchup"),
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
    """The options that the message fills in; a text longer than its option is cut to it."""
    message = body.get("message")
    words = spoken(message) if isinstance(message, Mapping) else ""
    told = {"said": words, "link": permalink(body), "market": market_address(words)}
    options = {opt.name: opt for opt in command.options}
    made: dict[str, str] = {}
    for what, names in entry.fills.items():
        name = next((name for name in names if name in options), "")
        if not name:
            continue
        if what == "how":
            made.update((name, choice) for choice in options[name].choices if "post" in choice)
        elif told[what]:
            made[name] = told[what][: options[name].limit]
    return made


def usage(command: type[Command[Any]]) -> str:
    """The options of a command as a hint: ``about [by] [venue]``."""
    return command.usage().removeprefix(command.name).strip()
