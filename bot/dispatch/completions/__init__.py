"""Suggestions while typing: one module per kind of thing, each with ``suggest``.

Answered from storage only, never waiting for a venue; at most 25, with state and date next to each name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.dispatch.command import Option
from bot.messages.request import RequestContext
from bot.plugins import load
from bot.ports import Ports


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggestion: the label shown (at most 100 characters) and the value sent."""

    label: str
    value: str


async def suggestions(wanted: Option, ports: Ports, ctx: RequestContext, text: str) -> Sequence[Suggestion]:
    """Suggest an option's own choices, or what `bot.dispatch.completions` finds."""
    if wanted.choices:
        return [Suggestion(choice, choice) for choice in wanted.choices if text.casefold() in choice.casefold()]
    if not wanted.complete:
        return ()
    module = load(__name__, wanted.complete)
    found: Sequence[Suggestion] = await module.suggest(ports, ctx, text)
    return found
