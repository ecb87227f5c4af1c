"""Digests."""

from collections.abc import Sequence

from bot.dispatch.completions import Suggestion
from bot.messages.request import Asked
from bot.ports import Ports


async def suggest(ports: Ports, asked: Asked, text: str) -> Sequence[Suggestion]:
    """The digests here by id or name, each with its state; this channel's first."""
    found = sorted(ports.subscriptions.digests(asked.tenant), key=lambda one: (one.place != asked.place, one.number))
    wanted = text.casefold().strip()
    return [
        Suggestion(f"{one.id} — {one.name} — {one.mode.value}", one.id)
        for one in found
        if wanted in one.id.casefold() or wanted in one.name.casefold()
    ][:25]
