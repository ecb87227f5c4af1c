"""App Home: what is mine here, through the commands that exist.

Each section is one command, run as the person who looks; one that is refused (the desk queue, for a member) or does not
exist is left out. The tab is drawn anew whenever it is opened or something in it was pressed.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from adapters.slack.delivery import Delivery
from adapters.slack.incoming import Came
from adapters.slack.limits import HEADER, VIEW_BLOCKS
from adapters.slack.markup import flat
from bot.app import App
from bot.command import order
from bot.errors import SpudwatchError
from bot.reply import Action, Button, Outcome, Reply
from bot.request import Role

# What fills a section: the command that lists it.
SECTIONS = (
    ("My watches", "odds unwatch"),
    ("My reports, and what else I keep about you", "spudwatch mydata"),
    ("Digests I manage", "digest list"),
    ("Alerts", "alerts list"),
    ("Desk queue", "desk queue"),
)
BUTTONS = (
    ("Report a sighting", "checkpoint report"),
    ("Check a claim", "claimcheck ask"),
    ("Market odds", "odds show"),
    ("What did I miss?", "catchup"),
    ("My time zone", "spudwatch timezone"),
    ("Settings here", "spudwatch-admin show"),
    ("Privacy", "spudwatch privacy"),
    ("Export or delete my data", "spudwatch mydata"),
    ("Help", "spudwatch help"),
)
EACH = 14  # blocks of one section
ACTIONS = 10  # controls of one section
# In a thread slash commands do not work: the shortcut of a message and a mention do.
THREADS = "Slash commands do not work in threads: use a message's shortcuts there, or mention me."


async def home(app: App, delivery: Delivery, where: Came, *, admin: bool) -> dict[str, Any]:
    """The view of a person's App Home."""
    lines = [(title, line) for title, line in SECTIONS if _exists(app, line)]
    replies = await asyncio.gather(*(app.run(where.request(line=line, admin=admin)) for _, line in lines))
    buttons = tuple(Button(label, order(line)) for label, line in BUTTONS if _exists(app, line, admin=admin))
    blocks = (await delivery.draw(Reply(title="Spudwatch", actions=buttons))).blocks
    blocks.append({"type": "context", "elements": [_plain(THREADS)]})
    for (title, _), reply in zip(lines, replies, strict=True):
        if reply.outcome is not Outcome.ANSWERED:
            continue
        drawn = await delivery.draw(replace(reply, actions=_few(reply.actions)), most=EACH)
        blocks += [{"type": "divider"}, {"type": "header", "text": _plain(title)}, *drawn.blocks[:EACH]]
    return {"type": "home", "blocks": blocks[:VIEW_BLOCKS]}


def _few(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    return tuple(action for action in actions if action.label != "Share in channel")[:ACTIONS]


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": flat(text, HEADER), "emoji": False}


def _exists(app: App, line: str, *, admin: bool = True) -> bool:
    """Whether there is such a command, and whether this person may run it as far as can be told."""
    try:
        command = app.catalogue.resolve(line)
    except SpudwatchError:
        return False
    return admin or command.role is Role.MEMBER
