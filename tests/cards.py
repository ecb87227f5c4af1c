"""Cards as payloads, for a picture of each: ``python -m tests.cards OUT.json [brief|shared|full|title] [main|every]``.

Each card is drawn by both platforms from the bundled ledger at the moment of the story it belongs to: the *main* ones
of `.github/docs/cards.md`, or *every* look-up. The file is in the form that the drawing tool beside the project takes
(``../shared/tools/see_cards.py OUT.json FOLDER``); ``title`` writes a text instead: what was asked, and the title and
second line of its answer.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.discord import controls
from adapters.discord.render import draw as draw_for_discord
from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from adapters.slack.render import draw as draw_for_slack
from bot.dispatch.app import App
from bot.dispatch.registry import CommandRegistry
from bot.messages import words
from bot.messages.levels import shown
from bot.messages.reply import Chart, Reply, Text, plain
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
    "help": ("spudwatch help", APRIL),
}
HEADINGS = {
    "odds": "The odds of a model",
    "odds-settled": "A settled market",
    "odds-history": "How a price moved",
    "no-market": "A model that no market asks about",
    "model": "Everything about a model",
    "coming": "What is coming",
    "checkpoint": "A name seen in a model picker",
    "claimcheck": "A claim that nobody has measured",
    "claimcheck-mixed": "A claim with evidence on both sides",
    "ready": "A release checklist",
    "claims": "The claims about a model",
    "help": "Help",
}
LOOK_UPS = {
    "catchup": ("catchup since:2026-04-14", APRIL),
    "retiring": ("model retiring", AUTUMN),
    "retiring-lab": ("which openai models are going away", AUTUMN),
    "promises": ("model promises", AUTUMN),
    "promises-of-one": ("does elon keep his dates", AUTUMN),
    "source": ("how reliable is the information", AUTUMN),
    "record": ("odds record", AUTUMN),
    "methods": ("checkpoint methods", AUTUMN),
    "compare": ("odds compare spud", APRIL),
    "compare-models": ("gpt-5.5 vs opus 4.7", AUTUMN),
    "open-markets": ("odds", AUTUMN),
    "rules": ("odds rules spud", APRIL),
    "search": ("odds search grok", AUTUMN),
    "sightings": ("checkpoint list", AUTUMN),
    "timeline": ("checkpoint timeline crest pro alpha", APRIL),
    "listed-label": ("who made elephant-alpha", AUTUMN),
    "model-out": ("model opus 5", AUTUMN),
    "model-coming": ("what do we know about grok 5", AUTUMN),
    "price": ("how much is gpt-5.5", AUTUMN),
    "claim-confirmed": ("is gpt-5.5 out in the api", AUTUMN),
    "claim-false": ("claimcheck gpt-5.5 came out on 3 april 2026", AUTUMN),
    "chain": ("claimcheck chain CL-0044", APRIL),
    "claim": ("claimcheck show CL-0044", AUTUMN),
    "two-claims": ("claimcheck gpt-5.5 costs $5/$30 and opus 4.7 has a 1M context", AUTUMN),
    "not-checkable": ("claimcheck gpt-6 will be amazing", AUTUMN),
    "status": ("spudwatch status", AUTUMN),
    "word": ("what does SUPPORTED mean", AUTUMN),
    "unknown-claim": ("heard kimi k5 dropped last night with 3M context, true?", AUTUMN),
    "unknown-comparison": ("hunyuan 4 vs ernie 6", AUTUMN),
    "unknown-label": ("whats this 'saffron hawk' thing in my gemini picker", AUTUMN),
    "unknown-model": ("what is zorbulon 3", AUTUMN),
    "unknown-source": ("how reliable is zed nobody", AUTUMN),
    "wrong-lab": ("the new claude model from openai", AUTUMN),
}


async def answers(app: App, line: str, level: str) -> list[Reply]:
    """The reply to a line as one level of it is drawn: shared and full by the button under it, a full one in pages."""
    request = Request(line=line, actor=ASKER, place="discord:2/3", roles=frozenset({Role.MEMBER}))
    reply = await app.run(request)
    wanted = {"shared": words.SHARE, "full": words.ALL_NUMBERS}.get(level, "")
    found = [reply]
    while following := next((one.run.line for one in found[-1].actions if getattr(one, "label", "") == wanted), ""):
        found.append(await app.run(replace(request, line=following)))
        wanted = words.NEXT_PAGE
    private = reply.private and level != "shared"
    return [replace(shown(one), private=private) for one in found[len(found) > 1 :]]


def replies(cards: Mapping[str, tuple[str, str]], level: str) -> dict[str, Reply]:
    """The reply of each card, by name; of further pages by name and number."""
    made: dict[str, list[Reply]] = {}
    for moment in dict.fromkeys(at for _, at in cards.values()):
        with tempfile.TemporaryDirectory() as folder:
            running = build(Path(folder) / "cards.db", StandingClock(datetime.fromisoformat(moment)))
            for name, (line, at) in cards.items():
                if at == moment:
                    made[name] = asyncio.run(answers(running.app, line, level))
            running.close()
    return {f"{name}-{n}" if n > 1 else name: one for name in cards for n, one in enumerate(made[name], 1)}


def payloads(cards: Mapping[str, tuple[str, str]], level: str) -> dict[str, dict[str, Any]]:
    """Every card at a level, by platform and name."""
    made: dict[str, dict[str, Any]] = {"discord": {}, "slack": {}}
    for name, reply in replies(cards, level).items():
        keys = {one: f"k{n}" for n, one in enumerate(controls.too_long(reply))}
        made["discord"][name] = draw_for_discord(reply, keys=keys).payload(private=reply.private)
        made["slack"][name] = draw_for_slack(reply).blocks
    return made


def titles(cards: Mapping[str, tuple[str, str]]) -> str:
    """What was asked, and the title and second line of each brief answer."""
    blocks = []
    for name, reply in replies(cards, "brief").items():
        line, at = cards[name]
        told = [plain(part.words, addresses=False) if isinstance(part, Text) else part.alt for part in reply.parts
                if isinstance(part, Text | Chart)]  # fmt: skip
        second = next((one for one in "\n".join(told).splitlines() if one.strip()), "")
        blocks.append(f"{line}   (asked on {at[:10]})\n  {reply.title}\n  {second}\n")
    return "\n".join(blocks)


def page() -> str:
    """The main cards as Markdown: heading and day, what was asked, and a picture of each platform's card."""
    blocks = []
    for name, heading in HEADINGS.items():
        line, at = CARDS[name]
        day = f"{datetime.fromisoformat(at):%-d %B %Y}"
        command = line.partition(" ")[0] in CommandRegistry().tree
        asked = f"`/{line}`" if command else f"In plain words: “{line}”"
        pictures = (
            f"![{heading}, on {platform}](img/card-{name}-{platform.lower()}-380.png)"
            for platform in ("Discord", "Slack")
        )
        blocks.append(f"## {heading} ({day})\n\n{asked}\n\n{' '.join(pictures)}")
    return "\n\n".join(blocks)


def main() -> None:
    """Write what was asked for to a file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("target", type=Path)
    parser.add_argument("level", nargs="?", choices=("brief", "shared", "full", "title"), default="brief")
    parser.add_argument("which", nargs="?", choices=("main", "every"), default="main")
    asked = parser.parse_args()
    cards = CARDS | LOOK_UPS if asked.which == "every" else CARDS
    text = titles(cards) if asked.level == "title" else json.dumps(payloads(cards, asked.level), indent=1)
    asked.target.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
