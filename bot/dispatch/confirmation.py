"""The question before a command that a sentence asked for.

It says what was understood, and has the one button that runs it.
"""

from __future__ import annotations

from typing import Any, Final

from bot.dispatch.command import Command, Option
from bot.domain.text import shorten
from bot.messages.order import CommandLine, word
from bot.messages.reply import Button, Fields, Reply, Text, code
from bot.messages.request import RequestContext

CONFIRM: Final = "Yes, do it"
NOT_YET: Final = "Nothing is changed until you confirm. The same as a command: "
VALUE: Final = 100  # characters of an option's value


def confirmation(command: Command[Any], found: Any, ctx: RequestContext) -> Reply:
    """Ask whether to run a command, with every option that it was given."""
    command = command.pinned(found)
    given = [(opt, getattr(command, opt.field or opt.name)) for opt in command.options]
    rows = tuple((_label(opt), shorten(word(value), VALUE)) for opt, value in given if value not in (None, "", False))
    line = command.line
    return Reply(
        title=command.question(found, ctx),
        parts=(
            *((Fields(rows),) if rows else ()),
            Text((NOT_YET, code(f"/{line}")), quiet=True),
        ),
        actions=(Button(CONFIRM, CommandLine(line), "danger" if command.erases else "main", in_place=True),),
        data={"asked": True, "line": line, "as_of": ctx.as_of},
    )


def _label(opt: Option) -> str:
    return opt.name.replace("_", " ").capitalize()
