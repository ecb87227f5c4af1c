"""What Slack tells without a command: that the assistant panel was opened, and that somebody shared a market's address.

https://docs.slack.dev/ai/developing-ai-apps, https://docs.slack.dev/messaging/unfurling-links-in-messages
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.slack import parse
from adapters.slack.render import SlackMessage
from adapters.slack.responses import ResponseSender
from adapters.slack.transport.web_client import NoAnswer, SlackWebClient
from bot.dispatch.app import App
from bot.domain.names.subjects import SubjectState
from bot.messages.levels import shown
from bot.messages.reply import Level, Outcome
from bot.messages.request import View
from bot.sources.venues import pasted

log = logging.getLogger(__name__)

LINKS = 3  # addresses of one message that get a card
PROMPTS = (
    ("What is coming next?", "What is coming next?"),
    ("What changed this week?", "What changed this week?"),
    ("What can you do?", "help"),
)


async def suggest(app: App, web: SlackWebClient, body: Mapping[str, Any]) -> None:
    """Offer questions in a panel that was just opened."""
    try:
        where = parse.panel(body, web.clock.now())
    except ValueError:
        return
    now = app.ports.clock.now()
    known = app.ports.ledger.suggest("", View(f"slack:{where.home or where.team}", now))
    waited = next((one.name for one in known if one.state in (SubjectState.RUMOURED, SubjectState.TESTING)), "")
    asked = ((f"When will {waited} ship?", f"When will {waited} ship?"),) if waited else ()
    prompts = [{"title": title, "message": message} for title, message in (*asked, *PROMPTS)]
    wanted = {"channel_id": where.channel, "thread_ts": where.thread, "title": "Ask me", "prompts": prompts}
    try:
        await web.call(where.team, "assistant.threads.setSuggestedPrompts", wanted)
    except NoAnswer as error:
        log.info("slack panel without suggestions", extra={"team": where.team, "why": str(error)})


async def unfurl(app: App, web: SlackWebClient, delivery: ResponseSender, body: Mapping[str, Any]) -> None:
    """Show the short card of each market under its address; what is not followed stays a bare address."""
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
