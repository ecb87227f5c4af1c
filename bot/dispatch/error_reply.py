"""Format an error as a reply, with buttons for what may work instead."""

from collections.abc import Iterator, Mapping

from bot.domain.text import shorten
from bot.messages.errors import Alternative, OurFault, SpudwatchError, UserError
from bot.messages.order import Order, order
from bot.messages.reply import Action, Bullets, Button, Form, Outcome, Part, Reply, Severity, Text, code
from bot.messages.request import Attachment, Value

LABEL = 80  # characters of a button; https://docs.discord.com/developers/components/reference#button


def error_reply(error: SpudwatchError, typed: str, reference: str = "", failed: Order | None = None) -> Reply:
    """Format an error as a reply.

    It says what happened, why and what to do, and repeats the input. ``failed`` is the command that raised it, for
    alternatives that change one of its options. Only internal errors have a ``reference``.
    """
    ours = isinstance(error, OurFault)
    data = {"error": type(error).__name__, "what": error.what, "try_again": error.try_again}
    return Reply(
        title=error.what,
        parts=tuple(_parts(error, typed)),
        severity=Severity.BAD if ours else Severity.WARN,
        outcome=Outcome.BROKEN if ours else Outcome.REFUSED,
        actions=tuple(_actions(error, failed)),
        note=f"ref {reference}" if ours else "",
        data=data | ({"read_as": error.read_as} if isinstance(error, UserError) and error.read_as else {}),
    )


def _parts(error: SpudwatchError, typed: str) -> Iterator[Part]:
    yield from (Text(words) for words in (error.why, error.todo) if words)
    if isinstance(error, UserError) and error.choices:
        yield Bullets(error.choices)
    if typed:
        yield Text(("You typed: ", code(shorten(typed))), quiet=True)


def _actions(error: SpudwatchError, failed: Order | None) -> Iterator[Action]:
    for one in error.instead if isinstance(error, UserError) else ():
        if one.command or failed is not None:
            yield _action(one, failed)


def _action(one: Alternative, failed: Order | None) -> Action:
    kept = failed if failed is not None and not one.command else Order(one.command)
    values = dict(kept.values) | dict(one.values)
    if one.asks is not None:
        return Form(one.label[:LABEL], kept.name, values, one.asks)
    return Button(one.label[:LABEL], order(kept.name, **values))


def failed_order(name: str, values: Mapping[str, Value]) -> Order:
    """Build the order of a command that failed, without attachments.

    A button cannot carry them.
    """
    return order(name, **{key: value for key, value in values.items() if not isinstance(value, Attachment)})
