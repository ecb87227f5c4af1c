"""A line for each command that is answered by the public ledger: its required options, each with an example."""

from collections.abc import Mapping
from typing import Any

from bot.dispatch.command import Command

EXAMPLES = {
    "about": "spud",
    "channel": "here",
    "claim": "Spud is GPT-5.5",
    "days": "weekdays",
    "id": "CL-0001",
    "label": "Crest Pro Alpha",
    "market": "spud",
    "model": "openai/gpt-5.5",
    "models": "openai/gpt-5.5, anthropic/claude-opus-4.7",
    "name": "Morning",
    "outcome": "true",
    "public": "yes",
    "source": "openai",
    "task": "t",
    "time": "09:00",
    "what": "grade changes",
    "why": "because it is",
}


def example_line(kind: type[Command[Any]], examples: Mapping[str, str] = EXAMPLES) -> str:
    """The command as it should be typed; a required option without choices and example is "spud"."""
    given = [
        f'{opt.name}:"{opt.choices[0] if opt.choices else examples.get(opt.name, "spud")}"'
        for opt in kind.options
        if opt.required
    ]
    return " ".join((kind.name, *given))
