"""No person, channel or server is called by the platform's number in what a command says."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.dispatch.registry import CommandRegistry
from bot.messages.levels import shown
from bot.messages.reply import Bullets, Button, Fields, Form, Level, Menu, Reply, Text, TextSpan, spans
from bot.messages.request import Role
from tests.example_lines import EXAMPLES, example_line

ACTOR, PLACE = "discord:123456789012345678", "discord:223456789012345678/323456789012345678"
RAW = re.compile(r"\d{17,20}")
WORDS = EXAMPLES | {"person": "423456789012345678"}
NAMED = ("person", "channel")  # spans that a platform shows as a name


def lines_of(kind: Any) -> Iterator[str]:
    """The command as it should be typed, alone, and with what nobody can read."""
    yield example_line(kind, WORDS)
    yield kind.name
    yield f"{kind.name} zzz:zzz ???"


def said(words: Any) -> str:
    """The words without the spans that a platform shows as names, and without what an operator types in a shell."""
    return "".join(
        one.text if isinstance(one, TextSpan) else one
        for one in spans(words)
        if not (isinstance(one, TextSpan) and (one.kind in NAMED or one.text.startswith("spudwatch export")))
    )


def labels(actions: Any) -> Iterator[str]:
    """What stands on the controls."""
    for action in actions:
        yield action.label
        if isinstance(action, Menu):
            yield from labels(action.choices)


def texts(reply: Reply) -> Iterator[str]:
    """Everything a person reads of a reply, the line they typed aside."""
    yield said(reply.title)
    yield said(reply.note)
    yield from labels(one for one in reply.actions if isinstance(one, Button | Form | Menu))
    for part in reply.parts:
        match part:
            case Text():
                yield "" if said(part.words).startswith(("You typed", "Shared by")) else said(part.words)
            case Bullets():
                yield from map(said, part.items)
            case Fields():
                yield from (f"{name} {said(value)}" for name, value in part.pairs)
            case _:
                pass


@pytest.mark.parametrize("role", [Role.ADMIN, Role.MEMBER])
async def test_no_answer_and_no_error_shows_a_platform_s_number(talk, role):
    here = talk()
    found = []
    for kind in CommandRegistry().all():
        if kind.name == "spudwatch-admin purge":  # the id is what has to be typed before all is erased
            continue
        for line in lines_of(kind):
            reply = await here.say(line, role=role, actor=ACTOR, place=PLACE)
            for level in Level:
                found += [(line, text) for text in texts(shown(reply, level)) if RAW.search(text)]
    assert sorted(set(found)) == []
