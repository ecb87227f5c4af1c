"""The main cards as payloads, for a picture of each: ``python -m tests.cards OUT.json [brief|shared|full]``.

Each card is drawn by both platforms from the bundled ledger at the moment of the story it belongs to. The file is in
the form that the drawing tool beside the project takes (``../shared/tools/see_cards.py OUT.json FOLDER``).
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.discord import controls
from adapters.discord.render import draw as draw_for_discord
from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from adapters.slack.render import draw as draw_for_slack
from bot.messages.levels import shown
from bot.messages.reply import Level, Reply
from bot.messages.request import Request, Role

APRIL, AUTUMN = "2026-04-21T12:00Z", "2026-11-28T12:00Z"
ASKER = "discord:100000000000000001"
CARDS = {
    "odds": ("odds spud", APRIL),
    "odds-settled": ("odds spud", AUTUMN),
    "odds-history": ("odds history gpt-5.5 image:no", APRIL),
    "no-market": ("when does grok 9 drop", AUTUMN),
    "model": ("model gpt-5.5", APRIL),
    "coming": ("model coming", APRIL),
    "checkpoint": ("checkpoint crest pro alpha", APRIL),
    "claimcheck": ("claimcheck Spud beats Opus 4.7", APRIL),
    "claimcheck-mixed": ("claimcheck Spud beats Opus 4.7", AUTUMN),
    "ready": ("claimcheck ready gpt-5.5", AUTUMN),
    "claims": ("claimcheck list spud", APRIL),
    "help": ("help", APRIL),
}


SHARED = {"no-market": "odds grok 9"}  # a sentence cannot be shared, the command that answered it can


async def reply_of(line: str, at: str, level: str) -> Reply:
    """The reply to a line at a moment, as one level of it is drawn."""
    with tempfile.TemporaryDirectory() as folder:
        running = build(Path(folder) / "cards.db", StandingClock(datetime.fromisoformat(at)))
        asked = f"share {line}" if level == "shared" and line != "help" else line
        request = Request(line=asked, actor=ASKER, place="discord:2/3", roles=frozenset({Role.MEMBER}))
        reply = await running.app.run(request)
        running.close()
    reply = shown(reply, Level.FULL if level == "full" else Level.BRIEF)
    return replace(reply, private=level != "shared")


def payloads(level: str) -> dict[str, dict[str, Any]]:
    """Every card of a level, by platform and name."""
    made: dict[str, dict[str, Any]] = {"discord": {}, "slack": {}}
    for name, (line, at) in CARDS.items():
        reply = asyncio.run(reply_of(SHARED.get(name, line) if level == "shared" else line, at, level))
        keys = {one: f"k{n}" for n, one in enumerate(controls.too_long(reply))}
        made["discord"][name] = draw_for_discord(reply, keys=keys).payload(private=reply.private)
        made["slack"][name] = draw_for_slack(reply).blocks
    return made


if __name__ == "__main__":
    level_asked = sys.argv[2] if len(sys.argv) > 2 else "brief"
    Path(sys.argv[1]).write_text(json.dumps(payloads(level_asked), indent=1), "utf-8")
