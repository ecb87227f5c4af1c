"""Restart notice sent in place of an unfinished answer, on every platform."""

from bot.messages.order import CommandLine, Order
from bot.messages.reply import Button, Outcome, Reply, Runnable, Severity, Text
from bot.messages.request import Attachment, Request

LOOK = "It may have been done already: look before you repeat it."
WITHOUT_FILE = "The button asks without the file you sent: to send it too, type the command again."


def restarting(request: Request, *, changes: bool, file: bool = False) -> Reply:
    """Compose the notice, with a button that repeats the request.

    ``changes``: whether the command can change anything, so that the person checks before repeating it. ``file``:
    whether a file came with it that the request does not contain.
    """
    file = file or any(isinstance(value, Attachment) for value in request.values.values())
    said = ((LOOK, changes), (WITHOUT_FILE, file))
    return Reply(
        title="I am restarting; ask again in a moment.",
        parts=tuple(Text(words) for words, applies in said if applies),
        severity=Severity.WARN,
        outcome=Outcome.REFUSED,
        actions=(Button("Ask again", repeated(request)),),
    )


def repeated(request: Request) -> Runnable:
    """Build the command that repeats a request.

    An attached file has to be given again.
    """
    if not request.name:
        return CommandLine(request.line.strip().removeprefix("/"))
    given = {key: value for key, value in request.values.items() if not isinstance(value, Attachment)}
    return Order(request.name, tuple((key, str(value)) for key, value in given.items()))
