"""App Home, the assistant panel, and cards under markets' addresses.

Each list of App Home is one command, run as the person who looks; one that is refused (the desk queue, for a member) or
does not exist is left out. The tab is drawn anew whenever it is opened, and when something in it or in a modal opened
from it was pressed or sent. https://docs.slack.dev/ai/developing-ai-apps, /messaging/unfurling-links-in-messages
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.slack import parse
from adapters.slack.limits import HEADER, VIEW_BLOCKS
from adapters.slack.markup import literal, plain_text
from adapters.slack.parse import SlackContext
from adapters.slack.render import SlackMessage
from adapters.slack.responses import ResponseSender
from adapters.slack.transport.web_client import NoAnswer, SlackWebClient
from bot.dispatch.app import App
from bot.domain.names.subjects import AHEAD
from bot.messages import words
from bot.messages.errors import SpudwatchError
from bot.messages.levels import shown
from bot.messages.order import order
from bot.messages.reply import Button, Level, Outcome, Reply
from bot.messages.request import Role, View
from bot.sources.venues import pasted

log = logging.getLogger(__name__)

LINKS = 3  # addresses of one message that get a card
PROMPTS = (
    ("What is coming next?", "What is coming next?"),
    ("What changed this week?", "What changed this week?"),
    ("What can you do?", "help"),
)
# What fills a section: the commands that list it.
SECTIONS = (
    ("My watches", ("odds unwatch", "checkpoint watch")),
    ("My reports", ("checkpoint mine",)),
    ("Digests I manage", ("digest list",)),
    ("Alerts", ("alerts list",)),
    ("Desk queue", ("desk queue",)),
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
EACH = 20  # blocks of one list: a page of the desk's queue with its menus
LEAST = 4  # blocks that are kept for each list still to come
# In a thread slash commands do not work: the shortcut of a message and a mention do.
THREADS = "Slash commands do not work in threads: use a message's shortcuts there, or mention me."


async def home(app: App, delivery: ResponseSender, where: SlackContext, *, admin: bool) -> dict[str, Any]:
    """The view of a person's App Home."""
    wanted = [(title, line) for title, lines in SECTIONS for line in lines if _exists(app, line)]
    replies = await asyncio.gather(*(_run(app, where, line, admin=admin) for _, line in wanted))
    buttons = tuple(Button(label, order(line)) for label, line in BUTTONS if _exists(app, line, admin=admin))
    blocks = (await delivery.draw(Reply(title="Spudwatch", actions=buttons))).blocks
    blocks.append({"type": "context", "elements": [plain_text(THREADS, HEADER)]})
    lists = [(title, reply) for (title, _), reply in zip(wanted, replies, strict=True) if _answered(reply)]
    above = ""
    for place, (title, reply) in enumerate(lists):
        if title != above:
            blocks += [{"type": "divider"}, {"type": "header", "text": plain_text(title, HEADER)}]
        kept = (LEAST + 2) * (len(lists) - place - 1)
        drawn = await delivery.draw(_listed(reply), most=min(EACH, VIEW_BLOCKS - len(blocks) - kept))
        blocks += [_titled(drawn.blocks[0]), *drawn.blocks[1:]]
        above = title
    return {"type": "home", "blocks": blocks}


async def _run(app: App, where: SlackContext, line: str, *, admin: bool) -> Reply:
    return shown(await app.run(where.request(line=line, admin=admin)))


def _titled(head: dict[str, Any]) -> dict[str, Any]:
    """A list's own title, which stands under the heading of its section."""
    return {
        "type": "section",
        "text": {"type": "mrkdwn", "text": f"*{literal(head['text']['text'])}*", "verbatim": True},
    }


def _answered(reply: Reply) -> bool:
    return reply.outcome is Outcome.ANSWERED


def _listed(reply: Reply) -> Reply:
    """A list where nobody else is: there is no channel to share it in."""
    return replace(reply, actions=tuple(action for action in reply.actions if action.label != words.SHARE))


def _exists(app: App, line: str, *, admin: bool = True) -> bool:
    """Whether there is such a command that this person may run, as far as is known."""
    try:
        command = app.catalogue.resolve(line)
    except SpudwatchError:
        return False
    return admin or command.role is Role.MEMBER


async def suggest(app: App, web: SlackWebClient, body: Mapping[str, Any]) -> None:
    """Offer questions in a panel that was just opened."""
    try:
        where = parse.panel(body, web.clock.now())
    except ValueError:
        return
    now = app.ports.clock.now()
    known = app.ports.ledger.suggest("", View(f"slack:{where.home or where.team}", now))
    waited = next((one.name for one in known if one.state in AHEAD), "")
    asked = ((f"When will {waited} ship?", f"When will {waited} ship?"),) if waited else ()
    prompts = [{"title": title, "message": message} for title, message in (*asked, *PROMPTS)]
    wanted = {"channel_id": where.channel, "thread_ts": where.thread, "title": "Ask me", "prompts": prompts}
    try:
        await web.call(where.team, "assistant.threads.setSuggestedPrompts", wanted)
    except NoAnswer as error:
        log.info("slack panel without suggestions", extra={"team": where.team, "why": str(error)})


async def unfurl(app: App, web: SlackWebClient, delivery: ResponseSender, body: Mapping[str, Any]) -> None:
    """Show the short card of each followed market under its address."""
    try:
        where, message, links = parse.shared_links(body, web.clock.now())
    except ValueError:
        return
    cards: dict[str, SlackMessage] = {}
    for url in [one for one in links if pasted(one) is not None][:LINKS]:
        reply = await app.run(where.request(name="odds show", values={"about": url}))
        if reply.outcome is Outcome.ANSWERED:
            card = replace(shown(reply, Level.BRIEF), actions=(), others=(), private=False)
            cards[url] = await delivery.draw(card)
    if cards:
        await delivery.unfurl(where.team, message, cards)
