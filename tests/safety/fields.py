"""Every place a person can type a text into, with something harmless in all the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from bot.dispatch.command import Command, Option
from bot.dispatch.registry import CommandRegistry
from bot.messages.request import Attachment, Request, Role

WORDS = {
    "channel": "here", "name": "Morning", "days": "daily", "time": "09:00", "person": "42", "public": "yes",
    "names": "no", "zone": "Europe/Berlin", "on": "yes", "part": "odds", "what": "sighting", "have_it": "yes",
    "words": "is spud out", "alias": "Big Potato", "page": "https://openai.com/x",
    "model": "spud", "models": "spud, gpt-6", "about": "spud", "subject": "spud",
    "label": "Crest Pro Alpha", "market": "MK-0001",
    "claim": "CL-0044", "source": "https://openai.com/x", "link": "https://openai.com/x", "why": "because " * 8,
    "text": "I chose it in the picker and the header said so; it was gone after a reload.", "task": "t",
    "score": "0.5", "outcome": "true", "reason": "nobody could check it", "method": "timing", "id": "1",
    "into": "Crest Pro Beta", "surface": "ChatGPT picker", "how": "own account", "quote": "words", "step": "save",
    "where": "ChatGPT web, now", "basis": "first-hand", "published": "today",
}  # fmt: skip


def typed(opt: Option) -> bool:
    """Whether people type it freely (a closed choice or a file is not typed)."""
    return not opt.choices and opt.kind not in (bool, Attachment)


def numeric(opt: Option) -> bool:
    """Whether a number is read from it."""
    return opt.kind in (int, float)


def dated(opt: Option) -> bool:
    """Whether a moment is read from it."""
    return opt.kind in (date, datetime)


def fields() -> Iterator[tuple[type[Command], Option]]:
    """Every option of every command that takes typed text."""
    for kind in CommandRegistry().all():
        for opt in kind.options:
            if typed(opt):
                yield kind, opt


def required(kind: type[Command]) -> dict[str, str]:
    """A word for each option that the command cannot do without."""
    return {opt.name: WORDS.get(opt.name) or opt.choices[0] for opt in kind.options if opt.required}


def filled(kind: type[Command], opt: Option, text: str, **more: object) -> Request:
    """The command with that text in that option, and a word in every other it needs."""
    given = required(kind)
    if kind.name == "checkpoint report":
        given |= {name: WORDS[name] for name in ("label", "surface", "how", "text", "step")}
    if kind.name == "claimcheck add":
        given |= {name: WORDS[name] for name in ("link", "published", "quote", "basis")}
    who = {"actor": "discord:1", "place": "discord:7/9", "roles": frozenset({Role.ADMIN}), **more}
    return Request(name=kind.name, values={**given, opt.name: text}, **who)


def named(pair: tuple[type[Command], Option]) -> str:
    """How a test of a field is called."""
    return f"{pair[0].name} {pair[1].name}"
