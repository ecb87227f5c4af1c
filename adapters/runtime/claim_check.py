"""The claim check of the API and MCP server: an anonymous ``claimcheck ask``."""

from __future__ import annotations

import asyncio

from bot.api.claim_check import ClaimChecker, ClaimQuestion
from bot.dispatch.app import App
from bot.messages.reply import Reply
from bot.messages.request import Request
from bot.ports import Ports

ACTOR, PLACE = "web:reader", "web:public/check"  # a tenant without rows: what it may see is the public ledger


def claim_checker(ports: Ports) -> ClaimChecker:
    """Build a stateless checker over some ports.

    It is for a thread without an event loop, which must be their only user.
    """
    app = App(ports)

    def check(question: ClaimQuestion) -> Reply:
        given = {"claim": question.claim, "about": question.about, "as_of": question.as_of}
        values = {name: text for name, text in given.items() if text or name == "claim"}
        return asyncio.run(app.run(Request(name="claimcheck ask", values=values, actor=ACTOR, place=PLACE)))

    return check
