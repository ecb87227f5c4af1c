"""App Home: what is mine here, through the commands that exist.

Each section is one command, run as the person who looks; one that is refused (the desk queue, for a member) or does not
exist is left out. The tab is drawn anew whenever it is opened or something in it was pressed.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from adapters.slack.delivery import Delivery
from adapters.slack.incoming import Came
from adapters.slack.limits import VIEW_BLOCKS
from adapters.slack.markup import flat
from bot.app import App
from bot.command import order
from bot.errors import SpudwatchError
from bot.reply import Action, Button, Form, Outcome, Reply


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the commands that may fill it, the first that exists; ``quiet`` ones are only buttons."""

    title: str
    lines: tuple[str, ...]


SECTIONS = (
    Section("My watches", ("odds watches", "odds watching", "odds watch", "spudwatch watches")),
    Section("My reports", ("checkpoint list who:me", "checkpoint list")),
    Section("Digests I manage", ("digest list",)),
    Section("Alerts", ("alerts list",)),
    Section("Desk queue", ("desk queue",)),
)
EACH = 14  # blocks of one section
CHARACTERS = 2_500  # of one section
ASK = (
    ("Report a sighting", "checkpoint report"),
    ("Check a claim", "claimcheck ask"),
    ("Market odds", "odds show"),
)
SETTINGS = (
    ("What did I miss?", "catchup"),
    ("My time zone", "spudwatch timezone"),
    ("Settings here", "spudwatch-admin show"),
    ("Privacy", "spudwatch privacy"),
    ("Export or delete my data", "spudwatch mydata"),
    ("Help", "spudwatch help"),
)


async def home(app: App, delivery: Delivery, where: Came, *, admin: bool) -> dict[str, Any]:
    """The view of a person's App Home."""
    lines = [(section, line) for section in SECTIONS if (line := _first(app, section.lines))]
    replies = await asyncio.gather(*(app.run(where.request(line=line, admin=admin)) for _, line in lines))
    blocks: list[dict[str, Any]] = await _top(app, delivery)
    for (section, _), reply in zip(lines, replies, strict=True):
        if reply.outcome is not Outcome.ANSWERED:
            continue
        drawn = await delivery.draw(replace(reply, actions=_few(reply.actions)), most=EACH)
        blocks += [{"type": "divider"}, _header(section.title), *drawn.blocks[:EACH]]
    return {"type": "home", "blocks": blocks[:VIEW_BLOCKS]}


async def _top(app: App, delivery: Delivery) -> list[dict[str, Any]]:
    asks = tuple(Form(label, command) for label, command in ASK if _exists(app, command))
    rest = tuple(Button(label, order(line)) for label, line in SETTINGS if _exists(app, line))
    drawn = await delivery.draw(Reply(title="Spudwatch", actions=(*asks, *rest)))
    # In a thread slash commands do not work: the shortcut of a message and a mention do.
    text = "Slash commands do not work in threads: use a message's shortcuts there, or mention me."
    return [*drawn.blocks, {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False}]}]


def _few(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    return tuple(action for action in actions if getattr(action, "label", "") != "Share in channel")[:10]


def _header(text: str) -> dict[str, Any]:
    return {"type": "header", "text": {"type": "plain_text", "text": flat(text, 150), "emoji": False}}


def _first(app: App, lines: tuple[str, ...]) -> str:
    return next((line for line in lines if _exists(app, line)), "")


def _exists(app: App, line: str) -> bool:
    """Whether a line names a command that needs nothing more to run."""
    name = " ".join(word for word in line.split() if ":" not in word)
    try:
        command = app.catalogue.resolve(name)
    except SpudwatchError:
        return False
    given = {word.partition(":")[0] for word in line.split() if ":" in word}
    known = {opt.name for opt in command.options}
    return given <= known
