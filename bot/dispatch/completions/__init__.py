"""Suggestions while typing: one module per kind of thing, each with ``suggest``.

Answered from storage only, never waiting for a venue; at most 25, with state and date next to each name; without a
text, what the place and the person watch comes first. A label that a client sends instead of its value is read back.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from bot.dispatch.command import Option
from bot.messages.request import RequestContext, Value
from bot.plugins import load
from bot.ports import Ports

_JOIN: Final = " — "  # between a name, its state and its date
_ID: Final = re.compile(r"[A-Z]{2}-P?\d+\b")


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


async def values_of_labels(
    options: Sequence[Option], values: Mapping[str, Value], ports: Ports, ctx: RequestContext
) -> dict[str, Value]:
    """Replace each value that is a suggestion's label by the suggestion's value."""
    completed = {opt.name: opt for opt in options if opt.complete}
    read = dict(values)
    for name, text in values.items():
        if name in completed and isinstance(text, str) and _JOIN in text:
            read[name] = await _value_of(completed[name], text.strip(), ports, ctx)
    return read


async def _value_of(wanted: Option, label: str, ports: Ports, ctx: RequestContext) -> str:
    """The id a label begins with, else the value of the suggestion of its name.

    Its state and date may be others.
    """
    if found := _ID.match(label):
        return found[0]
    for name in accumulate(label.split(_JOIN)[:-1], lambda *parts: _JOIN.join(parts)):
        for one in await suggestions(wanted, ports, ctx, name[:100]):
            if one.label.startswith(f"{name}{_JOIN}"):
                return one.value
    return label
